package orm

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/schema"
)

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

// OptionsOf returns the rows that a relation or collection can lead to, as
// things to choose, in the order of their model.
func OptionsOf[P any](ctx context.Context, c Column[P], ask OptionQuery) ([]Option, error) {
	t := know(c).target
	if t == nil {
		return nil, fmt.Errorf("orm: %s.%s leads to no other row", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	return t.options(ctx, ask)
}

func (t *Table) options(ctx context.Context, ask OptionQuery) ([]Option, error) {
	q := t.rows()
	if ask.IDs != nil {
		q = q.filter(oneOf{t.keyColumn(), list(ask.IDs)})
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
