package orm

import (
	"time"

	"github.com/gofw/gofw/framework/schema"
)

// Column is a column, a to-one relation or a collection of a row of R, for
// lists of them: see [Columns].
type Column[R any] interface {
	// Ref describes the column without its type.
	Ref() Ref
	expression() expr
	root() *table   // of R
	target() *table // of a relation or collection; nil for a plain column
	rowOf(R)
}

// Columns lists columns of one model; the compiler refuses those of another.
func Columns[R any](columns ...Column[R]) []Column[R] { return columns }

// Ref says what a column is and how to get there.
type Ref struct {
	Relations  []string           // to-one relations on the way, outermost first
	Model      *schema.Model      // the model that declares it
	Field      *schema.Field      // nil for a collection
	Collection *schema.Collection // nil for a field
}

// Name is the Go name of what the column shows: Author for a relation's key.
func (r Ref) Name() string {
	switch {
	case r.Collection != nil:
		return r.Collection.Name
	case r.Field.Relation != nil:
		return r.Field.Relation.Name
	}
	return r.Field.Name
}

// Label is the text people read above the column.
func (r Ref) Label() string {
	if r.Collection != nil {
		return r.Collection.Label
	}
	return r.Field.Label
}

// place is where a column stands. It is the untyped half of every column type.
type place[R any] struct {
	node *node
	name string
}

func (p place[R]) root() *table         { return p.node.first() }
func (p place[R]) target() *table       { return nil }
func (p place[R]) rowOf(R)              {}
func (p place[R]) field() *schema.Field { return p.node.table.model.Field(p.name) }

// Ref describes the column without its type.
func (p place[R]) Ref() Ref {
	return Ref{Relations: p.node.names(), Model: p.node.table.model, Field: p.field()}
}

// assignable is what the columns of the root row can do besides being asked.
type assignable[R, T any] struct{ place[R] }

// Set assigns a value in Update.
func (a assignable[R, T]) Set(v T) Assign[R] { return Assign[R]{a.field(), value{v}} }

// SetNull assigns NULL in Update.
func (a assignable[R, T]) SetNull() Assign[R] { return Assign[R]{a.field(), value{nil}} }

// SetF assigns an expression in Update: Views.SetF(Posts.Views.Add(1)).
func (a assignable[R, T]) SetF(e Expression[R, T]) Assign[R] {
	return Assign[R]{a.field(), e.typed(*new(T))}
}

// Text is a column of strings.
type Text[R any, T ~string] struct {
	Textual[R, T]
	assignable[R, T]
}

// Number is a column of numbers.
type Number[R, T any] struct {
	Numeric[R, T]
	assignable[R, T]
}

// Bool is a column of yes and no.
type Bool[R any] struct {
	Expr[R, bool]
	assignable[R, bool]
}

// IsTrue matches rows in which the column is true.
func (b Bool[R]) IsTrue() Pred[R] { return b.Eq(true) }

// IsFalse matches rows in which the column is false.
func (b Bool[R]) IsFalse() Pred[R] { return b.Eq(false) }

// Time is a column of moments, kept in UTC.
type Time[R any] struct {
	Ordered[R, time.Time]
	assignable[R, time.Time]
}

// Before matches moments before one that is taken when the query runs.
func (t Time[R]) Before(i Instant) Pred[R] { return Pred[R]{binary{t.e, " < ", i}} }

// After matches moments after one that is taken when the query runs.
func (t Time[R]) After(i Instant) Pred[R] { return Pred[R]{binary{t.e, " > ", i}} }

// Value is a column of any other type: it can be compared, but not ordered.
type Value[R, T any] struct {
	Expr[R, T]
	assignable[R, T]
}

func at[R any](p Path[R], name string) (place[R], column) {
	pl := place[R]{p.node, name}
	return pl, column{p.node, pl.field()}
}

// NewText, NewNumber, NewBool, NewTime and NewValue make columns; companions
// call them.
func NewText[R any, T ~string](p Path[R], name string) Text[R, T] {
	pl, c := at(p, name)
	return Text[R, T]{Textual[R, T]{Ordered[R, T]{Expr[R, T]{c}}}, assignable[R, T]{pl}}
}

// NewNumber makes a column of numbers.
func NewNumber[R, T any](p Path[R], name string) Number[R, T] {
	pl, c := at(p, name)
	return Number[R, T]{Numeric[R, T]{Ordered[R, T]{Expr[R, T]{c}}}, assignable[R, T]{pl}}
}

// NewBool makes a column of yes and no.
func NewBool[R any](p Path[R], name string) Bool[R] {
	pl, c := at(p, name)
	return Bool[R]{Expr[R, bool]{c}, assignable[R, bool]{pl}}
}

// NewTime makes a column of moments.
func NewTime[R any](p Path[R], name string) Time[R] {
	pl, c := at(p, name)
	return Time[R]{Ordered[R, time.Time]{Expr[R, time.Time]{c}}, assignable[R, time.Time]{pl}}
}

// NewValue makes a column of any other type.
func NewValue[R, T any](p Path[R], name string) Value[R, T] {
	pl, c := at(p, name)
	return Value[R, T]{Expr[R, T]{c}, assignable[R, T]{pl}}
}
