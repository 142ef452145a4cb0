package environ

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVariablesOfARequest(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "https://a.com:8443/shop/a%20b?q=1", strings.NewReader("hello"))
	r.Header = http.Header{"Content-Type": {"text/plain"}, "Accept": {"a", "b"}, "Cookie": {"a=1", "b=2"}, "X_Real_Ip": {"evil"}, "Proxy": {"evil"}, "Connection": {"close"}}
	want := map[string]string{
		"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/shop", "PATH_INFO": "/a b", "QUERY_STRING": "q=1",
		"REQUEST_URI": "/shop/a%20b?q=1", "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "a.com", "SERVER_PORT": "8443", "HTTPS": "on",
		"REQUEST_SCHEME": "https", "REMOTE_ADDR": "192.0.2.1", "REMOTE_PORT": "1234", "CONTENT_TYPE": "text/plain", "CONTENT_LENGTH": "5",
		"HTTP_HOST": "a.com:8443", "HTTP_ACCEPT": "a, b", "HTTP_COOKIE": "a=1; b=2",
	}
	r.RequestURI = r.URL.RequestURI()
	if diff := cmp.Diff(want, Of(r, "/shop/").Map()); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	for script, want := range map[string]string{"": " /shop/a b", "/sho": " /shop/a b", "/other": " /shop/a b", "/shop/a b": "/shop/a b "} {
		v := Of(r, script)
		if got := v.Get("SCRIPT_NAME") + " " + v.Get("PATH_INFO"); got != want {
			t.Errorf("under %q: %q, not %q", script, got, want)
		}
	}
}

func TestHeadersThatCameTwiceAreJoinedInTheMap(t *testing.T) {
	t.Parallel()
	got := Vars{{"HTTP_A", "1"}, {"HTTP_A", "2"}, {"HTTP_COOKIE", "a"}, {"HTTP_COOKIE", "b"}, {"X", "1"}, {"X", "2"}}.Map()
	if diff := cmp.Diff(map[string]string{"HTTP_A": "1, 2", "HTTP_COOKIE": "a; b", "X": "2"}, got); diff != "" {
		t.Error(diff)
	}
}

// app yields pieces after it has started with a status.
func app(status string, pieces ...any) App {
	return func(_ context.Context, e *Environ, start Start) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			if status != "" {
				if err := start(status, http.Header{"Content-Type": {"text/plain"}}, nil); err != nil {
					yield(nil, err)
					return
				}
			}
			for _, p := range pieces {
				switch p := p.(type) {
				case string:
					if !yield([]byte(p), nil) {
						return
					}
				case error:
					if err := start("503 Service Unavailable", nil, p); err != nil {
						yield(nil, err)
						return
					}
				}
			}
		}
	}
}

func TestApplicationsOfTheShapeOfWSGI(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		app    App
		status int
		body   string
	}{
		{"an answer in pieces", app("200 OK", "a", "", "b"), 200, "ab"},
		{"an answer without a body", app("204 No Content"), 204, ""},
		{"a failure before the first piece replaces the start", app("200 OK", "", errors.New("no"), "sorry"), 503, "sorry"},
		{"a failure after it aborts the answer", app("200 OK", "a", errors.New("no"), "b"), 200, "a aborted"},
		{"an application that never starts", app("", "a"), 500, "Internal Server Error\n"},
		{"a status that is none", app("OK"), 500, "Internal Server Error\n"},
		{"a start that is there twice", func(_ context.Context, _ *Environ, start Start) iter.Seq2[[]byte, error] {
			return func(yield func([]byte, error) bool) {
				yield(nil, errors.Join(start("200 OK", nil, nil), start("200 OK", nil, nil)))
			}
		}, 500, "Internal Server Error\n"},
		{"a header of the connection", func(_ context.Context, _ *Environ, start Start) iter.Seq2[[]byte, error] {
			return func(yield func([]byte, error) bool) {
				yield(nil, start("200 OK", http.Header{"transfer-encoding": {"chunked"}}, nil))
			}
		}, 500, "Internal Server Error\n"},
	} {
		rec := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r = r.WithContext(With(r.Context(), &Environ{Errors: io.Discard}))
		func() {
			defer func() {
				if v := recover(); v == http.ErrAbortHandler {
					rec.Body.WriteString(" aborted")
				}
			}()
			Handler(c.app, "").ServeHTTP(rec, r)
		}()
		if rec.Code != c.status || rec.Body.String() != c.body {
			t.Errorf("%s: %d %q", c.name, rec.Code, rec.Body)
		}
	}
}

func TestWhatAnApplicationDefersRunsWhenTheVisitorHasGone(t *testing.T) {
	t.Parallel()
	closed := false
	endless := func(_ context.Context, _ *Environ, start Start) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			defer func() { closed = true }()
			start("200 OK", nil, nil)
			for yield([]byte("more"), nil) {
			}
		}
	}
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the answer was not aborted")
			}
		}()
		r := httptest.NewRequest("GET", "/", nil)
		Handler(endless, "").ServeHTTP(broken{http.Header{}}, r.WithContext(With(r.Context(), &Environ{Errors: io.Discard})))
	}()
	if !closed {
		t.Error("the application was not closed")
	}
}

// broken is the writer of a visitor who has gone.
type broken struct{ header http.Header }

func (b broken) Header() http.Header     { return b.header }
func (broken) WriteHeader(int)           {}
func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAHandlerIsAnApplicationAndBack(t *testing.T) {
	t.Parallel()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		w.Header().Set("X-A", "1")
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-B", "too late")
		fmt.Fprintf(w, "%s %s %s %s", r.Method, r.URL.Path, b, From(r.Context()).Vars.Get("SCRIPT_NAME"))
	})
	rec := httptest.NewRecorder()
	Handler(Application(h), "/shop").ServeHTTP(rec, httptest.NewRequest("POST", "/shop/x", strings.NewReader("body")))
	if rec.Code != 418 || rec.Body.String() != "POST /shop/x body /shop" || rec.Header().Get("X-A") != "1" || rec.Header().Get("X-B") != "" || rec.Header().Get("Connection") != "" {
		t.Errorf("got %d %q %v", rec.Code, rec.Body, rec.Header())
	}
}
