package orm

import (
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// expr is a piece of a statement.
type expr interface{ render(*builder) }

// column is a column of the row at a node.
type column struct {
	node  *node
	field *schema.Field
}

func (c column) render(b *builder) { b.column(c.node, c.field.Column) }

// value is bound as a parameter.
type value struct{ v any }

func (v value) render(b *builder) { b.bind(v.v) }

// binary is two expressions with an operator between.
type binary struct {
	left  expr
	op    string
	right expr
}

func (x binary) render(b *builder) { x.left.render(b); b.raw(x.op); x.right.render(b) }

// suffix is an expression and the words behind it.
type suffix struct {
	of    expr
	words string
}

func (x suffix) render(b *builder) { x.of.render(b); b.raw(x.words) }

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

// Instant is a moment that is taken when a query runs, not when it is written.
// The zero value is that moment itself, as is [Now].
type Instant struct{ offset time.Duration }

// Now is the moment at which a query runs.
var Now Instant

// Add moves the instant: orm.Now.Add(-time.Hour) is an hour before.
func (i Instant) Add(d time.Duration) Instant { return Instant{i.offset + d} }

func (i Instant) render(b *builder) { b.bind(b.now.Add(i.offset)) }

// Expression is anything of type T that can be computed from a row of R.
type Expression[R, T any] interface {
	typed(T) expr
	rowOf(R)
}

// Expr is an expression of type T over a row of R. The methods here suit every type.
type Expr[R, T any] struct{ e expr }

func (x Expr[R, T]) typed(T) expr     { return x.e }
func (x Expr[R, T]) expression() expr { return x.e }

// Eq matches rows in which the expression equals v.
func (x Expr[R, T]) Eq(v T) Pred[R] { return Pred[R]{binary{x.e, " = ", value{v}}} }

// Ne matches rows in which the expression differs from v; NULL differs from nothing.
func (x Expr[R, T]) Ne(v T) Pred[R] { return Pred[R]{binary{x.e, " <> ", value{v}}} }

// EqF compares with another expression.
func (x Expr[R, T]) EqF(y Expression[R, T]) Pred[R] {
	return Pred[R]{binary{x.e, " = ", y.typed(*new(T))}}
}

// In matches rows in which the expression is one of the values. No values match nothing.
func (x Expr[R, T]) In(values ...T) Pred[R] {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return Pred[R]{oneOf{x.e, list}}
}

// IsNull matches rows in which the expression is NULL.
func (x Expr[R, T]) IsNull() Pred[R] { return Pred[R]{suffix{x.e, " IS NULL"}} }

// NotNull matches rows in which the expression is not NULL.
func (x Expr[R, T]) NotNull() Pred[R] { return Pred[R]{suffix{x.e, " IS NOT NULL"}} }

// Asc orders by the expression, smallest first.
func (x Expr[R, T]) Asc() Order[R] { return Order[R]{x.e, false} }

// Desc orders by the expression, largest first.
func (x Expr[R, T]) Desc() Order[R] { return Order[R]{x.e, true} }

// Ordered is an expression whose values have an order.
type Ordered[R, T any] struct{ Expr[R, T] }

// Gt matches values greater than v.
func (x Ordered[R, T]) Gt(v T) Pred[R] { return Pred[R]{binary{x.e, " > ", value{v}}} }

// Ge matches values greater than or equal to v.
func (x Ordered[R, T]) Ge(v T) Pred[R] { return Pred[R]{binary{x.e, " >= ", value{v}}} }

// Lt matches values less than v.
func (x Ordered[R, T]) Lt(v T) Pred[R] { return Pred[R]{binary{x.e, " < ", value{v}}} }

// Le matches values less than or equal to v.
func (x Ordered[R, T]) Le(v T) Pred[R] { return Pred[R]{binary{x.e, " <= ", value{v}}} }

// Between matches values from low to high, both included.
func (x Ordered[R, T]) Between(low, high T) Pred[R] { return x.Ge(low).And(x.Le(high)) }

// GtF compares with another expression.
func (x Ordered[R, T]) GtF(y Expression[R, T]) Pred[R] {
	return Pred[R]{binary{x.e, " > ", y.typed(*new(T))}}
}

// LtF compares with another expression.
func (x Ordered[R, T]) LtF(y Expression[R, T]) Pred[R] {
	return Pred[R]{binary{x.e, " < ", y.typed(*new(T))}}
}

// Numeric is an expression to count with.
type Numeric[R, T any] struct{ Ordered[R, T] }

func (x Numeric[R, T]) with(op string, y expr) Computed[R, T] {
	return Computed[R, T]{Numeric: Numeric[R, T]{Ordered[R, T]{Expr[R, T]{group{"", []expr{binary{x.e, op, y}}}}}}}
}

// Computed is a number that is worked out from columns.
type Computed[R, T any] struct{ Numeric[R, T] }

func (Computed[R, T]) rowOf(R) {}

// Add is the expression plus v.
func (x Numeric[R, T]) Add(v T) Computed[R, T] { return x.with(" + ", value{v}) }

// Sub is the expression minus v.
func (x Numeric[R, T]) Sub(v T) Computed[R, T] { return x.with(" - ", value{v}) }

// Mul is the expression times v.
func (x Numeric[R, T]) Mul(v T) Computed[R, T] { return x.with(" * ", value{v}) }

// Textual is an expression of strings.
type Textual[R any, T ~string] struct{ Ordered[R, T] }

// Contains matches text that holds s, in the same case.
func (x Textual[R, T]) Contains(s string) Pred[R] { return Pred[R]{like{x.e, "%", s, "%", false}} }

// IContains matches text that holds s in any case.
func (x Textual[R, T]) IContains(s string) Pred[R] { return Pred[R]{like{x.e, "%", s, "%", true}} }

// HasPrefix matches text that begins with s, in the same case.
func (x Textual[R, T]) HasPrefix(s string) Pred[R] { return Pred[R]{like{x.e, "", s, "%", false}} }

// HasSuffix matches text that ends in s, in the same case.
func (x Textual[R, T]) HasSuffix(s string) Pred[R] { return Pred[R]{like{x.e, "%", s, "", false}} }

// IEq matches text that equals s in any case.
func (x Textual[R, T]) IEq(s string) Pred[R] { return Pred[R]{like{x.e, "", s, "", true}} }
