package orm

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/schema"
)

// Many is a collection that belongs to a row of P: through a join table, or by
// a key that points back. T is the type of the rows in it, as P is *Post.
type Many[P, T any] struct {
	link link
	add  func(owner, row any) // nil row: loaded, and empty so far
}

// NewMany makes a collection; companions call it.
func NewMany[P, M, T any](p Path[P], name string, target Def[*T], slice func(*M) *[]T) *Many[P, *T] {
	return &Many[P, *T]{
		link{p.node, p.node.table.model.Collection(name), target.table},
		func(owner, row any) {
			to := slice(owner.(*M))
			if row == nil {
				*to = []T{}
				return
			}
			*to = append(*to, *row.(*T))
		},
	}
}

// Ref describes the collection as a column.
func (m *Many[P, T]) Ref() Ref { return m.link.ref() }

func (m *Many[P, T]) about(P) about { return m.link.about() }

// Any matches rows for which one row of the collection meets all conditions.
// It is an EXISTS, so rows never multiply. Two Any may mean two different rows.
func (m *Many[P, T]) Any(preds ...Pred[T]) Pred[P] { return Pred[P]{collected{m.link, exprs(preds)}} }

// None matches rows for which no row of the collection meets all conditions.
func (m *Many[P, T]) None(preds ...Pred[T]) Pred[P] {
	return Pred[P]{not(collected{m.link, exprs(preds)})}
}

// Has matches rows whose collection holds the row with this key.
func (m *Many[P, T]) Has(id int64) Pred[P] { return Pred[P]{m.link.has(id)} }

// With loads the collection by a query of its own: filtered, ordered, with
// collections of its own.
func (m *Many[P, T]) With(q Rows[T]) Prefetcher[P] {
	var row T
	return chosen[P]{&manyLoad{m.link, m.add, q.rows(row)}}
}

func (m *Many[P, T]) prefetcher(P) prefetcher {
	return &manyLoad{m.link, m.add, query{table: m.link.target}}
}

// IDs returns the keys of the rows in the collection of one row.
func (m *Many[P, T]) IDs(ctx context.Context, row P) ([]int64, error) {
	return m.link.ids(ctx, m.link.from.table.keyOf(row))
}

// Set makes the rows with these keys the whole collection of one row. The
// collection must have a join table.
func (m *Many[P, T]) Set(ctx context.Context, row P, ids ...int64) error {
	return m.link.set(ctx, m.link.from.table.keyOf(row), ids)
}

// Rows is a [QuerySet] as an argument; the interface keeps the collections of
// one model from pulling in the querysets of all others.
type Rows[P any] interface{ rows(P) query }

func (s QuerySet[P]) rows(P) query { return s.q }

// Prefetcher is a collection to load with the rows of a query.
type Prefetcher[P any] interface{ prefetcher(P) prefetcher }

// prefetcher loads a collection of rows.
type prefetcher interface {
	load(ctx context.Context, rows []any) error
}

// chosen is a collection with a query of its own.
type chosen[P any] struct{ by prefetcher }

func (c chosen[P]) prefetcher(P) prefetcher { return c.by }

// manyLoad loads a collection by a query.
type manyLoad struct {
	link  link
	add   func(owner, row any) // nil row: loaded, and empty so far
	query query
}

func (l *manyLoad) load(ctx context.Context, rows []any) error {
	link, add := l.link, l.add
	if link.from.parent != nil {
		return fmt.Errorf("orm: %s can only be prefetched from the model that declares it", link.collection.Name)
	}
	if len(rows) == 0 {
		return nil
	}
	byID := make(map[int64]any, len(rows))
	ids := make([]any, len(rows))
	for i, row := range rows {
		id := link.from.table.keyOf(row)
		byID[id], ids[i] = row, id
		add(row, nil)
	}
	var found []any
	err := l.query.linked(ctx, &linkLoad{link, ids}, func(owner int64, row any) {
		if to := byID[owner]; to != nil {
			if len(l.query.prefetch) > 0 {
				found = append(found, row)
			}
			add(to, row)
		}
	})
	if err != nil || len(found) == 0 {
		return err
	}
	return l.query.fetch(ctx, found)
}

// link is how a row and the rows of its collection find each other.
type link struct {
	from       *node
	collection *schema.Collection
	target     *table
}

func (l link) ref() Ref {
	return Ref{Relations: l.from.names(), Model: l.from.table.model, Collection: l.collection}
}

func (l link) about() about {
	return about{column: column{node: l.from}, target: l.target, collection: l.collection}
}

// has is the condition that the collection holds a row.
func (l link) has(id any) expr {
	return collected{l, []expr{binary{l.target.keyColumn(), " = ", value{id}}}}
}
