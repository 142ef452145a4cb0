package inspect

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// ErrNoTables is returned for a database that has no tables at all, such as the
// new file that SQLite makes of a misspelt name.
var ErrNoTables = errors.New("inspect: there are no tables in the database")

// Options says what to read. The zero value reads everything.
type Options struct {
	// Tables are patterns such as "blog_*"; only tables that match one of them are
	// read. One with a ! before it leaves tables out. Empty is all.
	Tables []string

	// Schema is the schema of PostgreSQL, or the database of MySQL. Empty is the
	// one that the connection is in.
	Schema string
}

// Read reads the tables of a database, sorted by name. The dialect is "sqlite",
// "postgres" or "mysql", which stands for MariaDB too.
func Read(ctx context.Context, db *sql.DB, dialect string, o Options) (Database, error) {
	f, err := newFilter(o.Tables)
	if err != nil {
		return Database{}, fmt.Errorf("inspecting the database: %w", err)
	}
	r := &reader{ctx: ctx, db: db, schema: o.Schema, filter: f, byName: map[string]*Table{}}
	switch dialect {
	case "sqlite":
		err = r.sqlite()
	case "postgres":
		err = r.postgres()
	case "mysql":
		err = r.mysql()
	default:
		err = fmt.Errorf("there is no dialect %q; known: sqlite, postgres, mysql", dialect)
	}
	if err != nil {
		return Database{}, fmt.Errorf("inspecting the database: %w", err)
	}
	if r.found == 0 {
		return Database{}, ErrNoTables
	}
	d := Database{Dialect: dialect}
	for _, t := range r.byName {
		t.settle()
		if slices.Contains(r.names, djangoLedger) {
			t.django()
		}
		d.Tables = append(d.Tables, *t)
	}
	slices.SortFunc(d.Tables, func(a, b Table) int { return cmp.Compare(a.Name, b.Name) })
	if len(d.Tables) == 0 {
		return Database{}, f.unmatched(r.names)
	}
	return d, nil
}

// reader collects what the queries of a dialect find.
type reader struct {
	ctx    context.Context
	db     *sql.DB
	schema string
	filter filter
	byName map[string]*Table
	found  int      // tables, wanted or not
	names  []string // of all of them
}

// add notes a table, if it is wanted.
func (r *reader) add(t Table) {
	r.found++
	r.names = append(r.names, t.Name)
	if r.filter.takes(t.Name) {
		r.byName[t.Name] = &t
	}
}

// each runs a query and calls take for every row, after scanning it into to.
func (r *reader) each(take func(), query string, args []any, to ...any) error {
	rows, err := r.db.QueryContext(r.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		take()
	}
	return rows.Err()
}

// settle puts what was found in an order that does not depend on the database,
// and moves facts that belong to columns there.
func (t *Table) settle() {
	slices.SortFunc(t.Indexes, func(a, b Index) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(t.Foreign, func(a, b ForeignKey) int {
		return cmp.Or(slices.Compare(a.Columns, b.Columns), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(t.Checks, func(a, b Check) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Expr, b.Expr)) })
	for i := range t.Columns {
		c := &t.Columns[i]
		if slices.Contains(t.PrimaryKey, c.Name) {
			c.Null = false
		}
		if c.Size == 0 && c.Kind == schema.String {
			for _, v := range c.Values {
				c.Size = max(c.Size, len([]rune(v)))
			}
		}
	}
}

// djangoLedger is the table in which Django keeps which migrations were applied.
const djangoLedger = "django_migrations"

// django tells columns apart by what Django uses them for: it declares char for
// addresses and identifiers alone, where the database has no type for them.
func (t *Table) django() {
	for i := range t.Columns {
		switch c := &t.Columns[i]; strings.ToLower(c.Type) {
		case "char(39)":
			c.Kind, c.Size = schema.IP, 0
		case "char(32)":
			c.Note = joinNotes(c.Note, "Django keeps a UUID in it as 32 digits without hyphens, which orm.UUID does not find")
		}
	}
}

// check adds a check to the table, or, if it lists the values of a column or
// says that it holds JSON, to the column.
func (t *Table) check(dialect, name, expr string) {
	if column, ok := holdsJSON(dialect, expr); ok {
		if c := t.column(column); c != nil && c.Kind.Textual() {
			c.Kind, c.Size = schema.JSON, 0
			return
		}
	}
	if column, values, ok := listed(dialect, expr); ok {
		c := t.column(column)
		switch {
		case c == nil:
		case c.Kind == schema.Bool:
			return // as some make sure that a number is 0 or 1
		case c.Values == nil && (c.Kind.Textual() || c.Kind == schema.BigInt || c.Kind == schema.Integer || c.Kind == schema.SmallInt):
			c.Values = values
			return
		}
	}
	t.Checks = append(t.Checks, Check{name, unwrapped(strings.Join(strings.Fields(expr), " "))})
}

// unwrapped takes off the brackets around a whole expression.
func unwrapped(expr string) string {
	depth := 0
	for i, t := range tokens("", expr) {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		if i > 0 && depth == 0 && t.end < len(expr) || depth == 0 && i == 0 {
			return expr
		}
	}
	return strings.TrimSuffix(strings.TrimPrefix(expr, "("), ")")
}

// column finds the column that an expression names, which may differ in case.
func (t *Table) column(name string) *Column {
	if c := t.Column(name); c != nil {
		return c
	}
	for i := range t.Columns {
		if strings.EqualFold(t.Columns[i].Name, name) {
			return &t.Columns[i]
		}
	}
	return nil
}

// onDelete reads the words of SQL. A note is what gofw has no word for.
func onDelete(action string) (schema.OnDelete, string) {
	switch strings.ToUpper(action) {
	case "CASCADE":
		return schema.Cascade, ""
	case "SET NULL":
		return schema.SetNull, ""
	case "SET DEFAULT":
		return schema.Restrict, "ON DELETE SET DEFAULT"
	}
	return schema.Restrict, ""
}

// onUpdate is the note about what becomes of a key field when the key changes.
func onUpdate(action string) string {
	switch a := strings.ToUpper(action); a {
	case "CASCADE", "SET NULL", "SET DEFAULT":
		return "ON UPDATE " + a
	}
	return ""
}

// joinNotes puts notes that are not empty behind each other.
func joinNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "; ")
}
