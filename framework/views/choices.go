package views

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// choices is what readers choose of a list, without the type of its rows: so it is
// compiled once, not for each model.
type choices struct {
	size     int
	numbered bool
	filters  []orm.Column[any]
	search   []orm.Column[any]
	orders   []orm.Column[any]
}

// What is put behind the name of a column to ask for values from one on, or up to
// one.
const (
	fromSuffix = "_from"
	toSuffix   = "_to"
)

// longestWords is how many characters people may look for.
const longestWords = 200

// check reports columns that readers cannot choose by, and names that two share.
func (ch choices) check() error {
	var problems []error
	if ch.size < 0 || ch.size > MostRows {
		problems = append(problems, errors.New("the view has a PageSize below 0 or above 10,000"))
	}
	taken := map[string]string{pageParam: "the page", afterParam: "the page", beforeParam: "the page"}
	if len(ch.search) > 0 {
		taken[wordsParam] = "the search"
	}
	if len(ch.orders) > 0 {
		taken[orderParam] = "the order"
	}
	for _, c := range ch.filters {
		problems = append(problems, checkFilter(c))
		names := []string{facet.Name(c)}
		if facet.Ranged(c) {
			names = append(names, names[0]+fromSuffix, names[0]+toSuffix)
		}
		for _, name := range names {
			if other := taken[name]; other != "" {
				problems = append(problems, fmt.Errorf("?%s= is the filter by %s and %s: leave one out", name, orm.RefOf(c).Name(), other))
			}
			taken[name] = "the filter by " + orm.RefOf(c).Name()
		}
	}
	for _, c := range ch.search {
		if f := orm.RefOf(c).Field; f == nil || !f.Kind.Textual() {
			problems = append(problems, fmt.Errorf("the Search is in %s, which is not text", orm.RefOf(c).Name()))
		}
	}
	return errors.Join(append(problems, ch.checkOrders())...)
}

func checkFilter(c orm.Column[any]) error {
	f := orm.RefOf(c).Field
	if f != nil && f.Relation == nil && (f.Kind.Listed() || f.Kind == schema.Binary || f.Own && len(f.Choices) == 0) {
		return fmt.Errorf("readers cannot filter by %s: its values are no text, number, date or choice", orm.RefOf(c).Name())
	}
	return nil
}

func (ch choices) checkOrders() error {
	seen := map[string]bool{}
	for _, c := range ch.orders {
		f, name := orm.RefOf(c).Field, facet.Name(c)
		switch {
		case f == nil || f.Kind.Listed() || f.Kind == schema.Binary:
			return fmt.Errorf("readers cannot order by %s: its values have no order", orm.RefOf(c).Name())
		case seen[name]:
			return fmt.Errorf("two Orders are called %q: leave one out", name)
		}
		seen[name] = true
	}
	return nil
}

// chosen is what an address asks for.
type chosen struct {
	rows     *orm.QuerySet[any] // narrowed and ordered
	query    url.Values         // without the page
	words    string
	order    string // name of a column; empty is the list's own order
	desc     bool
	narrowed bool // by a filter or a search
}

// choose reads a query string. Names that the list does not declare are left
// aside, as is all but the first of a name that is repeated; a value that makes no
// sense is not found.
func (ch choices) choose(query url.Values, rows *orm.QuerySet[any]) (chosen, error) {
	a := chosen{rows: rows, query: url.Values{}}
	for k, v := range query {
		if k != pageParam && k != afterParam && k != beforeParam {
			a.query[k] = v
		}
	}
	for _, c := range ch.filters {
		if err := a.filter(c); err != nil {
			return a, err
		}
	}
	if a.words = strings.TrimSpace(query.Get(wordsParam)); len(ch.search) == 0 {
		a.words = ""
	}
	if a.words != "" {
		a.narrow(contains(a.words, ch.search...))
	}
	return a, a.orderBy(ch.orders)
}

func (a *chosen) narrow(p orm.Pred[any]) { a.rows, a.narrowed = a.rows.Filter(p), true }

// filter narrows the rows by what was asked of one column.
func (a *chosen) filter(c orm.Column[any]) error {
	name := facet.Name(c)
	conditions := map[string]func(orm.Column[any], string) (orm.Pred[any], bool){name: facet.Condition}
	switch {
	case facet.Ranged(c):
		conditions[name+fromSuffix], conditions[name+toSuffix] = facet.From, facet.To
	case worded(c):
		conditions[name] = func(c orm.Column[any], text string) (orm.Pred[any], bool) { return contains(text, c), true }
	}
	for _, param := range []string{name, name + fromSuffix, name + toSuffix} {
		text := strings.TrimSpace(a.query.Get(param))
		if condition := conditions[param]; condition != nil && text != "" {
			p, ok := condition(c, text)
			if !ok {
				return web.NotFound()
			}
			a.narrow(p)
		}
	}
	return nil
}

// worded reports whether a column is asked for words, not for a value.
func worded(c orm.Column[any]) bool {
	f := orm.RefOf(c).Field
	return f != nil && f.Relation == nil && f.Kind.Textual() && len(f.Choices) == 0 && !f.PrimaryKey
}

// contains matches rows with all words in one of the columns. Nothing holds a text
// that is too long to be meant, or that no database can keep.
func contains(text string, columns ...orm.Column[any]) orm.Pred[any] {
	if utf8.RuneCountInString(text) > longestWords || !facet.Storable(text) {
		return orm.Or[any]()
	}
	return orm.Search(text, columns...)
}

// orderBy orders the rows as was asked.
func (a *chosen) orderBy(orders []orm.Column[any]) error {
	text := a.query.Get(orderParam)
	if len(orders) == 0 || text == "" {
		return nil
	}
	a.order, a.desc = strings.CutPrefix(text, "-")
	i := slices.IndexFunc(orders, func(c orm.Column[any]) bool { return facet.Name(c) == a.order })
	if i < 0 {
		return web.NotFound()
	}
	key := orm.KeyColumn(orm.TableOf(orders[i]))
	a.rows = a.rows.OrderBy(orm.By(orders[i], a.desc), orm.By(key, a.desc))
	return nil
}
