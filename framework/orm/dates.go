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

// DateOf is the day of a moment.
func DateOf[P any](e Expression[P, time.Time]) *Computed[P, Date] {
	return computed[P, Date](worded{of(e), map[dialect][2]string{
		sqliteDialect: {"date(", ")"}, postgresDialect: {"((", ") AT TIME ZONE 'UTC')::date"}, mysqlDialect: {"DATE(", ")"}}})
}

// YearBegins is the moment at which the year of a moment begins: what rows of one
// year have in common.
func YearBegins[P any](e Expression[P, time.Time]) *Computed[P, time.Time] {
	return begins(e, "year", "%Y-01-01")
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
	return computed[P, time.Time](worded{of(e), map[dialect][2]string{
		sqliteDialect:   {"strftime('" + format + " 00:00:00+00:00', ", ")"},
		postgresDialect: {"date_trunc('" + unit + "', ", ", 'UTC')"},
		mysqlDialect:    {"CAST(DATE_FORMAT(", ", '" + format + " 00:00:00') AS DATETIME(6))"},
	}})
}

// parts is how the databases take a part of a moment.
var parts = map[string]struct{ sqlite, postgres, mysql string }{
	"year":    {"%Y", "YEAR", "YEAR"},
	"month":   {"%m", "MONTH", "MONTH"},
	"day":     {"%d", "DAY", "DAYOFMONTH"},
	"weekday": {"%w", "ISODOW", "WEEKDAY"},
	"hour":    {"%H", "HOUR", "HOUR"},
	"minute":  {"%M", "MINUTE", "MINUTE"},
}

func partOf[P any](e Expression[P, time.Time], part string) *Computed[P, int64] {
	p := parts[part]
	words := map[dialect][2]string{
		sqliteDialect:   {"CAST(strftime('" + p.sqlite + "', ", ") AS INTEGER)"},
		postgresDialect: {"EXTRACT(" + p.postgres + " FROM (", ") AT TIME ZONE 'UTC')::bigint"},
		mysqlDialect:    {p.mysql + "(", ")"},
	}
	if part == "weekday" { // Sunday is 0 for SQLite, Monday is 0 for MySQL
		words[sqliteDialect] = [2]string{"((CAST(strftime('%w', ", ") AS INTEGER) + 6) % 7 + 1)"}
		words[mysqlDialect] = [2]string{"(WEEKDAY(", ") + 1)"}
	}
	return computed[P, int64](worded{of(e), words})
}

// worded is an expression between words that databases have of their own.
type worded struct {
	e     expr
	words map[dialect][2]string
}

func (x worded) parts() []expr { return []expr{x.e} }

func (x worded) render(b *builder) {
	words := x.words[b.dialect]
	b.raw(words[0])
	x.e.render(b)
	b.raw(words[1])
}
