package orm_test

import (
	"context"
	"net/netip"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func utc(year int, month time.Month, day, hour, minute, second, micro int) time.Time {
	return time.Date(year, month, day, hour, minute, second, micro*1000, time.UTC)
}

func date(year, month, day int) orm.Date {
	return orm.Date{Year: year, Month: time.Month(month), Day: day}
}

var (
	lastMoment = utc(2023, 12, 31, 23, 59, 59, 999999)
	newYear    = utc(2024, 1, 1, 0, 0, 0, 0)
	firstMicro = utc(2024, 1, 1, 0, 0, 0, 1)
	sixYears   = 6 * 365 * 24 * time.Hour
)

func TestTimes(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		ok(t, Authors.Create(ctx, &Author{Name: "Ada"}))
		for _, p := range []struct {
			slug string
			at   time.Time
		}{
			{"ancient", utc(1815, 12, 10, 0, 0, 0, 0)},      // Sunday
			{"moon", utc(1969, 7, 20, 20, 17, 40, 0)},       // Sunday, before the epoch
			{"eve", lastMoment},                             // Sunday
			{"newyear", newYear},                            // Monday
			{"micro", firstMicro},                           // Monday
			{"leap", utc(2024, 2, 29, 12, 30, 15, 123456)},  // Thursday
			{"march", utc(2024, 3, 1, 0, 0, 0, 0)},          // Friday
			{"sunday", utc(2024, 6, 30, 18, 0, 0, 0)},       // Sunday
			{"monday", utc(2024, 7, 1, 6, 5, 0, 0)},         // Monday
			{"future", utc(2999, 12, 31, 23, 0, 0, 500000)}, // Tuesday
			{"draft", time.Time{}},                          // NULL
		} {
			post := &Post{Slug: p.slug, AuthorID: 1}
			if !p.at.IsZero() {
				post.PublishedAt = &p.at
			}
			ok(t, Posts.Create(ctx, post))
		}
		until := func(d orm.Date) *orm.Date { return &d }
		for _, e := range []*Event{
			{Name: "leap", Day: date(2024, 2, 29), Until: until(date(2024, 3, 1))},
			{Name: "xmas", Day: date(2023, 12, 25), Until: until(date(2024, 1, 6)), Opens: orm.TimeOfDay{Hour: 9}, Lasts: 90 * time.Minute},
			{Name: "single", Day: date(2024, 5, 5), Until: until(date(2024, 5, 5)), Opens: orm.TimeOfDay{Hour: 9, Nanosecond: 500000000}, Lasts: 24 * time.Hour},
			{Name: "late", Day: date(2024, 5, 6), Opens: orm.TimeOfDay{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999999000}, Lasts: time.Nanosecond},
			{Name: "first", Day: date(1, 1, 1), Opens: orm.TimeOfDay{Hour: 12}, Lasts: -time.Hour},
			{Name: "last", Day: date(9999, 12, 31), Until: until(date(9999, 12, 31)), Opens: orm.TimeOfDay{Hour: 8, Minute: 59, Second: 59}, Lasts: 1_000_000 * time.Hour},
		} {
			e.Code, e.Host = orm.NewUUID(), orm.IP{Addr: netip.IPv6Loopback()}
			ok(t, Events.Create(ctx, e))
		}
		run(t, ctx, momentCases)
		run(t, ctx, dayCases)
		run(t, ctx, timeValueCases)
	})
}

var (
	appeared = Posts.PublishedAt
	onDay    = Events.Day
	untilDay = Events.Until
	opens    = Events.Opens
	lasts    = Events.Lasts
)

var momentCases = []rowsCase[*Post]{
	{"at a moment", viewed(appeared.Eq(newYear)), "newyear"},
	{"at a moment told in another zone", viewed(appeared.Eq(newYear.In(time.FixedZone("east", 9*3600)))), "newyear"},
	{"at a moment in a zone of half an hour", viewed(appeared.Eq(time.Date(2023, 12, 31, 20, 30, 0, 0, time.FixedZone("", -3*3600-1800)))), "newyear"},
	{"at the next microsecond", viewed(appeared.Eq(firstMicro)), "micro"},
	{"at a moment with a fraction", viewed(appeared.Eq(utc(2024, 2, 29, 12, 30, 15, 123456))), "leap"},
	{"at the second of a moment with a fraction", viewed(appeared.Eq(utc(2024, 2, 29, 12, 30, 15, 0))), ""},
	{"at half a second", viewed(appeared.Eq(utc(2999, 12, 31, 23, 0, 0, 500000))), "future"},
	{"at one of several moments", viewed(appeared.In(newYear, lastMoment, noon)), "eve newyear"},
	{"different from a moment leaves NULL out", viewed(appeared.Ne(newYear)), "ancient moon eve micro leap march sunday monday future"},
	{"after a fixed moment", viewed(appeared.Gt(newYear)), "micro leap march sunday monday future"},
	{"at a fixed moment or after", viewed(appeared.Ge(newYear)), "newyear micro leap march sunday monday future"},
	{"before a fixed moment", viewed(appeared.Lt(newYear)), "ancient moon eve"},
	{"at a fixed moment or before", viewed(appeared.Le(newYear)), "ancient moon eve newyear"},
	{"before the epoch", viewed(appeared.Lt(time.Unix(0, 0))), "ancient moon"},
	{"before a moment with a longer fraction", viewed(appeared.Lt(utc(2024, 2, 29, 12, 30, 15, 123457)), appeared.Gt(firstMicro)), "leap"},
	{"between two moments, both included", viewed(appeared.Between(lastMoment, firstMicro)), "eve newyear micro"},
	{"between a moment and itself", viewed(appeared.Between(firstMicro, firstMicro)), "micro"},
	{"between two moments the wrong way round", viewed(appeared.Between(firstMicro, lastMoment)), ""},
	{"not between two moments leaves NULL out", viewed(orm.Not(appeared.Between(lastMoment, utc(2024, 12, 31, 0, 0, 0, 0)))), "ancient moon future"},
	{"before now", viewed(appeared.Before(orm.Now)), "ancient moon eve newyear micro leap march sunday monday"},
	{"after now", viewed(appeared.After(orm.Now)), "future"},
	{"after a moment long before now", viewed(appeared.After(orm.Now.Add(-30*sixYears)), appeared.Before(orm.Now)), "moon eve newyear micro leap march sunday monday"},
	{"before a moment after now", viewed(appeared.Before(orm.Now.Add(sixYears)), appeared.Gt(newYear)), "micro leap march sunday monday"},
	{"written a moment ago", viewed(Posts.CreatedAt.After(orm.Now.Add(-time.Hour)), key.Le(2)), "ancient moon"},
	{"written after now", viewed(Posts.CreatedAt.After(orm.Now.Add(time.Hour))), ""},
	{"published after it was written", viewed(appeared.GtF(Posts.CreatedAt)), "future"},
	{"changed when it was written", viewed(Posts.UpdatedAt.EqF(Posts.CreatedAt), key.Lt(3)), "ancient moon"},
	{"published or else written before a moment", viewed(orm.Coalesce(appeared, Posts.CreatedAt).Lt(newYear)), "ancient moon eve"},
	{"the later of two moments", viewed(orm.Greatest(appeared, Posts.CreatedAt).EqF(appeared)), "future"},
	{"the earlier of two moments", viewed(orm.Least(appeared, Posts.CreatedAt).Lt(utc(1900, 1, 1, 0, 0, 0, 0))), "ancient"},
	{"in a year", viewed(orm.YearOf(appeared).Eq(2024)), "newyear micro leap march sunday monday"},
	{"in the year that ends a microsecond before", viewed(orm.YearOf(appeared).Eq(2023)), "eve"},
	{"in a year before the epoch", viewed(orm.YearOf(appeared).Le(1969)), "ancient moon"},
	{"in one of two months", viewed(orm.MonthOf(appeared).In(1, 2)), "newyear micro leap"},
	{"in December of any year", viewed(orm.MonthOf(appeared).Eq(12)), "ancient eve future"},
	{"on the first of a month", viewed(orm.DayOf(appeared).Eq(1)), "newyear micro march monday"},
	{"on the thirty-first of a month", viewed(orm.DayOf(appeared).Eq(31)), "eve future"},
	{"on the leap day", viewed(orm.MonthOf(appeared).Eq(2), orm.DayOf(appeared).Eq(29)), "leap"},
	{"on a Sunday", viewed(orm.WeekdayOf(appeared).Eq(7)), "ancient moon eve sunday"},
	{"on a Monday", viewed(orm.WeekdayOf(appeared).Eq(1)), "newyear micro monday"},
	{"in the middle of the week", viewed(orm.WeekdayOf(appeared).Between(2, 5)), "leap march future"},
	{"in the last hour of a day", viewed(orm.HourOf(appeared).Eq(23)), "eve future"},
	{"in the first hour of a day", viewed(orm.HourOf(appeared).Eq(0)), "ancient newyear micro march"},
	{"at noon or later", viewed(orm.HourOf(appeared).Ge(12)), "moon eve leap sunday future"},
	{"in the last minute of an hour", viewed(orm.MinuteOf(appeared).Eq(59)), "eve"},
	{"in a minute with a zero in front", viewed(orm.MinuteOf(appeared).Eq(5)), "monday"},
	{"the day of a moment is a day", viewed(orm.DateOf(appeared).Eq(date(2023, 12, 31))), "eve"},
	{"the day of a moment in a range of days", viewed(orm.DateOf(appeared).Between(date(2023, 12, 31), date(2024, 1, 1))), "eve newyear micro"},
	{"the day of no moment is NULL", viewed(orm.DateOf(appeared).IsNull()), "draft"},
	{"the year of no moment is NULL", viewed(orm.YearOf(appeared).IsNull()), "draft"},
	{"in the year that begins at a moment", viewed(orm.YearBegins(appeared).Eq(newYear)), "newyear micro leap march sunday monday"},
	{"in the month that begins at a moment", viewed(orm.MonthBegins(appeared).Eq(newYear)), "newyear micro"},
	{"in the month of the leap day", viewed(orm.MonthBegins(appeared).Eq(utc(2024, 2, 1, 0, 0, 0, 0))), "leap"},
	{"on the day that begins at a moment", viewed(orm.DayBegins(appeared).Eq(utc(2023, 12, 31, 0, 0, 0, 0))), "eve"},
	{"at midnight sharp", viewed(orm.DayBegins(appeared).EqF(appeared)), "ancient newyear march"},
	{"when the year begins", viewed(orm.YearBegins(appeared).EqF(appeared)), "newyear"},
	{"when the year begins with the month", viewed(orm.YearBegins(appeared).EqF(orm.MonthBegins(appeared))), "newyear micro"},
	{"the month of no moment begins never", viewed(orm.MonthBegins(appeared).IsNull()), "draft"},
	{"in the order of moments, NULL first", Posts.OrderBy(appeared.Asc()).Limit(4), "draft ancient moon eve"},
	{"in the order of moments from the end", Posts.OrderBy(appeared.Desc()).Limit(3), "future monday sunday"},
	{"in the order of months, then of moments", Posts.Filter(orm.YearOf(appeared).Eq(2024)).OrderBy(orm.MonthOf(appeared).Desc(), appeared.Asc()), "monday sunday march leap newyear micro"},
}

var dayCases = []rowsCase[*Event]{
	{"on a day", priced(onDay.Eq(date(2024, 5, 5))), "single"},
	{"on the leap day itself", priced(onDay.Eq(date(2024, 2, 29))), "leap"},
	{"on the first day that there is", priced(onDay.Eq(date(1, 1, 1))), "first"},
	{"on the last day that there is", priced(onDay.Eq(date(9999, 12, 31))), "last"},
	{"on one of several days", priced(onDay.In(date(2024, 5, 6), date(2023, 12, 25), date(2024, 5, 7))), "xmas late"},
	{"not on a day", priced(onDay.Ne(date(2024, 5, 5))), "leap xmas late first last"},
	{"after a day", priced(onDay.Gt(date(2024, 2, 29))), "single late last"},
	{"up to a day", priced(onDay.Le(date(2024, 2, 29))), "leap xmas first"},
	{"between two days, both included", priced(onDay.Between(date(2024, 2, 29), date(2024, 5, 5))), "leap single"},
	{"that end on the day they begin", priced(untilDay.EqF(onDay)), "single last"},
	{"that end after the day they begin", priced(untilDay.GtF(onDay)), "leap xmas"},
	{"without an end", priced(untilDay.IsNull()), "late first"},
	{"that end in one of two months", priced(untilDay.Between(date(2024, 1, 1), date(2024, 3, 31))), "leap xmas"},
	{"that go on beyond a day, or have no end", priced(orm.Or(untilDay.IsNull(), untilDay.Gt(date(2024, 5, 5)))), "late first last"},
	{"that end, or begin, before a day", priced(orm.Coalesce(untilDay, onDay).Lt(date(2024, 3, 1))), "xmas first"},
	{"in the order of days", Events.OrderBy(onDay.Asc()), "first xmas leap single late last"},
	{"in the order of ends, NULL last", Events.OrderBy(orm.NullsLast(untilDay.Asc()), Events.ID.Asc()), "xmas leap single last late first"},
	{"at midnight", priced(opens.Eq(orm.TimeOfDay{})), "leap"},
	{"at nine sharp", priced(opens.Eq(orm.TimeOfDay{Hour: 9})), "xmas"},
	{"at half a second past nine", priced(opens.Eq(orm.TimeOfDay{Hour: 9, Nanosecond: 500000000})), "single"},
	{"at the last microsecond of the day", priced(opens.Eq(orm.TimeOfDay{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999999000})), "late"},
	{"after nine sharp", priced(opens.Gt(orm.TimeOfDay{Hour: 9})), "single late first"},
	{"before nine sharp", priced(opens.Lt(orm.TimeOfDay{Hour: 9})), "leap last"},
	{"from nine to noon", priced(opens.Between(orm.TimeOfDay{Hour: 9}, orm.TimeOfDay{Hour: 12})), "xmas single first"},
	{"at one of two times", priced(opens.In(orm.TimeOfDay{Hour: 12}, orm.TimeOfDay{})), "leap first"},
	{"in the order of times of day", Events.OrderBy(opens.Asc()), "leap last xmas single first late"},
	{"that last no time", priced(lasts.Eq(0)), "leap"},
	{"that last a nanosecond", priced(lasts.Eq(time.Nanosecond)), "late"},
	{"that last a day or longer", priced(lasts.Ge(24 * time.Hour)), "single last"},
	{"that last longer than a century", priced(lasts.Gt(100 * 365 * 24 * time.Hour)), "last"},
	{"that last less than no time", priced(lasts.Lt(0)), "first"},
	{"that last from one hour to two", priced(lasts.Between(time.Hour, 2*time.Hour)), "xmas"},
	{"that last one of several times", priced(lasts.In(90*time.Minute, -time.Hour)), "xmas first"},
	{"that would last an hour with an hour more", priced(lasts.Add(time.Hour).Eq(time.Hour)), "leap"},
	{"that would last no time with half an hour less", priced(lasts.Sub(90 * time.Minute).Eq(0)), "xmas"},
	{"in the order of how long they last", Events.OrderBy(lasts.Desc()), "last single xmas late leap first"},
}

var timeValueCases = []valueCase{
	{"years as a list", listed(orm.List(viewed(key.Le(4)), orm.YearOf(appeared))), "[1815 1969 2023 2024]"},
	{"days of moments as a list", listed(orm.List(viewed(key.Between(2, 5)), orm.DateOf(appeared))), "[1969-07-20 2023-12-31 2024-01-01 2024-01-01]"},
	{"days of the week as a list", listed(orm.List(viewed(key.Gt(5), key.Lt(11)), orm.WeekdayOf(appeared))), "[4 5 7 1 2]"},
	{"the number of different months", oneValue(viewed(orm.YearOf(appeared).Eq(2024)), orm.CountDistinct(orm.MonthBegins(appeared))), "5"},
	{"the first day", oneValue(priced(), orm.Min(onDay)), "0001-01-01"},
	{"the last end", oneValue(priced(), orm.Max(untilDay)), "9999-12-31"},
	{"the first opening", oneValue(priced(opens.Gt(orm.TimeOfDay{})), orm.Min(opens)), "08:59:59"},
	{"the last opening", oneValue(priced(), orm.Max(opens)), "23:59:59.999999"},
	{"how long the longest lasts", oneValue(priced(), orm.Max(lasts)), "1000000h0m0s"},
	{"ends, or else days, as a list", listed(orm.List(priced(Events.ID.Between(3, 5)), orm.Coalesce(untilDay, onDay))), "[2024-05-05 2024-05-06 0001-01-01]"},
}
