package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/templates"
)

// answer lets an error handler answer one request and returns its log, too.
func answer(h web.ErrorHandler, r *http.Request, handler web.HandlerFunc) (*httptest.ResponseRecorder, string) {
	var log bytes.Buffer
	h.Logger = slog.New(slog.NewTextHandler(&log, nil))
	e := web.NewEcho()
	e.HTTPErrorHandler = h.Handle
	e.Any("/*", handler)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec, log.String()
}

func fail(err error) web.HandlerFunc { return func(web.Context) error { return err } }

func panicked() error {
	var err error
	func() {
		defer func() { err = &web.Panic{Value: recover(), Stack: debug.Stack()} }()
		panic("out of <tea>")
	}()
	return err
}

func TestErrorHandler(t *testing.T) {
	t.Parallel()
	secret := errors.New("password of 10.0.0.1 is tea")
	ownPage := func(c web.Context, f templates.Failure) templ.Component {
		return templ.Raw(fmt.Sprintf("own %d", f.Status))
	}
	for _, tc := range []struct {
		name    string
		handler web.ErrorHandler
		err     error
		accept  string
		status  int
		shows   []string
		hides   []string
		logs    string
	}{
		{"not found has a page and no line", web.ErrorHandler{}, web.NotFound(), "", 404, []string{"<h1>Page not found"}, nil, ""},
		{"a message is shown, and escaped", web.ErrorHandler{}, web.BadRequest("<b>No date"), "", 400, []string{"&lt;b&gt;No date"}, []string{"<b>"}, ""},
		{"a cause is logged, not shown", web.ErrorHandler{}, &web.Error{Status: 400, Message: "No.", Err: secret}, "", 400, []string{"No."}, []string{"tea"}, "level=WARN"},
		{"an error of ours is logged, not shown", web.ErrorHandler{}, secret, "", 500, []string{"Something went wrong"}, []string{"tea"}, "is tea"},
		{"in development it is shown", web.ErrorHandler{Debug: true}, fmt.Errorf("asking: %w", secret), "", 500, []string{"asking: password of", "Visitors of a deployed"}, nil, "is tea"},
		{"but not found is as it will be", web.ErrorHandler{Debug: true}, web.NotFound(), "", 404, []string{"<h1>Page not found"}, []string{"Visitors"}, ""},
		{"a panic in development has a stack with source", web.ErrorHandler{Debug: true}, panicked(), "", 500,
			[]string{"panic: out of &lt;tea&gt;", "web_test.panicked", "errorhandler_test.go:", `class="here"`}, []string{"<tea>", strings.Repeat("hunter2", 2)}, "stack="},
		{"a panic elsewhere has none", web.ErrorHandler{}, panicked(), "", 500, nil, []string{"tea", ".go"}, "stack="},
		{"a client of JSON gets JSON", web.ErrorHandler{Debug: true}, secret, "application/json", 500, []string{`{"status":500,"message":"Something`}, []string{"tea"}, "is tea"},
		{"a browser that would take JSON too gets a page", web.ErrorHandler{}, web.NotFound(), "text/html, application/json", 404, []string{"<h1>"}, nil, ""},
		{"a site's own page", web.ErrorHandler{Page: ownPage}, web.NotFound(), "", 404, []string{"own 404"}, []string{"<h1>"}, ""},
		{"a site's page for some only", web.ErrorHandler{Page: func(web.Context, templates.Failure) templ.Component { return nil }}, web.NotFound(), "", 404, []string{"<h1>"}, nil, ""},
		{"a site's page that fails", web.ErrorHandler{Page: func(web.Context, templates.Failure) templ.Component { return text("half", secret) }}, web.NotFound(), "", 404, []string{"<h1>"}, []string{"half", "tea"}, "own error page"},
		{"a site's page that panics", web.ErrorHandler{Page: func(web.Context, templates.Failure) templ.Component { panic("x") }}, web.NotFound(), "", 404, []string{"<h1>"}, nil, "own error page"},
		{"a client that hung up", web.ErrorHandler{}, context.Canceled, "", 499, nil, nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/x", nil)
			r.Header.Set("Cookie", "sessionid="+strings.Repeat("hunter2", 2))
			r.Header.Set("Accept", tc.accept)
			rec, log := answer(tc.handler, r, fail(tc.err))
			if rec.Code != tc.status || rec.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v", rec.Code, rec.Header())
			}
			for _, s := range tc.shows {
				if !strings.Contains(rec.Body.String(), s) {
					t.Errorf("does not show %q:\n%s", s, rec.Body)
				}
			}
			for _, s := range tc.hides {
				if strings.Contains(rec.Body.String(), s) {
					t.Errorf("shows %q:\n%s", s, rec.Body)
				}
			}
			if !strings.Contains(log, tc.logs) || (tc.logs == "") != (log == "") {
				t.Errorf("log %q", log)
			}
		})
	}
}

func TestWhatAFailedHandlerSaidIsForgotten(t *testing.T) {
	t.Parallel()
	rec, _ := answer(web.ErrorHandler{}, httptest.NewRequest("GET", "/", nil), func(c web.Context) error {
		h := c.Response().Header()
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Length", "7")
		h.Set("Content-Disposition", "attachment")
		h.Set("ETag", `"x"`)
		h.Set("Cache-Control", "public, max-age=3600")
		return errors.New("broken")
	})
	h := rec.Header()
	if h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Content-Length") != fmt.Sprint(rec.Body.Len()) || h.Get("ETag") != "" || h.Get("Content-Disposition") != "" {
		t.Errorf("header %v", h)
	}
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	t.Parallel()
	e := web.NewEcho()
	e.HTTPErrorHandler = web.ErrorHandler{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}.Handle
	e.GET("/half", func(c web.Context) error {
		_, _ = io.WriteString(c.Response(), strings.Repeat("x", 9000))
		return errors.New("broken")
	})
	e.GET("/whole", func(c web.Context) error {
		_ = web.Page(c, text("whole", nil))
		return errors.New("too late to matter")
	})
	e.GET("/redirect", func(c web.Context) error {
		_ = web.Redirect(c, "/whole")
		return errors.New("too late to matter")
	})
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	for path, want := range map[string]string{"/whole": "whole", "/redirect": "whole"} {
		res, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || string(body) != want {
			t.Errorf("%s: %q, %v", path, body, err)
		}
	}
	res, err := server.Client().Get(server.URL + "/half")
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("half an answer passes for the whole")
	}
}

func TestHEADOfAnErrorHasNoBody(t *testing.T) {
	t.Parallel()
	rec, _ := answer(web.ErrorHandler{}, httptest.NewRequest("HEAD", "/", nil), fail(web.NotFound()))
	if rec.Code != 404 || rec.Body.Len() > 0 || rec.Header().Get("Content-Length") == "" {
		t.Errorf("%d %q %v", rec.Code, rec.Body, rec.Header())
	}
}
