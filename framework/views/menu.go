package views

import (
	"context"
	"strings"

	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// Menu is one filter of a list, as data for a template: links to choose from, or
// the names and values of inputs in a form that is sent with GET.
type Menu struct {
	Label   string   // of the column
	Name    string   // in the address, and of an input for a text or one value
	Value   string   // what the address asks for; empty is nothing
	Chosen  string   // the label of the option that is chosen; empty is none
	Options []Option // what to choose from; none for a text or a number
	Clear   string   // address of the list without this filter; empty if it is not used

	// FromName and ToName are the names of inputs for a range of dates or numbers;
	// empty where there is no range. From and To are what the address asks for.
	FromName, ToName, From, To string
}

// Option is one value of a filter.
type Option struct {
	Label  string
	Value  string
	URL    string // address of the list with this value; it begins at the first page
	Chosen bool
}

// Ordering is one way to order a list.
type Ordering struct {
	Label  string // of the column
	URL    string // address of the list in this order; if it is in it already, in the opposite one
	Sorted string // "ascending" or "descending", as aria-sort has it; empty: in another order
}

// menus is one for each filter.
func (ch choices) menus(ctx context.Context, a chosen) ([]Menu, error) {
	var menus []Menu
	for _, c := range ch.filters {
		m, err := menuOf(ctx, c, a)
		if err != nil {
			return nil, err
		}
		menus = append(menus, m)
	}
	return menus, nil
}

func menuOf(ctx context.Context, c orm.Column[any], a chosen) (Menu, error) {
	name := facet.Name(c)
	asked := func(name string) string { return strings.TrimSpace(a.query.Get(name)) }
	m := Menu{Label: schema.Capital(orm.RefOf(c).Label()), Name: name, Value: asked(name)}
	names := []string{name}
	if facet.Ranged(c) {
		m.FromName, m.ToName = name+fromSuffix, name+toSuffix
		m.From, m.To = asked(m.FromName), asked(m.ToName)
		names = append(names, m.FromName, m.ToName)
	}
	if m.Value+m.From+m.To != "" {
		m.Clear = without(a.query, names...)
	}
	if worded(c) {
		return m, nil
	}
	options, err := facet.Options(ctx, c, m.Value)
	for _, o := range options {
		option := Option{Label: o.Label, Value: o.Value, URL: address(a.query, name, o.Value), Chosen: o.Value == m.Value}
		if option.Chosen {
			m.Chosen = o.Label
		}
		m.Options = append(m.Options, option)
	}
	return m, err
}

// without is a query string without some values.
func without(query map[string][]string, names ...string) string {
	rest := map[string][]string{}
	for k, v := range query {
		rest[k] = v
	}
	for _, name := range names {
		delete(rest, name)
	}
	return address(rest, "", "")
}

// clear is the address of the list without filters and search.
func (ch choices) clear(a chosen) string {
	names := []string{wordsParam}
	for _, c := range ch.filters {
		name := facet.Name(c)
		names = append(names, name)
		if facet.Ranged(c) {
			names = append(names, name+fromSuffix, name+toSuffix)
		}
	}
	return without(a.query, names...)
}

func (ch choices) orderings(a chosen) []Ordering {
	var out []Ordering
	for _, c := range ch.orders {
		name := facet.Name(c)
		o, next := Ordering{Label: schema.Capital(orm.RefOf(c).Label())}, name
		if a.order == name {
			o.Sorted, next = "ascending", "-"+name
			if a.desc {
				o.Sorted, next = "descending", name
			}
		}
		o.URL = address(a.query, orderParam, next)
		out = append(out, o)
	}
	return out
}
