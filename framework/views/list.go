package views

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

const (
	// DefaultPageSize is how many rows a page of a list shows.
	DefaultPageSize = 25
	// MostRows is how far pages go and rows are counted. What lies beyond is
	// found by a search or a filter, not by turning 400 pages.
	MostRows = 10_000
)

var (
	errNoQuery    = errors.New("the view has no Query: name the rows that it may show")
	errNoTemplate = errors.New("the view has no Template: name the component that shows it")
)

// List shows rows in numbered pages: ?page=2. A page that does not exist is not
// found.
type List[T any] struct {
	Query    *orm.QuerySet[*T] // its order is the list's; a limit of its own is not used
	PageSize int               // 0 is DefaultPageSize
	Template func(Listing[T]) templ.Component
}

// Methods says that a list is only read.
func (l List[T]) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declaration.
func (l List[T]) Check([]string) error {
	switch {
	case undeclared(l.Query):
		return errNoQuery
	case l.Template == nil:
		return errNoTemplate
	case l.PageSize < 0 || l.PageSize > MostRows:
		return errors.New("the view has a PageSize below 0 or above 10,000")
	}
	return nil
}

// Serve shows one page of the list.
func (l List[T]) Serve(c web.Context) error {
	listing, err := Paginate(c, l.Query, l.PageSize)
	if err != nil {
		return err
	}
	return web.Page(c, l.Template(listing))
}

// undeclared reports whether a queryset was never set.
func undeclared[T any](q *orm.QuerySet[*T]) bool { return q == nil }

// Listing is one page of a list.
type Listing[T any] struct {
	Items       []*T
	Page        int // from 1
	HasPrevious bool
	HasNext     bool
	Total       int64      // of all pages, at most MostRows
	More        bool       // there are more rows than Total says: "10,000+"
	Query       url.Values // of the request, without the page
}

// PageURL is the address of another page of the same list, relative to this one.
func (l Listing[T]) PageURL(page int) string {
	query := url.Values{}
	for k, v := range l.Query {
		query[k] = v
	}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	return "?" + query.Encode()
}

// Paginate returns the page of a queryset that the request asks for, for
// handlers that need more than a [List]. A size of 0 is DefaultPageSize.
func Paginate[T any](c web.Context, q *orm.QuerySet[*T], size int) (Listing[T], error) {
	if size <= 0 {
		size = DefaultPageSize
	}
	page, err := pageOf(c)
	if err != nil {
		return Listing[T]{}, err
	}
	last := (MostRows + size - 1) / size
	if page > last {
		return Listing[T]{}, web.NotFound()
	}
	ctx, offset := c.Request().Context(), (page-1)*size
	items, err := q.Limit(size + 1).Offset(offset).All(ctx)
	if err != nil {
		return Listing[T]{}, err
	}
	if len(items) == 0 && page > 1 {
		return Listing[T]{}, web.NotFound()
	}
	l := Listing[T]{Items: items, Page: page, HasPrevious: page > 1, Query: url.Values{}}
	for k, v := range c.QueryParams() {
		if k != "page" {
			l.Query[k] = v
		}
	}
	l.Total = int64(offset + len(items))
	if len(items) > size {
		l.Items, l.HasNext = items[:size], page < last
		if l.Total, err = q.Limit(0).Offset(0).CountUpTo(ctx, MostRows); err != nil {
			return Listing[T]{}, err
		}
	}
	if l.Total > MostRows {
		l.Total, l.More = MostRows, true
	}
	return l, nil
}

// pageOf reads ?page=. A page has one address, so "01" is not found.
func pageOf(c web.Context) (int, error) {
	raw := c.QueryParam("page")
	if raw == "" {
		return 1, nil
	}
	page, err := strconv.Atoi(raw)
	if err != nil || page < 1 || strconv.Itoa(page) != raw {
		return 0, web.NotFound()
	}
	return page, nil
}
