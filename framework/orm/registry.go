package orm

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// ModelKey is the key of a row's model: blog.Post of a *blog.Post, which may be nil.
func ModelKey(row any) string { return reflect.TypeOf(row).Elem().String() }

// Registry is the tables of one site, by model.
type Registry struct {
	tables   []*Table
	byKey    map[string]*Table
	attached map[*Table]bool // a delete takes rows along that only name theirs
}

// NewRegistry makes a registry and reports every relation whose model is not in
// it, and every two models that share a table.
func NewRegistry(tables ...*Table) (*Registry, []error) {
	r := &Registry{byKey: map[string]*Table{}}
	names := map[string]string{}
	var problems []error
	for _, t := range tables {
		m := t.Schema()
		if other, taken := names[m.Table]; taken {
			problems = append(problems, fmt.Errorf("%s and %s are both kept in the table %s", other, m.Key(), m.Table))
			continue
		}
		names[m.Table] = m.Key()
		r.tables = append(r.tables, t)
		r.byKey[m.Key()] = t
	}
	for _, t := range r.tables {
		for _, target := range targets(t.Schema()) {
			if r.byKey[target] == nil {
				problems = append(problems, fmt.Errorf("%s points at %s, whose app is not part of the site: add it to main.go", t.Schema().Key(), target))
			}
		}
	}
	r.attach()
	return r, problems
}

func targets(m *schema.Model) []string {
	var keys []string
	for _, f := range m.Fields {
		if f.Relation != nil {
			keys = append(keys, f.Relation.Target)
		}
	}
	for _, c := range m.Collections {
		keys = append(keys, c.Target)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Tables returns the tables in the order in which they were given.
func (r *Registry) Tables() []*Table { return slices.Clone(r.tables) }

// named is the table of a name in the database; nil if there is none, or no
// registry.
func (r *Registry) named(table string) *Table {
	if r == nil {
		return nil
	}
	for _, t := range r.tables {
		if t.model.Table == table {
			return t
		}
	}
	return nil
}

// Table returns the table of a model by its key, such as "blog.Post".
func (r *Registry) Table(key string) (*Table, bool) {
	t, ok := r.byKey[key]
	return t, ok
}

// TableOf is the table whose rows have the column.
func TableOf[P any](c Column[P]) *Table { return know(c).root() }

// KeyColumn is the column of the primary key.
func KeyColumn(t *Table) Column[any] { return named[any]{about{column: *t.keyColumn()}} }

// FieldColumn is the column of one of a table's fields.
func FieldColumn(t *Table, f *schema.Field) Column[any] {
	return named[any]{about{column: column{t.root, f}}}
}

// KeyIn matches the rows of a table that have one of the keys, which are texts as
// [Table.KeyOf] writes them. A text that no key can be matches nothing.
func KeyIn(t *Table, keys ...string) Pred[any] {
	return Pred[any]{oneOf{t.keyColumn(), t.readKeys(keys)}}
}

// ColumnOf returns the column, relation or collection of a table with the given
// Go name, for code that knows names only at run time. Author and AuthorID are
// the same column.
func ColumnOf(r *Registry, t *Table, name string) (Column[any], error) {
	root, model := &node{table: t}, t.model
	if c := model.Collection(name); c != nil {
		target, ok := r.byKey[c.Target]
		if !ok {
			return nil, fmt.Errorf("orm: %s is not part of the site", c.Target)
		}
		return named[any]{about{column: column{node: root}, target: target, collection: c}}, nil
	}
	f := model.RelationField(name)
	if f == nil {
		f = model.Field(name)
	}
	if f == nil {
		return nil, fmt.Errorf("orm: %s has no column %q", model.Key(), name)
	}
	a := about{column: column{root, f}}
	if f.Relation != nil {
		target, ok := r.byKey[f.Relation.Target]
		if !ok {
			return nil, fmt.Errorf("orm: %s is not part of the site", f.Relation.Target)
		}
		a.target = target
	}
	return named[any]{a}, nil
}

// named is a column that is known only by its name.
type named[P any] struct{ tell about }

func (c named[P]) about(P) *about { return &c.tell }

// AnyRows is a queryset without the type of its rows, for code that serves every
// model and so is compiled once, not for each. The zero value is no queryset.
type AnyRows struct{ q query }

// Untyped takes the type off a queryset; nil becomes the zero value.
func Untyped[P any](s *QuerySet[P]) AnyRows {
	if s == nil {
		return AnyRows{}
	}
	return AnyRows{s.q}
}

// Typed gives rows their type. They must be of that type.
func Typed[P any](rows AnyRows) *QuerySet[P] { return &QuerySet[P]{rows.q} }

// TableOfRows is the table of a queryset; nil if it is none.
func TableOfRows(rows AnyRows) *Table { return rows.q.table }

// RowsOf is all rows of a table.
func RowsOf(t *Table) *QuerySet[any] { return &QuerySet[any]{t.rows()} }

// AnyColumn is a column without the type of its row; nil stays nil.
func AnyColumn[P any](c Column[P]) Column[any] {
	if c == nil {
		return nil
	}
	return named[any]{know(c)}
}

// AnyColumns is columns without the type of their row.
func AnyColumns[P any](columns []Column[P]) []Column[any] {
	if columns == nil {
		return nil
	}
	out := make([]Column[any], len(columns))
	for i, c := range columns {
		out[i] = AnyColumn(c)
	}
	return out
}

// Relate loads the to-one relations and the collections among columns that are
// known only by name.
func Relate(s *QuerySet[any], columns ...Column[any]) *QuerySet[any] {
	q := s.q
	for _, c := range columns {
		a := know(c)
		switch {
		case a.collection != nil:
			q = q.prefetching(a.prefetcher())
		case a.target != nil:
			q = q.relate(a.step())
		default:
			q = q.relate(a.column.node)
		}
	}
	return &QuerySet[any]{q}
}
