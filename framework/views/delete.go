package views

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/internal/lookup"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/views"
)

// Delete asks whether a row is to be deleted, and deletes it when the answer is
// sent. The row is found as by [Detail]. Where other rows keep it from being
// deleted, the question is shown again with status 409 and says so.
type Delete[T any] struct {
	Query *orm.QuerySet[*T]
	By    orm.Column[*T] // text, a whole number or a UUID, and unique; nil is the key, by :id

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.delete_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Rows narrows Query for one request, such as to the rows of a user. nil is
	// all of it.
	Rows func(c web.Context, q *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)
	// Allow looks at the row that was found: web.Forbidden says that this person
	// may not delete it, web.NotFound hides that it is there. nil allows each.
	Allow func(c web.Context, row *T) error
	// Before and After run with the row, in the transaction that deletes it: an
	// error undoes everything, and one of forms.Wrong is shown to the person.
	Before, After func(ctx context.Context, row *T) error

	Then    func(*T) string // where it leads afterwards; needed. ?next= of the address goes before
	Message func(*T) string // the notice that tells of it; nil is none

	// Template asks; nil is a plain page of the framework.
	Template func(Deletion[T]) templ.Component
	// Render is a Template that may fail, for pages that need more than the row.
	Render func(c web.Context, d Deletion[T]) (templ.Component, error)
}

// Deletion is a row that is about to be deleted, for a page that asks. The page
// sends a form with method POST to its own address.
type Deletion[T any] struct {
	Row     *T
	Problem string // why it could not be deleted; empty at first
}

// inUse tells people why a row is still there.
const inUse = "It cannot be deleted: something else needs it."

// Methods says that the question is read and answered, by DELETE as well.
func (v Delete[T]) Methods() []string { return slices.Clone(deletes) }

// Check reports what is missing in the declaration and whether the route has the
// parameter.
func (v Delete[T]) Check(params []string) error {
	switch {
	case undeclared(v.Query):
		return errNoQuery
	case v.Then == nil:
		return errNoThen
	case v.Template != nil && v.Render != nil:
		return errTwoPages
	}
	return lookup.Check(v.By, params)
}

// Serve asks, or deletes the row.
func (v Delete[T]) Serve(c web.Context) error { return guarded(c, v.Require, v.serve) }

func (v Delete[T]) serve(c web.Context) error {
	row, err := found(c, v.Query, v.By, v.Rows, v.Allow)
	if err != nil {
		return err
	}
	if !sent(c) {
		return v.show(c, http.StatusOK, Deletion[T]{Row: row})
	}
	err = v.remove(c.Request().Context(), row)
	var wrong *orm.Invalid
	switch {
	case errors.Is(err, orm.ErrForeignKey):
		return v.show(c, http.StatusConflict, Deletion[T]{row, inUse})
	case errors.As(err, &wrong):
		return v.show(c, http.StatusConflict, Deletion[T]{row, wrong.Message})
	case err != nil:
		return err
	}
	return saving[T]{message: v.Message, then: v.Then}.leave(c, row)
}

func (v Delete[T]) remove(ctx context.Context, row *T) error {
	return orm.Atomic(ctx, func(ctx context.Context) error {
		if err := own(ctx, v.Before, row); err != nil {
			return err
		}
		if err := orm.TableOfRows(orm.Untyped(v.Query)).Remove(ctx, row); err != nil {
			return err
		}
		return own(ctx, v.After, row)
	})
}

func (v Delete[T]) show(c web.Context, status int, d Deletion[T]) error {
	s := shows[Deletion[T]]{v.Template, v.Render}
	if s.template == nil && s.render == nil {
		s.template = func(d Deletion[T]) templ.Component { return view.DeletePage(orm.LabelOf(d.Row), d.Problem) }
	}
	return s.page(c, status, d)
}
