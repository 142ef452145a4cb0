package orm

import "time"

// Time is a column of moments, kept in UTC.
type Time[P any] struct{ c column }

// NewTime makes a column of moments; companions call it.
func NewTime[P any](p Path[P], name string) *Time[P] { return &Time[P]{p.column(name)} }

// Ref describes the column without its type.
func (c *Time[P]) Ref() Ref { return c.c.ref() }

func (c *Time[P]) about(P) about { return about{column: c.c} }

func (c *Time[P]) expression(P, time.Time) expr { return c.c }

// Eq matches rows in which the column equals v.
func (c *Time[P]) Eq(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " = ", value{v}}} }

// Ne matches rows in which the column differs from v; NULL differs from nothing.
func (c *Time[P]) Ne(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " <> ", value{v}}} }

// In matches rows in which the column is one of the values. No values match nothing.
func (c *Time[P]) In(values ...time.Time) Pred[P] { return Pred[P]{oneOf{c.c, list(values)}} }

// IsNull matches rows in which the column is NULL.
func (c *Time[P]) IsNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NULL"}} }

// NotNull matches rows in which the column is not NULL.
func (c *Time[P]) NotNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NOT NULL"}} }

// EqF matches rows in which the column equals another expression.
func (c *Time[P]) EqF(e Expression[P, time.Time]) Pred[P] { return Pred[P]{binary{c.c, " = ", of(e)}} }

// Asc orders by the column, smallest first.
func (c *Time[P]) Asc() Order[P] { return Order[P]{c.c, false} }

// Desc orders by the column, largest first.
func (c *Time[P]) Desc() Order[P] { return Order[P]{c.c, true} }

// Set assigns a value in Update.
func (c *Time[P]) Set(v time.Time) Assign[P] { return Assign[P]{c.c.field, value{v}} }

// SetNull assigns NULL in Update.
func (c *Time[P]) SetNull() Assign[P] { return Assign[P]{c.c.field, value{nil}} }

// SetF assigns an expression in Update.
func (c *Time[P]) SetF(e Expression[P, time.Time]) Assign[P] { return Assign[P]{c.c.field, of(e)} }

// Gt matches values greater than v.
func (c *Time[P]) Gt(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " > ", value{v}}} }

// Ge matches values greater than or equal to v.
func (c *Time[P]) Ge(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " >= ", value{v}}} }

// Lt matches values less than v.
func (c *Time[P]) Lt(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " < ", value{v}}} }

// Le matches values less than or equal to v.
func (c *Time[P]) Le(v time.Time) Pred[P] { return Pred[P]{binary{c.c, " <= ", value{v}}} }

// Between matches values from low to high, both included.
func (c *Time[P]) Between(low, high time.Time) Pred[P] { return Pred[P]{between{c.c, low, high}} }

// GtF matches values greater than another expression.
func (c *Time[P]) GtF(e Expression[P, time.Time]) Pred[P] { return Pred[P]{binary{c.c, " > ", of(e)}} }

// LtF matches values less than another expression.
func (c *Time[P]) LtF(e Expression[P, time.Time]) Pred[P] { return Pred[P]{binary{c.c, " < ", of(e)}} }

// Before matches moments before one that is taken when the query runs.
func (c *Time[P]) Before(i Instant) Pred[P] { return Pred[P]{binary{c.c, " < ", i}} }

// After matches moments after one that is taken when the query runs.
func (c *Time[P]) After(i Instant) Pred[P] { return Pred[P]{binary{c.c, " > ", i}} }

// Instant is a moment that is taken when a query runs, not when it is written.
// The zero value is that moment itself, as is [Now].
type Instant struct{ offset time.Duration }

// Now is the moment at which a query runs.
var Now Instant

// Add moves the instant: orm.Now.Add(-time.Hour) is an hour before.
func (i Instant) Add(d time.Duration) Instant { return Instant{i.offset + d} }

func (i Instant) render(b *builder) { b.bind(b.now.Add(i.offset)) }
