package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/templates"
)

// Failure is what an error page shows: the status, a message for people, and the
// name of the request.
type Failure = templates.Failure

// ErrorHandler turns the errors of views into a status, a page and a line in
// the log. Give its Handle method to Echo:
//
//	e.HTTPErrorHandler = web.ErrorHandler{Debug: settings.Debug}.Handle
//
// Visitors see the message of an [Error] and never the text of another one. A
// client that asks for JSON gets JSON.
type ErrorHandler struct {
	// Debug shows errors of 500 and above with everything that helps to find
	// the fault. It must not be set where strangers can see the site.
	Debug bool
	// Logger is where errors go; nil is slog.Default() when the error comes.
	Logger *slog.Logger
	// Page makes a site's own error page, by the status. Nil, or a nil component,
	// is the framework's page; so is a page that itself fails.
	Page func(c Context, f Failure) templ.Component
	// More is what a site adds to the page of development: statements, session,
	// settings. Values whose names speak of secrets are not shown. nil is nothing.
	More func(c Context) []templates.Section
}

// Handle answers a request whose handler returned err.
//
// If the response has begun, it cannot be turned into an error page. Unless it
// is complete, the connection is then closed, so that nobody takes half of an
// answer for the whole.
func (h ErrorHandler) Handle(err error, c Context) {
	status := StatusOf(err)
	h.log(c, status, err)
	res := c.Response()
	if res.Committed {
		if !complete(c) {
			panic(http.ErrAbortHandler)
		}
		return
	}
	prepare(res.Header())
	failure := Failure{Status: status, Message: MessageOf(err), RequestID: res.Header().Get("X-Request-Id")}
	if err := h.answer(c, failure, err); err != nil && status != StatusClientGone {
		h.logger().Error("sending the error page", "error", err)
	}
}

func (h ErrorHandler) answer(c Context, f Failure, err error) error {
	if wantsJSON(c) {
		body, err := json.Marshal(struct {
			Status  int    `json:"status"`
			Message string `json:"message"`
		}{f.Status, f.Message})
		if err != nil {
			return err
		}
		return Send(c, f.Status, "application/json", body)
	}
	if h.Debug && f.Status >= http.StatusInternalServerError {
		return PageStatus(c, f.Status, templates.ErrorReport(h.report(c, f, err)))
	}
	if h.ownPage(c, f) {
		return nil
	}
	return PageStatus(c, f.Status, templates.ErrorPage(f))
}

// ownPage tries the site's page. A site whose error page is broken too has to
// answer all the same.
func (h ErrorHandler) ownPage(c Context, f Failure) (sent bool) {
	if h.Page == nil {
		return false
	}
	defer func() {
		if v := recover(); v != nil {
			h.logger().Error("making the site's own error page", "error", fmt.Sprint(v))
			sent = c.Response().Committed
		}
	}()
	component := h.Page(c, f)
	if component == nil {
		return false
	}
	if err := PageStatus(c, f.Status, component); err != nil {
		h.logger().Error("making the site's own error page", "error", err)
	}
	return c.Response().Committed
}

// complete reports whether the response was sent as announced.
func complete(c Context) bool {
	res := c.Response()
	length := res.Header().Get("Content-Length")
	return res.Size == 0 || length != "" && length == strconv.FormatInt(res.Size, 10)
}

// prepare removes what the failed handler said about its own answer.
func prepare(h http.Header) {
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Content-Range", "Etag", "Last-Modified", "Location"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
}

// wantsJSON reports whether the client would rather have JSON than a page.
func wantsJSON(c Context) bool {
	header := c.Request().Header["Accept"]
	return len(header) > 0 && accepted(header, []string{"text/html", "application/json"}) == "application/json"
}

func (h ErrorHandler) logger() *slog.Logger {
	if h.Logger == nil {
		return slog.Default()
	}
	return h.Logger
}

// log writes errors of ours, and refusals that have a cause worth knowing.
func (h ErrorHandler) log(c Context, status int, err error) {
	level := slog.LevelError
	var own *Error
	switch {
	case status == StatusClientGone:
		return
	case status < http.StatusInternalServerError:
		if !errors.As(err, &own) || own.Err == nil {
			return
		}
		level = slog.LevelWarn
	}
	r := c.Request()
	attrs := []slog.Attr{
		slog.String("error", err.Error()),
		slog.Int("status", status),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.String("id", c.Response().Header().Get("X-Request-Id")),
	}
	var panicked *Panic
	if errors.As(err, &panicked) {
		attrs = append(attrs, slog.String("stack", string(panicked.Stack)))
	}
	h.logger().LogAttrs(r.Context(), level, "request failed", attrs...)
}
