package orm

import "reflect"

// Compared is what everything that is computed from a row can do. P is the type
// of a row, *Post; T the type of a value.
//
// Columns carry their operators as functions in fields, not as methods. They
// are called the same way, but the compiler makes a body of each method for
// every model and every type of value, and of a function one body for all: see
// docs/decisions.md. They are set once, by the companion, and never change.
type Compared[P, T any] struct {
	// Eq matches rows in which the value equals v.
	Eq func(v T) Pred[P]
	// Ne matches rows in which the value differs from v; NULL differs from nothing.
	Ne func(v T) Pred[P]
	// In matches rows in which the value is one of these. No values match nothing.
	In func(values ...T) Pred[P]
	// InQ matches rows in which the value is one of those that a query finds: see [List].
	InQ func(q *ListQuery[T]) Pred[P]
	// IsNull matches rows in which the value is NULL.
	IsNull func() Pred[P]
	// NotNull matches rows in which the value is not NULL.
	NotNull func() Pred[P]
	// EqF matches rows in which the value equals another expression.
	EqF func(e Expression[P, T]) Pred[P]
	// Asc orders by the value, smallest first. NULL comes before every value.
	Asc func() Order[P]
	// Desc orders by the value, largest first. NULL comes after every value.
	Desc func() Order[P]
	// To makes the value an output of [Rows] or [Aggregate]: it goes to x. NULL
	// leaves the zero value.
	To func(x *T) Out[P]
}

func newCompared[P, T any](e expr) Compared[P, T] {
	return Compared[P, T]{
		Eq:      func(v T) Pred[P] { return Pred[P]{compare(e, " = ", v)} },
		Ne:      func(v T) Pred[P] { return Pred[P]{compare(e, " <> ", v)} },
		In:      func(values ...T) Pred[P] { return Pred[P]{oneOf{e, list(values)}} },
		InQ:     func(q *ListQuery[T]) Pred[P] { return Pred[P]{among{e, q.q, q.e}} },
		IsNull:  func() Pred[P] { return Pred[P]{suffix{e, " IS NULL"}} },
		NotNull: func() Pred[P] { return Pred[P]{suffix{e, " IS NOT NULL"}} },
		EqF:     func(other Expression[P, T]) Pred[P] { return Pred[P]{binary{e, " = ", of(other)}} },
		Asc:     func() Order[P] { return Order[P]{ordering{e: e}} },
		Desc:    func() Order[P] { return Order[P]{ordering{e: e, desc: true}} },
		To:      func(x *T) Out[P] { return Out[P]{output{e: e, to: x}} },
	}
}

// Values is what every column can do, beside what [Compared] can: it can be
// assigned to.
type Values[P, T any] struct {
	Compared[P, T]
	// Set assigns a value in Update.
	Set func(v T) Assign[P]
	// SetNull assigns NULL in Update.
	SetNull func() Assign[P]
	// SetF assigns an expression in Update.
	SetF func(e Expression[P, T]) Assign[P]
}

func newValues[P, T any](c *column) Values[P, T] {
	return Values[P, T]{
		Compared: newCompared[P, T](c),
		Set:      func(v T) Assign[P] { return Assign[P]{a: assignment{c.field, value{v, c.field}}} },
		SetNull:  func() Assign[P] { return Assign[P]{a: assignment{c.field, value{v: nil}}} },
		SetF:     func(e Expression[P, T]) Assign[P] { return Assign[P]{a: assignment{c.field, of(e)}} },
	}
}

// Ordered is what a column of values with an order can do.
type Ordered[P, T any] struct {
	// Gt matches values greater than v.
	Gt func(v T) Pred[P]
	// Ge matches values greater than or equal to v.
	Ge func(v T) Pred[P]
	// Lt matches values less than v.
	Lt func(v T) Pred[P]
	// Le matches values less than or equal to v.
	Le func(v T) Pred[P]
	// Between matches values from low to high, both included.
	Between func(low, high T) Pred[P]
	// GtF matches values greater than another expression.
	GtF func(e Expression[P, T]) Pred[P]
	// GeF matches values greater than or equal to another expression.
	GeF func(e Expression[P, T]) Pred[P]
	// LtF matches values less than another expression.
	LtF func(e Expression[P, T]) Pred[P]
	// LeF matches values less than or equal to another expression.
	LeF func(e Expression[P, T]) Pred[P]
}

func newOrdered[P, T any](e expr) Ordered[P, T] {
	return Ordered[P, T]{
		Gt:      func(v T) Pred[P] { return Pred[P]{compare(e, " > ", v)} },
		Ge:      func(v T) Pred[P] { return Pred[P]{compare(e, " >= ", v)} },
		Lt:      func(v T) Pred[P] { return Pred[P]{compare(e, " < ", v)} },
		Le:      func(v T) Pred[P] { return Pred[P]{compare(e, " <= ", v)} },
		Between: func(low, high T) Pred[P] { return Pred[P]{between{e, low, high}} },
		GtF:     func(other Expression[P, T]) Pred[P] { return Pred[P]{binary{e, " > ", of(other)}} },
		GeF:     func(other Expression[P, T]) Pred[P] { return Pred[P]{binary{e, " >= ", of(other)}} },
		LtF:     func(other Expression[P, T]) Pred[P] { return Pred[P]{binary{e, " < ", of(other)}} },
		LeF:     func(other Expression[P, T]) Pred[P] { return Pred[P]{binary{e, " <= ", of(other)}} },
	}
}

// compare is an expression compared with a value.
func compare(e expr, op string, v any) expr {
	x := binary{e, op, value{v, fieldOf(e)}}
	if r := reflect.ValueOf(v); r.Kind() == reflect.String && unstorable(r.String()) {
		return unmatched{x}
	}
	return x
}

// Value is a column of a type without an order that Go knows of.
type Value[P, T any] struct {
	c *column
	Values[P, T]
}

// NewValue is a column of a table, for code that serves every model.
func NewValue[P, T any](t *Table, name string) *Value[P, T] {
	var c Value[P, T]
	c.fill(t.root, name)
	return &c
}

func (c *Value[P, T]) fill(n *node, name string) {
	at := n.column(name)
	*c = Value[P, T]{at, newValues[P, T](at)}
}

//go:noinline
func (c *Value[P, T]) about(P) *about { return c.c.about() }

func (c *Value[P, T]) expression(P, T) expr { return c.c }

// Bool is a column of yes and no.
type Bool[P any] struct {
	c *column
	Values[P, bool]
	// IsTrue matches rows in which the column is true.
	IsTrue func() Pred[P]
	// IsFalse matches rows in which the column is false.
	IsFalse func() Pred[P]
}

func (c *Bool[P]) fill(n *node, name string) {
	at := n.column(name)
	*c = Bool[P]{
		c: at, Values: newValues[P, bool](at),
		IsTrue:  func() Pred[P] { return Pred[P]{compare(at, " = ", true)} },
		IsFalse: func() Pred[P] { return Pred[P]{compare(at, " = ", false)} },
	}
}

//go:noinline
func (c *Bool[P]) about(P) *about { return c.c.about() }

func (c *Bool[P]) expression(P, bool) expr { return c.c }
