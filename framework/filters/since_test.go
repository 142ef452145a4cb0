package filters_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/filters"
)

// Years and months are those of the calendar, as in newer Djangos.
func TestTimeSinceCountsByTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"2013-02-10 00:00:00", "2014-03-10 00:00:00", "1 year, 1 month"},
		{"2007-08-10 00:00:00", "2008-09-10 00:00:00", "1 year, 1 month"},
		{"2026-01-31 10:00:00", "2026-03-01 10:00:00", "1 month"},
		{"2026-01-31 10:00:00", "2026-02-28 10:00:00", "4 weeks"},
		{"2026-01-31 10:00:00", "2026-03-01 09:59:59", "1 month"},
		{"2026-02-28 10:00:00", "2026-03-31 10:00:00", "1 month"},
		{"2024-01-30 00:00:00", "2024-03-27 00:00:00", "1 month, 4 weeks"}, // February has 28 days
		{"2024-02-29 00:00:00", "2025-02-28 00:00:00", "11 months, 4 weeks"},
		{"2024-02-29 00:00:00", "2025-03-01 00:00:00", "1 year"},
		{"2025-12-31 23:00:00", "2026-01-01 00:30:00", "1 hour, 30 minutes"},
		{"2026-01-01 00:00:00", "2026-02-15 03:00:00", "1 month, 2 weeks"},
		{"2025-01-01 00:00:00", "2026-01-20 00:00:00", "1 year"},
		{"0002-01-01 00:00:00", "2026-01-01 00:00:00", "2024 years"},
		{"2026-01-01 00:00:00", "2026-01-01 00:00:00", "0 minutes"},
		{"2026-01-02 00:00:00", "2026-01-01 00:00:00", "0 minutes"},
		{"9999-01-01 00:00:00", "2026-01-01 00:00:00", "0 minutes"},
	} {
		from, to := moment(t, c.from), moment(t, c.to)
		if got := strings.ReplaceAll(filters.TimeSince(from, to), "\u00a0", " "); got != c.want {
			t.Errorf("from %s to %s it is %q, want %q", c.from, c.to, got, c.want)
		}
		if since, until := filters.TimeSince(&from, to), filters.TimeUntil(&to, from); since != until {
			t.Errorf("from %s to %s it is %q one way and %q the other", c.from, c.to, since, until)
		}
	}
}

func TestTimesInDifferentZones(t *testing.T) {
	t.Parallel()
	tokyo, newYork := location(t, "Asia/Tokyo"), location(t, "America/New_York")
	at := moment(t, "2026-01-31 20:00:00")
	now := at.Add(28 * 24 * time.Hour)
	if a, b := filters.TimeSince(at.In(tokyo), now.In(newYork)), filters.TimeSince(at, now.In(newYork)); a != b {
		t.Errorf("%q and %q", a, b)
	}
	evening := moment(t, "2026-02-01 01:00:00") // still 31 January in New York
	if got := filters.NaturalDay(at.In(newYork), evening, ""); got != "today" {
		t.Errorf("got %q", got)
	}
	if got := filters.NaturalDay(at, evening, ""); got != "yesterday" {
		t.Errorf("got %q", got)
	}
}

func TestTimesFarAway(t *testing.T) {
	t.Parallel()
	long, far := time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	if got := filters.NaturalTime(long, far); got != "9998\u00a0years, 11\u00a0months ago" {
		t.Errorf("got %q", got)
	}
	if got := filters.NaturalTime(far, long); got != "9998\u00a0years, 11\u00a0months from now" {
		t.Errorf("got %q", got)
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateTime, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
