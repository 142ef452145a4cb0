package views

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/internal/lookup"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Detail shows one row. It is found by a column whose value is the parameter of
// the same name in the address: Posts.Slug by :slug. A row that is not in the
// queryset is not found.
//
// With Date the address has :year, :month and :day, too, and a row of another day
// is not found, nor is one of the future. It is what Django calls DateDetailView.
type Detail[T any] struct {
	Query *orm.QuerySet[*T]
	By    orm.Column[*T] // text, a whole number or a UUID, and unique; nil is the key, by :id
	Date  orm.Column[*T] // a moment or a day; nil asks for no date

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.view_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Rows narrows Query for one request, such as to the rows of a user. nil is
	// all of it.
	Rows func(c web.Context, q *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)
	// Allow looks at the row that was found: web.Forbidden says that this person
	// may not see it, web.NotFound hides that it is there. nil allows each.
	Allow func(c web.Context, row *T) error

	Template func(*T) templ.Component
	// Render is a Template that may fail, for pages that need more than the row.
	Render func(c web.Context, row *T) (templ.Component, error)
}

// Methods says that a row is only read.
func (d Detail[T]) Methods() []string { return slices.Clone(reads) }

// Check reports what is missing in the declaration and whether the route has the
// parameters.
func (d Detail[T]) Check(params []string) error {
	if undeclared(d.Query) {
		return errNoQuery
	}
	if err := d.shows().check(); err != nil {
		return err
	}
	if d.Date != nil {
		if err := checkDated(orm.AnyColumn(d.Date)); err != nil {
			return err
		}
		if p, ok := unitOf(params); !ok || p != Day {
			return errDayParams
		}
	}
	return lookup.Check(d.By, params)
}

func (d Detail[T]) shows() shows[*T] { return shows[*T]{d.Template, d.Render} }

// Serve shows the row.
func (d Detail[T]) Serve(c web.Context) error { return guarded(c, d.Require, d.serve) }

func (d Detail[T]) serve(c web.Context) error {
	q, err := narrowed(c, d.Query, d.Rows)
	if err != nil {
		return err
	}
	if d.Date != nil {
		if q, err = ofDay(c, q, d.Date); err != nil {
			return err
		}
	}
	row, err := lookup.Find(c, q, d.By)
	if err != nil {
		return err
	}
	if err := allowed(c, d.Allow, row); err != nil {
		return err
	}
	return d.shows().page(c, http.StatusOK, row)
}
