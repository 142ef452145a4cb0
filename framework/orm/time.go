package orm

import "time"

// Time is a column of moments, kept in UTC.
type Time[P any] struct {
	c *column
	Values[P, time.Time]
	Ordered[P, time.Time]
	// Before matches moments before one that is taken when the query runs.
	Before func(i Instant) Pred[P]
	// After matches moments after one that is taken when the query runs.
	After func(i Instant) Pred[P]
}

// NewTime makes a column of moments; companions call it.
func NewTime[P any](p Path[P], name string) *Time[P] {
	c := p.node.column(name)
	return &Time[P]{
		c: c, Values: newValues[P, time.Time](c), Ordered: newOrdered[P, time.Time](c),
		Before: func(i Instant) Pred[P] { return Pred[P]{binary{c, " < ", i}} },
		After:  func(i Instant) Pred[P] { return Pred[P]{binary{c, " > ", i}} },
	}
}

func (c *Time[P]) about(P) about { return about{column: *c.c} }

func (c *Time[P]) expression(P, time.Time) expr { return c.c }

// Instant is a moment that is taken when a query runs, not when it is written.
// The zero value is that moment itself, as is [Now].
type Instant struct{ offset time.Duration }

// Now is the moment at which a query runs.
var Now Instant

// Add moves the instant: orm.Now.Add(-time.Hour) is an hour before.
func (i Instant) Add(d time.Duration) Instant { return Instant{i.offset + d} }

func (i Instant) render(b *builder) { b.bind(b.now.Add(i.offset)) }
