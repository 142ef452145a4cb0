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

func (c *Text[P, T]) fill(n *node, name string) {
	at := n.column(name)
	*c = Text[P, T]{
		c: at, Values: newValues[P, T](at), Ordered: newOrdered[P, T](at),
		Contains:  func(s string) Pred[P] { return Pred[P]{like{at, "%", s, "%", false}} },
		IContains: func(s string) Pred[P] { return Pred[P]{like{at, "%", s, "%", true}} },
		HasPrefix: func(s string) Pred[P] { return Pred[P]{like{at, "", s, "%", false}} },
		HasSuffix: func(s string) Pred[P] { return Pred[P]{like{at, "%", s, "", false}} },
		IEq:       func(s string) Pred[P] { return Pred[P]{like{at, "", s, "", true}} },
	}
}

//go:noinline
func (c *Text[P, T]) about(P) *about { return c.c.about() }

func (c *Text[P, T]) expression(P, T) expr { return c.c }
