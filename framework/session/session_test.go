package session_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

const secret = "a secret key of a site that is only a test"

func cookieStore(t testing.TB) *session.CookieStore {
	t.Helper()
	store, err := session.NewCookieStore(session.CookieConfig{Secret: secret})
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
	case "/add":
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
	t.Run("a page that does not ask leaves no trace", func(t *testing.T) {
		t.Parallel()
		rec := visit(e, "/other", nil)
		if diff := cmp.Diff(http.Header{}, rec.Result().Header); diff != "" {
			t.Error(diff)
		}
	})
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
	t.Run("more than a cookie holds is an error, and nothing is sent", func(t *testing.T) {
		t.Parallel()
		rec := visit(e, "/add?item="+strings.Repeat("x", 5000), nil)
		if rec.Code != 500 || !strings.Contains(rec.Body.String(), "database store") || len(rec.Result().Cookies()) > 0 {
			t.Errorf("%d %q %v", rec.Code, rec.Body, rec.Header())
		}
	})
}

func TestSecretKeys(t *testing.T) {
	t.Parallel()
	c := cookieOf(t, visit(site(t, cookieStore(t), session.Options{}, shop), "/add?item=tea", nil))
	newer, err := session.NewCookieStore(session.CookieConfig{Secret: "another", Fallbacks: []string{secret}})
	if err != nil {
		t.Fatal(err)
	}
	if got := visit(site(t, newer, session.Options{}, shop), "/show", c).Body.String(); got != "tea" {
		t.Errorf("an earlier key reads %q", got)
	}
	other, err := session.NewCookieStore(session.CookieConfig{Secret: "another"})
	if err != nil {
		t.Fatal(err)
	}
	if got := visit(site(t, other, session.Options{}, shop), "/show", c).Body.String(); got != "none" {
		t.Errorf("another key reads %q", got)
	}
	if _, err := session.NewCookieStore(session.CookieConfig{}); err == nil {
		t.Error("an empty secret is taken")
	}
}

func TestIdle(t *testing.T) {
	t.Parallel()
	now := time.Now()
	clock := func() time.Time { return now }
	e := site(t, cookieStore(t), session.Options{Idle: 10 * 24 * time.Hour, Now: clock}, shop)
	c := cookieOf(t, visit(e, "/add?item=tea", nil))
	now = now.Add(time.Hour)
	if got := visit(e, "/show", c); got.Body.String() != "tea" || len(got.Result().Cookies()) > 0 {
		t.Errorf("an hour later: %q %v", got.Body, got.Header())
	}
	now = now.Add(9 * 24 * time.Hour)
	rec := visit(e, "/show", c)
	if rec.Body.String() != "tea" {
		t.Fatalf("within the time: %q", rec.Body)
	}
	renewed := cookieOf(t, rec)
	now = now.Add(9 * 24 * time.Hour)
	if got := visit(e, "/show", renewed).Body.String(); got != "tea" {
		t.Errorf("a visit does not prolong: %q", got)
	}
	if got := visit(e, "/show", c).Body.String(); got != "none" {
		t.Errorf("after the time: %q", got)
	}
}

func TestTampering(t *testing.T) {
	t.Parallel()
	e := site(t, cookieStore(t), session.Options{}, shop)
	c := cookieOf(t, visit(e, "/add?item=tea", nil))
	other := cookieOf(t, visit(site(t, cookieStore(t), session.Options{Name: "other"}, shop), "/add?item=tea", nil))
	values := map[string]string{
		"nothing": "", "a word": "admin", "half of it": c.Value[:len(c.Value)/2], "a letter more": c.Value + "A",
		"padding": c.Value + "==", "JSON": `{"cart":{}}`, "the cookie of another name": other.Value, "very long": strings.Repeat("A", 100_000),
	}
	for i := 0; i < len(c.Value); i += 7 {
		flipped := []byte(c.Value)
		flipped[i] ^= 1
		values["a bit flipped at "+time.Duration(i).String()] = string(flipped)
	}
	for name, v := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if v == c.Value {
				t.Skip("not changed")
			}
			r := httptest.NewRequest("GET", "/show", nil)
			r.Header.Set("Cookie", "sessionid="+v)
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, r)
			if rec.Code != 200 || rec.Body.String() != "none" {
				t.Errorf("%d %q", rec.Code, rec.Body)
			}
		})
	}
}

func TestMiddlewareRefusesBadOptions(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]session.Options{
		"a name with a space": {Name: "a b"}, "a name with a semicolon": {Name: "a;b"}, "a life of a second": {Idle: time.Second},
		"a negative life": {Idle: -time.Hour}, "a path without slash": {Path: "x"}, "a domain with a semicolon": {Domain: "a;b"},
		"None without Secure": {SameSite: http.SameSiteNoneMode},
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

func BenchmarkUnusedSession(b *testing.B) {
	e := site(b, cookieStore(b), session.Options{}, func(c web.Context) error { return nil })
	r := httptest.NewRequest("GET", "/", nil)
	w := httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		e.ServeHTTP(w, r)
	}
}
