package orm

// Value is a column of any other type: it can be compared, but not ordered.
type Value[P, T any] struct{ c column }

// NewValue makes a column of any other type; companions call it.
func NewValue[P, T any](p Path[P], name string) *Value[P, T] { return &Value[P, T]{p.column(name)} }

// Ref describes the column without its type.
func (c *Value[P, T]) Ref() Ref { return c.c.ref() }

func (c *Value[P, T]) about(P) about { return about{column: c.c} }

func (c *Value[P, T]) expression(P, T) expr { return c.c }

// Eq matches rows in which the column equals v.
func (c *Value[P, T]) Eq(v T) Pred[P] { return Pred[P]{binary{c.c, " = ", value{v}}} }

// Ne matches rows in which the column differs from v; NULL differs from nothing.
func (c *Value[P, T]) Ne(v T) Pred[P] { return Pred[P]{binary{c.c, " <> ", value{v}}} }

// In matches rows in which the column is one of the values. No values match nothing.
func (c *Value[P, T]) In(values ...T) Pred[P] { return Pred[P]{oneOf{c.c, list(values)}} }

// IsNull matches rows in which the column is NULL.
func (c *Value[P, T]) IsNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NULL"}} }

// NotNull matches rows in which the column is not NULL.
func (c *Value[P, T]) NotNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NOT NULL"}} }

// EqF matches rows in which the column equals another expression.
func (c *Value[P, T]) EqF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " = ", of(e)}} }

// Asc orders by the column, smallest first.
func (c *Value[P, T]) Asc() Order[P] { return Order[P]{c.c, false} }

// Desc orders by the column, largest first.
func (c *Value[P, T]) Desc() Order[P] { return Order[P]{c.c, true} }

// Set assigns a value in Update.
func (c *Value[P, T]) Set(v T) Assign[P] { return Assign[P]{c.c.field, value{v}} }

// SetNull assigns NULL in Update.
func (c *Value[P, T]) SetNull() Assign[P] { return Assign[P]{c.c.field, value{nil}} }

// SetF assigns an expression in Update.
func (c *Value[P, T]) SetF(e Expression[P, T]) Assign[P] { return Assign[P]{c.c.field, of(e)} }
