package facet

import "time"

// span is a time that ends today.
type span struct {
	value, label string
	since        func(now time.Time) time.Time
}

// spans are the times that a column of moments or days offers, in UTC.
var spans = []span{
	{"today", "Today", midnight},
	{"7d", "Past 7 days", func(now time.Time) time.Time { return midnight(now).AddDate(0, 0, -6) }},
	{"month", "This month", func(now time.Time) time.Time { return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC) }},
	{"year", "This year", func(now time.Time) time.Time { return time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }},
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// dayOf reads a day of the years 1 to 9998, whose next day every database has.
func dayOf(text string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil && t.Year() >= 1 && t.Year() <= 9998
}
