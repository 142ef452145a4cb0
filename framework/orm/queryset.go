package orm

import (
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"github.com/gofw/gofw/framework/schema"
)

// QuerySet describes rows of M. It is an immutable value: every method returns
// another, the database is asked only by the methods that take a context, and
// one value may be shared by goroutines and kept in a package variable.
type QuerySet[M any] struct {
	def      *Def[M]
	where    []expr
	order    []Order[M]
	related  []*node
	prefetch []Prefetcher[M]
	limit    int
	offset   int
	none     bool
	whole    bool // Update and Delete without a filter are meant
}

// Table is the table of M: the queryset of all its rows, and the ways to write
// them. The generated value of each model embeds it.
type Table[M any] struct{ QuerySet[M] }

// NewTable makes the table of a definition; companions call it.
func NewTable[M any](d *Def[M]) Table[M] {
	t := Table[M]{QuerySet[M]{def: d}}
	root := &node{table: d.table}
	for _, o := range d.model.Ordering {
		t.order = append(t.order, Order[M]{column{root, d.model.Field(o.Field)}, o.Desc})
	}
	return t
}

// Def is the definition behind the table, for companions of other packages.
func (t Table[M]) Def() *Def[M] { return t.def }

// Schema describes the model.
func (q QuerySet[M]) Schema() *schema.Model { return q.def.model }

// Filter keeps the rows that meet all conditions.
func (q QuerySet[M]) Filter(preds ...Pred[M]) QuerySet[M] {
	q.where = slices.Clip(q.where)
	for _, p := range preds {
		if p.e != nil {
			q.where = append(q.where, p.e)
		}
	}
	return q
}

// Exclude drops the rows that meet one of the conditions.
func (q QuerySet[M]) Exclude(preds ...Pred[M]) QuerySet[M] {
	for _, p := range preds {
		q = q.Filter(p.Not())
	}
	return q
}

// OrderBy replaces the order; without arguments rows come in any order.
func (q QuerySet[M]) OrderBy(orders ...Order[M]) QuerySet[M] { q.order = orders; return q }

// Limit stops after n rows; 0 is no limit.
func (q QuerySet[M]) Limit(n int) QuerySet[M] { q.limit = max(n, 0); return q }

// Offset leaves out the first n rows.
func (q QuerySet[M]) Offset(n int) QuerySet[M] { q.offset = max(n, 0); return q }

// None is a queryset that never has a row and never asks the database.
func (q QuerySet[M]) None() QuerySet[M] { q.none = true; return q }

// Everything says that an Update or Delete without a filter is meant.
func (q QuerySet[M]) Everything() QuerySet[M] { q.whole = true; return q }

// SelectRelated loads to-one relations in the same statement, by a join. A
// relation beyond another loads that one too.
func (q QuerySet[M]) SelectRelated(relations ...Loadable[M]) QuerySet[M] {
	q.related = slices.Clip(q.related)
	for _, r := range relations {
		q.related = relate(q.related, r.step())
	}
	return q
}

// relate adds a step and those before it, once each.
func relate(steps []*node, n *node) []*node {
	if n == nil || n.parent == nil {
		return steps
	}
	steps = relate(steps, n.parent)
	for _, s := range steps {
		if s.alias == n.alias {
			return steps
		}
	}
	return append(steps, n)
}

// Prefetch loads collections of all rows, one statement each.
func (q QuerySet[M]) Prefetch(collections ...Prefetcher[M]) QuerySet[M] {
	q.prefetch = append(slices.Clip(q.prefetch), collections...)
	return q
}

// Reverse turns every direction of the order round.
func (q QuerySet[M]) Reverse() QuerySet[M] {
	orders := make([]Order[M], len(q.order))
	for i, o := range q.order {
		orders[i] = Order[M]{o.e, !o.desc}
	}
	q.order = orders
	return q
}

// sql renders SELECT head FROM … with everything the queryset says.
func (q QuerySet[M]) sql(b *builder, head, join func(*builder)) {
	b.now = time.Now().UTC()
	b.open(q.def.table)
	b.raw("SELECT ")
	for _, n := range q.related {
		b.join(n)
	}
	head(b)
	b.from(func() {
		if join != nil {
			join(b)
		}
		q.conditions(b, b.plugged)
		for i, o := range q.order {
			if i == 0 {
				b.raw(" ORDER BY ")
			} else {
				b.raw(", ")
			}
			o.e.render(b)
			if o.desc {
				b.raw(" DESC")
			}
		}
		q.window(b)
	})
	b.close()
}

func (q QuerySet[M]) conditions(b *builder, extra []expr) {
	word := " WHERE "
	for _, list := range [][]expr{extra, q.where} {
		for _, e := range list {
			b.raw(word)
			e.render(b)
			word = " AND "
		}
	}
}

// window writes LIMIT and OFFSET as checked integers, never as parameters:
// SQLite prepares a statement with a bound limit anew each time.
func (q QuerySet[M]) window(b *builder) {
	if q.limit > 0 {
		b.raw(" LIMIT ")
		b.int(q.limit)
	}
	if q.offset > 0 {
		if q.limit == 0 {
			b.raw(b.dialect.noLimit())
		}
		b.raw(" OFFSET ")
		b.int(q.offset)
	}
}

// plugged is a condition that a GORM plugin added.
type plugged struct{ e clause.Expression }

func (p plugged) render(b *builder) { p.e.Build(pluginWriter{b}) }
