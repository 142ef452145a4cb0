package orm

import "time"

// Moments are taken apart in UTC.

// YearOf is the year of a moment.
func YearOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "year") }

// MonthOf is the month of a moment, 1 to 12.
func MonthOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "month") }

// DayOf is the day of the month of a moment.
func DayOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "day") }

// WeekdayOf is the day of the week of a moment: 1 is Monday, 7 is Sunday.
func WeekdayOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "weekday") }

// HourOf is the hour of a moment, 0 to 23.
func HourOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "hour") }

// MinuteOf is the minute of a moment, 0 to 59.
func MinuteOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "minute") }

// SecondOf is the second of a moment, 0 to 59.
func SecondOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "second") }

// QuarterOf is the quarter of the year of a moment, 1 to 4.
func QuarterOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "quarter") }

// WeekOf is the week of the year of a moment, 1 to 53, as ISO 8601 counts: weeks
// begin on Monday, and the first has the first Thursday. It goes with [WeekYearOf].
func WeekOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "week") }

// WeekYearOf is the year that the week of a moment belongs to: of the first days of
// January it may be the year before.
func WeekYearOf[P any](e Expression[P, time.Time]) *Computed[P, int64] { return partOf(e, "weekyear") }

// DateOf is the day of a moment.
func DateOf[P any](e Expression[P, time.Time]) *Computed[P, Date] {
	return computed[P, Date](worded{of(e), spelling{
		sqliteDialect: {"date(", ")"}, postgresDialect: {"((", ") AT TIME ZONE 'UTC')::date"}, mysqlDialect: {"DATE(", ")"}}})
}

// TimeOf is the time of day of a moment, in whole seconds.
func TimeOf[P any](e Expression[P, time.Time]) *Computed[P, TimeOfDay] {
	return computed[P, TimeOfDay](worded{of(e), spelling{
		sqliteDialect: {"strftime('%H:%M:%S.000000', ", ")"}, postgresDialect: {"date_trunc('second', (", ") AT TIME ZONE 'UTC')::time"}, mysqlDialect: {"SEC_TO_TIME(FLOOR(TIME_TO_SEC(TIME(", "))))"}}})
}

// YearBegins is the moment at which the year of a moment begins: what rows of one
// year have in common.
func YearBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return begins(e, "year", "%Y-01-01")
}

// QuarterBegins is the moment at which the quarter of a moment begins.
func QuarterBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return computed[P, time.Time](worded{of(e), spelling{
		sqliteDialect:   {"(strftime('%Y-', ", ") || substr('010101040404070707101010', 2 * CAST(strftime('%m', ", ") AS INTEGER) - 1, 2) || '-01 00:00:00+00:00')"},
		postgresDialect: {"date_trunc('quarter', ", ", 'UTC')"},
		mysqlDialect:    {"CAST(MAKEDATE(YEAR(", "), 1) + INTERVAL QUARTER(", ") QUARTER - INTERVAL 1 QUARTER AS DATETIME(6))"},
	}})
}

// WeekBegins is the moment at which the week of a moment begins, a Monday.
func WeekBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return computed[P, time.Time](worded{of(e), spelling{
		sqliteDialect:   {"strftime('%Y-%m-%d 00:00:00+00:00', ", ", 'weekday 0', '-6 days')"},
		postgresDialect: {"date_trunc('week', ", ", 'UTC')"},
		mysqlDialect:    {"CAST(DATE(", ") - INTERVAL WEEKDAY(", ") DAY AS DATETIME(6))"},
	}})
}

// HourBegins is the moment at which the hour of a moment begins.
func HourBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return computed[P, time.Time](worded{of(e), spelling{
		sqliteDialect:   {"strftime('%Y-%m-%d %H:00:00+00:00', ", ")"},
		postgresDialect: {"date_trunc('hour', ", ", 'UTC')"},
		mysqlDialect:    {"CAST(DATE_FORMAT(", ", '%Y-%m-%d %H:00:00') AS DATETIME(6))"},
	}})
}

// MonthBegins is the moment at which the month of a moment begins.
func MonthBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return begins(e, "month", "%Y-%m-01")
}

// DayBegins is the moment at which the day of a moment begins.
func DayBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return begins(e, "day", "%Y-%m-%d")
}

func begins[P any](e Expression[P, time.Time], unit, format string) *Computed[P, time.Time] {
	return computed[P, time.Time](worded{of(e), spelling{
		sqliteDialect:   {"strftime('" + format + " 00:00:00+00:00', ", ")"},
		postgresDialect: {"date_trunc('" + unit + "', ", ", 'UTC')"},
		mysqlDialect:    {"CAST(DATE_FORMAT(", ", '" + format + " 00:00:00') AS DATETIME(6))"},
	}})
}

// parts is how the databases take a part of a moment, as a whole number.
var parts = map[string]spelling{
	"year":     part("%Y", "YEAR", "YEAR"),
	"month":    part("%m", "MONTH", "MONTH"),
	"day":      part("%d", "DAY", "DAYOFMONTH"),
	"hour":     part("%H", "HOUR", "HOUR"),
	"minute":   part("%M", "MINUTE", "MINUTE"),
	"second":   {sqliteDialect: part("%S", "", "")[sqliteDialect], postgresDialect: {"FLOOR(EXTRACT(SECOND FROM (", ") AT TIME ZONE 'UTC'))::bigint"}, mysqlDialect: {"SECOND(", ")"}},
	"quarter":  {sqliteDialect: {"((CAST(strftime('%m', ", ") AS INTEGER) + 2) / 3)"}, postgresDialect: part("", "QUARTER", "")[postgresDialect], mysqlDialect: {"QUARTER(", ")"}},
	"week":     {sqliteDialect: part("%V", "", "")[sqliteDialect], postgresDialect: part("", "WEEK", "")[postgresDialect], mysqlDialect: {"WEEK(", ", 3)"}},
	"weekyear": {sqliteDialect: part("%G", "", "")[sqliteDialect], postgresDialect: part("", "ISOYEAR", "")[postgresDialect], mysqlDialect: {"(YEARWEEK(", ", 3) DIV 100)"}},
	// Sunday is 0 for SQLite, Monday is 0 for MySQL.
	"weekday": {sqliteDialect: {"((CAST(strftime('%w', ", ") AS INTEGER) + 6) % 7 + 1)"}, postgresDialect: part("", "ISODOW", "")[postgresDialect], mysqlDialect: {"(WEEKDAY(", ") + 1)"}},
}

// part is a part that each database has a word for.
func part(sqlite, postgres, mysql string) spelling {
	return spelling{
		sqliteDialect:   {"CAST(strftime('" + sqlite + "', ", ") AS INTEGER)"},
		postgresDialect: {"EXTRACT(" + postgres + " FROM (", ") AT TIME ZONE 'UTC')::bigint"},
		mysqlDialect:    {mysql + "(", ")"},
	}
}

func partOf[P any](e Expression[P, time.Time], name string) *Computed[P, int64] {
	return computed[P, int64](worded{of(e), parts[name]})
}

// spelling is the words that each database has around an expression, and between
// where it is repeated.
type spelling map[dialect][]string

// worded is an expression between words that databases have of their own.
type worded struct {
	e     expr
	words spelling
}

func (x worded) parts() []expr { return []expr{x.e} }

func (x worded) render(b *builder) {
	for i, words := range x.words[b.dialect] {
		if i > 0 {
			x.e.render(b)
		}
		b.raw(words)
	}
}
