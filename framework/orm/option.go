package orm

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/schema"
)

// Option is a row as something to choose: its key and the text that stands for it.
type Option struct {
	Key   string // as text
	Label string
}

// OptionQuery says which rows to offer.
type OptionQuery struct {
	Search string   // words that the row's text columns hold; empty is any
	Keys   []string // only rows with these keys, as texts; nil is any
	Limit  int      // at most so many; 0 is 100
}

// OptionsOf returns the rows that a relation or collection can lead to, as
// things to choose, in the order of their model.
func OptionsOf[P any](ctx context.Context, c Column[P], ask OptionQuery) ([]Option, error) {
	t := know(c).target
	if t == nil {
		return nil, fmt.Errorf("orm: %s.%s leads to no other row", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	return t.rows().options(ctx, ask)
}

// OptionsIn returns rows of a queryset as things to choose, in its order.
func OptionsIn(ctx context.Context, rows AnyRows, ask OptionQuery) ([]Option, error) {
	return rows.q.options(ctx, ask)
}

func (q query) options(ctx context.Context, ask OptionQuery) ([]Option, error) {
	t := q.table
	if ask.Keys != nil {
		q = q.filter(oneOf{t.keyColumn(), t.readKeys(ask.Keys)})
	}
	if ask.Search != "" {
		q = q.filter(search(ask.Search, t.searchable()))
	}
	if q.limit = ask.Limit; q.limit == 0 {
		q.limit = 100
	}
	options := []Option{}
	for row, err := range each[any](ctx, q) {
		if err != nil {
			return nil, err
		}
		options = append(options, Option{t.KeyOf(row), LabelOf(row)})
	}
	return options, nil
}

// searchable is the short text columns of a model, without secrets.
func (t *Table) searchable() []expr {
	var columns []expr
	root := &node{table: t}
	for i := range t.model.Fields {
		f := &t.model.Fields[i]
		if f.Kind == schema.String && !f.Hidden && f.Widget != schema.Password && len(f.Choices) == 0 {
			columns = append(columns, column{root, f})
		}
	}
	return columns
}

// IsKey reports whether a text can be the key of a row that a relation or
// collection leads to.
func IsKey[P any](c Column[P], text string) bool {
	t := know(c).target
	return t != nil && t.IsKey(text)
}

// HasKey matches rows whose relation leads to the row with this key, or whose
// collection holds it. A text that is no key matches nothing.
func HasKey[P any](c Column[P], text string) Pred[P] {
	a := know(c)
	key, err := a.target.readKey(text)
	switch {
	case err != nil:
		return Pred[P]{raw{text: "1=0"}}
	case a.collection != nil:
		return Pred[P]{link{a.column.node, a.collection, a.target}.has(key)}
	}
	return Pred[P]{compare(a.expr(), " = ", key)}
}
