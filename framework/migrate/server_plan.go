package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// grammar is what differs between the databases that change a table in place.
type grammar interface {
	quote(name string) string
	columnType(f Field) string                          // of a field as stored
	value(f Field, value string) (string, error)        // a default or backfill of a field as stored
	expression(text string) string                      // of a check, a generated column or an index, fields in braces
	matches(column, pattern string) string              // whether a text matches a regular expression
	action(on schema.OnDelete) string                   // of a foreign key
	unsettles(before, after Field) bool                 // whether what speaks of a column must go while it changes
	indexes(m *Model) []tableIndex                      // all that a table has
	identity(x tableIndex) string                       // what an index covers, by identity
	column(p *serverPlan, m *Model, f Field) string     // the definition of a column
	createTable(p *serverPlan, m *Model)                // without foreign keys
	alterColumn(p *serverPlan, c *tableChange, f Field) // of a field that was there
	alterKey(p *serverPlan, c *tableChange)             // the key moves to another field
	dropForeignKey(name string) string                  // a clause of ALTER TABLE
	noDefault(f Field) string                           // a clause behind ALTER COLUMN
	changeDefault(p *serverPlan, m *Model, f Field)     // and nothing else of a column
	needsIndex() bool                                   // whether a foreign key cannot be without an index
	dropIndex(p *serverPlan, table string, x tableIndex)
	createIndex(p *serverPlan, x tableIndex)
	renameIndex(p *serverPlan, table string, r rename)
	hidden(x tableIndex) []hiddenColumn // columns that exist for the index alone
}

// serverPlan plans for PostgreSQL and MySQL. What goes is taken away first, so
// that its names are free, and foreign keys come back last, when there is
// something to point at.
type serverPlan struct {
	difference
	grammar
	fill     Backfills
	changes  []*tableChange
	foreign  map[Identity]bool // foreign keys that were dropped and come back, by field
	required []Stmt            // what must hold before anything is changed
	stmts    []Stmt
	waiting  []alteration
	problems []error
}

// alteration is the clauses of one ALTER TABLE.
type alteration struct {
	table   string
	clauses []string
}

func planServer(g grammar, before, after *State, fill Backfills) ([]Stmt, error) {
	p := &serverPlan{difference: compare(before, after), grammar: g, fill: fill, foreign: map[Identity]bool{}}
	for _, pair := range p.kept {
		p.changes = append(p.changes, p.change(pair))
	}
	p.dropForeignKeys()
	p.dropIndexesAndChecks()
	p.dropColumns()
	p.dropTables()
	p.renameTables()
	for _, c := range p.changes {
		p.renameColumns(c)
	}
	p.renameIndexes()
	for _, m := range p.created {
		p.createTable(p, m)
	}
	for _, c := range p.changes {
		p.alterTable(c)
	}
	p.addForeignKeys()
	p.flush()
	return append(p.required, p.stmts...), errors.Join(p.problems...)
}

// add puts a statement behind the clauses that wait.
func (p *serverPlan) add(table, format string, args ...any) {
	p.flush()
	p.stmts = append(p.stmts, Stmt{SQL: fmt.Sprintf(format, args...), Table: table})
}

// change adds a statement that changes rows.
func (p *serverPlan) update(table, format string, args ...any) {
	p.add(table, format, args...)
	p.stmts[len(p.stmts)-1].Data = true
}

// clause adds to the ALTER TABLE of a table, which is written by flush.
func (p *serverPlan) clause(table, format string, args ...any) {
	i := slices.IndexFunc(p.waiting, func(a alteration) bool { return a.table == table })
	if i < 0 {
		p.waiting, i = append(p.waiting, alteration{table: table}), len(p.waiting)
	}
	p.waiting[i].clauses = append(p.waiting[i].clauses, fmt.Sprintf(format, args...))
}

func (p *serverPlan) flush() {
	waiting := p.waiting
	p.waiting = nil
	for _, a := range waiting {
		between := " "
		if len(a.clauses) > 1 {
			between = "\n  "
		}
		p.add(a.table, "ALTER TABLE %s%s%s", p.quote(a.table), between, strings.Join(a.clauses, ",\n  "))
	}
}

// require makes the migration stop, before it changes anything, if a row of a
// table is found. The table and its columns are named as they were.
func (p *serverPlan) require(table, where, why string) {
	if where != "" {
		where = " WHERE " + where
	}
	p.required = append(p.required, Stmt{
		SQL: fmt.Sprintf("SELECT 1 FROM %s%s LIMIT 1", p.quote(table), where), Kind: Require, Table: table, Why: why,
	})
}

func (p *serverPlan) problem(format string, args ...any) {
	p.problems = append(p.problems, fmt.Errorf(format, args...))
}

// literal is a default or backfill of a field as stored, and notes what is wrong.
func (p *serverPlan) literal(what string, f Field, value string) string {
	text, err := p.value(f, value)
	if err != nil {
		p.problem("%s %w", what, err)
	}
	return text
}

// written is an expression with its columns.
func (p *serverPlan) written(m *Model, text string) string {
	return fill(p.expression(text), func(name string) string { return p.quote(m.Field(name).ColumnName()) })
}

func (p *serverPlan) dropTables() {
	p.flush()
	for _, m := range p.dropped {
		p.add(m.Table, "DROP TABLE %s", p.quote(m.Table))
	}
}

func (p *serverPlan) renameTables() {
	var wanted []rename
	for _, pair := range p.kept {
		if pair.old.Table != pair.new.Table {
			wanted = append(wanted, rename{pair.old.Table, pair.new.Table})
		}
	}
	for _, r := range orderRenames(wanted) {
		p.add(r.from, "ALTER TABLE %s RENAME TO %s", p.quote(r.from), p.quote(r.to))
	}
}

func (p *serverPlan) renameColumns(c *tableChange) {
	var wanted []rename
	for _, f := range c.old.Fields {
		if g := c.new.byID(f.id); g != nil && !c.anew[f.id] && g.ColumnName() != f.ColumnName() {
			wanted = append(wanted, rename{f.ColumnName(), g.ColumnName()})
		}
	}
	for _, r := range orderRenames(wanted) {
		p.add(c.new.Table, "ALTER TABLE %s RENAME COLUMN %s TO %s", p.quote(c.new.Table), p.quote(r.from), p.quote(r.to))
	}
}

// alterTable gives a table its new columns, then what speaks of them.
func (p *serverPlan) alterTable(c *tableChange) {
	if c.old.key().id != c.new.key().id {
		p.alterKey(p, c)
	}
	for _, generated := range []bool{false, true} { // worked out from the others
		for _, f := range c.new.Fields {
			switch {
			case (f.Generated != "") != generated:
			case c.old.byID(f.id) == nil || c.anew[f.id]:
				p.addColumn(c, f)
			default:
				p.alterColumn(p, c, f)
			}
		}
	}
	for _, check := range c.checksAdded {
		p.clause(c.new.Table, "ADD %s", p.check(c.new, check))
	}
	for _, x := range c.indexesAdded {
		p.createIndex(p, x)
	}
	p.flush()
}

// check is a check as it stands in a table.
func (p *serverPlan) check(m *Model, c Check) string {
	return fmt.Sprintf("CONSTRAINT %s CHECK (%s)", p.quote(c.Name), p.written(m, c.Expr))
}
