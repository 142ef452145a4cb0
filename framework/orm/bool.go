package orm

// Bool is a column of yes and no.
type Bool[P any] struct{ c column }

// NewBool makes a column of yes and no; companions call it.
func NewBool[P any](p Path[P], name string) *Bool[P] { return &Bool[P]{p.column(name)} }

// IsTrue matches rows in which the column is true.
func (c *Bool[P]) IsTrue() Pred[P] { return c.Eq(true) }

// IsFalse matches rows in which the column is false.
func (c *Bool[P]) IsFalse() Pred[P] { return c.Eq(false) }

// Ref describes the column without its type.
func (c *Bool[P]) Ref() Ref { return c.c.ref() }

func (c *Bool[P]) about(P) about { return about{column: c.c} }

func (c *Bool[P]) expression(P, bool) expr { return c.c }

// Eq matches rows in which the column equals v.
func (c *Bool[P]) Eq(v bool) Pred[P] { return Pred[P]{binary{c.c, " = ", value{v}}} }

// Ne matches rows in which the column differs from v; NULL differs from nothing.
func (c *Bool[P]) Ne(v bool) Pred[P] { return Pred[P]{binary{c.c, " <> ", value{v}}} }

// In matches rows in which the column is one of the values. No values match nothing.
func (c *Bool[P]) In(values ...bool) Pred[P] { return Pred[P]{oneOf{c.c, list(values)}} }

// IsNull matches rows in which the column is NULL.
func (c *Bool[P]) IsNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NULL"}} }

// NotNull matches rows in which the column is not NULL.
func (c *Bool[P]) NotNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NOT NULL"}} }

// EqF matches rows in which the column equals another expression.
func (c *Bool[P]) EqF(e Expression[P, bool]) Pred[P] { return Pred[P]{binary{c.c, " = ", of(e)}} }

// Asc orders by the column, smallest first.
func (c *Bool[P]) Asc() Order[P] { return Order[P]{c.c, false} }

// Desc orders by the column, largest first.
func (c *Bool[P]) Desc() Order[P] { return Order[P]{c.c, true} }

// Set assigns a value in Update.
func (c *Bool[P]) Set(v bool) Assign[P] { return Assign[P]{c.c.field, value{v}} }

// SetNull assigns NULL in Update.
func (c *Bool[P]) SetNull() Assign[P] { return Assign[P]{c.c.field, value{nil}} }

// SetF assigns an expression in Update.
func (c *Bool[P]) SetF(e Expression[P, bool]) Assign[P] { return Assign[P]{c.c.field, of(e)} }
