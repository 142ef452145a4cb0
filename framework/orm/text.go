package orm

// Text is a column of strings.
type Text[P any, T ~string] struct {
	c *column
	Values[P, T]
	Ordered[P, T]
	// Contains matches text that holds s, in the same case.
	Contains func(s string) Pred[P]
	// IContains matches text that holds s in any case.
	IContains func(s string) Pred[P]
	// HasPrefix matches text that begins with s, in the same case.
	HasPrefix func(s string) Pred[P]
	// HasSuffix matches text that ends in s, in the same case.
	HasSuffix func(s string) Pred[P]
	// IEq matches text that equals s in any case.
	IEq func(s string) Pred[P]
}

// NewText makes a column of strings; companions call it.
func NewText[P any, T ~string](p Path[P], name string) *Text[P, T] {
	c := p.node.column(name)
	return &Text[P, T]{
		c: c, Values: newValues[P, T](c), Ordered: newOrdered[P, T](c),
		Contains:  func(s string) Pred[P] { return Pred[P]{like{c, "%", s, "%", false}} },
		IContains: func(s string) Pred[P] { return Pred[P]{like{c, "%", s, "%", true}} },
		HasPrefix: func(s string) Pred[P] { return Pred[P]{like{c, "", s, "%", false}} },
		HasSuffix: func(s string) Pred[P] { return Pred[P]{like{c, "%", s, "", false}} },
		IEq:       func(s string) Pred[P] { return Pred[P]{like{c, "", s, "", true}} },
	}
}

func (c *Text[P, T]) about(P) about { return about{column: *c.c} }

func (c *Text[P, T]) expression(P, T) expr { return c.c }
