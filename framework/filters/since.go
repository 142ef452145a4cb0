package filters

import (
	"strconv"
	"strings"
	"time"
)

// TimeSince is how long ago a moment is, in at most two units that follow each
// other: "4 days, 6 hours". What is yet to come is "0 minutes" ago. Years and
// months are those of the calendar, in the zone of now.
func TimeSince[T Moment](moment T, now time.Time) string {
	t, ok := at(moment)
	if !ok {
		return ""
	}
	return between(t, now)
}

// TimeUntil is how long it takes until a moment, as [TimeSince] writes it.
func TimeUntil[T Moment](moment T, now time.Time) string {
	t, ok := at(moment)
	if !ok {
		return ""
	}
	return between(now, t.In(now.Location()))
}

// between is the time from one moment to a later one.
func between(from, to time.Time) string {
	from = from.In(to.Location())
	months := monthsBetween(from, to)
	rest := to.Sub(afterMonths(from, months))
	counts := []int64{int64(months / 12), int64(months % 12)}
	for _, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute} {
		counts = append(counts, int64(rest/unit))
		rest %= unit
	}
	var parts []string
	for i, name := range []string{"year", "month", "week", "day", "hour", "minute"} {
		if counts[i] > 0 {
			parts = append(parts, amount(counts[i], name))
		}
		if len(parts) == 2 || len(parts) == 1 && counts[i] <= 0 {
			break
		}
	}
	if len(parts) == 0 {
		return amount(0, "minute")
	}
	return strings.Join(parts, ", ")
}

// amount is a number of units, with a blank at which no line breaks.
func amount(n int64, unit string) string {
	return strconv.FormatInt(n, 10) + "\u00a0" + unit + Pluralize(n, "s")
}

// monthsBetween is how many whole months lie between two moments, 0 if the
// second is not later.
func monthsBetween(from, to time.Time) int {
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if d := to.Day() - from.Day(); d < 0 || d == 0 && timeOfDay(to) < timeOfDay(from) {
		months--
	}
	return max(months, 0)
}

func timeOfDay(t time.Time) time.Duration {
	h, m, s := t.Clock()
	return time.Duration(h*3600+m*60+s)*time.Second + time.Duration(t.Nanosecond())
}

// afterMonths is the same time of the same day so many months later. In a shorter
// month it is the last day; 29 February is none, so that a year has 365 days.
func afterMonths(t time.Time, months int) time.Time {
	if months == 0 {
		return t
	}
	year, month := t.Year()+(int(t.Month())-1+months)/12, time.Month((int(t.Month())-1+months)%12+1)
	return time.Date(year, month, min(t.Day(), daysIn(2001, month)), t.Hour(), t.Minute(), t.Second(), 0, t.Location())
}

// NaturalTime says when a moment is from now: "now", "4 minutes ago", "an hour
// from now", "1 month, 2 weeks ago".
func NaturalTime[T Moment](moment T, now time.Time) string {
	t, ok := at(moment)
	if !ok {
		return ""
	}
	distance, direction, words := now.Sub(t), " ago", TimeSince(t, now)
	if distance <= 0 {
		distance, direction, words = distance.Abs(), " from now", TimeUntil(t, now)
	}
	switch {
	case distance < time.Second:
		return "now"
	case distance < time.Minute:
		words = natural(distance/time.Second, "a", "second")
	case distance < time.Hour:
		words = natural(distance/time.Minute, "a", "minute")
	case distance < 24*time.Hour:
		words = natural(distance/time.Hour, "an", "hour")
	}
	return words + direction
}

func natural(n time.Duration, article, unit string) string {
	if n == 1 {
		return article + " " + unit
	}
	return amount(int64(n), unit)
}

// NaturalDay is "today", "tomorrow" or "yesterday", or else the date in a format,
// as [Date] writes it. The days are those of the zone of the moment.
func NaturalDay[T Moment](moment T, now time.Time, format string) string {
	t, ok := at(moment)
	if !ok {
		return ""
	}
	switch day(t) - day(now.In(t.Location())) {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	case -1:
		return "yesterday"
	}
	return Date(t, format)
}

// day numbers days, one after another.
func day(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}
