package admin

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
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
	return fmt.Sprintf("%s–%s of %s", thousands(p.from), thousands(p.from+int64(len(p.rows))-1), counted(p.total))
}

// page reads one page by keyset: it begins behind the last row of the page
// before, found by its place in the order and its key, so that the last page of
// a million rows costs what the first does.
func (p *pages) page(ctx context.Context, a asked) (page, error) {
	var out page
	var err error
	if out.total, err = a.rows.CountUpTo(ctx, countLimit); err != nil {
		return out, err
	}
	order := p.order(a)
	backwards := a.query.Get("before") != ""
	cursor := a.query.Get("after") + a.query.Get("before")
	q := a.rows
	if cursor != "" {
		cond, ok := order.beyond(cursor, backwards)
		if ok {
			q = q.Filter(cond)
		} else {
			cursor, backwards = "", false
		}
	}
	rows, err := order.apply(p.related(q), backwards).Limit(p.decl.pageSize + 1).All(ctx)
	if err != nil {
		return out, err
	}
	more := len(rows) > p.decl.pageSize
	rows = rows[:min(len(rows), p.decl.pageSize)]
	if backwards {
		slices.Reverse(rows)
	}
	out.rows, out.from = rows, p.start(a, cursor, backwards, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	if backwards && more || !backwards && cursor != "" {
		out.first = p.with(a, "", "")
		out.previous = p.at(a, "before", order.cursor(p.table, rows[0]), out.from)
	}
	if backwards || more {
		out.next = p.at(a, "after", order.cursor(p.table, rows[len(rows)-1]), out.from+int64(len(rows)))
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

// order is the column a list is ordered by, and the key behind it.
type order struct {
	column orm.Column[any] // nil orders by the key alone
	key    orm.Column[any]
	desc   bool
}

// order is what was asked for, else the first column of the model's order.
func (p *pages) order(a asked) order {
	o := order{key: orm.KeyColumn(p.table), desc: a.desc}
	if a.sort != "" {
		o.column = p.sorts[a.sort]
		return o
	}
	if len(p.schema().Ordering) > 0 {
		first := p.schema().Ordering[0]
		if c, err := orm.ColumnOf(p.site.registry, p.table, first.Field); err == nil {
			o.column = c
		}
		o.desc = first.Desc
		return o
	}
	o.desc = true // newest first
	return o
}

func (o order) apply(q *orm.QuerySet[any], backwards bool) *orm.QuerySet[any] {
	desc := o.desc != backwards
	if o.column == nil {
		return q.OrderBy(orm.By(o.key, desc))
	}
	return q.OrderBy(orm.By(o.column, desc), orm.By(o.key, desc))
}

// cursor is the place of a row in the order: "v2026-01-01T00:00:00~17", or
// "n~17" where the column is NULL.
func (o order) cursor(t *orm.Table, row any) string {
	id := "~" + strconv.FormatInt(t.KeyOf(row), 10)
	if o.column == nil {
		return "n" + id
	}
	f := orm.RefOf(o.column).Field
	v := reflect.ValueOf(row).Elem().FieldByIndex(f.Path)
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return "n" + id
	}
	return "v" + exact(f, v) + id
}

// beyond is the condition of rows behind a cursor, or before it. NULL comes
// first when ascending, as SQLite has it.
func (o order) beyond(cursor string, backwards bool) (orm.Pred[any], bool) {
	cut := strings.LastIndexByte(cursor, '~')
	if cut < 1 {
		return orm.Pred[any]{}, false
	}
	id, err := strconv.ParseInt(cursor[cut+1:], 10, 64)
	if err != nil {
		return orm.Pred[any]{}, false
	}
	op := ">"
	if o.desc != backwards {
		op = "<"
	}
	keys := orm.Compare(o.key, op, id)
	if o.column == nil {
		return keys, true
	}
	null := orm.Equals(o.column, nil)
	if cursor[0] == 'n' {
		same := orm.And(null, keys)
		if op == ">" {
			return orm.Or(same, orm.Not(null)), true
		}
		return same, true
	}
	v, ok := inexact(orm.RefOf(o.column).Field, cursor[1:cut])
	if !ok {
		return orm.Pred[any]{}, false
	}
	cond := orm.Or(orm.Compare(o.column, op, v), orm.And(orm.Equals(o.column, v), keys))
	if op == "<" && orm.RefOf(o.column).Field.Null {
		cond = orm.Or(cond, null)
	}
	return cond, true
}

// exact writes a value without losing anything of it.
func exact(f *schema.Field, v reflect.Value) string {
	if f.Kind == schema.DateTime {
		return timeOf(v).UTC().Format(cursorTime)
	}
	return forms.Format(f, v)
}

// related loads the relations that the list shows.
func (p *pages) related(q *orm.QuerySet[any]) *orm.QuerySet[any] {
	return orm.Relate(q, p.decl.list...)
}
