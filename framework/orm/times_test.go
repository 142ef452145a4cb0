package orm_test

import (
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions on moments, days and times of day, and on parts of them.
func timeCases() []question {
	s := Samples
	day := func(y, m, d int) orm.Date { return orm.Date{Year: y, Month: time.Month(m), Day: d} }
	leap := time.Date(2024, 2, 29, 23, 59, 59, 500_000_000, time.UTC)
	tokyo, denver := time.FixedZone("east", 9*3600), time.FixedZone("west", -7*3600)
	byKey := s.OrderBy(s.ID.Asc())
	cases := filters(byKey, []filter[*Sample]{
		{"a moment", s.At.Eq(noon), "some"},
		{"a moment told in another zone", s.At.Eq(noon.In(tokyo)), "some"},
		{"a moment to the half second", s.At.Eq(leap), "zero"},
		{"a moment to the microsecond", s.At.Eq(time.Date(1969, 7, 20, 20, 17, 40, 1000, time.UTC)), "low"},
		{"a moment a microsecond later is another", s.At.Eq(time.Date(1969, 7, 20, 20, 17, 40, 2000, time.UTC)), ""},
		{"another moment", s.At.Ne(noon), "low zero high"},
		{"moments in a list, of several zones", s.At.In(noon.In(denver), leap.In(tokyo)), "zero some"},
		{"moments in no list", s.At.In(), ""},
		{"moments before another", s.At.Lt(noon), "low zero"},
		{"moments before another, told far in the east", s.At.Lt(noon.In(tokyo)), "low zero"},
		{"moments up to another", s.At.Le(noon), "low zero some"},
		{"moments after another", s.At.Gt(leap), "some high"},
		{"moments after another, told far in the west", s.At.Gt(leap.In(denver)), "some high"},
		{"moments from another on", s.At.Ge(leap), "zero some high"},
		{"half a second is between whole ones", s.At.Between(leap.Truncate(time.Second), leap.Truncate(time.Second).Add(time.Second)), "zero"},
		{"half a second is after a quarter", s.At.Gt(leap.Add(-250 * time.Millisecond)), "zero some high"},
		{"half a second is before three quarters", orm.And(s.At.Lt(leap.Add(250*time.Millisecond)), s.At.Gt(time.Unix(0, 0))), "zero"},
		{"moments before 1970", s.At.Lt(time.Unix(0, 0)), "low"},
		{"moments between two", s.At.Between(leap, noon), "zero some"},
		{"moments between a late and an early one", s.At.Between(noon, leap), ""},
		{"a moment before one that may be missing", s.At.LtF(s.MaybeAt), "low zero"},
		{"a moment equal to one that may be missing", s.At.EqF(s.MaybeAt), "high"},
		{"a moment at least one that may be missing", s.At.GeF(s.MaybeAt), "high"},
		{"a missing moment", s.MaybeAt.IsNull(), "some"},
		{"a moment that is there", s.MaybeAt.NotNull(), "low zero high"},
		{"moments that may be missing, after another", s.MaybeAt.Gt(time.Unix(0, 0)), "zero high"},
		{"moments in the past", s.At.Before(orm.Now.Add(-20 * 365 * 24 * time.Hour)), "low"},
		{"moments in a far future", s.At.After(orm.Now.Add(200 * 365 * 24 * time.Hour)), ""},
		{"rows were written in the last hour", s.CreatedAt.After(orm.Now.Add(-time.Hour)), "low zero some high"},
		{"rows were not changed since", s.CreatedAt.EqF(s.UpdatedAt), "low zero some high"},

		{"a day", s.Day.Eq(day(2024, 2, 29)), "zero"},
		{"another day", s.Day.Ne(day(2024, 2, 29)), "low some high"},
		{"days in a list", s.Day.In(day(1815, 12, 10), day(9999, 12, 31), day(2000, 1, 1)), "low high"},
		{"days before another", s.Day.Lt(day(2024, 2, 29)), "low"},
		{"days up to another", s.Day.Le(day(2024, 2, 29)), "low zero"},
		{"days after another", s.Day.Gt(day(2024, 2, 28)), "zero some high"},
		{"days between two", s.Day.Between(day(2024, 1, 1), day(2026, 12, 31)), "zero some"},
		{"a day of long ago", s.Day.Ge(day(1, 1, 1)), "low zero some high"},
		{"a day before one that may be missing", s.Day.LtF(s.MaybeDay), "low zero"},
		{"a missing day", s.MaybeDay.IsNull(), "some"},
		{"days that may be missing, in a list", s.MaybeDay.In(day(1970, 1, 1), day(2024, 3, 1)), "low zero"},

		{"a time of day", s.Clock.Eq(orm.TimeOfDay{Hour: 9, Minute: 30}), "zero"},
		{"midnight", s.Clock.Eq(orm.TimeOfDay{}), "low"},
		{"a time of day to the half second", s.Clock.Eq(orm.TimeOfDay{Hour: 12, Nanosecond: 500_000_000}), "some"},
		{"a time of day to the microsecond", s.Clock.Eq(orm.TimeOfDay{Hour: 23, Minute: 59, Second: 59, Nanosecond: 999_999_000}), "high"},
		{"times of day in a list", s.Clock.In(orm.TimeOfDay{}, orm.TimeOfDay{Hour: 9, Minute: 30}), "low zero"},
		{"times of day before noon", s.Clock.Lt(orm.TimeOfDay{Hour: 12}), "low zero"},
		{"times of day after noon", s.Clock.Gt(orm.TimeOfDay{Hour: 12}), "some high"},
		{"times of day between two", s.Clock.Between(orm.TimeOfDay{Hour: 9}, orm.TimeOfDay{Hour: 12, Nanosecond: 500_000_000}), "zero some"},
		{"a time of day before one that may be missing", s.Clock.LtF(s.MaybeClock), "low"},
		{"midnight is not a missing time", s.MaybeClock.Eq(orm.TimeOfDay{}), "zero"},
		{"a missing time of day", s.MaybeClock.IsNull(), "some"},

		{"the year of a moment", orm.YearOf(s.At).Eq(2026), "some high"},
		{"the year of a moment before 1970", orm.YearOf(s.At).Lt(1970), "low"},
		{"years between two", orm.YearOf(s.At).Between(2000, 2025), "zero"},
		{"the month of a moment", orm.MonthOf(s.At).In(2, 12), "zero high"},
		{"the day of a moment in its month", orm.DayOf(s.At).Eq(29), "zero"},
		{"the last days of a month", orm.DayOf(s.At).Ge(29), "zero high"},
		{"the day of the week, Sunday", orm.WeekdayOf(s.At).Eq(7), "low some"},
		{"the day of the week, Thursday", orm.WeekdayOf(s.At).Eq(4), "zero high"},
		{"the hour of a moment", orm.HourOf(s.At).Eq(23), "zero high"},
		{"the hours of an evening", orm.HourOf(s.At).Between(18, 22), "low"},
		{"the minute of a moment", orm.MinuteOf(s.At).Eq(17), "low"},
		{"the minutes of whole hours", orm.MinuteOf(s.At).Eq(0), "some"},
		{"the year of a missing moment is missing", orm.YearOf(s.MaybeAt).IsNull(), "some"},
		{"the hour of a moment that may be missing", orm.HourOf(s.MaybeAt).Eq(0), "low zero"},
		{"the day of a moment", orm.DateOf(s.At).Eq(day(2024, 2, 29)), "zero"},
		{"the days of moments in a list", orm.DateOf(s.At).In(day(1969, 7, 20), day(2026, 12, 31)), "low high"},
		{"the day of a moment is a day of the row", orm.DateOf(s.At).EqF(s.Day), "zero some"},
		{"the days of moments up to one", orm.DateOf(s.At).Le(day(2024, 2, 29)), "low zero"},
		{"the day of a missing moment is missing", orm.DateOf(s.MaybeAt).IsNull(), "some"},
		{"the year of a moment begins", orm.YearBegins(s.At).Eq(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), "some high"},
		{"the month of a moment begins", orm.MonthBegins(s.At).Eq(time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)), "zero"},
		{"the day of a moment begins", orm.DayBegins(s.At).Lt(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)), "low"},
		{"the second of a moment, without its fraction", orm.SecondOf(s.At).Eq(59), "zero"},
		{"the quarter of a moment", orm.QuarterOf(s.At).Eq(1), "zero some"},
		{"the last quarters", orm.QuarterOf(s.At).Ge(3), "low high"},
		{"the week of a moment, as ISO counts", orm.WeekOf(s.At).Eq(9), "zero some"},
		{"the week of a year with 53", orm.WeekOf(s.At).Eq(53), "high"},
		{"the year of the week of a moment", orm.WeekYearOf(s.At).Eq(2026), "some high"},
		{"the year of the week of New Year", orm.WeekYearOf(s.MaybeAt).Eq(1970), "low"},
		{"the time of day of a moment", orm.TimeOf(s.At).Eq(orm.TimeOfDay{Hour: 12}), "some"},
		{"the time of day of a moment, without its fraction", orm.TimeOf(s.At).Eq(orm.TimeOfDay{Hour: 20, Minute: 17, Second: 40}), "low"},
		{"the quarter of a moment begins", orm.QuarterBegins(s.At).Eq(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)), "high"},
		{"the first quarter begins", orm.QuarterBegins(s.At).Eq(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), "some"},
		{"the week of a moment begins, of a Sunday", orm.WeekBegins(s.At).Eq(time.Date(2026, 2, 23, 0, 0, 0, 0, time.UTC)), "some"},
		{"the week of a moment begins, of a Thursday", orm.WeekBegins(s.At).Eq(time.Date(2024, 2, 26, 0, 0, 0, 0, time.UTC)), "zero"},
		{"the hour of a moment begins", orm.HourBegins(s.At).Eq(time.Date(1969, 7, 20, 20, 0, 0, 0, time.UTC)), "low"},
		{"a moment at which its day begins", orm.DayBegins(s.MaybeAt).EqF(s.MaybeAt), "low zero"},
	})
	return append(cases, lists([]list[orm.Date]{
		{"the days of moments, written out", orm.List(byKey, orm.DateOf(s.At)), "[1969-07-20 2024-02-29 2026-03-01 2026-12-31]"},
		{"the days of rows, written out", orm.List(byKey, s.Day), "[1815-12-10 2024-02-29 2026-03-01 9999-12-31]"},
		{"a missing day is the zero value", orm.List(byKey, s.MaybeDay), "[1970-01-01 2024-03-01  9999-12-31]"},
	})...)
}
