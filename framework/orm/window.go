package orm

// Window is the rows that a window function looks at: those of the same
// partition, in an order. The zero value is all rows.
type Window[P any] struct {
	partition []expr
	order     []ordering
}

// Over is the window of rows that agree in the columns, in an order.
func Over[P any](partition []Column[P], orders ...Order[P]) Window[P] {
	w := Window[P]{order: orderings(orders)}
	for _, c := range partition {
		w.partition = append(w.partition, know(c).expr())
	}
	return w
}

// RowNumber counts the rows of the window from 1.
func RowNumber[P any](w Window[P]) *Computed[P, int64] { return windowed[P, int64]("ROW_NUMBER", w) }

// Rank counts the rows of the window from 1; equals share a number, and leave
// out as many.
func Rank[P any](w Window[P]) *Computed[P, int64] { return windowed[P, int64]("RANK", w) }

// DenseRank counts the rows of the window from 1; equals share a number.
func DenseRank[P any](w Window[P]) *Computed[P, int64] { return windowed[P, int64]("DENSE_RANK", w) }

// Lag is the value in the row before; NULL in the first.
func Lag[P, T any](e Expression[P, T], w Window[P]) *Computed[P, T] {
	return windowed[P, T]("LAG", w, of(e))
}

// Lead is the value in the row behind; NULL in the last.
func Lead[P, T any](e Expression[P, T], w Window[P]) *Computed[P, T] {
	return windowed[P, T]("LEAD", w, of(e))
}

// FirstValue is the value in the first row of the window.
func FirstValue[P, T any](e Expression[P, T], w Window[P]) *Computed[P, T] {
	return windowed[P, T]("FIRST_VALUE", w, of(e))
}

// RunningSum is the sum of the values from the first row of the window to this one.
func RunningSum[P, T any](e Expression[P, T], w Window[P]) *Computed[P, T] {
	return computed[P, T](window{call{"SUM", []expr{of(e)}}, w.partition, w.order, len(w.order) > 0})
}

func windowed[P, T any](name string, w Window[P], args ...expr) *Computed[P, T] {
	return computed[P, T](window{call{name, args}, w.partition, w.order, false})
}

type window struct {
	call
	partition []expr
	order     []ordering
	running   bool // up to this very row, not to all that are equal to it
}

func (x window) parts() []expr { return nil }

func (x window) render(b *builder) {
	x.call.render(b)
	b.raw(" OVER (")
	for i, e := range x.partition {
		b.raw([]string{"PARTITION BY ", ", "}[min(i, 1)])
		e.render(b)
	}
	if len(x.partition) > 0 && len(x.order) > 0 {
		b.raw(" ")
	}
	for i, o := range x.order {
		b.raw([]string{"ORDER BY ", ", "}[min(i, 1)])
		o.render(b)
	}
	if x.running {
		b.raw(" ROWS UNBOUNDED PRECEDING")
	}
	b.raw(")")
}
