package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

func request(method, target string) (web.Context, *httptest.ResponseRecorder) {
	rec := httptest.NewRecorder()
	return web.NewEcho().NewContext(httptest.NewRequest(method, target, nil), rec), rec
}

func text(s string, err error) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
		return err
	})
}

func TestPage(t *testing.T) {
	t.Parallel()
	t.Run("a page has a type and a length", func(t *testing.T) {
		t.Parallel()
		c, rec := request("GET", "/")
		if err := web.PageStatus(c, 201, text("<p>hello", nil)); err != nil {
			t.Fatal(err)
		}
		if rec.Code != 201 || rec.Body.String() != "<p>hello" {
			t.Errorf("got %d %q", rec.Code, rec.Body)
		}
		h := rec.Header()
		if h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Content-Length") != "8" {
			t.Errorf("header %v", h)
		}
	})
	t.Run("a component that fails half way sends nothing", func(t *testing.T) {
		t.Parallel()
		c, rec := request("GET", "/")
		broken := errors.New("broken")
		err := web.Page(c, text("<p>half", broken))
		if !errors.Is(err, broken) {
			t.Fatalf("error %v", err)
		}
		if c.Response().Committed || rec.Body.Len() > 0 || len(rec.Header()) > 0 {
			t.Errorf("sent %v %q", rec.Header(), rec.Body)
		}
	})
	t.Run("HEAD has the length and no body", func(t *testing.T) {
		t.Parallel()
		c, rec := request("HEAD", "/")
		if err := web.Page(c, text("<p>hello", nil)); err != nil {
			t.Fatal(err)
		}
		if rec.Header().Get("Content-Length") != "8" || rec.Body.Len() > 0 {
			t.Errorf("header %v body %q", rec.Header(), rec.Body)
		}
	})
	t.Run("a handler's own content type is kept", func(t *testing.T) {
		t.Parallel()
		c, rec := request("GET", "/")
		c.Response().Header().Set("Content-Type", "image/svg+xml")
		if err := web.Page(c, text("<svg/>", nil)); err != nil {
			t.Fatal(err)
		}
		if got := rec.Header().Get("Content-Type"); got != "image/svg+xml" {
			t.Errorf("type %q", got)
		}
	})
	t.Run("JSON escapes what could leave a script", func(t *testing.T) {
		t.Parallel()
		c, rec := request("GET", "/")
		if err := web.JSON(c, map[string]string{"a": "</script>"}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(rec.Body.String(), "</script>") || rec.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%v %s", rec.Header(), rec.Body)
		}
	})
	t.Run("JSON of a channel is an error and sends nothing", func(t *testing.T) {
		t.Parallel()
		c, rec := request("GET", "/")
		if err := web.JSON(c, make(chan int)); err == nil || c.Response().Committed || rec.Body.Len() > 0 {
			t.Errorf("error %v, sent %q", err, rec.Body)
		}
	})
	t.Run("a redirect is 303", func(t *testing.T) {
		t.Parallel()
		c, rec := request("POST", "/")
		if err := web.Redirect(c, "/there"); err != nil || rec.Code != 303 || rec.Header().Get("Location") != "/there" {
			t.Errorf("%v %d %v", err, rec.Code, rec.Header())
		}
	})
}

// hostile are addresses that must never be followed.
var hostile = []string{
	"", "evil.com", "//evil.com", "///evil.com", "////evil.com", `\evil.com`, `\\evil.com`, `/\evil.com`, `\/evil.com`, `/\/evil.com`,
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@b.c", "vbscript:x",
	"http://evil.com/", "https://evil.com/", "http:evil.com", "http:/evil.com", "http:///evil.com", "http:\\\\evil.com", "ftp://example.com/",
	"https://example.com/", "http://example.com:8080/", "http://example.com.evil.com/", "http://evil.com#example.com", "http://evil.com?@example.com/",
	"http://user@example.com/", "http://example.com@evil.com/", "http://example.com:80@evil.com/", "http://example.com\\@evil.com/",
	"%2f0", "%2f%2fevil.com", "/%2f%2fevil.com", "/%2fevil.com", "/%5cevil.com", "/%5c%5cevil.com",
	"/\t/evil.com", "/\n/evil.com", "\t//evil.com", " //evil.com", "/\x00/evil.com", "/\x7f", "/%00", "/%0d%0aSet-Cookie:a=b", "/a\r\nX: y",
	"/.//evil.com", "/..//evil.com", "/%2e%2e//evil.com", "/a/../..//evil.com", "/..", "/.",
	"?q=1", "#x", "./x", "http://[::1", "/%zz", "/\u0085", "/" + strings.Repeat("a", 3000), "/\xff",
}

func TestSafeNext(t *testing.T) {
	t.Parallel()
	for _, raw := range hostile {
		c, _ := request("GET", "http://example.com/")
		if got := web.SafeNext(c, raw, "/fallback"); got != "/fallback" {
			t.Errorf("SafeNext(%q) = %q", raw, got)
		}
	}
	for raw, want := range map[string]string{
		"/":                                  "/",
		"/blog/?page=2&q=a%20b#c":            "/blog/?page=2&q=a%20b#c",
		"/blog//x":                           "/blog//x",
		"/caf%C3%A9":                         "/caf%C3%A9",
		"/café?q=é":                          "/caf%C3%A9?q=%C3%A9",
		"http://example.com/a":               "/a",
		"http://EXAMPLE.com:80/a":            "/a",
		"/login?next=//evil.com":             "/login?next=//evil.com",
		"/a?b= c":                            "/a?b=%20c",
		"/@evil.com":                         "/@evil.com",
		"/a:b":                               "/a:b",
		"/?next=http%3A%2F%2Fevil.com%0d%0a": "/?next=http%3A%2F%2Fevil.com%0d%0a",
	} {
		c, _ := request("GET", "http://example.com/")
		if got := web.SafeNext(c, raw, "/fallback"); got != want {
			t.Errorf("SafeNext(%q) = %q, want %q", raw, got, want)
		}
	}
	c, _ := request("GET", "/")
	if got := web.SafeNext(c, "//evil.com", ""); got != "/" {
		t.Errorf("an empty fallback gives %q", got)
	}
}

func FuzzSafeNext(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw)
	}
	f.Add("/blog/?page=2#x")
	f.Add("http://example.com/a?b")
	f.Fuzz(func(t *testing.T, raw string) {
		c, _ := request("GET", "http://example.com/")
		got := web.SafeNext(c, raw, "/fallback")
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.Contains(got, `\`) {
			t.Fatalf("SafeNext(%q) = %q", raw, got)
		}
		for i := range len(got) {
			if got[i] <= ' ' || got[i] >= 0x7f {
				t.Fatalf("SafeNext(%q) = %q has byte %#x", raw, got, got[i])
			}
		}
		base, _ := url.Parse("http://example.com/x/")
		u, err := base.Parse(got)
		if err != nil || u.Host != "example.com" || u.Scheme != "http" {
			t.Fatalf("SafeNext(%q) = %q leads to %v, %v", raw, got, u, err)
		}
		if again := web.SafeNext(c, got, "/other"); got != "/fallback" && len(got) <= 2048 && again != got {
			t.Fatalf("SafeNext(%q) = %q, and again %q", raw, got, again)
		}
	})
}

func TestErrors(t *testing.T) {
	t.Parallel()
	secret := errors.New("dial tcp 10.0.0.1: refused")
	for _, tc := range []struct {
		name    string
		err     error
		status  int
		message string
	}{
		{"nothing is fine", nil, 200, ""},
		{"a missing row", fmt.Errorf("loading: %w", orm.ErrNotFound), 404, web.StatusText(404)},
		{"a client that hung up", context.Canceled, 499, web.StatusText(499)},
		{"a deadline", fmt.Errorf("x: %w", context.DeadlineExceeded), 503, web.StatusText(503)},
		{"a body that is too long", &http.MaxBytesError{Limit: 1}, 413, web.StatusText(413)},
		{"not found", web.NotFound(), 404, web.StatusText(404)},
		{"forbidden with a reason", web.Forbidden("Only editors."), 403, "Only editors."},
		{"an error of this package, wrapped", fmt.Errorf("x: %w", web.BadRequest("No date.")), 400, "No date."},
		{"its cause stays private", &web.Error{Err: secret}, 500, web.StatusText(500)},
		{"Echo's error with a text", echo.NewHTTPError(429, "Slow down."), 429, "Slow down."},
		{"Echo's error without one", echo.ErrMethodNotAllowed, 405, web.StatusText(405)},
		{"Echo's error above 500 keeps its text", echo.NewHTTPError(502, "10.0.0.1"), 502, web.StatusText(502)},
		{"any other error", secret, 500, web.StatusText(500)},
		{"a panic with a not found in it", &web.Panic{Value: web.NotFound()}, 500, web.StatusText(500)},
		{"a status that is none", &web.Error{Status: 42}, 500, web.StatusText(500)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := web.StatusOf(tc.err); got != tc.status {
				t.Errorf("status %d, want %d", got, tc.status)
			}
			if tc.err == nil {
				return
			}
			if got := web.MessageOf(tc.err); got != tc.message {
				t.Errorf("message %q, want %q", got, tc.message)
			}
		})
	}
	if got := (&web.Error{Status: 400, Message: "No.", Err: secret}).Error(); got != "400 No.: dial tcp 10.0.0.1: refused" {
		t.Errorf("text for the log %q", got)
	}
}

func TestInt64Param(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int64{"0": 0, "7": 7, "-3": -3, "9223372036854775807": 1<<63 - 1} {
		c, _ := request("GET", "/")
		c.SetParamNames("id")
		c.SetParamValues(raw)
		if got, err := web.Int64Param(c, "id"); err != nil || got != want {
			t.Errorf("%q gives %d, %v", raw, got, err)
		}
	}
	for _, raw := range []string{"", "x", "007", "+7", "-0", "1.0", "1e3", " 1", "9223372036854775808", "1_000", "٣", "0x10"} {
		c, _ := request("GET", "/")
		c.SetParamNames("id")
		c.SetParamValues(raw)
		if got, err := web.Int64Param(c, "id"); web.StatusOf(err) != 404 {
			t.Errorf("%q gives %d, %v", raw, got, err)
		}
	}
}

func TestAbsoluteURL(t *testing.T) {
	t.Parallel()
	c, _ := request("GET", "http://example.com:8000/x")
	for in, want := range map[string]string{
		"/a?b=c": "http://example.com:8000/a?b=c", "": "http://example.com:8000/", "a": "http://example.com:8000/a",
		"//evil.com/": "http://example.com:8000/evil.com/", "https://other.org/x": "https://other.org/x",
	} {
		if got := web.AbsoluteURL(c, in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
	ctx, err := web.WithURL(context.Background(), "https://example.org/")
	if err != nil {
		t.Fatal(err)
	}
	c.SetRequest(c.Request().WithContext(ctx))
	if got := web.AbsoluteURL(c, "/a"); got != "https://example.org/a" {
		t.Errorf("with the site's URL: %q", got)
	}
	for _, bad := range []string{"", "example.com", "ftp://example.com", "https://", "https://u@example.com", "https://example.com/?a", ":"} {
		if _, err := web.WithURL(context.Background(), bad); err == nil {
			t.Errorf("%q is taken for a site's URL", bad)
		}
	}
}
