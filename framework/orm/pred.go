package orm

import (
	"strings"
	"time"

	"gorm.io/gorm"
)

// Pred is a condition on a row; P is the type of the row, *Post. The zero value
// is true.
type Pred[P any] struct{ e expr }

// Or is true when one of the conditions is; with none it is false.
func Or[P any](preds ...Pred[P]) Pred[P] { return Pred[P]{group{" OR ", exprs(preds)}} }

// And is true when every condition is; with none it is true.
func And[P any](preds ...Pred[P]) Pred[P] { return Pred[P]{group{" AND ", exprs(preds)}} }

// Not is true when the condition is false.
func Not[P any](p Pred[P]) Pred[P] { return Pred[P]{not(p.e)} }

// exprs is conditions without their type.
func exprs[P any](preds []Pred[P]) []expr {
	out := make([]expr, len(preds))
	for i, p := range preds {
		out[i] = orTrue(p.e)
	}
	return out
}

func orTrue(e expr) expr {
	if e == nil {
		return group{word: " AND "}
	}
	return e
}

func not(e expr) expr { return call{"NOT ", []expr{orTrue(e)}} }

// Order is a value to order by and its direction.
type Order[P any] struct{ o ordering }

// NullsFirst orders rows in which the value is NULL before all others.
func NullsFirst[P any](o Order[P]) Order[P] { o.o.nulls = nullsFirst; return o }

// NullsLast orders rows in which the value is NULL after all others.
func NullsLast[P any](o Order[P]) Order[P] { o.o.nulls = nullsLast; return o }

// Assign gives a column a value in Update.
type Assign[P any] struct {
	_ incomparable
	a assignment
}

// utc puts times into UTC, as SQLite compares them as text.
func utc(v any) any {
	switch t := v.(type) {
	case time.Time:
		if t.Location() == time.UTC && t.Nanosecond()%1000 == 0 {
			return v
		}
		return exact(t)
	case *time.Time:
		if t == nil {
			return nil
		}
		return exact(*t)
	case gorm.DeletedAt:
		if !t.Valid {
			return nil
		}
		return exact(t.Time)
	}
	return v
}

// exact is a moment as exactly as every database keeps it.
func exact(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Equals compares a column of any type, for code that knows columns only as
// such; of a collection it asks for a row with the key v. A nil value asks for
// NULL.
func Equals[P any](c Column[P], v any) Pred[P] {
	a := know(c)
	switch {
	case a.collection != nil:
		return Pred[P]{link{a.column.node, a.collection, a.target}.has(v)}
	case v == nil:
		return Pred[P]{suffix{a.expr(), " IS NULL"}}
	}
	return Pred[P]{compare(a.expr(), " = ", v)}
}

// Compare compares a column with an operator of the set < <= > >= =. Any other
// operator is a programming mistake and panics.
func Compare[P any](c Column[P], op string, v any) Pred[P] {
	switch op {
	case "<", "<=", ">", ">=", "=":
		return Pred[P]{compare(know(c).expr(), " "+op+" ", v)}
	}
	panic("orm: no operator " + op)
}

// By orders by a column of any type.
func By[P any](c Column[P], desc bool) Order[P] {
	return Order[P]{ordering{e: know(c).expr(), desc: desc}}
}

// Search matches rows in which every word of text stands in one of the columns,
// in any case. Empty text matches all.
func Search[P any](text string, columns ...Column[P]) Pred[P] {
	in := make([]expr, len(columns))
	for i, c := range columns {
		in[i] = know(c).expr()
	}
	return Pred[P]{search(text, in)}
}

func search(text string, columns []expr) expr {
	var words []expr
	for _, word := range strings.Fields(text) {
		var in []expr
		for _, c := range columns {
			in = append(in, like{c, "%", word, "%", true})
		}
		words = append(words, group{" OR ", in})
	}
	return group{" AND ", words}
}
