package views

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Create shows a form for a new row and creates it. A form with a mistake is shown
// again with status 422; 409 says that somebody else was faster.
type Create[T any] struct {
	Form forms.Model[T] // what people fill in; nothing else can be set

	// Require lets a request through or answers it: auth.Required,
	// auth.RequirePermission("blog.add_post"). nil lets everybody through.
	Require web.MiddlewareFunc
	// Initial fills in what the form shows at first, beyond the defaults of the
	// model. nil fills in nothing. An error refuses the request.
	Initial func(c web.Context, row *T) error
	// Prepare sets what people do not fill in, such as who writes, and refuses what
	// they may not do. It is called with what was typed and is right. An error of
	// forms.Wrong is a mistake in the form.
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

// Methods says that the form is read and sent.
func (v Create[T]) Methods() []string { return slices.Clone(creates) }

// Check reports what is missing in the declaration.
func (v Create[T]) Check([]string) error {
	return errors.Join(checkForm(v.Form, v.shows()), v.saving().check())
}

func checkForm[T any](f forms.Model[T], s shows[Editing[T]]) error {
	if len(f.Fields) == 0 {
		return errNoForm
	}
	if s.template != nil && s.render != nil {
		return errTwoPages
	}
	return nil
}

func (v Create[T]) shows() shows[Editing[T]] { return shows[Editing[T]]{v.Template, v.Render} }

func (v Create[T]) saving() saving[T] {
	return saving[T]{form: v.Form, before: v.Before, after: v.After, message: v.Message, then: v.Then}
}

// Serve shows the form, or creates the row.
func (v Create[T]) Serve(c web.Context) error { return guarded(c, v.Require, v.serve) }

func (v Create[T]) serve(c web.Context) error {
	if !sent(c) {
		form := v.Form.Blank()
		if v.Initial != nil {
			if err := v.Initial(c, form.Row().(*T)); err != nil {
				return err
			}
		}
		return v.show(c, http.StatusOK, form)
	}
	form, row, err := v.Form.Bind(c)
	if err != nil {
		return err
	}
	if err := prepared(c, form, v.Prepare, row); err != nil {
		return err
	}
	if !form.Valid() {
		return v.show(c, http.StatusUnprocessableEntity, form)
	}
	ok, err := v.saving().save(c.Request().Context(), form, row)
	if err != nil {
		return err
	}
	if !ok {
		return v.show(c, http.StatusConflict, form)
	}
	return v.saving().leave(c, row)
}

func (v Create[T]) show(c web.Context, status int, form *forms.Form) error {
	page := editor(v.shows(), orm.TableOf(v.Form.Fields[0]), "Add")
	return page.page(c, status, Editing[T]{Row: form.Row().(*T), Form: form, New: true})
}

// prepared runs a view's own code on a row whose form is right so far. What is
// wrong by it is put into the form.
func prepared[T any](c web.Context, form *forms.Form, prepare func(web.Context, *T) error, row *T) error {
	if prepare == nil || !form.Valid() {
		return nil
	}
	err := prepare(c, row)
	if mistaken(err) {
		form.Fail(err)
		return nil
	}
	return err
}
