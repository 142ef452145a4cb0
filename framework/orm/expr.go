package orm

import (
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// expr is a piece of a statement.
type expr interface{ render(*builder) }

// value is bound as a parameter, as the field keeps it, if there is one.
type value struct {
	v any
	f *schema.Field
}

func (v value) render(b *builder) { b.bindAs(v.f, v.v) }

// binary is two expressions with an operator between.
type binary struct {
	left  expr
	op    string
	right expr
}

func (x binary) render(b *builder) {
	x.left.render(b)
	if b.dialect == postgresDialect && x.narrow() { // where the result of two small numbers is a small one
		b.raw("::bigint")
	}
	b.raw(x.op)
	x.right.render(b)
}

// narrow reports whether it reckons with a column of less than 64 bits.
func (x binary) narrow() bool {
	if x.op != " + " && x.op != " - " && x.op != " * " {
		return false
	}
	f := fieldOf(x.left)
	return f != nil && (f.Kind == schema.SmallInt || f.Kind == schema.Integer)
}

func (x binary) parts() []expr { return []expr{x.left, x.right} }

// suffix is an expression and the words behind it.
type suffix struct {
	of    expr
	words string
}

func (x suffix) render(b *builder) { x.of.render(b); b.raw(x.words) }

func (x suffix) parts() []expr { return []expr{x.of} }

// call is a function of expressions.
type call struct {
	name string
	args []expr
}

func (x call) render(b *builder) {
	b.raw(x.name + "(")
	for i, a := range x.args {
		if i > 0 {
			b.raw(", ")
		}
		a.render(b)
	}
	b.raw(")")
}

func (x call) parts() []expr { return x.args }

// raw is a piece of SQL with its own parameters, ? each.
type raw struct {
	text string
	args []any
}

func (x raw) render(b *builder) {
	rest := x.text
	for _, v := range x.args {
		before, after, _ := strings.Cut(rest, "?")
		b.raw(before)
		b.bind(v)
		rest = after
	}
	b.raw(rest)
}

// group is a list of expressions in parentheses, joined by a word.
type group struct {
	word  string
	items []expr
}

func (x group) render(b *builder) {
	if len(x.items) == 0 { // an empty AND is true, an empty OR false
		b.raw(map[string]string{" AND ": "1=1", " OR ": "1=0"}[x.word])
		return
	}
	b.raw("(")
	for i, e := range x.items {
		if i > 0 {
			b.raw(x.word)
		}
		e.render(b)
	}
	b.raw(")")
}

func (x group) parts() []expr { return x.items }

// between is a range with both ends.
type between struct {
	e         expr
	low, high any
}

func (x between) render(b *builder) {
	b.raw("(")
	x.e.render(b)
	b.raw(" >= ")
	b.bindAs(fieldOf(x.e), x.low)
	b.raw(" AND ")
	x.e.render(b)
	b.raw(" <= ")
	b.bindAs(fieldOf(x.e), x.high)
	b.raw(")")
}

func (x between) parts() []expr { return []expr{x.e} }

// arithmetic is a column and a number with an operator between, in parentheses.
func arithmetic(e expr, op string, v any) expr { return group{"", []expr{binary{e, op, value{v: v}}}} }
