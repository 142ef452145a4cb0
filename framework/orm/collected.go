package orm

import "reflect"

// collected is EXISTS over the rows of a collection.
type collected struct {
	link
	where []expr
}

func (x collected) render(b *builder) {
	b.raw("EXISTS ")
	x.selects(b, raw{text: "1"})
}

// selects writes a SELECT of one value over the rows of the collection.
func (x collected) selects(b *builder, e expr) {
	b.raw("(SELECT ")
	outer := b.scope
	b.open(x.target)
	e.render(b)
	b.from(func() {
		b.raw(" WHERE ")
		x.connect(b, outer)
		b.alive(" AND ", x.target, b.scope.alias)
		for _, e := range x.where {
			b.raw(" AND ")
			e.render(b)
		}
	})
	b.close()
	b.raw(")")
}

// counted is the number of rows of a collection.
type counted struct{ collected }

func (x counted) render(b *builder) { x.selects(b, raw{text: "COUNT(*)"}) }

// totalled is a function of the rows of a collection.
type totalled struct {
	collected
	e expr
}

func (x totalled) render(b *builder) { x.selects(b, x.e) }

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
		if x.named() != nil {
			rowName{x.from.table, rendered(near)}.render(b)
			return
		}
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

// rendered is an expression that writes itself.
type rendered func()

func (x rendered) render(*builder) { x() }

// linkLoad asks for the rows of a collection together with their owners' keys.
type linkLoad struct {
	link
	ids []any
}

// render writes the owner's key as the first output column.
func (l *linkLoad) render(b *builder) {
	if f := l.named(); f != nil {
		keyIn{&column{&node{table: l.target}, f}, l.from.table}.render(b)
		return
	}
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

// owners is the condition that rows belong to one of the owners.
func (l *linkLoad) owners() expr {
	f := l.named()
	if f == nil {
		return oneOf{l, l.ids}
	}
	names := make([]any, len(l.ids))
	for i, id := range l.ids {
		names[i] = l.from.table.model.Key() + "/" + *spell(reflect.ValueOf(id))
	}
	return oneOf{&column{l.target.root, f}, names}
}

// join writes the join to the join table.
func (l *linkLoad) join(b *builder) {
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
