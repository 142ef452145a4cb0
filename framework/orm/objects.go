package orm

import (
	"context"
	"iter"
)

// Objects is all rows of one model; P is the type of a row, *Post, K that of its
// key. The generated
// value of each model holds one beside its columns, so that Posts.Filter begins a
// queryset and Posts.Create writes a row. What begins a queryset, or asks the
// database, does so as the method of the same name in [QuerySet].
//
// Its functions stand in fields for the reason that [Values] gives.
type Objects[P, K any] struct {
	// Def is the table itself, for code that serves every model, and for
	// companions of other packages.
	Def Def[P]
	// QuerySet is all rows, in the order of the model's Meta.
	QuerySet *QuerySet[P]

	// Filter keeps the rows that meet all conditions.
	Filter func(preds ...Pred[P]) *QuerySet[P]
	// Exclude drops the rows that meet one of the conditions.
	Exclude func(preds ...Pred[P]) *QuerySet[P]
	// OrderBy replaces the order of Meta; without arguments rows come in any order.
	OrderBy func(orders ...Order[P]) *QuerySet[P]
	// SelectRelated loads to-one relations in the same statement.
	SelectRelated func(relations ...Loadable[P]) *QuerySet[P]
	// Prefetch loads collections of all rows, one statement each.
	Prefetch func(collections ...Prefetcher[P]) *QuerySet[P]
	// Limit stops after n rows; 0 is no limit.
	Limit func(n int) *QuerySet[P]
	// None is a queryset that never has a row.
	None func() *QuerySet[P]
	// Everything says that an Update or Delete of all rows is meant.
	Everything func() *QuerySet[P]

	// All returns the rows.
	All func(ctx context.Context) ([]P, error)
	// Each runs through the rows without keeping them.
	Each func(ctx context.Context) iter.Seq2[P, error]
	// Get returns the row with this key, else ErrNotFound.
	Get func(ctx context.Context, key K) (P, error)
	// First returns the first row; ErrNotFound if there is none.
	First func(ctx context.Context) (P, error)
	// Count returns the number of rows.
	Count func(ctx context.Context) (int64, error)
	// Exists reports whether there is a row.
	Exists func(ctx context.Context) (bool, error)

	// Create inserts the row, sets its key, CreatedAt and UpdatedAt, and runs
	// GORM's create hooks. Related rows are never saved with it. An empty choice or
	// relation takes its default; every other Go value is stored as it is. A row
	// that breaks a check of Meta, or has a text that is too long, is [ErrInvalid].
	Create func(ctx context.Context, row P) error
	// BulkCreate inserts many rows with few statements, in one transaction, and
	// sets their keys. Hooks do not run. With a Conflict, rows that are there already
	// are left alone or updated, and no keys are set.
	BulkCreate func(ctx context.Context, rows []P, on ...Conflict[P]) error
	// Save writes the row: all columns, or only the named ones, and UpdatedAt. It
	// runs GORM's update hooks. A row that is no longer there is ErrNotFound.
	Save func(ctx context.Context, row P, only ...Column[P]) error
	// Remove deletes the row and runs GORM's delete hooks. Rows that point at it go
	// with it, stop it or lose their pointer, as their relation says.
	Remove func(ctx context.Context, row P) error
}

// begin makes the way to the rows of a table.
func (o *Objects[P, K]) begin(d Def[P]) {
	t := d.Table
	q := t.rows()
	s := &QuerySet[P]{q}
	*o = Objects[P, K]{
		Def: d, QuerySet: s,

		Filter:        s.Filter,
		Exclude:       s.Exclude,
		OrderBy:       s.OrderBy,
		SelectRelated: s.SelectRelated,
		Prefetch:      s.Prefetch,
		Limit:         s.Limit,
		None:          s.None,
		Everything:    s.Everything,

		All:    s.All,
		Each:   s.Each,
		Get:    func(ctx context.Context, key K) (P, error) { return s.Get(ctx, key) },
		First:  s.First,
		Count:  s.Count,
		Exists: s.Exists,

		Create: func(ctx context.Context, row P) error { return t.Create(ctx, row) },
		BulkCreate: func(ctx context.Context, rows []P, on ...Conflict[P]) error {
			var c *conflict
			if len(on) > 0 {
				c = &on[0].c
			}
			return t.insertMany(ctx, list(rows), c)
		},
		Save:   func(ctx context.Context, row P, only ...Column[P]) error { return t.saveOnly(ctx, row, abouts(only)) },
		Remove: func(ctx context.Context, row P) error { return t.Remove(ctx, row) },
	}
}

// abouts is columns without their type.
func abouts[P any](columns []Column[P]) []about {
	out := make([]about, len(columns))
	for i, c := range columns {
		out[i] = know(c)
	}
	return out
}
