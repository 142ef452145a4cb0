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

func (c *Time[P]) fill(n *node, name string) {
	at := n.column(name)
	*c = Time[P]{
		c: at, Values: newValues[P, time.Time](at), Ordered: newOrdered[P, time.Time](at),
		Before: func(i Instant) Pred[P] { return Pred[P]{binary{at, " < ", i}} },
		After:  func(i Instant) Pred[P] { return Pred[P]{binary{at, " > ", i}} },
	}
}

//go:noinline
func (c *Time[P]) about(P) *about { return c.c.about() }

func (c *Time[P]) expression(P, time.Time) expr { return c.c }

// Instant is a moment that is taken when a query runs, not when it is written.
// The zero value is that moment itself, as is [Now].
type Instant struct{ offset time.Duration }

// Now is the moment at which a query runs.
var Now Instant

// Add moves the instant: orm.Now.Add(-time.Hour) is an hour before.
func (i Instant) Add(d time.Duration) Instant { return Instant{i.offset + d} }

func (i Instant) render(b *builder) { b.bind(b.now.Add(i.offset)) }
