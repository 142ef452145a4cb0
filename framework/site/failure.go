package site

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sort"
	"strings"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/templates"
)

// showError turns an error into a status, a page and, from 500 on, a log line.
func (s *Site) showError(err error, c web.Context) {
	status := web.StatusOf(err)
	if status >= http.StatusInternalServerError {
		logFailure(c, err)
	}
	if c.Response().Committed || status == web.StatusClientGone {
		return
	}
	if strings.HasPrefix(c.Request().Header.Get("Accept"), "application/json") {
		_ = c.JSON(status, map[string]string{"error": web.MessageOf(err)})
		return
	}
	if shown := web.PageStatus(c, status, s.failurePage(c, err, status)); shown != nil {
		_ = c.String(status, web.MessageOf(err))
	}
}

func logFailure(c web.Context, err error) {
	args := []any{"method", c.Request().Method, "path", c.Request().URL.Path, "error", err}
	var p *web.Panic
	if errors.As(err, &p) {
		args = append(args, "stack", string(p.Stack))
	}
	slog.Error("the request failed", args...)
}

// failurePage is the page for people, and in development the one for authors.
func (s *Site) failurePage(c web.Context, err error, status int) templ.Component {
	f := templates.Failure{Status: status, Message: web.MessageOf(err), RequestID: middleware.NameOf(c)}
	if !s.Settings.Debug || status < http.StatusInternalServerError {
		return templates.ErrorPage(f)
	}
	r := templates.Report{Failure: f, Request: facts(c)}
	for e := err; e != nil; e = errors.Unwrap(e) {
		r.Errors = append(r.Errors, e.Error())
	}
	var p *web.Panic
	if errors.As(err, &p) {
		r.Calls = calls(p.Stack)
	}
	return templates.ErrorReport(r)
}

// facts is what a request said, without what could be a secret.
func facts(c web.Context) []templates.Fact {
	r := c.Request()
	out := []templates.Fact{{Name: "Request", Value: r.Method + " " + r.URL.Path}, {Name: "Route", Value: c.Path()}}
	var names []string
	for name := range r.Header {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		value := strings.Join(r.Header[name], ", ")
		if name == "Cookie" || name == "Authorization" || name == "Proxy-Authorization" {
			value = fmt.Sprintf("(%d bytes, hidden)", len(value))
		}
		out = append(out, templates.Fact{Name: name, Value: value})
	}
	return out
}
