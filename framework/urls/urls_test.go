package urls_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// say answers with its name and the parameters it got.
func say(name string) web.HandlerFunc {
	return func(c web.Context) error {
		text := name
		for i, n := range c.ParamNames() {
			text += " " + n + "=" + c.ParamValues()[i]
		}
		return c.String(http.StatusOK, text)
	}
}

type detail struct{}

func (detail) Methods() []string         { return []string{"GET", "POST"} }
func (detail) Serve(c web.Context) error { return say("detail")(c) }

func mount(t *testing.T, routes ...urls.Item) *web.Echo {
	t.Helper()
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) { _ = c.String(web.StatusOf(err), "") }
	if err := urls.Under("", routes...).Mount(e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestMount(t *testing.T) {
	t.Parallel()
	e := mount(t,
		urls.Get("/", say("front")),
		urls.Under("/blog",
			urls.Show("/", detail{}),
			urls.Get("/feed.xml", say("feed")),
			urls.Get("/posts/new", say("new")),
			urls.Get("/posts/:slug", say("post")),
			urls.Post("/posts/:slug/comments", say("comment")),
			urls.Under("/archive", urls.Get("/:year<int>/", say("year")), urls.Get("/:tag<slug>/", say("tag"))),
		),
		urls.Get("/n/:id<int>", say("int")),
		urls.Post("/n/:word", say("post word")),
		urls.Get("/u/:id<uuid>", say("uuid")),
		urls.Get("/über/:x", say("umlaut")),
		urls.Get("/docs/:page<path>", say("docs")),
		urls.Any("/any", say("any")),
		urls.Get("/:page<path>", say("catch")),
	)
	const uuid = "0b0a1c5e-0000-4000-8000-0123456789ab"
	for _, tc := range []struct{ name, method, target, want string }{
		{"the root", "GET", "/", "200 front"},
		{"a view answers each of its methods", "POST", "/blog/", "200 detail"},
		{"HEAD is GET without a body", "HEAD", "/blog/", "200 detail"},
		{"a fixed segment wins over a parameter", "GET", "/blog/posts/new", "200 new"},
		{"a parameter has its name", "GET", "/blog/posts/hello", "200 post slug=hello"},
		{"a parameter is decoded once", "GET", "/blog/posts/a%20b%2525", "200 post slug=a b%25"},
		{"an escaped slash belongs to the parameter", "GET", "/blog/posts/a%2Fb", "200 post slug=a/b"},
		{"a real slash does not, and goes to the catch-all", "GET", "/blog/posts/a/b", "200 catch page=blog/posts/a/b"},
		{"another method is refused", "DELETE", "/blog/", "405 "},
		{"a typed route comes first", "GET", "/blog/archive/2026/", "200 year year=2026"},
		{"what it does not take goes to the next one", "GET", "/blog/archive/02026/", "200 tag tag=02026"},
		{"what neither takes goes to the catch-all", "GET", "/blog/archive/a.b/", "200 catch page=blog/archive/a.b/"},
		{"a number", "GET", "/n/12", "200 int id=12"},
		{"another route of the same shape has another method", "POST", "/n/12", "200 post word word=12"},
		{"a number too big", "GET", "/n/9223372036854775808", "200 catch page=n/9223372036854775808"},
		{"a uuid", "GET", "/u/" + uuid, "200 uuid id=" + uuid},
		{"no uuid", "GET", "/u/" + strings.ToUpper(uuid), "200 catch page=u/" + strings.ToUpper(uuid)},
		{"letters of any language", "GET", "/%C3%BCber/%C3%A9", "200 umlaut x=é"},
		{"the rest of an address", "GET", "/docs/a/b%20c/", "200 docs page=a/b c/"},
		{"any method", "PATCH", "/any", "200 any"},
		{"a control byte is refused", "GET", "/blog/posts/a%00", "404 "},
		{"a newline is refused", "GET", "/blog/posts/a%0Ab", "404 "},
		{"text that is no UTF-8 is refused", "GET", "/blog/posts/%ff", "404 "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, httptest.NewRequest(tc.method, tc.target, nil))
			if got := http.StatusText(rec.Code); got == "" {
				t.Fatalf("status %d", rec.Code)
			}
			if got := rec.Result().Status[:4] + rec.Body.String(); got != tc.want {
				t.Errorf("%s %s: %q, want %q", tc.method, tc.target, got, tc.want)
			}
		})
	}
}

func TestSlashRedirect(t *testing.T) {
	t.Parallel()
	e := mount(t,
		urls.Get("/blog/", say("blog")),
		urls.Get("/feed.xml", say("feed")),
		urls.Get("/both", say("without")), urls.Get("/both/", say("with")),
		urls.Get("/n/:id<int>/", say("n")),
		urls.Post("/send/", say("send")),
		urls.Get("/p/:a/:b/", say("ab")),
		urls.Get("/:x/:y/", say("xy")),
		urls.Get("/q/taken/", say("taken")), urls.Get("/q/:word", say("word")),
	)
	for _, tc := range []struct{ name, method, target, want string }{
		{"a missing slash is added", "GET", "/blog", "301 /blog/"},
		{"for HEAD too", "HEAD", "/blog", "301 /blog/"},
		{"the query is kept", "GET", "/blog?page=2&q=%2F", "301 /blog/?page=2&q=%2F"},
		{"a slash too many is removed", "GET", "/feed.xml/", "301 /feed.xml"},
		{"a body is sent again", "POST", "/send", "308 /send/"},
		{"a method that is not answered is refused", "POST", "/blog", "405 "},
		{"both exist: no redirect", "GET", "/both", "200 "},
		{"a typed parameter that fits", "GET", "/n/7", "301 /n/7/"},
		{"a typed parameter that does not, but another route does", "GET", "/n/x", "301 /n/x/"},
		{"escapes stay escaped", "GET", "/p/a%2Fb/c%3Fd", "301 /p/a%2Fb/c%3Fd/"},
		{"another route takes the address: no redirect", "GET", "/q/taken", "200 "},
		{"never to another host", "GET", "//evil.com/x", "404 "},
		{"never to another host by an empty segment", "GET", "//evil.com", "404 "},
		{"never to another host by backslash", "GET", "/%5Cevil.com/x", "301 /%5Cevil.com/x/"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec := httptest.NewRecorder()
			r := httptest.NewRequest(tc.method, "http://example.com/", nil)
			u, err := url.ParseRequestURI(tc.target)
			if err != nil {
				t.Fatal(err)
			}
			r.URL = u
			e.ServeHTTP(rec, r)
			if got := rec.Result().Status[:4] + rec.Header().Get("Location"); got != tc.want {
				t.Errorf("%s: %q, want %q", tc.target, got, tc.want)
			}
		})
	}
	t.Run("a type that does not fit is not found", func(t *testing.T) {
		t.Parallel()
		e := mount(t, urls.Get("/n/:id<int>/", say("n")), urls.Get("/m/:id<int>", say("m")), urls.Post("/m/:w<slug>", say("m")))
		for target, want := range map[string]int{"/n/x": 404, "/n/x/": 404, "/n/7": 301, "/m/a.b": 404, "/m/x": 405} {
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, httptest.NewRequest("GET", target, nil))
			if rec.Code != want {
				t.Errorf("%s: %d, want %d", target, rec.Code, want)
			}
			if want == 405 && rec.Header().Get("Allow") != "POST" {
				t.Errorf("Allow: %q", rec.Header().Get("Allow"))
			}
		}
	})
}

func TestMiddleware(t *testing.T) {
	t.Parallel()
	var calls []string
	mark := func(name string) web.MiddlewareFunc {
		return func(next web.HandlerFunc) web.HandlerFunc {
			return func(c web.Context) error { calls = append(calls, name); return next(c) }
		}
	}
	routes := urls.Under("/a", urls.Get("/", say("x"), mark("own"), mark("inner"))).With(mark("group"))
	mount(t, routes).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a/", nil))
	if diff := cmp.Diff([]string{"group", "own", "inner"}, calls); diff != "" {
		t.Error(diff)
	}
}

type picky struct{ detail }

func (picky) Check(params []string) error {
	if !slices.Contains(params, "slug") {
		return errors.New("the pattern has no :slug")
	}
	return nil
}

func TestProblemsComeAllAtOnce(t *testing.T) {
	t.Parallel()
	routes := urls.Routes{
		urls.Get("blog", say("x")),
		urls.Get("/a//b", say("x")),
		urls.Get("/:id<num>", say("x")),
		urls.Get("/:rest<path>/x", say("x")),
		urls.Get("/:a/:a", say("x")),
		urls.Get("/:", say("x")),
		urls.Get("/feed.:format", say("x")),
		urls.Get("/*", say("x")),
		urls.Get("/a?b", say("x")),
		urls.Get("/..", say("x")),
		urls.Get("/nil", nil),
		urls.Show("/nil-view", nil),
		{Pattern: "/none", Handler: say("x")},
		{Pattern: "/lower", Handler: say("x"), Methods: []string{"get"}},
		urls.Show("/picky/:id", picky{}),
		urls.Get("/posts/:slug", say("x")),
		urls.Get("/posts/:id<int>", say("x")),
		urls.Any("/twice", say("x")),
		urls.Post("/twice", say("x")),
		urls.Get("/fine/:id<int>", say("x")),
		urls.Get("/fine/:slug", say("x")),
	}
	err := routes.Mount(web.NewEcho())
	var problems urls.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error %v", err)
	}
	var got []string
	for _, p := range problems {
		if !strings.Contains(p.Place, "urls/urls_test.go:") && !strings.HasPrefix(p.Message, "/none") && !strings.HasPrefix(p.Message, "/lower") {
			t.Errorf("%q has the place %q", p.Message, p.Place)
		}
		message, _, _ := strings.Cut(p.Message, " (urls")
		got = append(got, message)
	}
	want := []string{
		`the pattern "blog" cannot be read`, `the pattern "/a//b" cannot be read`, `the pattern "/:id<num>" cannot be read`,
		`the pattern "/:rest<path>/x" cannot be read`, `the pattern "/:a/:a" cannot be read`, `the pattern "/:" cannot be read`,
		`the pattern "/feed.:format" cannot be read`, `the pattern "/*" cannot be read`, `the pattern "/a?b" cannot be read`, `the pattern "/.." cannot be read`,
		"/nil leads to nil", "/nil-view leads to nil", "/none answers no method", `/lower answers "get", which is no method`,
		"/picky/:id: the pattern has no :slug",
		"GET /posts/:id<int> is never reached: /posts/:slug", "POST /twice is never reached: /twice",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if text := err.Error(); strings.Count(text, "\n\t") != len(want)-1 {
		t.Errorf("each problem has a hint on a line of its own:\n%s", text)
	}
}

func TestRouteName(t *testing.T) {
	t.Parallel()
	if got := urls.Show("/", detail{}).Name(); got != "urls_test.detail" {
		t.Errorf("view %q", got)
	}
	if got := urls.Get("/", detail{}.Serve).Name(); !strings.HasPrefix(got, "urls_test.detail.Serve") {
		t.Errorf("handler %q", got)
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, pattern string
		values        []string
		want          string
	}{
		{"without parameters", "/blog/", nil, "/blog/"},
		{"the root", "/", nil, "/"},
		{"one parameter", "/posts/:slug", []string{"hello"}, "/posts/hello"},
		{"several, typed", "/:year<int>/:slug<slug>/", []string{"2026", "x"}, "/2026/x/"},
		{"a slash is escaped", "/posts/:slug", []string{"a/b"}, "/posts/a%2Fb"},
		{"a question mark and a hash are escaped", "/posts/:slug", []string{"a?b#c"}, "/posts/a%3Fb%23c"},
		{"a percent sign is escaped", "/posts/:slug", []string{"%2e"}, "/posts/%252e"},
		{"a backslash is escaped", "/:slug", []string{`\evil.com`}, "/%5Cevil.com"},
		{"other letters are escaped", "/über/:slug", []string{"é"}, "/%C3%BCber/%C3%A9"},
		{"an empty value leads nowhere, not to another host", "/:slug/evil.com", []string{""}, "/%00/evil.com"},
		{"a missing value counts as empty", "/posts/:slug", nil, "/posts/%00"},
		{"dots lead nowhere, not up", "/posts/:slug/x", []string{".."}, "/posts/%00/x"},
		{"values too many are ignored", "/:a", []string{"1", "2"}, "/1"},
		{"the rest of an address keeps its slashes", "/docs/:page<path>", []string{"a/b c/"}, "/docs/a/b%20c/"},
		{"but does not begin with one", "/:page<path>", []string{"/evil.com"}, "/%00/evil.com"},
		{"and does not go up", "/docs/:page<path>", []string{"a/../b"}, "/docs/a/%00/b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := urls.Path(tc.pattern, tc.values...); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	if got := urls.Int(-5); got != "-5" {
		t.Errorf("Int: %q", got)
	}
}

func FuzzPath(f *testing.F) {
	for _, v := range []string{"", "a", "a/b", "..", ".", "%2e%2e", `\`, "//evil", "é", "\x00", "\xff", "a?b", "a#b", "a b", "a;b", "http://x", ":id"} {
		f.Add(v)
	}
	e := web.NewEcho()
	var got string
	handler := func(c web.Context) error { got = c.Param("v"); return c.NoContent(http.StatusNoContent) }
	if err := (urls.Routes{urls.Get("/:v/x", handler), urls.Get("/rest/:v<path>", handler)}).Mount(e); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, pattern := range []string{"/:v/x", "/rest/:v<path>"} {
			address := urls.Path(pattern, v)
			if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
				t.Fatalf("Path(%q) = %q", v, address)
			}
			base, _ := url.Parse("http://example.com/")
			u, err := base.Parse(address)
			if err != nil || u.Host != "example.com" || u.RawQuery != "" || u.Fragment != "" {
				t.Fatalf("Path(%q) = %q is %v, %v", v, address, u, err)
			}
			got = ""
			r := httptest.NewRequest("GET", "/", nil)
			r.URL = u
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, r)
			if rec.Code == http.StatusNoContent && got != v {
				t.Fatalf("Path(%q) = %q arrives as %q", v, address, got)
			}
			if rec.Code == http.StatusMovedPermanently && strings.HasPrefix(rec.Header().Get("Location"), "//") {
				t.Fatalf("Path(%q) = %q leads to %q", v, address, rec.Header().Get("Location"))
			}
		}
	})
}

func BenchmarkPath(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = urls.Path("/blog/posts/:slug", "a-post-of-mine")
	}
}
