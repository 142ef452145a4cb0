package orm

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// AnyTable is a table whose type does not matter to the reader: [Table] of any model.
type AnyTable interface {
	// Schema describes the model.
	Schema() *schema.Model
	// Options returns rows as keys with the text that stands for them: those
	// with the given keys, or the first ones that match a search.
	Options(ctx context.Context, ask OptionQuery) ([]Option, error)
	// CountWhere counts the rows whose column holds a value, up to a limit.
	CountWhere(ctx context.Context, column string, value any, limit int) (int64, error)
	definition() *table
}

// Option is a row as something to choose: its key and the text that stands for it.
type Option struct {
	ID    int64
	Label string
}

// OptionQuery says which rows to offer.
type OptionQuery struct {
	Search string  // words that the row's text columns hold; empty is any
	IDs    []int64 // only rows with these keys; nil is any
	Limit  int     // at most so many; 0 is 100
}

func (q QuerySet[M]) definition() *table { return q.def.table }

// Options returns rows as things to choose.
func (q QuerySet[M]) Options(ctx context.Context, ask OptionQuery) ([]Option, error) {
	root := Path[M]{}.At(q.def)
	if ask.IDs != nil {
		q = q.Filter(NewNumber[M, int64](root, q.def.model.PrimaryKey().Name).In(ask.IDs...))
	}
	if ask.Search != "" {
		q = q.Filter(Search(ask.Search, searchable(root, q.def.model)...))
	}
	if ask.Limit == 0 {
		ask.Limit = 100
	}
	rows, err := q.Limit(ask.Limit).All(ctx)
	if err != nil {
		return nil, err
	}
	options := make([]Option, len(rows))
	for i, m := range rows {
		options[i] = Option{q.def.keyOf(m), LabelOf(m)}
	}
	return options, nil
}

// searchable is the short text columns of a model, without secrets.
func searchable[M any](root Path[M], model *schema.Model) []Column[M] {
	var columns []Column[M]
	for _, f := range model.Fields {
		if f.Kind == schema.String && !f.Hidden && f.Widget != schema.Password && len(f.Choices) == 0 {
			columns = append(columns, NewText[M, string](root, f.Name))
		}
	}
	return columns
}

// CountWhere counts the rows whose column holds a value; a result above limit
// means more than limit.
func (q QuerySet[M]) CountWhere(ctx context.Context, name string, v any, limit int) (int64, error) {
	for i := range q.def.model.Fields {
		if f := &q.def.model.Fields[i]; f.Column == name {
			return q.Filter(Pred[M]{binary{column{&node{table: q.def.table}, f}, " = ", value{v}}}).CountUpTo(ctx, limit)
		}
	}
	return 0, fmt.Errorf("orm: %s has no column %s", q.def.model.Key(), name)
}

// KeyOf returns the key of a row.
func (q QuerySet[M]) KeyOf(m *M) int64 { return q.def.keyOf(m) }

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

// TableOf returns the table of M.
func TableOf[M any](r *Registry) (Table[M], bool) {
	app, name, _ := strings.Cut(reflect.TypeFor[M]().String(), ".")
	if t, ok := r.byKey[app+"."+name].(interface{ table() Table[M] }); ok {
		return t.table(), true
	}
	return Table[M]{}, false
}

func (t Table[M]) table() Table[M] { return t }

// ColumnOf returns the column, relation or collection of M with the given Go
// name, for code that knows names only at run time. Author and AuthorID are the
// same column.
func ColumnOf[M any](r *Registry, name string) (Column[M], error) {
	t, ok := TableOf[M](r)
	if !ok {
		return nil, fmt.Errorf("orm: %s is not part of the site", reflect.TypeFor[M]())
	}
	root := Path[M]{}.At(t.def)
	model := t.def.model
	if c := model.Collection(name); c != nil {
		target, ok := r.byKey[c.Target]
		if !ok {
			return nil, fmt.Errorf("orm: %s is not part of the site", c.Target)
		}
		return anyMany[M]{place[M]{root.node, name}, link{root.node, c, target.definition()}}, nil
	}
	f := model.RelationField(name)
	if f == nil {
		f = model.Field(name)
	}
	if f == nil {
		return nil, fmt.Errorf("orm: %s has no column %q", model.Key(), name)
	}
	if f.Relation == nil {
		return NewValue[M, any](root, f.Name), nil
	}
	target, ok := r.byKey[f.Relation.Target]
	if !ok {
		return nil, fmt.Errorf("orm: %s is not part of the site", f.Relation.Target)
	}
	path := f.Relation.Path
	step := root.node.join(f.Relation.Name, func(parent, child any) {
		reflect.ValueOf(parent).Elem().FieldByIndex(path).Set(reflect.ValueOf(child))
	})
	step.table = target.definition()
	return Path[M]{step}, nil
}

// anyMany is a collection whose target type is not known.
type anyMany[R any] struct {
	place[R]
	link link
}

func (m anyMany[R]) expression() expr { return nil }
func (m anyMany[R]) target() *table   { return m.link.target }

func (m anyMany[R]) Ref() Ref {
	return Ref{Model: m.node.table.model, Collection: m.link.collection}
}

func (m anyMany[R]) linked(id any) expr {
	return collected{m.link, []expr{binary{column{&node{table: m.link.target}, m.link.target.model.PrimaryKey()}, " = ", value{id}}}}
}
