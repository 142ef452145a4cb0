package views

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

var (
	errNoQuery    = errors.New("the view has no Query: name the rows that it may show")
	errNoTemplate = errors.New("the view has no Template: name the component that shows it")
	errTwoPages   = errors.New("the view has a Template and a Render: one of them shows it")
)

var (
	reads   = []string{http.MethodGet}
	creates = []string{http.MethodGet, http.MethodPost}
	updates = []string{http.MethodGet, http.MethodPost, http.MethodPut}
	deletes = []string{http.MethodGet, http.MethodPost, http.MethodDelete}
)

// guarded answers a request by serve if the requirement lets it through.
func guarded(c web.Context, require web.MiddlewareFunc, serve web.HandlerFunc) error {
	if require == nil {
		return serve(c)
	}
	return require(serve)(c)
}

// shows is how a page is made of what a view found: by a component alone, or by
// code of the site's own.
type shows[P any] struct {
	template func(P) templ.Component
	render   func(web.Context, P) (templ.Component, error)
}

func (s shows[P]) check() error {
	switch {
	case s.template == nil && s.render == nil:
		return errNoTemplate
	case s.template != nil && s.render != nil:
		return errTwoPages
	}
	return nil
}

func (s shows[P]) page(c web.Context, status int, p P) error {
	if s.render == nil {
		return web.PageStatus(c, status, s.template(p))
	}
	component, err := s.render(c, p)
	if err != nil {
		return err
	}
	return web.PageStatus(c, status, component)
}

// narrowed is the rows of a view for one request.
func narrowed[T any](c web.Context, q *orm.QuerySet[*T], rows func(web.Context, *orm.QuerySet[*T]) (*orm.QuerySet[*T], error)) (*orm.QuerySet[*T], error) {
	if rows == nil {
		return q, nil
	}
	return rows(c, q)
}

// undeclared reports whether a queryset was never set.
func undeclared[T any](q *orm.QuerySet[*T]) bool { return q == nil }

// allowed asks a view's own code whether a row may be shown or changed.
func allowed[T any](c web.Context, allow func(web.Context, *T) error, row *T) error {
	if allow == nil {
		return nil
	}
	return allow(c, row)
}
