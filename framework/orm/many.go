package orm

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/schema"
)

// Many is a collection of rows of T that belong to a row of R: through a join
// table, or by a key that points back.
type Many[R, T any] struct {
	place[R]
	collection *schema.Collection
	rows       *Def[T]
	slice      any // func(*R) *[]T, where the row of R is the one that declares it
}

// NewMany makes a collection; companions call it.
func NewMany[R, M, T any](p Path[R], name string, target *Def[T], slice func(*M) *[]T) Many[R, T] {
	return Many[R, T]{place[R]{p.node, name}, p.node.table.model.Collection(name), target, slice}
}

// Ref describes the collection as a column.
func (m Many[R, T]) Ref() Ref {
	return Ref{Relations: m.node.names(), Model: m.node.table.model, Collection: m.collection}
}

func (m Many[R, T]) expression() expr { return nil }
func (m Many[R, T]) target() *table   { return m.link().target }

// Any matches rows for which one row of the collection meets all conditions.
// It is an EXISTS, so rows never multiply. Two Any may mean two different rows.
func (m Many[R, T]) Any(preds ...Pred[T]) Pred[R] {
	items := make([]expr, len(preds))
	for i, p := range preds {
		items[i] = p.orTrue()
	}
	return Pred[R]{collected{m.link(), items}}
}

// None matches rows for which no row of the collection meets all conditions.
func (m Many[R, T]) None(preds ...Pred[T]) Pred[R] { return m.Any(preds...).Not() }

// Has matches rows whose collection holds the row with this key.
func (m Many[R, T]) Has(id int64) Pred[R] { return Pred[R]{m.linked(id)} }

func (m Many[R, T]) linked(id any) expr {
	key := column{&node{table: m.rows.table}, m.rows.model.PrimaryKey()}
	return collected{m.link(), []expr{binary{key, " = ", value{id}}}}
}

func (m Many[R, T]) link() link { return link{m.node, m.collection, m.rows.table} }

// link is how a row and the rows of its collection find each other.
type link struct {
	from       *node
	collection *schema.Collection
	target     *table
}

// collected is EXISTS over the rows of a collection.
type collected struct {
	link
	where []expr
}

func (x collected) render(b *builder) {
	b.raw("EXISTS (SELECT 1")
	outer := b.scope
	b.open(x.target)
	b.from(func() {
		b.raw(" WHERE ")
		x.connect(b, outer)
		for _, e := range x.where {
			b.raw(" AND ")
			e.render(b)
		}
	})
	b.close()
	b.raw(")")
}

// connect writes the condition that ties the inner row to the outer one.
func (x collected) connect(b *builder, outer *scope) {
	inner := b.scope
	near := func() {
		b.scope = outer
		b.column(x.from, x.from.table.model.PrimaryKey().Column)
		b.scope = inner
	}
	key := x.target.model.PrimaryKey().Column
	if x.collection.Table == "" {
		b.name(inner.alias)
		b.raw(".")
		b.name(x.collection.By)
		b.raw(" = ")
		near()
		return
	}
	b.name(inner.alias)
	b.raw(".")
	b.name(key)
	b.raw(" IN (SELECT ")
	b.name(x.collection.Far)
	b.raw(" FROM ")
	b.name(x.collection.Table)
	b.raw(" WHERE ")
	b.name(x.collection.Table)
	b.raw(".")
	b.name(x.collection.Near)
	b.raw(" = ")
	near()
	b.raw(")")
}

// Prefetcher is a collection to load with the rows of a query.
type Prefetcher[M any] interface {
	prefetch(ctx context.Context, rows []*M) error
}

// With loads the collection by a query of its own: filtered, ordered, with
// collections of its own.
func (m Many[R, T]) With(q QuerySet[T]) Prefetcher[R] { return prefetch[R, T]{m, q} }

func (m Many[R, T]) prefetch(ctx context.Context, rows []*R) error {
	return prefetch[R, T]{m, QuerySet[T]{def: m.rows}}.prefetch(ctx, rows)
}

type prefetch[R, T any] struct {
	many  Many[R, T]
	query QuerySet[T]
}

func (p prefetch[R, T]) prefetch(ctx context.Context, rows []*R) error {
	slice, ok := p.many.slice.(func(*R) *[]T)
	if !ok || p.many.node.parent != nil {
		return fmt.Errorf("orm: %s can only be prefetched from the model that declares it", p.many.name)
	}
	if len(rows) == 0 {
		return nil
	}
	byID := make(map[int64]*R, len(rows))
	ids := make([]any, len(rows))
	for i, row := range rows {
		id := p.many.node.table.keyOf(row)
		byID[id], ids[i] = row, id
		*slice(row) = []T{} // loaded, and perhaps empty
	}
	load := linkLoad{link: p.many.link(), ids: ids}
	return p.query.linked(ctx, load, func(owner int64, row *T) {
		if to := byID[owner]; to != nil {
			*slice(to) = append(*slice(to), *row)
		}
	})
}

// linkLoad asks for the rows of a collection together with their owners' keys.
type linkLoad struct {
	link
	ids []any
}

// head writes the owner's key as the first output column.
func (l linkLoad) owner(b *builder) {
	if l.collection.Table == "" {
		b.name(b.scope.alias)
		b.raw(".")
		b.name(l.collection.By)
		return
	}
	b.name(l.collection.Table)
	b.raw(".")
	b.name(l.collection.Near)
}

// join writes the join to the join table.
func (l linkLoad) join(b *builder) {
	if l.collection.Table == "" {
		return
	}
	b.raw(" JOIN ")
	b.name(l.collection.Table)
	b.raw(" ON ")
	b.name(l.collection.Table)
	b.raw(".")
	b.name(l.collection.Far)
	b.raw(" = ")
	b.name(b.scope.alias)
	b.raw(".")
	b.name(l.target.model.PrimaryKey().Column)
}

func (l linkLoad) render(b *builder) { l.owner(b) }

// IDs returns the keys of the rows in the collection of one row.
func (m Many[R, T]) IDs(ctx context.Context, row *R) ([]int64, error) { return Links(ctx, m, row) }

// Set makes the rows with these keys the whole collection of one row. The
// collection must have a join table.
func (m Many[R, T]) Set(ctx context.Context, row *R, ids ...int64) error {
	return SetLinks(ctx, m, row, ids)
}
