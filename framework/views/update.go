package views

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/lookup"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Update shows a form for a row and changes it, in the columns of the form alone.
// The row is found as by [Detail]; the form behaves as that of [Create]. A form
// that is drawn with [Editing].Action is shown again, with status 409, if somebody
// else has changed the row since.
type Update[T any] struct {
	Query *orm.QuerySet[*T]
	By    orm.Column[*T] // text, a whole number or a UUID, and unique; nil is the key, by :id
	Form  forms.Model[T] // what people change; nothing else can be set

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.change_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Rows narrows Query for one request, such as to the rows of a user. nil is
	// all of it.
	Rows func(c web.Context, q *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)
	// Allow looks at the row that was found: web.Forbidden says that this person
	// may not change it, web.NotFound hides that it is there. nil allows each.
	Allow func(c web.Context, row *T) error
	// Prepare refuses what people may not do. It is called with what was typed and
	// is right. An error of forms.Wrong is a mistake in the form. What it sets in
	// columns that the form does not have is not stored.
	Prepare func(c web.Context, row *T) error
	// Before and After run with the row, in the transaction that stores it: an
	// error undoes everything, and one of forms.Wrong is a mistake in the form.
	Before, After func(ctx context.Context, row *T) error

	Then    func(*T) string // where it leads afterwards; nil is the row's URL(). ?next= of the address goes before
	Message func(*T) string // the notice that tells of it; nil is none

	// Template shows the form; nil is a plain page of the framework.
	Template func(Editing[T]) templ.Component
	// Render is a Template that may fail, for pages that need more than the form.
	Render func(c web.Context, e Editing[T]) (templ.Component, error)
}

// Methods says that the form is read and sent, by PUT as well.
func (v Update[T]) Methods() []string { return slices.Clone(updates) }

// Check reports what is missing in the declaration and whether the route has the
// parameter.
func (v Update[T]) Check(params []string) error {
	if undeclared(v.Query) {
		return errNoQuery
	}
	return errors.Join(checkForm(v.Form, v.shows()), v.saving().check(), lookup.Check(v.By, params))
}

func (v Update[T]) shows() shows[Editing[T]] { return shows[Editing[T]]{v.Template, v.Render} }

func (v Update[T]) saving() saving[T] {
	return saving[T]{form: v.Form, before: v.Before, after: v.After, message: v.Message, then: v.Then}
}

// Serve shows the form, or changes the row.
func (v Update[T]) Serve(c web.Context) error { return guarded(c, v.Require, v.serve) }

func (v Update[T]) serve(c web.Context) error {
	row, err := found(c, v.Query, v.By, v.Rows, v.Allow)
	if err != nil {
		return err
	}
	stored := *row
	if !sent(c) {
		return v.show(c, http.StatusOK, v.Form.Of(row), &stored)
	}
	form, err := v.Form.BindRow(c, row)
	if err != nil {
		return err
	}
	if err := prepared(c, form, v.Prepare, row); err != nil {
		return err
	}
	if !form.Valid() {
		return v.show(c, http.StatusUnprocessableEntity, form, &stored)
	}
	saving := v.saving()
	saving.version = c.QueryParam(versionParam)
	ok, err := saving.save(c.Request().Context(), form, row)
	if err != nil {
		return err
	}
	if !ok {
		return v.show(c, http.StatusConflict, form, &stored)
	}
	return saving.leave(c, row)
}

func (v Update[T]) show(c web.Context, status int, form *forms.Form, stored *T) error {
	page := editor(v.shows(), orm.TableOf(v.Form.Fields[0]), "Change")
	action := actionOf(c.QueryParams(), versionOf(orm.TableOf(v.Form.Fields[0]), stored))
	return page.page(c, status, Editing[T]{Row: stored, Form: form, Action: action})
}

// found is the row that an address names, if this person may have it.
func found[T any](c web.Context, q *orm.QuerySet[*T], by orm.Column[*T],
	rows func(web.Context, *orm.QuerySet[*T]) (*orm.QuerySet[*T], error), allow func(web.Context, *T) error) (*T, error) {
	q, err := narrowed(c, q, rows)
	if err != nil {
		return nil, err
	}
	row, err := lookup.Find(c, q, by)
	if err != nil {
		return nil, err
	}
	return row, allowed(c, allow, row)
}
