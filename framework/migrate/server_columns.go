package migrate

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// counts reports whether the database counts the column up.
func counts(f Field) bool { return f.Type == schema.BigAuto }

// addColumn adds a column. What fills rows that exist is its default for a
// moment, which costs no pass over the table.
func (p *serverPlan) addColumn(c *tableChange, f Field) {
	table, to := c.new.Table, p.after.stored(f)
	if f.Generated != "" || counts(f) {
		p.clause(table, "ADD COLUMN %s", p.column(p, c.new, f))
		return
	}
	fill, filled := p.fill[f.id]
	if !filled && f.Default == nil && !f.Nullable {
		p.require(c.old.Table, "", needsBackfill(c.new, f, "is required, and there are rows that would have no value"))
	}
	if !filled || sameText(f.Default, &fill) {
		p.clause(table, "ADD COLUMN %s", p.column(p, c.new, f))
		return
	}
	if p.literal(existing(c.new, f), to, fill); len(p.problems) > 0 {
		return
	}
	passing := f
	passing.Default = &fill
	p.clause(table, "ADD COLUMN %s", p.column(p, c.new, passing))
	p.flush()
	p.changeDefault(p, c.new, f)
}

// setDefault is the clause behind ALTER COLUMN.
func (p *serverPlan) setDefault(f Field) string {
	if f.Default != nil {
		return "SET DEFAULT " + p.literal("the default of "+f.Name, f, *f.Default)
	}
	return p.noDefault(f)
}

// filling is the value, as SQL, for rows in which a column that becomes required
// has none. It reports false where none has to be filled. Where there is no
// value, no such row may exist.
func (p *serverPlan) filling(c *tableChange, f Field) (string, bool) {
	old := c.old.byID(f.id)
	if !old.Nullable || f.Nullable {
		return "", false
	}
	value, ok := p.fill[f.id]
	if !ok && f.Default != nil {
		value, ok = *f.Default, true
	}
	if !ok {
		p.require(c.old.Table, p.quote(old.ColumnName())+" IS NULL", needsBackfill(c.new, f, "becomes required, and there are rows without a value"))
		return "", false
	}
	return p.literal(existing(c.new, f), p.after.stored(f), value), true
}

// fillEmpty fills the rows that have no value.
func (p *serverPlan) fillEmpty(m *Model, f Field, value string) {
	column := p.quote(f.ColumnName())
	p.update(m.Table, "UPDATE %s SET %s = %s WHERE %s IS NULL", p.quote(m.Table), column, value, column)
}

// existing names a backfill in messages.
func existing(m *Model, f Field) string {
	return fmt.Sprintf("%s.%s: the value for existing rows", m.Key(), f.Name)
}

func needsBackfill(m *Model, f Field, problem string) string {
	return fmt.Sprintf("%s.%s %s: give them one with backfill: on the operation that changes the field, or before it with run_sql", m.Key(), f.Name, problem)
}

func doesNotFit(m *Model, f Field, problem string) string {
	return fmt.Sprintf("%s.%s holds %s: change or remove them first, for example with run_sql", m.Key(), f.Name, problem)
}

// Texts that stand for numbers. Both databases read these classes alike.
const (
	wholeText  = "^[[:space:]]*[-+]?[0-9]+[[:space:]]*$"
	numberText = "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$"
)

// guardConversion stops before a value is lost that does not fit its new type.
// What remains, such as texts that are no moments, the database refuses itself.
func (p *serverPlan) guardConversion(c *tableChange, old, f Field) {
	from, to := p.before.stored(old), p.after.stored(f)
	if strings.HasSuffix(p.columnType(from), "[]") || strings.HasSuffix(p.columnType(to), "[]") {
		return
	}
	column := p.quote(old.ColumnName())
	stop := func(where, problem string) { p.require(c.old.Table, where, doesNotFit(c.new, f, problem)) }
	switch before, after := form(from), form(to); {
	case before == after && after == "text":
		if to.Type == schema.String && (from.Type != schema.String || from.Size > to.Size) {
			stop(fmt.Sprintf("char_length(%s) > %d", column, to.Size), fmt.Sprintf("texts of more than %d characters", to.Size))
		}
	case before == after && after == "integer":
		if limit, was := integerLimit[to.Type], integerLimit[from.Type]; limit > 0 && (was == 0 || was > limit) {
			stop(fmt.Sprintf("%s NOT BETWEEN %d AND %d", column, -limit-1, limit), fmt.Sprintf("numbers above %d", limit))
		}
	case from.Type == schema.Decimal && to.Type == schema.Decimal && to.Scale < from.Scale:
		stop(fmt.Sprintf("%s <> round(%s, %d)", column, column, to.Scale), fmt.Sprintf("numbers of more than %d digits behind the point", to.Scale))
	case before == "text" && after == "bool":
		stop("lower("+column+") NOT IN ('true', 'false', '1', '0')", "texts that are neither true nor false")
	case before == "text" && after == "integer":
		stop("NOT "+p.matches(column, wholeText), "values that are not whole numbers")
	case before == "text" && after == "number":
		stop("NOT "+p.matches(column, numberText), "values that are not numbers")
	case before == "number" && after == "integer":
		stop(column+" <> floor("+column+")", "values that are not whole numbers")
	}
}

// form groups the types that a server converts alike. Days, times, identifiers
// and addresses have types of their own there.
func form(f Field) string {
	switch f.Type {
	case schema.Date, schema.Time, schema.UUID, schema.IP:
		return string(f.Type)
	}
	return class(f)
}
