package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// AnyTable is a table whose type does not matter to the reader: the rows of any
// model.
type AnyTable interface {
	AnyRows
	// Schema describes the model.
	Schema() *schema.Model
}

// CountWhere counts the rows of a table whose column holds a value; a result
// above limit means more than limit.
func CountWhere(ctx context.Context, t AnyTable, name string, v any, limit int) (int64, error) {
	def := t.plain().table
	for i := range def.model.Fields {
		if f := &def.model.Fields[i]; f.Column == name {
			q := query{table: def, limit: limit + 1}
			return q.filter(binary{column{&node{table: def}, f}, " = ", value{v}}).count(ctx, true)
		}
	}
	return 0, fmt.Errorf("orm: %s has no column %s", def.model.Key(), name)
}

// Registry is the tables of one site, by model.
type Registry struct {
	tables []AnyTable
	byKey  map[string]AnyTable
}

// NewRegistry makes a registry and reports every relation whose model is not in
// it, and every two models that share a table.
func NewRegistry(tables ...AnyTable) (*Registry, []error) {
	r := &Registry{byKey: map[string]AnyTable{}}
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
func (r *Registry) Tables() []AnyTable { return slices.Clone(r.tables) }

// Table returns the table of a model by its key, such as "blog.Post".
func (r *Registry) Table(key string) (AnyTable, bool) {
	t, ok := r.byKey[key]
	return t, ok
}

// TableBehind returns the rows that have the column.
func TableBehind[P any](c Column[P]) QuerySet[P] { return Table(Def[P]{know(c).root()}) }

// KeyColumn is the column of the primary key.
func KeyColumn[P any](s QuerySet[P]) *Number[P, int64] {
	return &Number[P, int64]{s.q.table.keyColumn()}
}

// ColumnOf returns the column, relation or collection of a table with the given
// Go name, for code that knows names only at run time. Author and AuthorID are
// the same column.
func ColumnOf(r *Registry, t AnyTable, name string) (Column[any], error) {
	root, model := &node{table: t.plain().table}, t.Schema()
	if c := model.Collection(name); c != nil {
		target, ok := r.byKey[c.Target]
		if !ok {
			return nil, fmt.Errorf("orm: %s is not part of the site", c.Target)
		}
		return named[any]{about{column: column{node: root}, target: target.plain().table, collection: c}}, nil
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
		a.target = target.plain().table
	}
	return named[any]{a}, nil
}

// named is a column that is known only by its name.
type named[P any] struct{ tell about }

func (c named[P]) about(P) about { return c.tell }

// Ref describes the column.
func (c named[P]) Ref() Ref {
	if c.tell.collection != nil {
		return link{c.tell.column.node, c.tell.collection, c.tell.target}.ref()
	}
	return c.tell.column.ref()
}

// RowsOf is the rows of a table without their type.
func RowsOf(t AnyTable) QuerySet[any] { return Table(Def[any]{t.plain().table}) }

// AnyRows is a queryset of any type, for code that serves every model: it is
// compiled once, not for each.
type AnyRows interface{ plain() query }

func (s QuerySet[P]) plain() query { return s.q }

// Untyped is a queryset without the type of its rows.
func Untyped(s AnyRows) QuerySet[any] { return QuerySet[any]{s.plain()} }

// NewRow returns a new row that is not stored yet.
func NewRow[P any](s QuerySet[P]) P { return s.q.table.create().(P) }

// KeyOf returns the key of a row.
func KeyOf[P any](s QuerySet[P], row P) int64 { return s.q.table.keyOf(row) }

// Typed gives a queryset that [Untyped] took the type from its type back. The
// rows must be of that type.
func Typed[P any](s AnyRows) QuerySet[P] { return QuerySet[P]{s.plain()} }

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
func Relate(s QuerySet[any], columns ...Column[any]) QuerySet[any] {
	for _, c := range columns {
		a := know(c)
		switch {
		case a.collection != nil:
			s.q.prefetch = append(slices.Clip(s.q.prefetch), a.prefetcher())
		case a.target != nil:
			s.q.related = relate(slices.Clip(s.q.related), a.step())
		default:
			s.q.related = relate(slices.Clip(s.q.related), a.column.node)
		}
	}
	return s
}
