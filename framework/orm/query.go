package orm

import (
	"reflect"
	"slices"

	"gorm.io/gorm/clause"
)

// query is what a QuerySet says, without its type, so that there is one copy of
// the code for all models. It is an immutable value.
type query struct {
	table    *Table
	where    []expr
	order    []ordering
	natural  bool // the order is that of Meta: nobody asked for it
	related  []*node
	prefetch []prefetcher
	groups   []expr
	places   []int // of the outputs that groups are, for PostgreSQL
	having   []expr
	limit    int
	offset   int
	distinct bool
	lock     *Lock // FOR UPDATE; nil is none
	none     bool
	whole    bool  // Update and Delete without a filter are meant
	dead     bool  // rows that are deleted softly are found, too
	hard     bool  // a delete is for good, whatever the model says
	loaded   []int // positions of the fields that are loaded; nil is all
}

// ordering is a value to order by, its direction, and where NULL comes.
type ordering struct {
	_     incomparable
	e     expr
	desc  bool
	nulls nulls
}

// incomparable keeps the compiler from writing a comparison, for every model, of
// a type that has it.
type incomparable [0]func()

// nulls is where NULL comes in an order; the zero value is first when ascending
// and last when descending, on every database.
type nulls int

const (
	nullsSmallest nulls = iota
	nullsFirst
	nullsLast
)

// key is the column of the primary key.
func (t *Table) keyColumn() *column { return t.keyCol }

func (q query) filter(exprs ...expr) query {
	q.where = slices.Clip(q.where)
	for _, e := range exprs {
		if e != nil {
			q.where = append(q.where, e)
		}
	}
	return q
}

// byKey keeps the row with this key; the order does not matter then.
func (q query) byKey(id any) query {
	q.order = nil
	q.where = append(slices.Clip(q.where), keyIs{q.table.keyColumn(), id})
	return q
}

// single reports whether an index finds the only row that the query can have.
func (q query) single() bool {
	for _, e := range q.where {
		switch x := e.(type) {
		case keyIs:
			return true
		case binary:
			c, ok := x.left.(*column)
			_, fixed := x.right.(value)
			if ok && fixed && x.op == " = " && c.node.parent == nil && c.field.Unique {
				return true
			}
		}
	}
	return false
}

// keyIs matches the row with a key.
type keyIs struct {
	key *column
	id  any
}

func (k keyIs) render(b *builder) {
	k.key.render(b)
	b.raw(" = ")
	b.bindAs(k.key.field, k.id)
}

func (q query) exclude(exprs []expr) query {
	for i, e := range exprs {
		exprs[i] = not(e)
	}
	return q.filter(exprs...)
}

func (q query) orderBy(orders []ordering) query { q.order, q.natural = orders, false; return q }

// unordered is the query without the order of Meta, where that has no meaning.
func (q query) unordered() query {
	if q.natural && q.limit == 0 && q.offset == 0 {
		q.order = nil
	}
	return q
}

func (q query) reverse() query {
	q.order = slices.Clone(q.order)
	for i := range q.order {
		o := &q.order[i]
		o.desc = !o.desc
		switch o.nulls {
		case nullsFirst:
			o.nulls = nullsLast
		case nullsLast:
			o.nulls = nullsFirst
		}
	}
	return q
}

// first keeps the first row, by key if the query has no order.
func (q query) first() query {
	if len(q.order) == 0 {
		q.order = []ordering{{e: q.table.keyColumn()}}
	}
	q.limit = 1
	return q
}

func (q query) relate(steps ...*node) query {
	q.related = slices.Clip(q.related)
	for _, n := range steps {
		q.related = relate(q.related, n)
	}
	return q
}

func (q query) prefetching(collections ...prefetcher) query {
	q.prefetch = append(slices.Clip(q.prefetch), collections...)
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

// sql renders SELECT head FROM … with everything the queryset says.
func (q query) sql(b *builder, head, join func(*builder)) {
	b.begin()
	b.open(q.table).dead = q.dead
	b.raw("SELECT ")
	if q.distinct {
		b.raw("DISTINCT ")
	}
	for _, n := range q.related {
		b.join(n)
	}
	head(b)
	b.from(func() {
		if join != nil {
			join(b)
		}
		q.conditions(b, b.pluggedInto(q.table))
		q.grouping(b)
		for i, o := range q.order {
			if i == 0 {
				b.raw(" ORDER BY ")
			} else {
				b.raw(", ")
			}
			if b.dialect == postgresDialect && q.placed(b, o) {
				continue
			}
			o.render(b)
		}
		q.window(b)
		q.locked(b)
	})
	b.close()
}

// render writes the value and its direction. PostgreSQL has NULL largest and the
// others smallest, and only PostgreSQL and SQLite can be told.
func (o ordering) render(b *builder) {
	first := o.nullsComeFirst()
	if b.dialect == mysqlDialect && o.nulls != nullsSmallest {
		o.e.render(b)
		b.raw(map[bool]string{true: " IS NOT NULL, ", false: " IS NULL, "}[first])
	}
	o.e.render(b)
	if o.desc {
		b.raw(" DESC")
	}
	switch {
	case b.dialect == mysqlDialect || b.dialect == sqliteDialect && o.nulls == nullsSmallest || !nullable(o.e):
	case first:
		b.raw(" NULLS FIRST")
	default:
		b.raw(" NULLS LAST")
	}
}

// nullable reports whether a value may be NULL. An index cannot serve an order
// that says where NULL comes otherwise than it keeps it.
func nullable(e expr) bool {
	switch c := e.(type) {
	case *column:
		return c.node.outer || c.field.Null
	case column:
		return c.node.outer || c.field.Null
	}
	return true
}

func (q query) conditions(b *builder, extra []expr) {
	word := " WHERE "
	if q.none { // a part of another query: alone it is never sent
		b.raw(" WHERE 1=0")
		word = " AND "
	}
	if b.alive(word, q.table, b.scope.alias) {
		word = " AND "
	}
	for _, list := range [][]expr{extra, q.where} {
		for _, e := range list {
			b.raw(word)
			e.render(b)
			word = " AND "
		}
	}
}

func (q query) grouping(b *builder) {
	for i, e := range q.groups {
		b.raw([]string{" GROUP BY ", ", "}[min(i, 1)])
		if q.place(b, e) {
			continue
		}
		e.render(b)
	}
	for i, e := range q.having {
		b.raw([]string{" HAVING ", " AND "}[min(i, 1)])
		e.render(b)
	}
}

// window writes LIMIT and OFFSET as checked integers, never as parameters:
// SQLite prepares a statement with a bound limit anew each time.
func (q query) window(b *builder) {
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

// place writes an expression that the query groups by as the number of its output,
// for PostgreSQL, which does not know it again where it has a parameter in it.
func (q query) place(b *builder, e expr) bool {
	if b.dialect != postgresDialect {
		return false
	}
	for i, g := range q.groups {
		if i < len(q.places) && q.places[i] > 0 && reflect.DeepEqual(g, e) {
			b.int(q.places[i])
			return true
		}
	}
	return false
}

// placed writes an order by an output of a grouped query.
func (q query) placed(b *builder, o ordering) bool {
	if !q.place(b, o.e) {
		return false
	}
	if o.desc {
		b.raw(" DESC")
	}
	b.raw(map[bool]string{true: " NULLS FIRST", false: " NULLS LAST"}[o.nullsComeFirst()])
	return true
}

// nullsComeFirst reports where NULL is in an order.
func (o ordering) nullsComeFirst() bool {
	return o.nulls == nullsFirst || o.nulls == nullsSmallest && !o.desc
}
