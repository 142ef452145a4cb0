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

func (c *Number[P, T]) fill(n *node, name string) {
	at := n.column(name)
	*c = Number[P, T]{
		c: at, Values: newValues[P, T](at), Ordered: newOrdered[P, T](at),
		Add: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(at, " + ", v)) },
		Sub: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(at, " - ", v)) },
		Mul: func(v T) *Computed[P, T] { return computed[P, T](arithmetic(at, " * ", v)) },
	}
}

//go:noinline
func (c *Number[P, T]) about(P) *about { return c.c.about() }

func (c *Number[P, T]) expression(P, T) expr { return c.c }
