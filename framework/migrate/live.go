package migrate

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// liveTable is a table as a database has it, in the database's own words. Only
// what migrations make is in it: no trigger, no comment, no right.
type liveTable struct {
	name    string
	key     []string // columns
	columns []liveColumn
	indexes []liveIndex
	foreign []liveConstraint
	checks  []liveConstraint
}

type liveColumn struct {
	name, kind string
	nullable   bool
	fallback   string // the default; empty is none
	generated  string // the expression; empty is none
	counts     bool   // the database counts it up
	invisible  bool
}

// liveIndex is an index beside the key. Over is its columns with their order, and
// its condition, as the database says them.
type liveIndex struct {
	name, over string
	unique     bool
}

type liveConstraint struct{ name, definition string }

// lines describes the table, one fact a line, in an order that does not depend on
// how the table came about.
func (t *liveTable) lines() []string {
	lines := []string{fmt.Sprintf("key %s (%s)", t.name, strings.Join(t.key, ", "))}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, c := range t.columns {
		line := fmt.Sprintf("column %s.%s %s", t.name, c.name, c.kind)
		for _, fact := range []struct {
			holds bool
			word  string
		}{
			{!c.nullable, " NOT NULL"}, {c.counts, " counts"}, {c.invisible, " invisible"},
			{c.fallback != "", " DEFAULT " + c.fallback}, {c.generated != "", " AS " + c.generated},
		} {
			if fact.holds {
				line += fact.word
			}
		}
		lines = append(lines, line)
	}
	for _, x := range t.indexes {
		add("index %s %s unique=%v %s", t.name, x.name, x.unique, x.over)
	}
	for _, k := range t.foreign {
		add("foreign key %s %s %s", t.name, k.name, k.definition)
	}
	for _, k := range t.checks {
		add("check %s %s %s", t.name, k.name, k.definition)
	}
	slices.Sort(lines)
	return lines
}

// liveReader collects tables from the rows of catalogs.
type liveReader struct {
	ctx    context.Context
	db     executor
	tables []*liveTable
	err    error
}

// table finds a table, or begins it. The ledger is none.
func (r *liveReader) table(name string) *liveTable {
	for _, t := range r.tables {
		if t.name == name {
			return t
		}
	}
	t := &liveTable{name: name}
	if name != ledgerTable && name != journalTable && name != batchTable {
		r.tables = append(r.tables, t)
	}
	return t
}

// each scans the rows of a query and calls fn after each, until something fails.
func (r *liveReader) each(query string, fn func(), into ...any) {
	if r.err != nil {
		return
	}
	rows, err := r.db.QueryContext(r.ctx, query)
	if err != nil {
		r.err = fmt.Errorf("migrate: reading tables: %w", err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			r.err = fmt.Errorf("migrate: reading tables: %w", err)
			return
		}
		fn()
	}
	if err := rows.Err(); err != nil {
		r.err = fmt.Errorf("migrate: reading tables: %w", err)
	}
}
