package orm

import (
	"encoding/hex"

	"github.com/gofw/gofw/framework/schema"
)

// Computed is a value that is worked out from a row, or from many: to compare
// with, to order by, to assign, or as an output.
type Computed[P, T any] struct {
	e expr
	Compared[P, T]
	Ordered[P, T]
}

func computed[P, T any](e expr) *Computed[P, T] {
	return &Computed[P, T]{e, newCompared[P, T](e), newOrdered[P, T](e)}
}

//go:noinline
func (c *Computed[P, T]) about(P) *about { return &about{e: c.e} }

func (c *Computed[P, T]) expression(P, T) expr { return c.e }

// aggregate is a function of many rows.
type aggregate struct {
	name     string // COUNT
	e        expr   // nil is every row
	distinct bool
	where    []expr // only of rows that meet these
}

func (x aggregate) render(b *builder) {
	name, cast := x.spelt(b.dialect)
	b.raw(name + "(")
	if x.distinct {
		b.raw("DISTINCT ")
	}
	switch {
	case len(x.where) > 0: // CASE means the same everywhere, FILTER does not
		b.raw("CASE WHEN ")
		group{" AND ", x.where}.render(b)
		b.raw(" THEN ")
		orOne(x.e).render(b)
		b.raw(" END")
	case x.e == nil:
		b.raw("*")
	default:
		x.e.render(b)
	}
	if cast != "" {
		b.raw("::text)::" + cast)
		return
	}
	b.raw(")")
}

// spelt is the name of the function on a database, and the type by way of whose
// text it is reckoned. PostgreSQL has no smallest bool and, before 18, no smallest
// UUID.
func (x aggregate) spelt(d dialect) (name, cast string) {
	if d == sqliteDialect && sqliteAggregates[x.name] != "" {
		return sqliteAggregates[x.name], ""
	}
	if d != postgresDialect || x.name != "MIN" && x.name != "MAX" || x.e == nil {
		return x.name, ""
	}
	f := fieldOf(x.e)
	switch {
	case f != nil && f.Kind == schema.Bool:
		return map[string]string{"MIN": "BOOL_AND", "MAX": "BOOL_OR"}[x.name], ""
	case f != nil && f.Kind == schema.UUID && len(x.where) == 0:
		return x.name, "uuid"
	}
	return x.name, ""
}

// sqliteAggregates are ours where SQLite has none.
var sqliteAggregates = map[string]string{"VAR_POP": "gofw_variance", "STDDEV_POP": "gofw_stddev"}

func orOne(e expr) expr {
	if e == nil {
		return raw{text: "1"}
	}
	return e
}

func (x aggregate) parts() []expr { return nil } // what is in it is no plain column

// CountOf is the number of rows in which the value is not NULL, of those that
// meet the conditions.
func CountOf[P any](c Column[P], where ...Pred[P]) *Computed[P, int64] {
	return computed[P, int64](aggregate{name: "COUNT", e: know(c).expr(), where: exprs(where)})
}

// CountDistinct is the number of different values.
func CountDistinct[P any](c Column[P], where ...Pred[P]) *Computed[P, int64] {
	return computed[P, int64](aggregate{name: "COUNT", e: know(c).expr(), distinct: true, where: exprs(where)})
}

// Sum is the sum of the values; of none it is NULL.
func Sum[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, T] {
	return computed[P, T](aggregate{name: "SUM", e: of(e), where: exprs(where)})
}

// Avg is the mean of the values; of none it is NULL.
func Avg[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, float64] {
	return computed[P, float64](floating{aggregate{name: "AVG", e: of(e), where: exprs(where)}})
}

// Variance is the mean of the squares of the distances from the mean, of all the
// values there are; of none it is NULL.
func Variance[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, float64] {
	return computed[P, float64](floating{aggregate{name: "VAR_POP", e: of(e), where: exprs(where)}})
}

// StdDev is the standard deviation of the values, the root of their [Variance].
func StdDev[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, float64] {
	return computed[P, float64](floating{aggregate{name: "STDDEV_POP", e: of(e), where: exprs(where)}})
}

// JoinTexts is the texts one after the other, in alphabetical order, with a
// separator between them; of none it is NULL. MySQL ends after a megabyte, which
// its variable group_concat_max_len says.
func JoinTexts[P any, T ~string](e Expression[P, T], separator string, where ...Pred[P]) *Computed[P, string] {
	return computed[P, string](joinedTexts{aggregate{e: of(e), where: exprs(where)}, separator})
}

// joinedTexts is an aggregate with its order and separator.
type joinedTexts struct {
	aggregate
	separator string
}

func (x joinedTexts) parts() []expr { return []expr{x.aggregate} }

func (x joinedTexts) render(b *builder) {
	text := func() {
		if len(x.where) == 0 {
			x.e.render(b)
			return
		}
		b.raw("CASE WHEN ")
		group{" AND ", x.where}.render(b)
		b.raw(" THEN ")
		x.e.render(b)
		b.raw(" END")
	}
	b.raw(map[dialect]string{sqliteDialect: "GROUP_CONCAT(", postgresDialect: "STRING_AGG(", mysqlDialect: "GROUP_CONCAT("}[b.dialect])
	text()
	if b.dialect != mysqlDialect {
		b.raw(", ")
		if b.dialect == postgresDialect {
			b.raw("CAST(")
			b.bind(x.separator)
			b.raw(" AS text)")
		} else {
			b.bind(x.separator)
		}
		b.raw(" ORDER BY ")
		text()
		b.raw(")")
		return
	}
	b.raw(" ORDER BY ")
	text()
	if x.separator == "" {
		b.raw(" SEPARATOR '')")
		return
	}
	b.raw(" SEPARATOR 0x" + hex.EncodeToString([]byte(x.separator)) + ")") // it takes no parameter here
}

// Min is the smallest value; of none it is NULL.
func Min[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, T] {
	return computed[P, T](aggregate{name: "MIN", e: of(e), where: exprs(where)})
}

// Max is the largest value; of none it is NULL.
func Max[P, T any](e Expression[P, T], where ...Pred[P]) *Computed[P, T] {
	return computed[P, T](aggregate{name: "MAX", e: of(e), where: exprs(where)})
}

// floating makes a number a floating one: PostgreSQL and MySQL compute means of
// whole numbers as decimals.
type floating struct{ e expr }

func (x floating) render(b *builder) {
	b.raw("CAST(")
	x.e.render(b)
	b.raw(" AS " + b.dialect.double() + ")")
}

func (x floating) parts() []expr { return []expr{x.e} }

// compound is an expression made of others.
type compound interface{ parts() []expr }

// aggregated reports whether an expression is made of an aggregate.
func aggregated(e expr) bool {
	if _, ok := e.(aggregate); ok {
		return true
	}
	c, ok := e.(compound)
	if !ok {
		return false
	}
	for _, p := range c.parts() {
		if aggregated(p) {
			return true
		}
	}
	return false
}

// constant reports whether an expression is the same for every row, so that it
// cannot be grouped by.
func constant(e expr) bool {
	switch x := e.(type) {
	case value, told, raw, Instant:
		return true
	case *column, column, counted, among, scalar, exists, outer:
		return false
	case compound:
		for _, p := range x.parts() {
			if !constant(p) {
				return false
			}
		}
		return true
	}
	return false
}
