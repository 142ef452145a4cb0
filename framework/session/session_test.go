package session_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/internal/conformance"
	"github.com/gofw/gofw/framework/web"
)

const secret = "a secret key of a site that is only a test"

func cookieStore(t testing.TB) *session.CookieStore {
	t.Helper()
	store, err := session.NewCookieStore(session.Config{Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// site serves one handler with sessions. An error of it is a status.
func site(t testing.TB, store sessions.Store, o session.Options, h web.HandlerFunc) *web.Echo {
	t.Helper()
	use, err := session.Middleware(store, o)
	if err != nil {
		t.Fatal(err)
	}
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) {
		if !c.Response().Committed {
			_ = c.String(web.StatusOf(err), err.Error())
		}
	}
	abort := func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) (err error) {
			defer func() {
				if a, ok := recover().(web.Abort); ok {
					err = a.Err
				}
			}()
			return next(c)
		}
	}
	e.Use(abort, use)
	e.Any("/*", h)
	return e
}

// visit makes a request with a cookie, if there is one.
func visit(e *web.Echo, target string, cookie *http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec
}

func cookieOf(t *testing.T, rec *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	cookies := rec.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies in %d %q: %v", len(cookies), rec.Code, rec.Body, cookies)
	}
	return cookies[0]
}

type cart struct{ Items []string }

// shop is a handler that keeps a cart.
func shop(c web.Context) error {
	switch c.Request().URL.Path {
	case "/add", "/shop/add":
		items, _ := session.Get[cart](c, "cart")
		items.Items = append(items.Items, c.QueryParam("item"))
		session.Put(c, "cart", items)
	case "/show":
		items, ok := session.Get[cart](c, "cart")
		if !ok {
			return c.String(http.StatusOK, "none")
		}
		return c.String(http.StatusOK, strings.Join(items.Items, " "))
	case "/wrong-type":
		_, ok := session.Get[int](c, "cart")
		return c.String(http.StatusOK, map[bool]string{true: "int", false: "none"}[ok])
	case "/empty":
		session.Delete(c, "cart", "other")
	case "/flush":
		session.Flush(c)
	case "/login":
		session.Put(c, session.UserKey, 7)
		session.Rotate(c)
	case "/add-and-fail":
		session.Put(c, "cart", cart{[]string{"lost"}})
		return errors.New("broken")
	case "/add-and-refuse":
		session.Put(c, "cart", cart{[]string{"kept"}})
		return web.NotFound()
	case "/late":
		_ = c.String(http.StatusOK, "begun")
		session.Put(c, "cart", cart{})
	case "/silent":
		session.Put(c, "cart", cart{[]string{"silent"}})
		return nil
	case "/channel":
		session.Put(c, "x", make(chan int))
	case "/keys":
		return c.String(http.StatusOK, strings.Join(session.Keys(c, "c"), " "))
	}
	return c.NoContent(http.StatusNoContent)
}

func TestCookieStore(t *testing.T) {
	t.Parallel()
	e := site(t, cookieStore(t), session.Options{}, shop)
	t.Run("a page that only reads varies by cookie and sets none", func(t *testing.T) {
		t.Parallel()
		rec := visit(e, "/show", nil)
		if rec.Body.String() != "none" || rec.Header().Get("Vary") != "Cookie" || len(rec.Result().Cookies()) > 0 {
			t.Errorf("%q %v", rec.Body, rec.Header())
		}
	})
	t.Run("a value comes back", func(t *testing.T) {
		t.Parallel()
		first := cookieOf(t, visit(e, "/add?item=tea", nil))
		second := cookieOf(t, visit(e, "/add?item=milk", first))
		if got := visit(e, "/show", second).Body.String(); got != "tea milk" {
			t.Errorf("got %q", got)
		}
		if got := visit(e, "/keys", second).Body.String(); got != "cart" {
			t.Errorf("keys %q", got)
		}
		if got := visit(e, "/wrong-type", second).Body.String(); got != "none" {
			t.Errorf("as another type: %q", got)
		}
		if strings.Contains(second.Value, "tea") {
			t.Error("the cookie is not encrypted")
		}
	})
	t.Run("the cookie is for servers and this site alone", func(t *testing.T) {
		t.Parallel()
		got := cookieOf(t, visit(e, "/add?item=x", nil))
		got.Value, got.Raw, got.Expires, got.RawExpires = "", "", time.Time{}, ""
		want := &http.Cookie{Name: "sessionid", Path: "/", MaxAge: 14 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if !cookieOf(t, visit(e, "https://example.com/add?item=x", nil)).Secure {
			t.Error("over https it is not secure")
		}
	})
	t.Run("the last value takes the cookie with it", func(t *testing.T) {
		t.Parallel()
		c := cookieOf(t, visit(e, "/add?item=x", nil))
		for _, target := range []string{"/empty", "/flush"} {
			if got := cookieOf(t, visit(e, target, c)); got.MaxAge >= 0 || got.Value != "" {
				t.Errorf("%s leaves %v", target, got)
			}
		}
	})
	t.Run("deleting what is not there writes nothing", func(t *testing.T) {
		t.Parallel()
		if got := visit(e, "/empty", nil).Result().Cookies(); len(got) > 0 {
			t.Errorf("cookies %v", got)
		}
	})
	t.Run("an error of ours saves nothing", func(t *testing.T) {
		t.Parallel()
		rec := visit(e, "/add-and-fail", nil)
		if rec.Code != 500 || len(rec.Result().Cookies()) > 0 {
			t.Errorf("%d %v", rec.Code, rec.Header())
		}
	})
	t.Run("a refusal saves", func(t *testing.T) {
		t.Parallel()
		rec := visit(e, "/add-and-refuse", nil)
		if got := visit(e, "/show", cookieOf(t, rec)).Body.String(); rec.Code != 404 || got != "kept" {
			t.Errorf("%d %q", rec.Code, got)
		}
	})
	t.Run("a handler that answers nothing saves too", func(t *testing.T) {
		t.Parallel()
		if got := visit(e, "/show", cookieOf(t, visit(e, "/silent", nil))).Body.String(); got != "silent" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a change after the header is an error", func(t *testing.T) {
		t.Parallel()
		if got := visit(e, "/late", nil); got.Body.String() != "begun" || len(got.Result().Cookies()) > 0 {
			t.Errorf("got %q", got.Body)
		}
	})
	t.Run("what is no JSON is an error", func(t *testing.T) {
		t.Parallel()
		if got := visit(e, "/channel", nil); got.Code != 500 {
			t.Errorf("status %d", got.Code)
		}
	})
}

func TestSecretKeys(t *testing.T) {
	t.Parallel()
	c := cookieOf(t, visit(site(t, cookieStore(t), session.Options{}, shop), "/add?item=tea", nil))
	newer, err := session.NewCookieStore(session.Config{Secret: "another", Fallbacks: []string{secret}})
	if err != nil {
		t.Fatal(err)
	}
	if got := visit(site(t, newer, session.Options{}, shop), "/show", c).Body.String(); got != "tea" {
		t.Errorf("an earlier key reads %q", got)
	}
	other, err := session.NewCookieStore(session.Config{Secret: "another"})
	if err != nil {
		t.Fatal(err)
	}
	if got := visit(site(t, other, session.Options{}, shop), "/show", c).Body.String(); got != "none" {
		t.Errorf("another key reads %q", got)
	}
	if _, err := session.NewCookieStore(session.Config{}); err == nil {
		t.Error("an empty secret is taken")
	}
}

func TestTheCookieDoesAsAllStores(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Kind{InCookie: true, Open: func(t *testing.T, now func() time.Time) (sessions.Store, context.Context) {
		store, err := session.NewCookieStore(session.Config{Secret: secret, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return store, t.Context()
	}})
}

func TestTheCookieOfAnotherNameIsNone(t *testing.T) {
	t.Parallel()
	e := site(t, cookieStore(t), session.Options{}, shop)
	other := cookieOf(t, visit(site(t, cookieStore(t), session.Options{Name: "other"}, shop), "/add?item=tea", nil))
	other.Name = "sessionid"
	if got := visit(e, "/show", other).Body.String(); got != "none" {
		t.Errorf("it reads %q", got)
	}
}

func TestCookieNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o    session.Options
		want string
	}{
		"over http no promise is possible":               {session.Options{}, "sessionid; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax"},
		"one host alone":                                 {session.Options{Secure: true}, "__Host-sessionid; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax"},
		"subdomains too":                                 {session.Options{Secure: true, Domain: "example.com"}, "__Secure-sessionid; Path=/; Domain=example.com; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax"},
		"a part of the site":                             {session.Options{Secure: true, Path: "/shop"}, "__Secure-sessionid; Path=/shop; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax"},
		"a name of the author's stays":                   {session.Options{Secure: true, Name: "sid"}, "sid; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax"},
		"in frames of other sites, apart for each":       {session.Options{Secure: true, Partitioned: true, SameSite: http.SameSiteNoneMode}, "__Host-sessionid; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=None; Partitioned"},
		"not from links of other sites, until it closes": {session.Options{SameSite: http.SameSiteStrictMode, Browser: true}, "sessionid; Path=/; HttpOnly; SameSite=Strict"},
	} {
		got := cookieOf(t, visit(site(t, cookieStore(t), c.o, shop), "/shop/add?item=x", nil))
		got.Expires = time.Time{}
		_, attributes, _ := strings.Cut(got.String(), "; ")
		if got := got.Name + "; " + attributes; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestMiddlewareRefusesBadOptions(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]session.Options{
		"a name with a space": {Name: "a b"}, "a name with a semicolon": {Name: "a;b"}, "a life of a second": {Idle: time.Second},
		"a negative life": {Idle: -time.Hour}, "a path without slash": {Path: "x"}, "a domain with a semicolon": {Domain: "a;b"},
		"None without Secure": {SameSite: http.SameSiteNoneMode}, "Partitioned without Secure": {Partitioned: true},
		"an absolute end at once": {Absolute: time.Second}, "a negative absolute end": {Absolute: -time.Hour},
		"__Host- without Secure": {Name: "__Host-x"}, "__Host- with Domain": {Name: "__Host-x", Secure: true, Domain: "example.com"}, "__Secure- without Secure": {Name: "__Secure-x"},
	} {
		if _, err := session.Middleware(cookieStore(t), o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := session.Middleware(nil, session.Options{}); err == nil {
		t.Error("no store is taken")
	}
}

func TestNoMiddlewareIsAnError(t *testing.T) {
	t.Parallel()
	defer func() {
		if a, ok := recover().(web.Abort); !ok || !strings.Contains(a.Err.Error(), "session.Middleware") {
			t.Errorf("got %v", a)
		}
	}()
	e := web.NewEcho()
	session.Get[int](e.NewContext(httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()), "x")
}

func TestVaryIsNotRepeated(t *testing.T) {
	t.Parallel()
	e := site(t, cookieStore(t), session.Options{}, func(c web.Context) error {
		c.Response().Header().Set("Vary", "Accept, cookie")
		session.Get[int](c, "x")
		return c.NoContent(204)
	})
	if got := visit(e, "/", nil).Header().Values("Vary"); len(got) != 1 {
		t.Errorf("Vary: %v", got)
	}
}

func FuzzCookie(f *testing.F) {
	e := site(f, cookieStore(f), session.Options{}, shop)
	rec := visit(e, "/add?item=tea", nil)
	real := rec.Result().Cookies()[0].Value
	for _, v := range []string{"", "x", "MTc=", "a|b|c", real[:40], real + "A", strings.Repeat("=", 50)} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if v == real || strings.ContainsAny(v, "\r\n") {
			t.Skip()
		}
		r := httptest.NewRequest("GET", "/show", nil)
		r.Header.Set("Cookie", "sessionid="+v)
		if got, err := r.Cookie("sessionid"); err == nil && got.Value == real {
			t.Skip("the cookie itself, with something behind it")
		}
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, r)
		if rec.Code != 200 || rec.Body.String() != "none" {
			t.Fatalf("%q: %d %q", v, rec.Code, rec.Body)
		}
	})
}

// A page that does not use the session pays nothing for it.
func TestAnUnusedSessionAllocatesNothing(t *testing.T) {
	m, err := session.New(broken{}, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := web.NewEcho()
	page := func(c web.Context) error { return nil }
	with := m.Middleware(page)
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: "sessionid", Value: "x"})
	r = r.WithContext(m.With(r.Context()))
	c := e.NewContext(r, httptest.NewRecorder())
	if n := testing.AllocsPerRun(100, func() {
		if err := with(c); err != nil {
			t.Error(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if len(c.Response().Header()) > 0 {
		t.Errorf("header %v", c.Response().Header())
	}
}

// broken is a store that nobody may ask.
type broken struct{}

var errBroken = errors.New("asked")

func (broken) Get(*http.Request, string) (*sessions.Session, error)             { return nil, errBroken }
func (broken) New(*http.Request, string) (*sessions.Session, error)             { return nil, errBroken }
func (broken) Save(*http.Request, http.ResponseWriter, *sessions.Session) error { return errBroken }

func TestAStoreOfOthersThatFails(t *testing.T) {
	t.Parallel()
	e := site(t, broken{}, session.Options{}, shop)
	if got := visit(e, "/show", &http.Cookie{Name: "sessionid", Value: "x"}); got.Code != 503 {
		t.Errorf("reading: %d %s", got.Code, got.Body)
	}
	if got := visit(e, "/add?item=x", nil); got.Code != 500 || len(got.Result().Cookies()) > 0 {
		t.Errorf("saving: %d %s", got.Code, got.Body)
	}
}

func TestBeforeSave(t *testing.T) {
	t.Parallel()
	heard := make(chan int, 3)
	e := site(t, cookieStore(t), session.Options{}, func(c web.Context) error {
		session.BeforeSave(c, func(status int) {
			session.Put(c, "cart", cart{[]string{http.StatusText(status)}})
			heard <- status
		})
		switch c.Request().URL.Path {
		case "/show":
			return shop(c)
		case "/missing":
			return web.NotFound()
		case "/broken":
			return c.NoContent(http.StatusBadGateway)
		}
		return c.NoContent(http.StatusAccepted)
	})
	kept := cookieOf(t, visit(e, "/", nil))
	if got := visit(e, "/show", kept).Body.String(); got != "Accepted" || <-heard != http.StatusAccepted || <-heard != http.StatusOK {
		t.Errorf("kept is %q", got)
	}
	if visit(e, "/missing", kept); <-heard != 0 {
		t.Error("a handler that fails is not told apart")
	}
	if got := visit(e, "/broken", nil); len(got.Result().Cookies()) > 0 || len(heard) > 0 {
		t.Errorf("an answer of 500 and above saves %v", got.Header())
	}
}

func BenchmarkUnusedSession(b *testing.B) {
	m, err := session.New(cookieStore(b), session.Options{})
	if err != nil {
		b.Fatal(err)
	}
	page := m.Middleware(func(c web.Context) error { return nil })
	r := httptest.NewRequest("GET", "/", nil)
	c := web.NewEcho().NewContext(r.WithContext(m.With(r.Context())), httptest.NewRecorder())
	b.ReportAllocs()
	for b.Loop() {
		_ = page(c)
	}
}
