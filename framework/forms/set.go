package forms

import "github.com/gofw/gofw/framework/web"

// Set is a list of forms of one kind, such as the guests of a booking. It is a
// declaration: share it freely. For the rows that belong to a row of another model
// see [Inline].
//
//	var Guests = forms.Set[Guest]{Extra: 2, Min: 1, Max: 8}
//
// A row in which nothing was typed is left out. Without script, a button sends
// the form and returns it with one more row.
type Set[T any] struct {
	Form  Struct[T]
	Name  string // before the names of inputs; empty is "rows"
	Title string // the heading; empty is none
	One   string // what a row is called; empty is "row"
	Extra int    // how many empty rows there are at first
	Min   int    // fewer rows are a mistake
	Max   int    // more rows are a mistake; 0 is a thousand
	Keep  bool   // rows cannot be deleted
	Order bool   // rows have an order, which people can change
}

// Blank is the set with nothing typed, of these rows and of empty ones.
func (s Set[T]) Blank(rows ...*T) *Rows {
	set := s.rows()
	set.loaded = true
	for i, row := range rows {
		set.forms = append(set.forms, set.at(i, row, newSending()))
	}
	set.fill()
	return set
}

// Bind reads and checks what a request sent, and returns the rows in their order,
// without those that are deleted or empty. They are complete if the set is valid.
func (s Set[T]) Bind(c web.Context) (*Rows, []*T, error) {
	set := s.rows()
	if err := set.parse(c, set); err != nil {
		return nil, nil, err
	}
	if err := set.read(c.Request().Context()); err != nil {
		return nil, nil, err
	}
	var rows []*T
	for _, b := range set.written() {
		rows = append(rows, b.row.(*T))
	}
	return set, rows, nil
}

func (s Set[T]) rows() *Rows {
	name, one := s.Name, s.One
	if name == "" {
		name = "rows"
	}
	if one == "" {
		one = "row"
	}
	p := plan{form: s.Form.declaration(), title: s.Title, one: one, extra: s.Extra, min: s.Min, max: s.Max, keep: s.Keep, order: s.Order}
	return &Rows{plan: p, name: name, sending: newSending()}
}
