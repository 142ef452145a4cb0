package admin

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/orm"
)

// page is one page of a list and the addresses of those around it.
type page struct {
	rows                  []any
	from                  int64 // number of the first row; 0 if it is not known
	total                 int64
	first, previous, next string
}

func (p page) span() string {
	if len(p.rows) == 0 {
		return ""
	}
	return fmt.Sprintf("%s–%s of %s", filters.IntComma(p.from), filters.IntComma(p.from+int64(len(p.rows))-1), counted(p.total))
}

// page reads one page by its place in the order, so that the last page of a
// million rows costs what the first does. A cursor that is none is the first
// page: the order of an old address may have changed.
func (p *pages) page(ctx context.Context, a asked) (page, error) {
	var out page
	var err error
	if out.total, err = a.rows.CountUpTo(ctx, countLimit); err != nil {
		return out, err
	}
	q := p.related(a.rows).OrderBy(p.order(a))
	cursor, backwards := a.query.Get("after")+a.query.Get("before"), a.query.Get("before") != ""
	found, err := orm.PageAt(ctx, q, p.decl.pageSize, cursor)
	if errors.Is(err, orm.ErrCursor) {
		cursor, backwards = "", false
		found, err = orm.PageAt(ctx, q, p.decl.pageSize, "")
	}
	if err != nil {
		return out, err
	}
	out.rows, out.from = found.Rows, p.start(a, cursor, backwards, len(found.Rows))
	if found.Previous != "" {
		out.first = p.with(a, "", "")
		out.previous = p.at(a, "before", found.Previous, out.from)
	}
	if found.Next != "" {
		out.next = p.at(a, "after", found.Next, out.from+int64(len(found.Rows)))
	}
	return out, nil
}

// start is the number of the page's first row, as told by the address.
func (p *pages) start(a asked, cursor string, backwards bool, n int) int64 {
	from, err := strconv.ParseInt(a.query.Get("from"), 10, 64)
	if cursor == "" || err != nil || from < 1 {
		return 1
	}
	if backwards {
		return max(1, from-int64(n))
	}
	return from
}

func (p *pages) at(a asked, side, cursor string, from int64) string {
	url := p.with(a, side, cursor)
	return url + "&from=" + strconv.FormatInt(from, 10)
}

// order is what was asked for, else the first column of the model's order, else
// the newest rows first.
func (p *pages) order(a asked) orm.Order[any] {
	if a.sort != "" {
		return orm.By(p.sorts[a.sort], a.desc)
	}
	if len(p.schema().Ordering) > 0 {
		first := p.schema().Ordering[0]
		if c, err := orm.ColumnOf(p.site.registry, p.table, first.Field); err == nil {
			return orm.By(c, first.Desc)
		}
	}
	return orm.By(orm.KeyColumn(p.table), true)
}

// related loads the relations that the list shows.
func (p *pages) related(q *orm.QuerySet[any]) *orm.QuerySet[any] {
	return orm.Relate(q, p.decl.list...)
}
