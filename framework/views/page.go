package views

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/web"
)

// Page shows a component that needs no data: an imprint, an about page.
type Page struct {
	Template func() templ.Component
}

// Methods says that a page is only read.
func (p Page) Methods() []string { return []string{http.MethodGet} }

// Check reports a page without a template.
func (p Page) Check([]string) error {
	if p.Template == nil {
		return errNoTemplate
	}
	return nil
}

// Serve shows the page.
func (p Page) Serve(c web.Context) error { return web.Page(c, p.Template()) }

// Redirect leads an old address to a new one.
type Redirect struct {
	To        string // a path, or an address of another site
	Permanent bool   // browsers and search engines forget the old address: 301 instead of 302
}

// Methods says that a redirect is for pages that are read.
func (r Redirect) Methods() []string { return []string{http.MethodGet} }

// Check reports a redirect that leads nowhere.
func (r Redirect) Check([]string) error {
	if !strings.HasPrefix(r.To, "/") && !strings.HasPrefix(r.To, "https://") && !strings.HasPrefix(r.To, "http://") {
		return errors.New("the redirect's To is neither a path nor an address")
	}
	return nil
}

// Serve redirects.
func (r Redirect) Serve(c web.Context) error {
	if r.Permanent {
		return c.Redirect(http.StatusMovedPermanently, r.To)
	}
	return c.Redirect(http.StatusFound, r.To)
}
