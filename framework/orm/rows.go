package orm

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// Out is an output of a query and the Go variable that it goes to.
type Out[P any] struct{ o output }

// Cols is the outputs of a query.
type Cols[P any] []Out[P]

// output is a value and where it goes, or a whole row of the query's table.
type output struct {
	e     expr
	to    any           // a pointer
	whole func(row any) // takes the row; e is nil then
}

// Whole makes the row itself an output: it goes to x.
func Whole[P any](x *P) Out[P] {
	return Out[P]{output{whole: func(row any) { *x, _ = row.(P) }}}
}

// Aggregate reads values that are worked out from all rows of a queryset:
//
//	err := orm.Aggregate(ctx, Published, orm.Sum(Posts.Views).To(&views), orm.Max(Posts.PublishedAt).To(&last))
func Aggregate[P any](ctx context.Context, q *QuerySet[P], outs ...Out[P]) error {
	plain := make([]output, len(outs))
	for i, o := range outs {
		plain[i] = o.o
	}
	return q.q.aggregate(ctx, plain)
}

// RowSet is rows of a type of the author's, each with the outputs of a query in
// it. It is immutable, as a queryset is.
type RowSet[P, R any] struct {
	q      query
	having []expr
	cols   func(*R) Cols[P]
}

// Rows is a queryset whose rows are of a type of the author's. What cols returns
// says which output goes to which field. Plain columns beside an aggregate are
// what the rows are grouped by.
//
//	stats := orm.Rows(Authors.QuerySet, func(s *Stat) orm.Cols[*Author] {
//		return orm.Cols[*Author]{Authors.Name.To(&s.Name), orm.Total(Authors.Posts).To(&s.Posts)}
//	})
func Rows[P, R any](q *QuerySet[P], cols func(*R) Cols[P]) *RowSet[P, R] {
	return &RowSet[P, R]{q: q.q, cols: cols}
}

// Having keeps groups that meet all conditions; they may speak of aggregates.
func (s *RowSet[P, R]) Having(preds ...Pred[P]) *RowSet[P, R] {
	n := *s
	n.having = append(s.having[:len(s.having):len(s.having)], exprs(preds)...)
	return &n
}

// OrderBy replaces the order.
func (s *RowSet[P, R]) OrderBy(orders ...Order[P]) *RowSet[P, R] {
	n := *s
	n.q = s.q.orderBy(orderings(orders))
	return &n
}

// Limit stops after n rows; 0 is no limit.
func (s *RowSet[P, R]) Limit(n int) *RowSet[P, R] { c := *s; c.q.limit = max(n, 0); return &c }

// Offset leaves out the first n rows.
func (s *RowSet[P, R]) Offset(n int) *RowSet[P, R] { c := *s; c.q.offset = max(n, 0); return &c }

// Distinct leaves out rows whose outputs were there before.
func (s *RowSet[P, R]) Distinct() *RowSet[P, R] { c := *s; c.q.distinct = true; return &c }

// All returns the rows.
func (s *RowSet[P, R]) All(ctx context.Context) ([]R, error) {
	out := []R{}
	for row, err := range s.Each(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// First returns the first row; ErrNotFound if there is none.
func (s *RowSet[P, R]) First(ctx context.Context) (R, error) {
	for row, err := range s.Limit(1).Each(ctx) {
		return row, err
	}
	var none R
	return none, ErrNotFound
}

// Each runs through the rows without keeping them. It holds a connection until
// the loop ends.
func (s *RowSet[P, R]) Each(ctx context.Context) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var scratch, zero R
		outs := s.cols(&scratch)
		plain := make([]output, len(outs))
		for i, o := range outs {
			plain[i] = o.o
		}
		stopped := false
		err := s.q.outputs(ctx, plain, s.having, func() bool {
			row := scratch
			scratch = zero // so that rows share no map and no slice
			stopped = !yield(row, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(zero, err)
		}
	}
}

// aggregate reads one row of outputs over all rows.
func (q query) aggregate(ctx context.Context, outs []output) error {
	for _, o := range outs {
		if o.whole != nil || !aggregated(o.e) {
			return errors.New("orm: Aggregate takes aggregates only, such as orm.Sum; for values of each row there is orm.Rows")
		}
	}
	q = q.cut() // over these rows, not over all before a limit of one result
	if q.none { // COUNT of no rows is 0, not nothing
		q = q.filter(raw{text: "1=0"})
		q.none = false
	}
	q.order, q.related = nil, nil
	return q.outputs(ctx, outs, nil, func() bool { return true })
}

// outputs runs the query of outputs and calls each once they are all filled.
func (q query) outputs(ctx context.Context, outs []output, having []expr, each func() bool) error {
	if q.none {
		return nil
	}
	if len(outs) == 0 {
		return errors.New("orm: a query without an output")
	}
	_, err := execute(ctx, querying, q.table, q.table.sample, &operation{silent: true, statement: written{
		func(b *builder) { q.group(outs, having).selects(b, outs) },
		func(db *gorm.DB) error { return q.scanOutputs(db, outs, each) },
	}})
	return err
}

// group groups by the outputs that are no aggregates, if one is.
func (q query) group(outs []output, having []expr) query {
	q.having = having
	grouped := false
	for _, o := range outs {
		grouped = grouped || o.e != nil && aggregated(o.e)
	}
	for _, h := range having {
		grouped = grouped || aggregated(h)
	}
	if !grouped {
		q.where = append(q.where[:len(q.where):len(q.where)], having...)
		q.having = nil
		return q
	}
	q = q.unordered()
	at := 1
	group := func(e expr, place int) {
		q.groups = append(q.groups[:len(q.groups):len(q.groups)], e)
		q.places = append(q.places[:len(q.places):len(q.places)], place)
	}
	for _, o := range outs {
		switch {
		case o.whole != nil:
			group(q.table.keyColumn(), 0)
			at += len(q.table.model.Fields) - 1
		case !aggregated(o.e) && !constant(o.e):
			group(o.e, at)
		}
		at++
	}
	return q
}

// selects renders the SELECT of outputs.
func (q query) selects(b *builder, outs []output) {
	q.sql(b, func(b *builder) {
		for i, o := range outs {
			if i > 0 {
				b.raw(", ")
			}
			if o.whole != nil {
				b.columns(q.table.root)
				continue
			}
			o.e.render(b)
		}
	}, nil)
}

// isText reports whether JSON is wanted as text.
func isText(to any) bool { _, ok := to.(*string); return ok }

// scanOutputs reads the rows of the statement into the variables.
func (q query) scanOutputs(db *gorm.DB, outs []output, each func() bool) error {
	st := db.Statement
	rows, err := st.ConnPool.QueryContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	defer rows.Close()
	d := dialect(db.Dialector.Name())
	var dst []any
	for rows.Next() {
		dst = dst[:0]
		var whole any
		for _, o := range outs {
			if o.whole != nil {
				whole = q.table.New()
				from := len(dst)
				dst = q.table.scan(whole, dst)
				q.table.decimals(d, dst, from)
				continue
			}
			reflect.ValueOf(o.to).Elem().SetZero()
			to := o.to
			switch f := fieldOf(o.e); {
			case f == nil || f.Own:
			case f.Kind == schema.Decimal && d == sqliteDialect:
				to = &roundedScan{to, f.Scale}
			case f.Kind == schema.JSON && !isText(to):
				to = jsonScanner{to}
			case f.Kind.Element() != "" && !isText(to):
				to = arrayScanner{to}
			}
			dst = append(dst, &optional{to: to})
		}
		if err := rows.Scan(dst...); err != nil {
			return err
		}
		for _, o := range outs {
			if o.whole != nil {
				o.whole(whole)
			}
		}
		db.RowsAffected++
		if !each() {
			return nil
		}
	}
	return rows.Err()
}
