package orm

import "context"

// ListQuery is one value of each row of a query: a subquery for InQ, or a list.
// Its functions stand in fields for the reason that [Compared] gives.
type ListQuery[T any] struct {
	q query
	e expr

	// All returns the values; NULL is the zero value.
	All func(ctx context.Context) ([]T, error)
	// Distinct leaves out values that were there before. The order may then only
	// name the value itself.
	Distinct func() *ListQuery[T]
}

// List takes one value of each row: Authors.ID.InQ(orm.List(Posts.Filter(…),
// Posts.AuthorID)) asks for authors of these posts.
func List[P, T any](q *QuerySet[P], e Expression[P, T]) *ListQuery[T] { return listOf[T](q.q, of(e)) }

func listOf[T any](q query, e expr) *ListQuery[T] {
	return &ListQuery[T]{
		q: q, e: e,
		All: func(ctx context.Context) ([]T, error) { return values[T](ctx, q, e) },
		Distinct: func() *ListQuery[T] {
			distinct := q.unordered()
			distinct.distinct = true
			return listOf[T](distinct, e)
		},
	}
}

// values reads one value of each row.
func values[T any](ctx context.Context, q query, e expr) ([]T, error) {
	var x T
	out := []T{}
	err := q.outputs(ctx, []output{{e: e, to: &x}}, nil, func() bool { out = append(out, x); return true })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// among is an IN with a subquery.
type among struct {
	left  expr
	query query
	e     expr
}

func (x among) parts() []expr { return []expr{x.left} }

func (x among) render(b *builder) {
	x.left.render(b)
	b.raw(" IN (")
	if x.query.limit == 0 && x.query.offset == 0 {
		x.query.order = nil
	}
	wrapped := b.dialect == mysqlDialect && (x.query.limit > 0 || x.query.offset > 0) // it knows no LIMIT in such a subquery, but beneath one
	if wrapped {
		b.raw("SELECT * FROM (")
	}
	x.query.selects(b, []output{{e: x.e}})
	if wrapped {
		b.raw(") l")
	}
	b.raw(")")
}

// Exists matches rows for which a query finds something. With [Outer] the query
// can speak of the row.
func Exists[P, Q any](q *QuerySet[Q]) Pred[P] { return Pred[P]{exists{q.q}} }

type exists struct{ query query }

func (x exists) parts() []expr { return nil }

func (x exists) render(b *builder) {
	b.raw("EXISTS (")
	q := x.query
	q.order = nil
	q.selects(b, []output{{e: raw{text: "1"}}})
	b.raw(")")
}

// Subquery is the first value that a query finds, as a value of the row around
// it; NULL if it finds none.
func Subquery[P, T any](l *ListQuery[T]) *Computed[P, T] {
	q := l.q
	q.limit = 1
	return computed[P, T](scalar{q, l.e})
}

type scalar struct {
	query query
	e     expr
}

func (x scalar) parts() []expr { return nil }

func (x scalar) render(b *builder) {
	b.raw("(")
	x.query.selects(b, []output{{e: x.e}})
	b.raw(")")
}

// Outer is a value of the row around a subquery: in the filter of Posts within a
// query of Authors, orm.Outer[*Post](Authors.ID) is the author's key.
func Outer[P, Q, T any](e Expression[Q, T]) *Computed[P, T] {
	return computed[P, T](outer{of(e)})
}

type outer struct{ e expr }

func (x outer) parts() []expr { return nil }

func (x outer) render(b *builder) {
	inner := b.scope
	if inner == nil || inner.outer == nil {
		b.fail("orm.Outer stands in a query that is no subquery")
		return
	}
	b.scope = inner.outer
	x.e.render(b)
	b.scope = inner
}

// Total is the number of rows in a collection that meet the conditions.
func Total[P, T, K any](c *Many[P, T, K], where ...Pred[T]) *Computed[P, int64] {
	return computed[P, int64](counted{collected{c.link, exprs(where)}})
}

// SumOf is the sum of a value over the rows of a collection; of none it is NULL.
// Sums of several collections do not multiply each other.
func SumOf[P, Q, T, K any](c *Many[P, Q, K], e Expression[Q, T], where ...Pred[Q]) *Computed[P, T] {
	return over[T](c, "SUM", e, where)
}

// MinOf is the smallest value in a collection; of none it is NULL.
func MinOf[P, Q, T, K any](c *Many[P, Q, K], e Expression[Q, T], where ...Pred[Q]) *Computed[P, T] {
	return over[T](c, "MIN", e, where)
}

// MaxOf is the largest value in a collection; of none it is NULL.
func MaxOf[P, Q, T, K any](c *Many[P, Q, K], e Expression[Q, T], where ...Pred[Q]) *Computed[P, T] {
	return over[T](c, "MAX", e, where)
}

// AvgOf is the mean of a value over the rows of a collection; of none it is NULL.
func AvgOf[P, Q, T, K any](c *Many[P, Q, K], e Expression[Q, T], where ...Pred[Q]) *Computed[P, float64] {
	return computed[P, float64](totalled{collected{c.link, exprs(where)}, floating{call{"AVG", []expr{of(e)}}}})
}

func over[T, P, Q, K any](c *Many[P, Q, K], name string, e Expression[Q, T], where []Pred[Q]) *Computed[P, T] {
	return computed[P, T](totalled{collected{c.link, exprs(where)}, call{name, []expr{of(e)}}})
}
