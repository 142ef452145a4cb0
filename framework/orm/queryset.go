package orm

import (
	"context"
	"github.com/gofw/gofw/framework/schema"
	"iter"
)

// QuerySet describes rows; P is the type of one, *Post. It is immutable: every
// method returns another, the database is asked only by the methods that take a
// context, and one queryset may be shared by goroutines and kept in a package
// variable. A queryset begins at the [Objects] of its model.
//
// Every method is compiled once more for each model of a site. That is why a
// queryset has few, why what asks nothing of it stands in Objects or is a
// function, and why most are not put inline: what is compiled for each model is a
// call then, not what it calls. The others keep the querysets between the first
// and the last off the heap.
type QuerySet[P any] struct{ q query }

// Filter keeps the rows that meet all conditions.
//
//go:noinline
func (s *QuerySet[P]) Filter(preds ...Pred[P]) *QuerySet[P] {
	return &QuerySet[P]{s.q.filter(exprs(preds)...)}
}

// Exclude drops the rows that meet one of the conditions.
//
//go:noinline
func (s *QuerySet[P]) Exclude(preds ...Pred[P]) *QuerySet[P] {
	return &QuerySet[P]{s.q.exclude(exprs(preds))}
}

// OrderBy replaces the order; without arguments rows come in any order.
func (s *QuerySet[P]) OrderBy(orders ...Order[P]) *QuerySet[P] {
	return &QuerySet[P]{s.q.orderBy(orderings(orders))}
}

// Reverse turns every direction of the order round.
//
//go:noinline
func (s *QuerySet[P]) Reverse() *QuerySet[P] { return &QuerySet[P]{s.q.reverse()} }

// Limit stops after n rows; 0 is no limit.
func (s *QuerySet[P]) Limit(n int) *QuerySet[P] {
	q := s.q
	q.limit = max(n, 0)
	return &QuerySet[P]{q}
}

// Offset leaves out the first n rows.
func (s *QuerySet[P]) Offset(n int) *QuerySet[P] {
	q := s.q
	q.offset = max(n, 0)
	return &QuerySet[P]{q}
}

// None is a queryset that never has a row and never asks the database.
//
//go:noinline
func (s *QuerySet[P]) None() *QuerySet[P] { q := s.q; q.none = true; return &QuerySet[P]{q} }

// Everything says that an Update or Delete without a filter is meant.
//
//go:noinline
func (s *QuerySet[P]) Everything() *QuerySet[P] { q := s.q; q.whole = true; return &QuerySet[P]{q} }

// SelectRelated loads to-one relations in the same statement, by a join. A
// relation beyond another loads that one too.
//
//go:noinline
func (s *QuerySet[P]) SelectRelated(relations ...Loadable[P]) *QuerySet[P] {
	return &QuerySet[P]{s.q.relate(steps(relations)...)}
}

// Prefetch loads collections of all rows, one statement each.
//
//go:noinline
func (s *QuerySet[P]) Prefetch(collections ...Prefetcher[P]) *QuerySet[P] {
	return &QuerySet[P]{s.q.prefetching(prefetchers(collections)...)}
}

// All returns the rows. No rows are an empty result, not an error.
//
//go:noinline
func (s *QuerySet[P]) All(ctx context.Context) ([]P, error) { return all[P](ctx, s.q) }

// Each runs through the rows without keeping them. It holds a connection until
// the loop ends; collections are not prefetched, and AfterFind does not run.
//
//go:noinline
func (s *QuerySet[P]) Each(ctx context.Context) iter.Seq2[P, error] { return each[P](ctx, s.q) }

// Get returns the row with this key, if it is in the queryset, else ErrNotFound.
// The key has the type that the model says, or is any whole number where that is
// one. The compiler knows which at Posts.Get; here another type is an error.
//
//go:noinline
func (s *QuerySet[P]) Get(ctx context.Context, key any) (P, error) {
	key, err := s.q.table.asKey(key)
	if err != nil {
		var none P
		return none, err
	}
	q := s.q.cut().byKey(key)
	q.limit = 1
	return first[P](ctx, q)
}

// Find returns the row whose key is spelt like this, as addresses and forms do, if
// it is in the queryset, else ErrNotFound.
func Find[P any](ctx context.Context, q *QuerySet[P], key string) (P, error) {
	k, err := q.q.table.readKey(key)
	if err != nil {
		var none P
		return none, err
	}
	return q.Get(ctx, k)
}

// Parse is the value of a field that a text stands for, as addresses and forms have
// it; an error if it stands for none.
func Parse(f *schema.Field, text string) (any, error) { return read(f, &text) }

// One returns the only row. None is ErrNotFound, several are ErrSeveral.
//
//go:noinline
func (s *QuerySet[P]) One(ctx context.Context) (P, error) { return one[P](ctx, s.q) }

// First returns the first row in the queryset's order, or by key if it has
// none; ErrNotFound if there is no row.
//
//go:noinline
func (s *QuerySet[P]) First(ctx context.Context) (P, error) { return first[P](ctx, s.q.first()) }

// Count returns the number of rows.
//
//go:noinline
func (s *QuerySet[P]) Count(ctx context.Context) (int64, error) {
	return s.q.count(ctx, s.q.limit > 0 || s.q.offset > 0)
}

// CountUpTo counts no further than n rows, so that it costs the same on a large
// table. A result above n means "more than n".
//
//go:noinline
func (s *QuerySet[P]) CountUpTo(ctx context.Context, n int) (int64, error) {
	return s.q.countUpTo(ctx, n)
}

// Exists reports whether there is a row.
//
//go:noinline
func (s *QuerySet[P]) Exists(ctx context.Context) (bool, error) { return s.q.exists(ctx) }

// Update assigns to the rows and returns their number. Hooks do not run;
// UpdatedAt is set unless it is assigned.
//
//go:noinline
func (s *QuerySet[P]) Update(ctx context.Context, assigns ...Assign[P]) (int64, error) {
	return s.q.update(ctx, assignments(assigns))
}

// Delete deletes the rows and returns their number. Hooks do not run.
//
//go:noinline
func (s *QuerySet[P]) Delete(ctx context.Context) (int64, error) { return s.q.delete(ctx) }

// all reads the rows of a query, and their collections.
func all[P any](ctx context.Context, q query) ([]P, error) {
	if q.none {
		return nil, nil
	}
	limit := q.limit
	out := make([]P, 0, min(limit, 1000))
	err := q.all(ctx, &out, func(row, _ any) bool {
		out = append(out, row.(P))
		return len(out) != limit // there is no need to ask for the end
	})
	if err != nil {
		return nil, err
	}
	if len(q.prefetch) == 0 {
		return out, nil
	}
	return out, q.fetch(ctx, list(out))
}

func each[P any](ctx context.Context, q query) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		q.each(ctx, func(row any, err error) bool {
			p, _ := row.(P)
			return yield(p, err)
		})
	}
}

// one reads the only row of a query.
func one[P any](ctx context.Context, q query) (P, error) {
	var none P
	if q.limit == 0 || q.limit > 2 {
		q.limit = 2
	}
	rows, err := all[P](ctx, q)
	switch {
	case err != nil:
		return none, err
	case len(rows) == 0:
		return none, ErrNotFound
	case len(rows) > 1:
		return none, ErrSeveral
	}
	return rows[0], nil
}

// first reads the row of a query that is limited to one.
func first[P any](ctx context.Context, q query) (P, error) {
	row, err := q.lone(ctx)
	if row == nil && err == nil {
		err = ErrNotFound
	}
	if err != nil {
		var none P
		return none, err
	}
	return row.(P), nil
}

// What follows takes the type off the arguments of a queryset.

func orderings[P any](orders []Order[P]) []ordering {
	out := make([]ordering, len(orders))
	for i, o := range orders {
		out[i] = o.o
	}
	return out
}

func steps[P any](relations []Loadable[P]) []*node {
	var row P
	out := make([]*node, len(relations))
	for i, r := range relations {
		out[i] = r.step(row)
	}
	return out
}

func prefetchers[P any](collections []Prefetcher[P]) []prefetcher {
	var row P
	out := make([]prefetcher, len(collections))
	for i, c := range collections {
		out[i] = c.prefetcher(row)
	}
	return out
}

func assignments[P any](assigns []Assign[P]) []assignment {
	out := make([]assignment, len(assigns))
	for i, a := range assigns {
		out[i] = a.a
	}
	return out
}
