package views

import (
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

const (
	// DefaultPageSize is how many rows a page of a list shows.
	DefaultPageSize = 25
	// MostRows is how far numbered pages go and rows are counted. What lies beyond
	// is found by a search or a filter, not by turning 400 pages.
	MostRows = 10_000
)

// List shows rows page by page. A page begins at a place in the order, so that
// the last one costs what the first does and a row that is added meanwhile moves
// nothing: ?after=…. Where Numbered asks for it, or the order is not by columns of
// the table itself, pages have numbers: ?page=2. A page that does not exist is not
// found.
//
// Readers narrow and order the list by the columns that it names, and by no
// other: see [Menu] and [Ordering]. Whatever else an address asks for is left
// aside, and a value that a column cannot have is not found.
type List[T any] struct {
	Query    *orm.QuerySet[*T] // its order is the list's; a limit of its own is not used
	PageSize int               // 0 is DefaultPageSize
	Numbered bool              // pages have numbers, and end at MostRows
	NotEmpty bool              // a list without a row is not found; Django's allow_empty = False

	// Filters are the columns by which readers narrow the list: ?status=draft,
	// ?author=7, ?published_at=month, ?title=word, and for dates and numbers
	// ?published_at_from=2026-01-01&published_at_to=2026-03-31.
	Filters []orm.Column[*T]
	// Search is the columns in which ?q= looks for words.
	Search []orm.Column[*T]
	// Orders are the columns by which readers order the list: ?order=title,
	// ?order=-title. Columns of related rows cost numbered pages.
	Orders []orm.Column[*T]

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.view_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Rows narrows Query for one request, such as to the rows of a user. nil is
	// all of it.
	Rows func(c web.Context, q *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)

	Template func(Listing[T]) templ.Component
	// Render is a Template that may fail, for pages that need more than the rows.
	Render func(c web.Context, l Listing[T]) (templ.Component, error)
}

// Methods says that a list is only read.
func (l List[T]) Methods() []string { return slices.Clone(reads) }

// Check reports what is missing in the declaration.
func (l List[T]) Check([]string) error {
	if undeclared(l.Query) {
		return errNoQuery
	}
	return errors.Join(l.shows().check(), l.choices().check())
}

func (l List[T]) shows() shows[Listing[T]] { return shows[Listing[T]]{l.Template, l.Render} }

func (l List[T]) choices() choices {
	return choices{
		size: l.PageSize, numbered: l.Numbered,
		filters: orm.AnyColumns(l.Filters), search: orm.AnyColumns(l.Search), orders: orm.AnyColumns(l.Orders),
	}
}

// Serve shows one page of the list.
func (l List[T]) Serve(c web.Context) error { return guarded(c, l.Require, l.serve) }

func (l List[T]) serve(c web.Context) error {
	q, err := narrowed(c, l.Query, l.Rows)
	if err != nil {
		return err
	}
	listing, err := listingOf(c, q, l.choices())
	if err != nil {
		return err
	}
	if l.NotEmpty && len(listing.Items) == 0 {
		return web.NotFound()
	}
	return l.shows().page(c, http.StatusOK, listing)
}

// Listing is one page of a list.
type Listing[T any] struct {
	Items []*T
	Paging
}

// listingOf reads the page of a queryset that a request asks for.
func listingOf[T any](c web.Context, q *orm.QuerySet[*T], ch choices) (Listing[T], error) {
	p, err := ch.read(c, orm.Typed[any](orm.Untyped(q)))
	if err != nil {
		return Listing[T]{}, err
	}
	l := Listing[T]{Items: make([]*T, len(p.rows)), Paging: p}
	for i, row := range p.rows {
		l.Items[i] = row.(*T)
	}
	l.rows = nil
	return l, nil
}

// Paginate returns the numbered page of a queryset that the request asks for, for
// handlers that need more than a [List]. A size of 0 is DefaultPageSize.
func Paginate[T any](c web.Context, q *orm.QuerySet[*T], size int) (Listing[T], error) {
	return listingOf(c, q, choices{size: max(size, 0), numbered: true})
}

// PaginateByPlace is [Paginate] with pages that begin at a place in the order:
// see [List].
func PaginateByPlace[T any](c web.Context, q *orm.QuerySet[*T], size int) (Listing[T], error) {
	return listingOf(c, q, choices{size: max(size, 0)})
}
