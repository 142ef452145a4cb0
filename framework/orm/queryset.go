package orm

import (
	"context"
	"iter"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// QuerySet describes rows; P is the type of one, *Post. It is an immutable
// value: every method returns another, the database is asked only by the
// methods that take a context, and one value may be shared by goroutines and
// kept in a package variable. The generated value of each model embeds the
// queryset of all its rows.
type QuerySet[P any] struct{ q query }

// Table is the queryset of all rows of a table, in the order of the model's
// Meta. Companions call it.
func Table[P any](d Def[P]) QuerySet[P] {
	q := query{table: d.table}
	root := &node{table: d.table}
	for _, o := range d.table.model.Ordering {
		q.order = append(q.order, ordering{column{root, d.table.model.Field(o.Field)}, o.Desc})
	}
	return QuerySet[P]{q}
}

// Def is the definition behind the rows, for companions of other packages.
func (s QuerySet[P]) Def() Def[P] { return Def[P]{s.q.table} }

// Schema describes the model.
func (s QuerySet[P]) Schema() *schema.Model { return s.q.table.model }

// Filter keeps the rows that meet all conditions.
func (s QuerySet[P]) Filter(preds ...Pred[P]) QuerySet[P] {
	s.q = s.q.filter(exprs(preds)...)
	return s
}

// Exclude drops the rows that meet one of the conditions.
func (s QuerySet[P]) Exclude(preds ...Pred[P]) QuerySet[P] {
	for _, p := range preds {
		s.q = s.q.filter(not(p.e))
	}
	return s
}

// OrderBy replaces the order; without arguments rows come in any order.
func (s QuerySet[P]) OrderBy(orders ...Order[P]) QuerySet[P] {
	s.q.order = make([]ordering, len(orders))
	for i, o := range orders {
		s.q.order[i] = ordering(o)
	}
	return s
}

// Limit stops after n rows; 0 is no limit.
func (s QuerySet[P]) Limit(n int) QuerySet[P] { s.q.limit = max(n, 0); return s }

// Offset leaves out the first n rows.
func (s QuerySet[P]) Offset(n int) QuerySet[P] { s.q.offset = max(n, 0); return s }

// None is a queryset that never has a row and never asks the database.
func (s QuerySet[P]) None() QuerySet[P] { s.q.none = true; return s }

// Everything says that an Update or Delete without a filter is meant.
func (s QuerySet[P]) Everything() QuerySet[P] { s.q.whole = true; return s }

// Reverse turns every direction of the order round.
func (s QuerySet[P]) Reverse() QuerySet[P] {
	s.q.order = slices.Clone(s.q.order)
	for i := range s.q.order {
		s.q.order[i].desc = !s.q.order[i].desc
	}
	return s
}

// SelectRelated loads to-one relations in the same statement, by a join. A
// relation beyond another loads that one too.
func (s QuerySet[P]) SelectRelated(relations ...Loadable[P]) QuerySet[P] {
	s.q.related = slices.Clip(s.q.related)
	var row P
	for _, r := range relations {
		s.q.related = relate(s.q.related, r.step(row))
	}
	return s
}

// Prefetch loads collections of all rows, one statement each.
func (s QuerySet[P]) Prefetch(collections ...Prefetcher[P]) QuerySet[P] {
	s.q.prefetch = slices.Clip(s.q.prefetch)
	var row P
	for _, c := range collections {
		s.q.prefetch = append(s.q.prefetch, c.prefetcher(row))
	}
	return s
}

// All returns the rows. No rows are an empty result, not an error.
func (s QuerySet[P]) All(ctx context.Context) ([]P, error) {
	if s.q.none {
		return nil, nil
	}
	out := make([]P, 0, min(s.q.limit, 1000))
	err := s.q.all(ctx, &out, func(row any) bool { out = append(out, row.(P)); return true })
	if err != nil {
		return nil, err
	}
	if len(s.q.prefetch) == 0 {
		return out, nil
	}
	return out, s.q.fetch(ctx, list(out))
}

// Get returns the row with this key, if it is in the queryset, else ErrNotFound.
func (s QuerySet[P]) Get(ctx context.Context, id int64) (P, error) {
	return QuerySet[P]{s.q.byKey(id)}.One(ctx)
}

// One returns the only row. None is ErrNotFound, several are ErrSeveral.
func (s QuerySet[P]) One(ctx context.Context) (P, error) {
	rows, err := s.Limit(2).All(ctx)
	if err == nil && len(rows) > 1 {
		err = ErrSeveral
	}
	return first(rows, err)
}

// First returns the first row in the queryset's order, or by key if it has
// none; ErrNotFound if there is no row.
func (s QuerySet[P]) First(ctx context.Context) (P, error) {
	if len(s.q.order) == 0 {
		s.q.order = []ordering{{s.q.table.keyColumn(), false}}
	}
	return first(s.Limit(1).All(ctx))
}

func first[P any](rows []P, err error) (P, error) {
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none P
		return none, err
	}
	return rows[0], nil
}

// Each runs through the rows without keeping them. It holds a connection until
// the loop ends; collections are not prefetched, and AfterFind does not run.
func (s QuerySet[P]) Each(ctx context.Context) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		s.q.each(ctx, func(row any, err error) bool {
			p, _ := row.(P)
			return yield(p, err)
		})
	}
}

// Count returns the number of rows.
func (s QuerySet[P]) Count(ctx context.Context) (int64, error) {
	return s.q.count(ctx, s.q.limit > 0 || s.q.offset > 0)
}

// CountUpTo counts no further than n rows, so that it costs the same on a large
// table. A result above n means "more than n".
func (s QuerySet[P]) CountUpTo(ctx context.Context, n int) (int64, error) {
	if s.q.limit == 0 || s.q.limit > n {
		s.q.limit = n + 1
	}
	return s.q.count(ctx, true)
}

// Exists reports whether there is a row.
func (s QuerySet[P]) Exists(ctx context.Context) (bool, error) {
	n, err := s.CountUpTo(ctx, 0)
	return n > 0, err
}

// Create inserts the row, sets its key, CreatedAt and UpdatedAt, and runs GORM's
// create hooks. Related rows are never saved with it. An empty choice takes its
// default; every other Go value is stored as it is. The filters of the queryset
// play no part.
func (s QuerySet[P]) Create(ctx context.Context, row P) error { return s.q.table.insertOne(ctx, row) }

// BulkCreate inserts many rows with few statements, in one transaction, and
// sets their keys. Hooks do not run.
func (s QuerySet[P]) BulkCreate(ctx context.Context, rows []P) error {
	return s.q.table.insertMany(ctx, list(rows))
}

// Save writes the row: all columns, or only the named ones, and UpdatedAt. It
// runs GORM's update hooks. A row that is no longer there is ErrNotFound.
func (s QuerySet[P]) Save(ctx context.Context, row P, only ...Column[P]) error {
	var fields []*schema.Field
	for _, c := range only {
		if ref := c.Ref(); ref.Field != nil && len(ref.Relations) == 0 {
			fields = append(fields, ref.Field)
		}
	}
	return s.q.table.save(ctx, row, fields, len(only) > 0)
}

// Remove deletes the row and runs GORM's delete hooks. Rows that point at it go
// with it, stop it or lose their pointer, as their relation says.
func (s QuerySet[P]) Remove(ctx context.Context, row P) error {
	return query{table: s.q.table}.byKey(s.q.table.keyOf(row)).remove(ctx, row)
}

// Update assigns to the rows and returns their number. Hooks do not run;
// UpdatedAt is set unless it is assigned.
func (s QuerySet[P]) Update(ctx context.Context, assigns ...Assign[P]) (int64, error) {
	plain := make([]assignment, len(assigns))
	for i, a := range assigns {
		plain[i] = assignment(a)
	}
	return s.q.update(ctx, plain)
}

// Delete deletes the rows and returns their number. Hooks do not run.
func (s QuerySet[P]) Delete(ctx context.Context) (int64, error) { return s.q.delete(ctx) }
