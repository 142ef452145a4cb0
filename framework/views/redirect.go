package views

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// Redirect leads an old address to a new one.
type Redirect struct {
	To        string // a path, or an address of another site
	Permanent bool   // browsers and search engines forget the old address: 301 instead of 302
	Query     bool   // what is behind the question mark comes along

	// Find works out where to lead, from the parameters of the route say, instead
	// of To: an error is the answer, web.NotFound() if there is no such place. What
	// comes from the request must be part of an address function, or go through
	// web.SafeNext.
	Find func(c web.Context) (string, error)

	// Require lets a request through or answers it: auth.Required. nil lets
	// everybody through.
	Require web.MiddlewareFunc
}

// Methods says that a redirect is for pages that are read.
func (r Redirect) Methods() []string { return slices.Clone(reads) }

// Check reports a redirect that leads nowhere.
func (r Redirect) Check([]string) error {
	switch {
	case r.Find != nil && r.To != "":
		return errors.New("the redirect has a To and a Find: one of them says where to")
	case r.Find != nil || leads(r.To):
		return nil
	}
	return errors.New("the redirect's To is neither a path nor an address")
}

func leads(to string) bool {
	path := strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, `/\`) // which browsers take for another host
	return path || strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://")
}

// Serve redirects.
func (r Redirect) Serve(c web.Context) error { return guarded(c, r.Require, r.serve) }

func (r Redirect) serve(c web.Context) error {
	to := r.To
	if r.Find != nil {
		var err error
		if to, err = r.Find(c); err != nil {
			return err
		}
		if !leads(to) {
			return web.NotFound()
		}
	}
	if query := c.Request().URL.RawQuery; r.Query && query != "" {
		to = withQuery(to, query)
	}
	status := http.StatusFound
	if r.Permanent {
		status = http.StatusMovedPermanently
	}
	return c.Redirect(status, to)
}

// withQuery puts a query string behind that of an address, before its fragment.
func withQuery(to, query string) string {
	to, fragment, marked := strings.Cut(to, "#")
	sign := "?"
	if strings.Contains(to, "?") {
		sign = "&"
	}
	to += sign + query
	if marked {
		to += "#" + fragment
	}
	return to
}
