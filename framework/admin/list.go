package admin

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/facet"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
)

// countLimit is how far rows are counted: a list must cost the same on a large
// table.
const countLimit = 10_000

// asked is what the query string of a list asks for.
type asked struct {
	query  url.Values
	search string
	sort   string // input name
	desc   bool
	rows   *orm.QuerySet[any] // searched and filtered, not yet ordered
}

// list shows the rows of a model.
func (p *pages) list(c web.Context) error {
	ctx := c.Request().Context()
	if err := p.site.may(c, "view", p); err != nil {
		return err
	}
	a := p.ask(c.QueryParams())
	page, err := p.page(ctx, a)
	if err != nil {
		return err
	}
	v := view.List{
		One: p.schema().Label, Many: p.schema().LabelPlural,
		Searchable: len(p.decl.search) > 0, SearchHint: p.searchHint(), Query: a.search,
		Bulk: p.site.urlOf(p, "/bulk"), Range: page.span(), Total: int(page.total), Count: counted(page.total),
		First: page.first, Previous: page.previous, Next: page.next,
	}
	if v.Frame, err = p.site.frame(c, schema.Capital(p.schema().LabelPlural), p, view.Link{}); err != nil {
		return err
	}
	if p.site.can(c, "add", p) {
		v.Add = p.site.urlOf(p, "/add")
	}
	if v.Filters, err = p.filterMenus(ctx, a); err != nil {
		return err
	}
	p.columns(&v, a)
	for _, row := range page.rows {
		v.Rows = append(v.Rows, p.row(ctx, row))
	}
	p.actions(c, &v)
	v.Kept = kept(a.query, "q", "after", "before", "from")
	if a.search != "" || p.filtered(a.query) {
		v.Clear = p.site.urlOf(p)
	} else {
		v.Empty = len(page.rows) == 0
	}
	return web.Page(c, view.ListPage(v))
}

// ask reads the query string. What it does not know is left aside.
func (p *pages) ask(query url.Values) asked {
	a := asked{query: query, search: strings.TrimSpace(query.Get("q")), rows: p.rows}
	if a.search != "" && len(p.decl.search) > 0 {
		a.rows = a.rows.Filter(orm.Search(a.search, p.decl.search...))
	}
	for name, column := range p.filter {
		if text := query.Get(name); text != "" {
			if cond, ok := facet.Condition(column, text); ok {
				a.rows = a.rows.Filter(cond)
			}
		}
	}
	a.sort, a.desc = strings.CutPrefix(query.Get("o"), "-")
	if p.sorts[a.sort] == nil {
		a.sort, a.desc = "", false
	}
	return a
}

func (p *pages) filtered(query url.Values) bool {
	for name := range p.filter {
		if query.Get(name) != "" {
			return true
		}
	}
	return false
}

// with is the address of the list with one value changed; empty removes it. The
// page begins anew.
func (p *pages) with(a asked, name, value string) string {
	query := url.Values{}
	for k, v := range a.query {
		if k != "after" && k != "before" && k != "from" && k != name && v[0] != "" {
			query[k] = v[:1]
		}
	}
	if value != "" {
		query.Set(name, value)
	}
	if len(query) == 0 {
		return p.site.urlOf(p)
	}
	return p.site.urlOf(p, "?", query.Encode())
}

func (p *pages) columns(v *view.List, a asked) {
	for _, c := range p.decl.list {
		col := view.Column{Label: schema.Capital(orm.RefOf(c).Label())}
		if ref := orm.RefOf(c); ref.Field != nil && ref.Field.Relation == nil && (ref.Field.Kind.Number() || ref.Field.Kind == schema.Decimal) && len(ref.Field.Choices) == 0 {
			col.Numeric = true
		}
		if name := forms.InputName(c); p.sorts[name] != nil && len(orm.RefOf(c).Relations) == 0 {
			next := name
			if sort, desc := p.sorted(a); sort == name {
				col.Sorted = "ascending"
				if desc {
					col.Sorted = "descending"
				} else {
					next = "-" + name
				}
			}
			col.Sort = p.with(a, "o", next)
		}
		v.Columns = append(v.Columns, col)
	}
	for _, c := range p.decl.computed {
		v.Columns = append(v.Columns, view.Column{Label: c.label})
	}
}

// sorted is the column that a list is ordered by, also where nothing was asked.
func (p *pages) sorted(a asked) (name string, desc bool) {
	if a.sort == "" && len(p.schema().Ordering) > 0 {
		first := p.schema().Ordering[0]
		return schema.ColumnName(first.Field), first.Desc
	}
	return a.sort, a.desc
}

func (p *pages) row(ctx context.Context, row any) view.Row {
	id := p.table.KeyOf(row)
	r := view.Row{ID: id, Label: orm.LabelOf(row), URL: p.site.urlOf(p, "/", keyPath(id))}
	for _, c := range p.decl.list {
		r.Cells = append(r.Cells, p.site.cell(ctx, row, orm.RefOf(c)))
	}
	for _, c := range p.decl.computed {
		r.Cells = append(r.Cells, view.Cell{Text: c.value(row)})
	}
	return r
}

func (p *pages) actions(c web.Context, v *view.List) {
	if p.site.can(c, "change", p) {
		for i, a := range p.decl.actions {
			v.Actions = append(v.Actions, view.Action{Name: strconv.Itoa(i), Label: a.label})
		}
	}
	if p.site.can(c, "delete", p) {
		v.Actions = append(v.Actions, view.Action{Name: "delete", Label: "Delete the selected " + p.schema().LabelPlural, Danger: true})
	}
}

func (p *pages) searchHint() string {
	var labels []string
	for _, c := range p.decl.search {
		labels = append(labels, orm.RefOf(c).Label())
	}
	if len(labels) > 3 {
		labels = append(labels[:3], "…")
	}
	return "Search " + strings.Join(labels, ", ")
}

// kept lists the values that a search form must carry along.
func kept(query url.Values, except ...string) []view.Hidden {
	var out []view.Hidden
	for _, name := range sortedKeys(query) {
		skip := false
		for _, e := range except {
			skip = skip || name == e
		}
		if v := query.Get(name); !skip && v != "" {
			out = append(out, view.Hidden{Name: name, Value: v})
		}
	}
	return out
}

// counted is a number for people; above the limit it says so.
func counted(n int64) string {
	if n > countLimit {
		return filters.IntComma(countLimit) + "+"
	}
	return filters.IntComma(n)
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", counted(n), many)
}
