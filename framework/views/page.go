package views

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/web"
)

// Page shows a component that needs no rows: an imprint, an about page.
type Page struct {
	// Require lets a request through or answers it: auth.Required. nil lets
	// everybody through.
	Require  web.MiddlewareFunc
	Template func() templ.Component
	// Render is a Template that may fail, for pages that depend on the request.
	Render func(c web.Context) (templ.Component, error)
}

// Methods says that a page is only read.
func (p Page) Methods() []string { return slices.Clone(reads) }

// Check reports a page without a template.
func (p Page) Check([]string) error { return p.shows().check() }

func (p Page) shows() shows[struct{}] {
	var s shows[struct{}]
	if p.Template != nil {
		s.template = func(struct{}) templ.Component { return p.Template() }
	}
	if p.Render != nil {
		s.render = func(c web.Context, _ struct{}) (templ.Component, error) { return p.Render(c) }
	}
	return s
}

// Serve shows the page.
func (p Page) Serve(c web.Context) error {
	return guarded(c, p.Require, func(c web.Context) error { return p.shows().page(c, http.StatusOK, struct{}{}) })
}
