package inspect

import (
	"database/sql"
	"fmt"
	"strings"
)

// sqlite reads the main database of a SQLite connection.
func (r *reader) sqlite() error {
	statements := map[string]string{}
	if err := r.sqliteTables(statements); err != nil {
		return err
	}
	if err := r.sqliteColumns(); err != nil {
		return fmt.Errorf("reading columns: %w", err)
	}
	if err := r.sqliteForeign(); err != nil {
		return fmt.Errorf("reading foreign keys: %w", err)
	}
	if err := r.sqliteIndexes(); err != nil {
		return fmt.Errorf("reading indexes: %w", err)
	}
	for name, t := range r.byName {
		for _, c := range createdChecks(statements[name]) {
			t.check("sqlite", c.Name, c.Expr)
		}
	}
	return nil
}

// sqliteOwn leaves out what SQLite keeps for itself.
const sqliteOwn = `l.schema = 'main' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'`

func (r *reader) sqliteTables(statements map[string]string) error {
	var name, kind, statement string
	return r.each(func() {
		t := Table{Name: name}
		switch kind {
		case "view":
			t.View = "a view"
		case "virtual":
			t.View = "a virtual table"
		}
		r.add(t)
		statements[name] = statement
	}, `SELECT l.name, l.type, coalesce(m.sql, '') FROM pragma_table_list l
		LEFT JOIN sqlite_master m ON m.name = l.name AND m.type IN ('table', 'view')
		WHERE `+sqliteOwn+` AND l.type <> 'shadow' ORDER BY l.name`, nil, &name, &kind, &statement)
}

// sqliteColumns asks for tables alone: a view may be over a table that is gone.
func (r *reader) sqliteColumns() error {
	var table string
	var c Column
	var fallback sql.NullString
	var notNull, rowid bool
	var pk, hidden int
	keys := map[string]int{} // columns of the primary key
	err := r.each(func() {
		t := r.byName[table]
		if t == nil || hidden == 1 {
			return
		}
		column := c
		column.Null, column.Generated = !notNull, hidden > 1
		column.typed(sqliteKind(c.Type))
		if fallback.Valid {
			column.fills("sqlite", fallback.String)
		}
		if pk > 0 {
			keys[table]++
			for len(t.PrimaryKey) < pk {
				t.PrimaryKey = append(t.PrimaryKey, "")
			}
			t.PrimaryKey[pk-1] = c.Name
			column.Auto = rowid && strings.EqualFold(c.Type, "integer")
		}
		t.Columns = append(t.Columns, column)
	}, `SELECT l.name, x.name, x.type, x.dflt_value, x."notnull", x.pk, x.hidden, l.wr = 0
		FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) x
		WHERE `+sqliteOwn+` AND l.type = 'table' ORDER BY l.name, x.cid`,
		nil, &table, &c.Name, &c.Type, &fallback, &notNull, &pk, &hidden, &rowid)
	for table, n := range keys {
		for i := range r.byName[table].Columns {
			r.byName[table].Columns[i].Auto = r.byName[table].Columns[i].Auto && n == 1
		}
	}
	return err
}

func (r *reader) sqliteForeign() error {
	var table, target, from, deletes, updates string
	var to sql.NullString
	var id, last int
	var before string
	err := r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		if table != before || id != last {
			f := ForeignKey{Table: target}
			var note string
			f.OnDelete, note = onDelete(deletes)
			f.Note = joinNotes(note, onUpdate(updates))
			t.Foreign = append(t.Foreign, f)
		}
		before, last = table, id
		f := &t.Foreign[len(t.Foreign)-1]
		f.Columns = append(f.Columns, from)
		if to.Valid {
			f.To = append(f.To, to.String)
		}
	}, `SELECT l.name, x.id, x."table", x."from", x."to", x.on_delete, x.on_update
		FROM pragma_table_list l JOIN pragma_foreign_key_list(l.name) x
		WHERE `+sqliteOwn+` AND l.type = 'table' ORDER BY l.name, x.id, x.seq`,
		nil, &table, &id, &target, &from, &to, &deletes, &updates)
	for _, t := range r.byName {
		for i := range t.Foreign {
			t.Foreign[i].resolve(r.byName)
		}
	}
	return err
}

// resolve gives a foreign key of SQLite the names as they were declared: they
// may differ in case, and without columns it points at the primary key.
func (f *ForeignKey) resolve(tables map[string]*Table) {
	target := tables[f.Table]
	for name, t := range tables {
		if target == nil && strings.EqualFold(name, f.Table) {
			target, f.Table = t, name
		}
	}
	if target == nil {
		return
	}
	if len(f.To) == 0 {
		f.To = target.PrimaryKey
	}
	for i, name := range f.To {
		if c := target.column(name); c != nil {
			f.To[i] = c.Name
		}
	}
}

func (r *reader) sqliteIndexes() error {
	var table, name, statement string
	var column sql.NullString
	var unique, partial, desc bool
	return r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		n := len(t.Indexes)
		if n == 0 || t.Indexes[n-1].Name != name {
			t.Indexes = append(t.Indexes, Index{Name: name, Unique: unique})
			n++
		}
		x := &t.Indexes[n-1]
		if partial || !column.Valid {
			x.Special = definition(statement)
		}
		if column.Valid {
			x.Columns = append(x.Columns, IndexColumn{column.String, desc})
		}
	}, `SELECT l.name, i.name, i."unique", i.partial, x.name, x.desc, coalesce(m.sql, '')
		FROM pragma_table_list l JOIN pragma_index_list(l.name) i JOIN pragma_index_xinfo(i.name) x
		LEFT JOIN sqlite_master m ON m.name = i.name AND m.type = 'index'
		WHERE `+sqliteOwn+` AND l.type = 'table' AND i.origin <> 'pk' AND x.key = 1 ORDER BY l.name, i.name, x.seqno`,
		nil, &table, &name, &unique, &partial, &column, &desc, &statement)
}

// definition is what stands behind the table in a statement that creates an index.
func definition(statement string) string {
	depth := 0
	for _, t := range tokens("sqlite", statement) {
		if t.is("(") && depth == 0 {
			return strings.Join(strings.Fields(statement[t.at:]), " ")
		}
	}
	return statement
}
