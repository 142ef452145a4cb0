package migrate

import (
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// MySQL plans and runs migrations on MySQL 8.0.19 and later and on MariaDB 10.5
// and later, through github.com/go-sql-driver/mysql. The same text serves both:
// where they differ, it stands in comments that only one of them reads.
type MySQL struct{}

// Name is "mysql".
func (MySQL) Name() string { return "mysql" }

// Plan returns the statements from one state to another. Each takes effect by
// itself, so as much as possible of a table's change is one statement.
func (MySQL) Plan(before, after *State, fill Backfills) ([]Stmt, error) {
	return planServer(mysqlGrammar{}, before, after, fill)
}

// tableOptions make texts compare by their bytes, as on the other databases.
const tableOptions = " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */"

// mysqlGrammar is how MySQL says it.
type mysqlGrammar struct{}

func (mysqlGrammar) quote(name string) string { return quote(name) }

func (mysqlGrammar) matches(column, pattern string) string {
	return "(" + column + " REGEXP " + mysqlText(pattern) + ")"
}

// action leaves SET DEFAULT to package orm, because InnoDB refuses it.
func (mysqlGrammar) action(on schema.OnDelete) string {
	if on == schema.SetDefault {
		return ""
	}
	return sqliteActions[on]
}

// unsettles: neither a rename nor a change goes through as long as an expression
// speaks of the column.
func (g mysqlGrammar) unsettles(before, after Field) bool {
	return before.ColumnName() != after.ColumnName() || g.columnType(before) != g.columnType(after) ||
		before.Nullable != after.Nullable || counts(before) != counts(after)
}

func (g mysqlGrammar) createTable(p *serverPlan, m *Model) {
	var parts []string
	for _, f := range m.Fields {
		parts = append(parts, g.column(p, m, f))
	}
	indexes := g.indexes(m)
	for _, x := range indexes {
		for _, h := range g.hidden(x) {
			parts = append(parts, h.definition(p, x.model))
		}
	}
	g.checkKey(p, m)
	parts = append(parts, "PRIMARY KEY ("+quote(m.key().ColumnName())+")")
	for _, x := range indexes {
		parts = append(parts, g.index(p, x))
	}
	for _, c := range m.Checks {
		parts = append(parts, p.check(m, c))
	}
	p.add(m.Table, "CREATE TABLE %s (\n  %s\n)%s", quote(m.Table), strings.Join(parts, ",\n  "), tableOptions)
}

// column is a definition without the words PRIMARY KEY. A generated column must
// not say whether it may be NULL: MariaDB does not know how.
func (g mysqlGrammar) column(p *serverPlan, m *Model, field Field) string {
	f := p.after.stored(field)
	column := quote(f.ColumnName()) + " " + g.columnType(f)
	if f.Type == schema.String && f.Size > longestVarchar {
		p.problem("%s.%s is a string of %d characters, and MySQL takes %d: make it a text", m.Key(), f.Name, f.Size, longestVarchar)
	}
	if f.Generated != "" {
		return column + " GENERATED ALWAYS AS (" + p.written(m, f.Generated) + ") STORED"
	}
	if f.Nullable {
		column += " NULL"
	} else {
		column += " NOT NULL"
	}
	if f.Default != nil {
		column += " DEFAULT " + p.literal("the default of "+m.Key()+"."+f.Name, f, *f.Default)
	}
	if counts(f) {
		column += " AUTO_INCREMENT"
	}
	return column
}

func (g mysqlGrammar) alterColumn(p *serverPlan, c *tableChange, f Field) {
	old := *c.old.byID(f.id)
	if !p.columnDiffers(old, f) {
		return
	}
	from, to := p.before.stored(old), p.after.stored(f)
	modify := func(f Field) { p.clause(c.new.Table, "MODIFY COLUMN %s", g.column(p, c.new, f)) }
	converted := g.columnType(from) != g.columnType(to)
	if converted {
		p.guardConversion(c, old, f)
		if value := g.convert(from, to); value != "" {
			p.update(c.new.Table, "UPDATE %s SET %s = %s WHERE %[2]s IS NOT NULL", quote(c.new.Table), quote(f.ColumnName()), value)
		}
	}
	if value, ok := p.filling(c, f); ok {
		if converted {
			loose := f
			loose.Nullable = true
			modify(loose)
		}
		p.fillEmpty(c.new, f, value)
	}
	if converted || from.Nullable != to.Nullable || counts(from) != counts(to) || from.Generated != to.Generated {
		modify(f)
	} else if !sameText(from.Default, to.Default) {
		g.changeDefault(p, c.new, f)
	}
	if form(from) == "bool" && form(to) == "text" {
		p.update(c.new.Table, "UPDATE %s SET %s = CASE %[2]s WHEN '1' THEN 'true' WHEN '0' THEN 'false' ELSE %[2]s END", quote(c.new.Table), quote(f.ColumnName()))
	}
}

// convert is what values are made before their column changes its type, empty if
// MySQL itself makes of them what they should be. A second time it changes nothing.
func (mysqlGrammar) convert(from, to Field) string {
	column := quote(to.ColumnName())
	switch {
	case form(from) == "text" && form(to) == "bool":
		return "CASE lower(" + column + ") WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE " + column + " END"
	case form(to) == "bool":
		return "(" + column + " <> 0)"
	}
	return ""
}

// alterKey moves the key. A column that was dropped took the old one along.
func (g mysqlGrammar) alterKey(p *serverPlan, c *tableChange) {
	g.checkKey(p, c.new)
	if c.new.byID(c.old.key().id) != nil {
		p.clause(c.new.Table, "DROP PRIMARY KEY")
	}
	p.clause(c.new.Table, "ADD PRIMARY KEY (%s)", quote(c.new.key().ColumnName()))
}

func (mysqlGrammar) dropForeignKey(name string) string { return "DROP FOREIGN KEY " + name }

// changeDefault says a moment with the whole column: behind SET DEFAULT MySQL
// takes the clock as an expression only, which is another thing to it.
func (g mysqlGrammar) changeDefault(p *serverPlan, m *Model, f Field) {
	if f.Default != nil && *f.Default == now {
		p.clause(m.Table, "MODIFY COLUMN %s", g.column(p, m, f))
		return
	}
	p.clause(m.Table, "ALTER COLUMN %s %s", quote(f.ColumnName()), p.setDefault(p.after.stored(f)))
}

// noDefault says NULL where it may be: DROP DEFAULT would ask for a value there.
func (mysqlGrammar) noDefault(f Field) string {
	if f.Nullable {
		return "SET DEFAULT NULL"
	}
	return "DROP DEFAULT"
}

func (mysqlGrammar) needsIndex() bool { return true }
