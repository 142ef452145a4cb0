package orm

// Number is a column of numbers.
type Number[P, T any] struct{ c column }

// NewNumber makes a column of numbers; companions call it.
func NewNumber[P, T any](p Path[P], name string) *Number[P, T] { return &Number[P, T]{p.column(name)} }

// Ref describes the column without its type.
func (c *Number[P, T]) Ref() Ref { return c.c.ref() }

func (c *Number[P, T]) about(P) about { return about{column: c.c} }

func (c *Number[P, T]) expression(P, T) expr { return c.c }

// Eq matches rows in which the column equals v.
func (c *Number[P, T]) Eq(v T) Pred[P] { return Pred[P]{binary{c.c, " = ", value{v}}} }

// Ne matches rows in which the column differs from v; NULL differs from nothing.
func (c *Number[P, T]) Ne(v T) Pred[P] { return Pred[P]{binary{c.c, " <> ", value{v}}} }

// In matches rows in which the column is one of the values. No values match nothing.
func (c *Number[P, T]) In(values ...T) Pred[P] { return Pred[P]{oneOf{c.c, list(values)}} }

// IsNull matches rows in which the column is NULL.
func (c *Number[P, T]) IsNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NULL"}} }

// NotNull matches rows in which the column is not NULL.
func (c *Number[P, T]) NotNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NOT NULL"}} }

// EqF matches rows in which the column equals another expression.
func (c *Number[P, T]) EqF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " = ", of(e)}} }

// Asc orders by the column, smallest first.
func (c *Number[P, T]) Asc() Order[P] { return Order[P]{c.c, false} }

// Desc orders by the column, largest first.
func (c *Number[P, T]) Desc() Order[P] { return Order[P]{c.c, true} }

// Set assigns a value in Update.
func (c *Number[P, T]) Set(v T) Assign[P] { return Assign[P]{c.c.field, value{v}} }

// SetNull assigns NULL in Update.
func (c *Number[P, T]) SetNull() Assign[P] { return Assign[P]{c.c.field, value{nil}} }

// SetF assigns an expression in Update.
func (c *Number[P, T]) SetF(e Expression[P, T]) Assign[P] { return Assign[P]{c.c.field, of(e)} }

// Gt matches values greater than v.
func (c *Number[P, T]) Gt(v T) Pred[P] { return Pred[P]{binary{c.c, " > ", value{v}}} }

// Ge matches values greater than or equal to v.
func (c *Number[P, T]) Ge(v T) Pred[P] { return Pred[P]{binary{c.c, " >= ", value{v}}} }

// Lt matches values less than v.
func (c *Number[P, T]) Lt(v T) Pred[P] { return Pred[P]{binary{c.c, " < ", value{v}}} }

// Le matches values less than or equal to v.
func (c *Number[P, T]) Le(v T) Pred[P] { return Pred[P]{binary{c.c, " <= ", value{v}}} }

// Between matches values from low to high, both included.
func (c *Number[P, T]) Between(low, high T) Pred[P] { return Pred[P]{between{c.c, low, high}} }

// GtF matches values greater than another expression.
func (c *Number[P, T]) GtF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " > ", of(e)}} }

// LtF matches values less than another expression.
func (c *Number[P, T]) LtF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " < ", of(e)}} }

// Add is the column plus v.
func (c *Number[P, T]) Add(v T) *Computed[P, T] { return &Computed[P, T]{arithmetic(c.c, " + ", v)} }

// Sub is the column minus v.
func (c *Number[P, T]) Sub(v T) *Computed[P, T] { return &Computed[P, T]{arithmetic(c.c, " - ", v)} }

// Mul is the column times v.
func (c *Number[P, T]) Mul(v T) *Computed[P, T] { return &Computed[P, T]{arithmetic(c.c, " * ", v)} }

// Computed is a number that is worked out from a column, to compare with or to
// assign.
type Computed[P, T any] struct{ e expr }

func (c *Computed[P, T]) expression(P, T) expr { return c.e }

// Gt matches rows in which the number is greater than v.
func (c *Computed[P, T]) Gt(v T) Pred[P] { return Pred[P]{binary{c.e, " > ", value{v}}} }

// Lt matches rows in which the number is less than v.
func (c *Computed[P, T]) Lt(v T) Pred[P] { return Pred[P]{binary{c.e, " < ", value{v}}} }

// Asc orders by the number, smallest first.
func (c *Computed[P, T]) Asc() Order[P] { return Order[P]{c.e, false} }

// Desc orders by the number, largest first.
func (c *Computed[P, T]) Desc() Order[P] { return Order[P]{c.e, true} }
