package auth

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// Required lets only users who are logged in through to a handler. Visitors are
// asked to log in, as by [Ask].
func Required(next web.HandlerFunc) web.HandlerFunc { return requiredAt("")(next) }

func requiredAt(loginURL string) web.MiddlewareFunc {
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			u, err := UserOf(c)
			if err != nil {
				return err
			}
			if u == nil {
				return Ask(c, loginURL)
			}
			return next(c)
		}
	}
}

// RequirePermission lets only users who have all the permissions through to a
// handler. Visitors are asked to log in; for a user the answer is 403.
func RequirePermission(permissions ...string) web.MiddlewareFunc {
	return func(next web.HandlerFunc) web.HandlerFunc {
		return Required(func(c web.Context) error {
			for _, p := range permissions {
				ok, err := Can(c, p)
				if err != nil {
					return err
				}
				if !ok {
					return web.Forbidden("You are logged in, but your account may not do this.")
				}
			}
			return next(c)
		})
	}
}

// Ask answers a visitor who must log in first: it leads to the page for it and
// from there back here. An empty loginURL is the one of the options. A script
// that fetches gets 401 instead, and htmx the address to go to.
func Ask(c web.Context, loginURL string) error {
	if loginURL == "" {
		m, err := of(c)
		if err != nil {
			return err
		}
		loginURL = m.loginURL
	}
	r := c.Request()
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	if r.Header.Get("HX-Request") == "true" {
		h.Set("HX-Redirect", askURL(loginURL, web.SafeNext(c, r.Header.Get("HX-Current-URL"), nowhere)))
		return &web.Error{Status: http.StatusUnauthorized, Message: askText}
	}
	if wantsData(r) {
		return &web.Error{Status: http.StatusUnauthorized, Message: askText}
	}
	here := r.URL.RequestURI()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		here = r.Referer() // the page with the form; the form's own address shows nothing
	}
	return web.Redirect(c, askURL(loginURL, web.SafeNext(c, here, nowhere)))
}

const (
	askText = "Please log in first."
	nowhere = "nowhere" // in place of an address that is not safe to go back to
)

func askURL(loginURL, next string) string {
	if next == nowhere {
		return loginURL
	}
	return loginURL + "?" + NextParam + "=" + url.QueryEscape(next)
}

// wantsData reports whether the request comes from a program that reads JSON.
func wantsData(r *http.Request) bool {
	accept := strings.ToLower(strings.Join(r.Header.Values("Accept"), ","))
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}
