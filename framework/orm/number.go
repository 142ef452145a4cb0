package orm

// Number is a column of numbers.
type Number[P, T any] struct {
	c *column
	Values[P, T]
	Ordered[P, T]
	// Add is the column plus v.
	Add func(v T) *Computed[P, T]
	// Sub is the column minus v.
	Sub func(v T) *Computed[P, T]
	// Mul is the column times v.
	Mul func(v T) *Computed[P, T]
}

// NewNumber makes a column of numbers; companions call it.
func NewNumber[P, T any](p Path[P], name string) *Number[P, T] {
	return number[P, T](p.node.column(name))
}

func number[P, T any](c *column) *Number[P, T] {
	return &Number[P, T]{
		c: c, Values: newValues[P, T](c), Ordered: newOrdered[P, T](c),
		Add: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(c, " + ", v)) },
		Sub: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(c, " - ", v)) },
		Mul: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(c, " * ", v)) },
	}
}

func (c *Number[P, T]) about(P) about { return about{column: *c.c} }

func (c *Number[P, T]) expression(P, T) expr { return c.c }
