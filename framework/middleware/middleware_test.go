package middleware_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/web"
)

// serve answers one request with a handler inside of middlewares.
func serve(t *testing.T, r *http.Request, h web.HandlerFunc, use ...web.MiddlewareFunc) *httptest.ResponseRecorder {
	t.Helper()
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) {
		if !c.Response().Committed {
			_ = c.String(web.StatusOf(err), err.Error())
		}
	}
	e.Use(use...)
	e.Any("/*", h)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec
}

func must(t testing.TB) func(web.MiddlewareFunc, error) web.MiddlewareFunc {
	return func(m web.MiddlewareFunc, err error) web.MiddlewareFunc {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

func ok(c web.Context) error { return c.String(http.StatusOK, "ok") }

func get(target string) *http.Request { return httptest.NewRequest("GET", target, nil) }

func TestRecover(t *testing.T) {
	t.Parallel()
	use := middleware.Recover{}.Middleware()
	for _, tc := range []struct {
		name  string
		value any
		code  int
		body  string
	}{
		{"a text", "boom", 500, "panic: boom"},
		{"an error", errors.New("boom"), 500, "panic: boom"},
		{"not found thrown as a panic is an error of ours", web.NotFound(), 500, "panic: 404"},
		{"a deliberate stop has its own status", web.Abort{Err: web.NotFound()}, 404, "404"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec := serve(t, get("/"), func(web.Context) error { panic(tc.value) }, use)
			if rec.Code != tc.code || !strings.HasPrefix(rec.Body.String(), tc.body) {
				t.Errorf("%d %q", rec.Code, rec.Body)
			}
		})
	}
	t.Run("a nil dereference keeps its stack", func(t *testing.T) {
		t.Parallel()
		var got error
		catch := func(next web.HandlerFunc) web.HandlerFunc {
			return func(c web.Context) error { got = next(c); return got }
		}
		serve(t, get("/"), func(web.Context) error { var p *http.Request; return p.Context().Err() }, catch, use)
		var p *web.Panic
		if !errors.As(got, &p) || !strings.Contains(string(p.Stack), "middleware_test.go") {
			t.Errorf("got %v", got)
		}
	})
	t.Run("after the header nothing is written again", func(t *testing.T) {
		t.Parallel()
		rec := serve(t, get("/"), func(c web.Context) error { _ = ok(c); panic("late") }, use)
		if rec.Code != 200 || rec.Body.String() != "ok" {
			t.Errorf("%d %q", rec.Code, rec.Body)
		}
	})
	t.Run("the wish to close the connection goes through", func(t *testing.T) {
		t.Parallel()
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("it was kept")
			}
		}()
		serve(t, get("/"), func(web.Context) error { panic(http.ErrAbortHandler) }, use)
	})
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		trust bool
		given string
		kept  bool
	}{
		{"a name of our own", false, "", false}, {"a given name is not believed", false, "abc", false},
		{"unless it is trusted", true, "abc-1.2_3", true}, {"but not a long one", true, strings.Repeat("a", 65), false},
		{"nor one with a space", true, "a b", false}, {"nor one with a line break", true, "a\nlevel=ERROR", false}, {"nor an empty one", true, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := get("/")
			r.Header.Set("X-Request-ID", tc.given)
			rec := serve(t, r, func(c web.Context) error { return c.String(200, middleware.NameOf(c)) }, middleware.RequestID{Trust: tc.trust}.Middleware())
			got := rec.Header().Get("X-Request-ID")
			if got != rec.Body.String() || (got == tc.given) != tc.kept || len(got) < 9 {
				t.Errorf("header %q, handler %q", got, rec.Body)
			}
		})
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, method, target string
		handler              web.HandlerFunc
		want                 string
	}{
		{"a page", "GET", "/blog/?token=secret", ok, "level=INFO msg=request method=GET path=/blog/ route=/* status=200 bytes=2 took=3ms client=192.0.2.1 id=\"\"\n"},
		{"an error is answered first", "POST", "/", func(web.Context) error { return web.NotFound() },
			"level=INFO msg=request method=POST path=/ route=/* status=404 bytes=37 took=3ms client=192.0.2.1 id=\"\"\n"},
		{"an error of ours", "GET", "/", func(web.Context) error { return errors.New("x") },
			"level=ERROR msg=request method=GET path=/ route=/* status=500 bytes=1 took=3ms client=192.0.2.1 id=\"\"\n"},
		{"a panic", "GET", "/", func(web.Context) error { panic("x") },
			"level=ERROR msg=request method=GET path=/ route=/* status=500 bytes=0 took=3ms client=192.0.2.1 id=\"\"\n"},
		{"a path with a line break stays one line", "GET", "/a%0Alevel=ERROR", ok,
			"level=INFO msg=request method=GET path=\"/a\\nlevel=ERROR\" route=/* status=200 bytes=2 took=3ms client=192.0.2.1 id=\"\"\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			now := time.Unix(0, 0)
			log := middleware.Log{
				Logger: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
					if a.Key == slog.TimeKey {
						return slog.Attr{}
					}
					return a
				}})),
				Now: func() time.Time { now = now.Add(3 * time.Millisecond); return now },
			}
			serve(t, httptest.NewRequest(tc.method, tc.target, nil), tc.handler, middleware.Recover{}.Middleware(), log.Middleware())
			if diff := cmp.Diff(tc.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a long path is cut", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		log := middleware.Log{Logger: slog.New(slog.NewTextHandler(&out, nil))}
		serve(t, get("/"+strings.Repeat("a", 9000)), ok, log.Middleware())
		if out.Len() > 1000 {
			t.Errorf("%d bytes", out.Len())
		}
	})
	t.Run("what is skipped has no line", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		log := middleware.Log{Logger: slog.New(slog.NewTextHandler(&out, nil)), Skip: func(web.Context) bool { return true }}
		if rec := serve(t, get("/"), ok, log.Middleware()); rec.Body.String() != "ok" || out.Len() > 0 {
			t.Errorf("%q %q", rec.Body, &out)
		}
	})
}

// hostileHosts are never allowed, whatever else is.
var hostileHosts = []string{
	"", " ", "evil.com", "example.com.evil.com", "evilexample.com", "example.com@evil.com", "evil.com@example.com", "example.com:80@evil.com",
	"example.com:80:80", "example.com:", "example.com:0", "example.com:080", "example.com:65536", "example.com:abc", "example.com:-1", "example.com:80#",
	"example.com/evil", "example.com\\evil", "example.com?x", "example.com#x", "example.com evil.com", "example.com,evil.com", "example.com\tx", "example.com\x00",
	"example.com\r\nX: y", ".example.com", "..example.com", "www..example.com", "example.com..", "-x.example.com", "*.example.com", "*", "exаmple.com", "example。com",
	"%65xample.com", "[example.com]", "[::1", "::1", "::1]", "[::1]evil", "[::1]:", "[::1%25lo]", "[::1%lo]", "[192.0.2.1]", "[[::1]]", "[]", "http://example.com",
	strings.Repeat("a", 64) + ".example.com", strings.Repeat("a.", 200) + "example.com",
}

func TestHosts(t *testing.T) {
	t.Parallel()
	allowed := middleware.Hosts{Allowed: []string{"Example.com", ".sub.org", "port.org:8443", "192.0.2.1", "[2001:DB8::1]", ".p.net:81"}}
	use := must(t)(allowed.Middleware())
	status := func(use web.MiddlewareFunc, name string) int {
		r := get("/")
		r.Host = name
		return serve(t, r, ok, use).Code
	}
	for _, name := range []string{
		"example.com", "EXAMPLE.com", "example.com:80", "example.com:65535", "example.com.", "sub.org", "a.sub.org", "a.b.sub.org:99",
		"port.org:8443", "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8:0::1]:80", "p.net:81", "x.p.net:81",
	} {
		if got := status(use, name); got != 200 {
			t.Errorf("%q: %d", name, got)
		}
	}
	for _, name := range append(hostileHosts, "www.example.com", "port.org", "port.org:80", "p.net", "x.p.net:82", "notsub.org", "[2001:db8::2]", "localhost") {
		if got := status(use, name); got != 400 {
			t.Errorf("%q: %d", name, got)
		}
	}
	all := must(t)(middleware.Hosts{Allowed: []string{"*"}}.Middleware())
	for name, want := range map[string]int{"anything.org": 200, "[::1]:80": 200, "a/b": 400, "": 400, "a@b": 400, "[::1%lo]": 400, "[::1%25lo]": 400} {
		if got := status(all, name); got != want {
			t.Errorf("with * %q: %d", name, got)
		}
	}
	debug := must(t)(middleware.Hosts{Debug: true}.Middleware())
	for name, want := range map[string]int{"localhost:8000": 200, "blog.localhost:8000": 200, "127.0.0.1:8000": 200, "[::1]:8000": 200, "evil.com": 400} {
		if got := status(debug, name); got != want {
			t.Errorf("in development %q: %d", name, got)
		}
	}
}

func TestHostsRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{nil, {"http://example.com"}, {"example.com/"}, {""}, {"."}, {"*.example.com"}, {".127.0.0.1"}, {"::1"}, {"a b"}} {
		if _, err := (middleware.Hosts{Allowed: words}).Middleware(); err == nil {
			t.Errorf("%q is taken", words)
		}
	}
	_, err := middleware.Hosts{Allowed: []string{"a/", "fine.org", "b/"}}.Middleware()
	if err == nil || strings.Count(err.Error(), "is not a host") != 2 {
		t.Errorf("not all problems at once: %v", err)
	}
}

func FuzzHosts(f *testing.F) {
	for _, name := range append(hostileHosts, "example.com", "www.example.com:80", "[::1]:80", "EXAMPLE.com.") {
		f.Add(name)
	}
	use := must(f)(middleware.Hosts{Allowed: []string{".example.com", "[::1]"}}.Middleware())
	h := use(ok)
	f.Fuzz(func(t *testing.T, name string) {
		r := get("/")
		r.Host = name
		rec := httptest.NewRecorder()
		if err := h(web.NewEcho().NewContext(r, rec)); err != nil {
			if web.StatusOf(err) != 400 {
				t.Fatalf("%q: %v", name, err)
			}
			return
		}
		plain, _, err := net.SplitHostPort(name)
		if err != nil {
			plain = strings.Trim(name, "[]")
		}
		plain = strings.ToLower(strings.TrimSuffix(plain, "."))
		ip := net.ParseIP(plain)
		if plain != "example.com" && !strings.HasSuffix(plain, ".example.com") && (ip == nil || !ip.IsLoopback()) {
			t.Fatalf("%q is allowed", name)
		}
		if strings.ContainsAny(name, "/\\@?# \t\r\n,%") {
			t.Fatalf("%q is allowed", name)
		}
	})
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	use := must(t)(middleware.Headers{}.Middleware())
	rec := serve(t, get("/"), ok, use)
	want := http.Header{
		"Content-Security-Policy": {string(middleware.DefaultCSP)}, "Referrer-Policy": {"same-origin"}, "X-Frame-Options": {"DENY"},
		"Cross-Origin-Opener-Policy": {"same-origin"}, "X-Content-Type-Options": {"nosniff"}, "Content-Type": {"text/plain; charset=UTF-8"},
	}
	if diff := cmp.Diff(want, rec.Result().Header); diff != "" {
		t.Error(diff)
	}
	t.Run("a handler's own wins, and does not change those of others", func(t *testing.T) {
		t.Parallel()
		rec := serve(t, get("/"), func(c web.Context) error {
			c.Response().Header().Set("X-Frame-Options", "SAMEORIGIN")
			c.Response().Header().Add("Referrer-Policy", "no-referrer")
			return ok(c)
		}, use)
		if got := rec.Header().Get("X-Frame-Options"); got != "SAMEORIGIN" {
			t.Errorf("got %q", got)
		}
		if got := serve(t, get("/"), ok, use).Header(); got.Get("X-Frame-Options") != "DENY" || len(got.Values("Referrer-Policy")) != 1 {
			t.Errorf("the next response has %v", got)
		}
	})
	t.Run("HSTS is said over https alone", func(t *testing.T) {
		t.Parallel()
		use := must(t)(middleware.Headers{HSTS: 365 * 24 * time.Hour, HSTSSubdomains: true, HSTSPreload: true}.Middleware())
		if got := serve(t, get("http://example.com/"), ok, use).Header().Get("Strict-Transport-Security"); got != "" {
			t.Errorf("over http %q", got)
		}
		if got := serve(t, get("https://example.com/"), ok, use).Header().Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains; preload" {
			t.Errorf("over https %q", got)
		}
	})
	for name, h := range map[string]middleware.Headers{
		"a line break": {CSP: "default-src 'self'\nX: y"}, "a letter beyond ASCII": {ReferrerPolicy: "é"}, "negative HSTS": {HSTS: -1},
		"preload without a year": {HSTS: time.Hour, HSTSPreload: true, HSTSSubdomains: true}, "subdomains of nothing": {HSTSSubdomains: true},
	} {
		if _, err := h.Middleware(); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	use := must(t)(middleware.CrossOrigin{Trusted: []string{"https://accounts.example.org"}}.Middleware())
	for _, tc := range []struct {
		name, method, site, origin string
		want                       int
	}{
		{"a form of this site", "POST", "same-origin", "http://example.com", 200},
		{"a form of another site", "POST", "cross-site", "https://evil.com", 403},
		{"a form of a sister site", "POST", "same-site", "http://evil.example.com", 403},
		{"an old browser on this site", "POST", "", "http://example.com", 200},
		{"an old browser on another site", "POST", "", "https://evil.com", 403},
		{"a sandboxed frame", "POST", "", "null", 403},
		{"a sandboxed frame in a new browser", "POST", "cross-site", "null", 403},
		{"a link from another site", "GET", "cross-site", "", 200},
		{"no browser at all", "POST", "", "", 200},
		{"typed by the person", "POST", "none", "", 200},
		{"a trusted site", "POST", "cross-site", "https://accounts.example.org", 200},
		{"a look-alike of a trusted site", "POST", "cross-site", "https://accounts.example.org.evil.com", 403},
		{"DELETE from another site", "DELETE", "cross-site", "https://evil.com", 403},
		{"an unknown method from another site", "POKE", "cross-site", "https://evil.com", 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(tc.method, "http://example.com/", nil)
			if tc.site != "" {
				r.Header.Set("Sec-Fetch-Site", tc.site)
			}
			if tc.origin != "" {
				r.Header.Set("Origin", tc.origin)
			}
			rec := httptest.NewRecorder()
			c := web.NewEcho().NewContext(r, rec)
			if got := web.StatusOf(use(ok)(c)); got != tc.want {
				t.Errorf("status %d, want %d", got, tc.want)
			}
		})
	}
	for _, origin := range []string{"example.org", "https://example.org/", "https://", ""} {
		if _, err := (middleware.CrossOrigin{Trusted: []string{origin}}).Middleware(); err == nil {
			t.Errorf("%q is taken for an origin", origin)
		}
	}
}

// all is the middleware of a site, in its order.
func all(t testing.TB) []web.MiddlewareFunc {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	return []web.MiddlewareFunc{
		middleware.RequestID{}.Middleware(), middleware.Log{Logger: quiet}.Middleware(), middleware.Recover{}.Middleware(),
		must(t)(middleware.Hosts{Allowed: []string{"*"}}.Middleware()), must(t)(middleware.Headers{}.Middleware()), must(t)(middleware.CrossOrigin{}.Middleware()),
	}
}

func TestNothingIsTakenFromTheWriter(t *testing.T) {
	t.Parallel()
	e := web.NewEcho()
	e.Use(all(t)...)
	e.GET("/writer", func(c web.Context) error { return c.String(200, fmt.Sprintf("%T", c.Response().Writer)) })
	e.GET("/flush", func(c web.Context) error {
		_, _ = io.WriteString(c.Response(), "a")
		if err := http.NewResponseController(c.Response()).Flush(); err != nil {
			return err
		}
		<-c.Request().Context().Done()
		return nil
	})
	e.GET("/hijack", func(c web.Context) error {
		conn, _, err := http.NewResponseController(c.Response()).Hijack()
		if err != nil {
			return err
		}
		defer conn.Close()
		_, err = io.WriteString(conn, "HTTP/1.1 299 Mine\r\nContent-Length: 0\r\n\r\n")
		return err
	})
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	for path, want := range map[string]string{"/writer": "200 OK *http.response", "/hijack": "299 Mine "} {
		res, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if got := res.Status + " " + string(body); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	res, err := server.Client().Get(server.URL + "/flush")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := bufio.NewReader(res.Body).ReadByte(); b != 'a' || err != nil {
		t.Errorf("flushed %q, %v", b, err)
	}
}

func BenchmarkAll(b *testing.B) {
	stack := all(b)
	for name, use := range map[string][]web.MiddlewareFunc{
		"none": nil, "request id": stack[:1], "log": stack[1:2], "recover": stack[2:3], "hosts": stack[3:4], "headers": stack[4:5], "cross-origin": stack[5:], "all": stack,
	} {
		b.Run(name, func(b *testing.B) {
			e := web.NewEcho()
			e.Use(use...)
			e.GET("/*", func(c web.Context) error { c.Response().WriteHeader(200); return nil })
			r := get("/")
			w := httptest.NewRecorder()
			b.ReportAllocs()
			for b.Loop() {
				clear(w.Header())
				e.ServeHTTP(w, r)
			}
		})
	}
}
