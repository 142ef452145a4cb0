package filters

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Moment is what filters of times take: a time, or a pointer to one, which may be
// nil. Nil and the zero time are shown as an empty text.
type Moment interface{ time.Time | *time.Time }

// at is the time behind a moment; false if there is none.
func at[T Moment](moment T) (time.Time, bool) {
	switch m := any(moment).(type) {
	case time.Time:
		return m, !m.IsZero()
	case *time.Time:
		if m != nil {
			return *m, !m.IsZero()
		}
	}
	return time.Time{}, false
}

// The formats that Django names, in English.
const (
	DateFormat          = "N j, Y"    // Feb. 4, 2026
	DateTimeFormat      = "N j, Y, P" // Feb. 4, 2026, 4 p.m.
	TimeFormat          = "P"         // 4 p.m.
	YearMonthFormat     = "F Y"       // February 2026
	MonthDayFormat      = "F j"       // February 4
	ShortDateFormat     = "m/d/Y"     // 02/04/2026
	ShortDateTimeFormat = "m/d/Y P"   // 02/04/2026 4 p.m.
)

// Date writes a time in a format of Django's characters: "D j M Y" is "Wed 4 Feb
// 2026". A backslash takes the meaning from the character behind it. An empty
// format is [DateFormat]. The time is shown where it is: t.In(zone) moves it.
//
//	a A  p.m., PM             d j  04, 4           b M N F E  feb, Feb, Feb., February
//	g h G H  4, 04, 16, 16    D l  Wed, Wednesday  m n  02, 2
//	i s u  minutes, seconds, microseconds          y Y  26, 2026
//	f P  4:30, 4:30 p.m.      S  st nd rd th       L  whether it is a leap year
//	e T  name of the zone     w  0 is Sunday       t  days of the month
//	O Z  +0100, 3600          z  day of the year   W o  week and year of ISO 8601
//	I  1 in summer time       c r  ISO 8601, RFC 5322     U  seconds since 1970
func Date[T Moment](moment T, format string) string {
	t, ok := at(moment)
	if !ok {
		return ""
	}
	if format == "" {
		format = DateFormat
	}
	return formatted(t, format)
}

// Time writes a time as [Date] does; an empty format is [TimeFormat].
func Time[T Moment](moment T, format string) string {
	if format == "" {
		format = TimeFormat
	}
	return Date(moment, format)
}

// formatted replaces the characters of a format. One with a backslash before it
// is text, and in text a backslash is dropped with which another is written.
func formatted(t time.Time, format string) string {
	var b, text strings.Builder
	escaped := false // whether a backslash is right before
	for _, r := range format {
		value, known := part(t, r)
		if known && !escaped {
			b.WriteString(unescaped(text.String()))
			text.Reset()
			b.WriteString(value)
		} else {
			text.WriteRune(r)
		}
		escaped = r == '\\'
	}
	return b.String() + unescaped(text.String())
}

// unescaped drops each backslash that has a character behind it.
func unescaped(text string) string {
	var b strings.Builder
	for text != "" {
		_, size := utf8.DecodeRuneInString(text)
		if text[0] == '\\' && len(text) > 1 && text[1] != '\n' {
			text = text[1:]
			_, size = utf8.DecodeRuneInString(text)
		}
		b.WriteString(text[:size])
		text = text[size:]
	}
	return b.String()
}

// layouts are the characters that Go's own layouts serve.
var layouts = map[rune]string{
	'A': "PM", 'd': "02", 'D': "Mon", 'F': "January", 'E': "January", 'g': "3", 'h': "03", 'H': "15", 'i': "04", 'j': "2", 'l': "Monday",
	'm': "01", 'M': "Jan", 'n': "1", 'O': "-0700", 'r': "Mon, 02 Jan 2006 15:04:05 -0700", 's': "05", 'y': "06", 'Y': "2006",
}

// part is what one character of a format stands for; false if for itself.
func part(t time.Time, r rune) (string, bool) {
	if layout, ok := layouts[r]; ok {
		return t.Format(layout), true
	}
	switch r {
	case 'a', 'f', 'P':
		return clock(t, r), true
	case 'e', 'T':
		return zone(t), true
	case 'b':
		return strings.ToLower(t.Format("Jan")), true
	case 'N':
		return monthAP(t.Month()), true
	case 'c':
		return iso(t), true
	case 'u':
		return fmt.Sprintf("%06d", t.Nanosecond()/1000), true
	case 'L':
		if leap(t.Year()) {
			return "True", true
		}
		return "False", true
	case 'S':
		return ordinal(t.Format("02")), true
	}
	n, ok := counted(t, r)
	if !ok {
		return "", false
	}
	return strconv.FormatInt(n, 10), true
}

// counted is what a character stands for that is written as a plain number.
func counted(t time.Time, r rune) (int64, bool) {
	switch r {
	case 'G':
		return int64(t.Hour()), true
	case 'I':
		if t.IsDST() {
			return 1, true
		}
		return 0, true
	case 'o':
		year, _ := t.ISOWeek()
		return int64(year), true
	case 't':
		return int64(daysIn(t.Year(), t.Month())), true
	case 'U':
		return t.Unix(), true
	case 'w':
		return int64(t.Weekday()), true
	case 'W':
		_, week := t.ISOWeek()
		return int64(week), true
	case 'z':
		return int64(t.YearDay()), true
	case 'Z':
		_, offset := t.Zone()
		return int64(offset), true
	}
	return 0, false
}

// clock is the time of day in words: midnight, noon, 4 p.m., 4:30 p.m.
func clock(t time.Time, r rune) string {
	half := "a.m."
	if t.Hour() > 11 {
		half = "p.m."
	}
	hour := t.Format("3")
	if t.Minute() != 0 {
		hour = t.Format("3:04")
	}
	switch {
	case r == 'a':
		return half
	case r == 'f':
		return hour
	case hour == "12" && t.Hour() == 0:
		return "midnight"
	case hour == "12":
		return "noon"
	}
	return hour + " " + half
}

// zone is the name of the zone, or its offset if it has none.
func zone(t time.Time) string {
	name, offset := t.Zone()
	if name == "" && offset == 0 {
		return "UTC"
	}
	if name == "" {
		return t.Format("UTC-07:00")
	}
	return name
}

// iso is ISO 8601 with microseconds if there are any.
func iso(t time.Time) string {
	if t.Nanosecond()/1000 == 0 {
		return t.Format("2006-01-02T15:04:05-07:00")
	}
	return t.Format("2006-01-02T15:04:05.000000-07:00")
}

// monthAP is a month as the Associated Press shortens it.
func monthAP(m time.Month) string {
	switch name := m.String(); m {
	case time.March, time.April, time.May, time.June, time.July:
		return name
	case time.September:
		return "Sept."
	default:
		return name[:3] + "."
	}
}

func leap(year int) bool { return daysIn(year, time.February) == 29 }

func daysIn(year int, m time.Month) int { return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }
