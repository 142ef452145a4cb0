package orm

import (
	"context"
	"fmt"
	"reflect"

	"github.com/gofw/gofw/framework/schema"
)

// Many is a collection that belongs to a row of P: through a join table, or by
// a key that points back. T is the type of the rows in it, as P is *Post, and K
// that of their keys.
type Many[P, T, K any] struct {
	link link

	// Any matches rows for which one row of the collection meets all conditions.
	// It is an EXISTS, so rows never multiply. Two Any may mean two different rows.
	Any func(preds ...Pred[T]) Pred[P]
	// None matches rows for which no row of the collection meets all conditions.
	None func(preds ...Pred[T]) Pred[P]
	// Has matches rows whose collection holds the row with this key.
	Has func(key K) Pred[P]
	// With loads the collection by a query of its own: filtered, ordered, with
	// collections of its own. A limit is that of each owner; all rows are read.
	With func(q Source[T]) Prefetcher[P]
	// IDs returns the keys of the rows in the collection of one row.
	IDs func(ctx context.Context, row P) ([]K, error)
	// Set makes the rows with these keys the whole collection of one row. The
	// collection must have a join table.
	Set func(ctx context.Context, row P, keys ...K) error
}

func (m *Many[P, T, K]) fill(n *node, name string) {
	l := link{n, n.table.model.Collection(name), tableOf(reflect.TypeFor[T]())}
	*m = Many[P, T, K]{
		link: l,
		Any:  func(preds ...Pred[T]) Pred[P] { return Pred[P]{collected{l, exprs(preds)}} },
		None: func(preds ...Pred[T]) Pred[P] { return Pred[P]{not(collected{l, exprs(preds)})} },
		Has:  func(key K) Pred[P] { return Pred[P]{l.has(key)} },
		With: func(q Source[T]) Prefetcher[P] { return chosen[P]{&manyLoad{l, rowsOf(q)}} },
		IDs: func(ctx context.Context, row P) ([]K, error) {
			ids, err := l.ids(ctx, l.from.table.keyOf(row))
			return typed[K](ids), err
		},
		Set: func(ctx context.Context, row P, keys ...K) error {
			return l.set(ctx, l.from.table.keyOf(row), list(keys))
		},
	}
}

//go:noinline
func (m *Many[P, T, K]) about(P) *about { return m.link.about() }

func (m *Many[P, T, K]) prefetcher(P) prefetcher {
	return &manyLoad{m.link, query{table: m.link.target}}
}

// typed gives keys their type.
func typed[K any](keys []any) []K {
	out := make([]K, len(keys))
	for i, key := range keys {
		out[i], _ = key.(K)
	}
	return out
}

// Source is a [QuerySet] as an argument. The interface keeps the collections of one
// model from pulling in the querysets of all others.
type Source[P any] interface{ rows(P) *query }

func (s *QuerySet[P]) rows(P) *query { return &s.q }

func rowsOf[P any](s Source[P]) query {
	var row P
	return *s.rows(row)
}

// Prefetcher is a collection to load with the rows of a query.
type Prefetcher[P any] interface{ prefetcher(P) prefetcher }

// prefetcher loads a collection of rows.
type prefetcher interface {
	load(ctx context.Context, rows []any, dead bool) error
}

// chosen is a collection with a query of its own.
type chosen[P any] struct{ by prefetcher }

func (c chosen[P]) prefetcher(P) prefetcher { return c.by }

// manyLoad loads a collection by a query.
type manyLoad struct {
	link  link
	query query
}

func (l *manyLoad) load(ctx context.Context, rows []any, dead bool) error {
	link := l.link
	if link.from.parent != nil {
		return fmt.Errorf("orm: %s can only be prefetched from the model that declares it", link.collection.Name)
	}
	if len(rows) == 0 {
		return nil
	}
	byID := make(map[any]any, len(rows))
	ids := make([]any, len(rows))
	empty := reflect.MakeSlice(link.slice(rows[0]).Type(), 0, 0)
	for i, row := range rows {
		id := link.from.table.keyOf(row)
		byID[id], ids[i] = row, id
		link.slice(row).Set(empty)
	}
	type pair struct{ owner, row any }
	var found []pair
	q := l.query
	q.dead = q.dead || dead
	part, nested := share{offset: q.offset, limit: q.limit}, len(q.prefetch) > 0
	q.offset, q.limit = 0, 0 // they are meant for each owner
	err := q.linked(ctx, &linkLoad{link, ids}, func(owner, row any) {
		switch to := byID[owner]; {
		case to == nil || !part.takes(owner):
		case nested: // it is copied to where it belongs once it is whole
			found = append(found, pair{to, row})
		default:
			link.put(to, row)
		}
	})
	if err != nil || len(found) == 0 {
		return err
	}
	inner := make([]any, len(found))
	for i, p := range found {
		inner[i] = p.row
	}
	if err := q.fetch(ctx, inner); err != nil {
		return err
	}
	for _, p := range found {
		link.put(p.owner, p.row)
	}
	return nil
}

// share is which rows of each owner's collection are wanted.
type share struct {
	offset, limit int
	seen          map[any]int
}

// takes counts a row of an owner and says whether it is wanted.
func (s *share) takes(owner any) bool {
	if s.limit == 0 && s.offset == 0 {
		return true
	}
	if s.seen == nil {
		s.seen = map[any]int{}
	}
	s.seen[owner]++
	n := s.seen[owner] - s.offset
	return n > 0 && (s.limit == 0 || n <= s.limit)
}

// link is how a row and the rows of its collection find each other.
type link struct {
	from       *node
	collection *schema.Collection
	target     *Table
}

func (l link) about() *about {
	return &about{column: column{node: l.from}, target: l.target, collection: l.collection}
}

// slice is where the declaration of an owner has the collection.
func (l link) slice(owner any) reflect.Value {
	return reflect.ValueOf(owner).Elem().FieldByIndex(l.collection.Path)
}

// put adds a copy of a row to the collection of its owner.
func (l link) put(owner, row any) {
	slice := l.slice(owner)
	n := slice.Len()
	slice.Grow(1)
	slice.SetLen(n + 1)
	slice.Index(n).Set(reflect.ValueOf(row).Elem())
}

// has is the condition that the collection holds a row.
func (l link) has(id any) expr {
	return collected{l, []expr{binary{l.target.keyColumn(), " = ", value{id, l.target.keyCol.field}}}}
}
