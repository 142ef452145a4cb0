package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// SQLite plans and runs migrations on SQLite 3.26 and later, through either of
// its drivers: github.com/mattn/go-sqlite3 and modernc.org/sqlite.
type SQLite struct{}

// Name is "sqlite".
func (SQLite) Name() string { return "sqlite" }

// Plan returns the statements from one state to another. A table whose change
// SQLite cannot make in place is built anew, once, whatever the number of its
// changes. The statements rely on foreign keys being off.
func (SQLite) Plan(before, after *State, fill Backfills) ([]Stmt, error) {
	p := &sqlitePlan{difference: compare(before, after), fill: fill, rebuilt: map[Identity]bool{}}
	for _, pair := range p.kept {
		p.rebuilt[pair.new.id] = p.needsRebuild(pair)
	}
	p.guardColumns()
	// Names become free before they are taken, across tables: index names are
	// unique in the whole schema.
	p.dropTables()
	p.dropIndexes()
	p.renameTables()
	for _, pair := range p.kept {
		p.renameColumns(pair)
	}
	for _, pair := range p.kept {
		if err := p.alterTable(pair); err != nil {
			return nil, err
		}
	}
	for _, m := range p.created {
		if err := p.createTable(m, m.Table); err != nil {
			return nil, err
		}
	}
	p.createIndexes()
	return p.stmts, nil
}

type sqlitePlan struct {
	difference
	fill    Backfills
	rebuilt map[Identity]bool
	stmts   []Stmt
}

func (p *sqlitePlan) add(table, format string, args ...any) {
	p.stmts = append(p.stmts, Stmt{SQL: fmt.Sprintf(format, args...), Table: table})
}

func (p *sqlitePlan) dropTables() {
	for _, m := range p.dropped {
		p.add(m.Table, "DROP TABLE %s", quote(m.Table))
	}
}

// dropIndexes drops all indexes of a table that is built anew: what is left
// then was made by others, and is put back.
func (p *sqlitePlan) dropIndexes() {
	for _, pair := range p.kept {
		has := pair.new.indexes()
		for _, x := range pair.old.indexes() {
			if p.rebuilt[pair.new.id] || !hasIndex(has, x) {
				p.add(pair.old.Table, "DROP INDEX %s", quote(x.Name))
			}
		}
	}
}

// renameTables renames in place, because SQLite then also rewrites the foreign
// keys, triggers and views that speak of the table.
func (p *sqlitePlan) renameTables() {
	var wanted []rename
	for _, pair := range p.kept {
		if pair.old.Table != pair.new.Table {
			wanted = append(wanted, rename{pair.old.Table, pair.new.Table})
		}
	}
	for _, r := range orderRenames(wanted) {
		p.add(r.to, "ALTER TABLE %s RENAME TO %s", quote(r.from), quote(r.to))
	}
}

// renameColumns comes before a rebuild for the same reason. A column that goes
// away steps aside first if its name is wanted.
func (p *sqlitePlan) renameColumns(pair pair) {
	var wanted []rename
	for _, f := range pair.old.Fields {
		if g := pair.new.byID(f.id); g != nil && g.ColumnName() != f.ColumnName() {
			wanted = append(wanted, rename{f.ColumnName(), g.ColumnName()})
		}
	}
	for i, f := range pair.old.Fields {
		taken := slices.ContainsFunc(wanted, func(r rename) bool { return strings.EqualFold(r.to, f.ColumnName()) })
		if taken && pair.new.byID(f.id) == nil {
			wanted = append(wanted, rename{f.ColumnName(), fmt.Sprintf("gofw_dropped_%d", i+1)})
		}
	}
	for _, r := range orderRenames(wanted) {
		p.add(pair.new.Table, "ALTER TABLE %s RENAME COLUMN %s TO %s", quote(pair.new.Table), quote(r.from), quote(r.to))
	}
}

func (p *sqlitePlan) alterTable(pair pair) error {
	if p.rebuilt[pair.new.id] {
		return p.rebuild(pair)
	}
	for _, f := range pair.new.Fields {
		if pair.old.byID(f.id) != nil {
			continue
		}
		column, err := p.column(pair.new, f, p.after)
		if err != nil {
			return err
		}
		if f.Type == ForeignKey {
			column += " " + p.constraint(f)
		}
		p.add(pair.new.Table, "ALTER TABLE %s ADD COLUMN %s", quote(pair.new.Table), column)
	}
	return nil
}

func (p *sqlitePlan) createIndexes() {
	for _, pair := range p.kept {
		had := pair.old.indexes()
		for _, x := range pair.new.indexes() {
			if p.rebuilt[pair.new.id] || !hasIndex(had, x) {
				p.createIndex(x)
			}
		}
	}
	for _, m := range p.created {
		for _, x := range m.indexes() {
			p.createIndex(x)
		}
	}
}

func (p *sqlitePlan) createIndex(x tableIndex) {
	kind, where := "INDEX", ""
	if x.Unique {
		kind = "UNIQUE INDEX"
	}
	if x.Where != "" {
		where = " WHERE " + x.condition(x.model, quote)
	}
	p.add(x.model.Table, "CREATE %s %s ON %s (%s)%s", kind, quote(x.Name), quote(x.model.Table), x.columns(x.model, quote), where)
}

// needsRebuild reports whether the difference is more than SQLite's ALTER TABLE
// does: renaming, and adding columns at the end that need no value of their own.
func (p *sqlitePlan) needsRebuild(pair pair) bool {
	if !sameChecks(pair.old, pair.new) {
		return true
	}
	for _, f := range pair.old.Fields {
		g := pair.new.byID(f.id)
		if g == nil || p.columnDiffers(f, *g) || !p.sameTarget(f, *g) || generated(pair.old, f) != generated(pair.new, *g) {
			return true
		}
	}
	for _, f := range pair.new.Fields {
		if pair.old.byID(f.id) == nil && !p.addsInPlace(f) {
			return true
		}
	}
	return false
}

// columnDiffers compares all but the names of two columns.
func (p *sqlitePlan) columnDiffers(old, new Field) bool {
	a, b := p.before.stored(old), p.after.stored(new)
	return sqliteType(a) != sqliteType(b) || a.Nullable != b.Nullable || a.PK != b.PK || !sameText(a.Default, b.Default)
}

// generated is what a field is worked out from, with fields by their identity.
func generated(m *Model, f Field) string {
	return expand(f.Generated, func(name string) string { return fmt.Sprint(m.Field(name).id) })
}

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func (p *sqlitePlan) addsInPlace(f Field) bool {
	_, filled := p.fill[f.id]
	switch {
	case filled, f.PK, f.Generated != "":
		return false
	case f.Default == nil:
		return f.Nullable
	}
	return f.Type != ForeignKey && *f.Default != now
}
