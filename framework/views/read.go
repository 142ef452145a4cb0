package views

import (
	"errors"
	"strconv"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// read returns the page of rows that a request asks for.
func (ch choices) read(c web.Context, rows *orm.QuerySet[any]) (Paging, error) {
	a, err := ch.choose(c.QueryParams(), rows)
	if err != nil {
		return Paging{}, err
	}
	p := Paging{Query: a.query, Search: a.words}
	size := ch.size
	if size == 0 {
		size = DefaultPageSize
	}
	if ch.numbered || !orm.HasPages(a.rows) {
		err = p.readNumber(c, a.rows, size)
	} else {
		err = p.readPlace(c, a.rows, size)
	}
	if err != nil {
		return Paging{}, err
	}
	if a.narrowed {
		p.Clear = ch.clear(a)
	}
	p.Orders = ch.orderings(a)
	p.Menus, err = ch.menus(c.Request().Context(), a)
	return p, err
}

// readPlace reads the page that begins at a place in the order.
func (p *Paging) readPlace(c web.Context, rows *orm.QuerySet[any], size int) error {
	ctx, query := c.Request().Context(), c.QueryParams()
	cursor := query.Get(afterParam)
	if before := query.Get(beforeParam); before != "" {
		if cursor != "" {
			return web.NotFound()
		}
		cursor = before
	}
	page, err := orm.PageAt(ctx, rows, size, cursor)
	if errors.Is(err, orm.ErrCursor) || err == nil && cursor != "" && len(page.Rows) == 0 {
		return web.NotFound()
	}
	if err != nil {
		return err
	}
	p.rows = page.Rows
	if page.Previous != "" {
		p.First, p.Previous = p.with("", ""), p.with(beforeParam, page.Previous)
	}
	if page.Next != "" {
		p.Next = p.with(afterParam, page.Next)
	}
	if page.Next == "" && page.Previous == "" {
		p.Total = int64(len(page.Rows))
		return nil
	}
	return p.count(c, rows)
}

// readNumber reads the page that has a number.
func (p *Paging) readNumber(c web.Context, rows *orm.QuerySet[any], size int) error {
	page, err := pageOf(c)
	if err != nil {
		return err
	}
	last := (MostRows + size - 1) / size
	if page > last {
		return web.NotFound()
	}
	offset := (page - 1) * size
	found, err := rows.Limit(size + 1).Offset(offset).All(c.Request().Context())
	if err != nil {
		return err
	}
	if len(found) == 0 && page > 1 {
		return web.NotFound()
	}
	p.rows, p.Page = found[:min(len(found), size)], page
	p.Total = int64(offset + len(found))
	if len(found) > size {
		if err := p.count(c, rows); err != nil {
			return err
		}
	}
	p.Total, p.More = min(p.Total, MostRows), p.More || p.Total > MostRows
	p.Pages = max(1, int((p.Total+int64(size)-1)/int64(size)), page)
	if page > 1 {
		p.First, p.Previous = p.PageURL(1), p.PageURL(page-1)
	}
	if len(found) > size && page < last {
		p.Next = p.PageURL(page + 1)
	}
	return nil
}

// count counts the rows of all pages, so far as that is done.
func (p *Paging) count(c web.Context, rows *orm.QuerySet[any]) error {
	n, err := rows.Limit(0).Offset(0).CountUpTo(c.Request().Context(), MostRows)
	p.Total, p.More = min(n, MostRows), n > MostRows
	return err
}

// pageOf reads ?page=. A page has one address, so "01" is not found.
func pageOf(c web.Context) (int, error) {
	raw := c.QueryParam(pageParam)
	if raw == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(raw)
	if err != nil || page < 1 || strconv.Itoa(page) != raw {
		return 0, web.NotFound()
	}
	return page, nil
}
