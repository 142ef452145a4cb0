package orm

// Text is a column of strings.
type Text[P any, T ~string] struct{ c column }

// NewText makes a column of strings; companions call it.
func NewText[P any, T ~string](p Path[P], name string) *Text[P, T] {
	return &Text[P, T]{p.column(name)}
}

// Ref describes the column without its type.
func (c *Text[P, T]) Ref() Ref { return c.c.ref() }

func (c *Text[P, T]) about(P) about { return about{column: c.c} }

func (c *Text[P, T]) expression(P, T) expr { return c.c }

// Eq matches rows in which the column equals v.
func (c *Text[P, T]) Eq(v T) Pred[P] { return Pred[P]{binary{c.c, " = ", value{v}}} }

// Ne matches rows in which the column differs from v; NULL differs from nothing.
func (c *Text[P, T]) Ne(v T) Pred[P] { return Pred[P]{binary{c.c, " <> ", value{v}}} }

// In matches rows in which the column is one of the values. No values match nothing.
func (c *Text[P, T]) In(values ...T) Pred[P] { return Pred[P]{oneOf{c.c, list(values)}} }

// IsNull matches rows in which the column is NULL.
func (c *Text[P, T]) IsNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NULL"}} }

// NotNull matches rows in which the column is not NULL.
func (c *Text[P, T]) NotNull() Pred[P] { return Pred[P]{suffix{c.c, " IS NOT NULL"}} }

// EqF matches rows in which the column equals another expression.
func (c *Text[P, T]) EqF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " = ", of(e)}} }

// Asc orders by the column, smallest first.
func (c *Text[P, T]) Asc() Order[P] { return Order[P]{c.c, false} }

// Desc orders by the column, largest first.
func (c *Text[P, T]) Desc() Order[P] { return Order[P]{c.c, true} }

// Set assigns a value in Update.
func (c *Text[P, T]) Set(v T) Assign[P] { return Assign[P]{c.c.field, value{v}} }

// SetNull assigns NULL in Update.
func (c *Text[P, T]) SetNull() Assign[P] { return Assign[P]{c.c.field, value{nil}} }

// SetF assigns an expression in Update.
func (c *Text[P, T]) SetF(e Expression[P, T]) Assign[P] { return Assign[P]{c.c.field, of(e)} }

// Gt matches values greater than v.
func (c *Text[P, T]) Gt(v T) Pred[P] { return Pred[P]{binary{c.c, " > ", value{v}}} }

// Ge matches values greater than or equal to v.
func (c *Text[P, T]) Ge(v T) Pred[P] { return Pred[P]{binary{c.c, " >= ", value{v}}} }

// Lt matches values less than v.
func (c *Text[P, T]) Lt(v T) Pred[P] { return Pred[P]{binary{c.c, " < ", value{v}}} }

// Le matches values less than or equal to v.
func (c *Text[P, T]) Le(v T) Pred[P] { return Pred[P]{binary{c.c, " <= ", value{v}}} }

// Between matches values from low to high, both included.
func (c *Text[P, T]) Between(low, high T) Pred[P] { return Pred[P]{between{c.c, low, high}} }

// GtF matches values greater than another expression.
func (c *Text[P, T]) GtF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " > ", of(e)}} }

// LtF matches values less than another expression.
func (c *Text[P, T]) LtF(e Expression[P, T]) Pred[P] { return Pred[P]{binary{c.c, " < ", of(e)}} }

// Contains matches text that holds s, in the same case.
func (c *Text[P, T]) Contains(s string) Pred[P] { return Pred[P]{like{c.c, "%", s, "%", false}} }

// IContains matches text that holds s in any case.
func (c *Text[P, T]) IContains(s string) Pred[P] { return Pred[P]{like{c.c, "%", s, "%", true}} }

// HasPrefix matches text that begins with s, in the same case.
func (c *Text[P, T]) HasPrefix(s string) Pred[P] { return Pred[P]{like{c.c, "", s, "%", false}} }

// HasSuffix matches text that ends in s, in the same case.
func (c *Text[P, T]) HasSuffix(s string) Pred[P] { return Pred[P]{like{c.c, "%", s, "", false}} }

// IEq matches text that equals s in any case.
func (c *Text[P, T]) IEq(s string) Pred[P] { return Pred[P]{like{c.c, "", s, "", true}} }
