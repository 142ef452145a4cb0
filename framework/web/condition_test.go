package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/framework/web/signing"
)

func TestUnchanged(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 500, time.UTC)
	const same, before, after = "Sun, 01 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 11:59:59 GMT", "Sun, 01 Mar 2026 12:00:01 GMT"
	both := web.Version{Tag: "v7", Modified: at}
	weak := web.Version{Tag: "v7", Weak: true}
	for _, tc := range []struct {
		name    string
		version web.Version
		method  string
		headers []string
		status  int // 0: the page is wanted
	}{
		{"nothing asked", both, "GET", nil, 0},
		{"its tag", both, "GET", []string{"If-None-Match", `"v7"`}, 304},
		{"its tag for HEAD", both, "HEAD", []string{"If-None-Match", `"v7"`}, 304},
		{"its tag made weak by a proxy", both, "GET", []string{"If-None-Match", `W/"v7"`}, 304},
		{"its tag among others", both, "GET", []string{"If-None-Match", `"a", "v7"`}, 304},
		{"its tag in another line", both, "GET", []string{"If-None-Match", `"a"`, "If-None-Match", `"v7"`}, 304},
		{"any tag", both, "GET", []string{"If-None-Match", "*"}, 304},
		{"another tag, although the time fits", both, "GET", []string{"If-None-Match", `"a"`, "If-Modified-Since", after}, 0},
		{"its tag without quotes", both, "GET", []string{"If-None-Match", "v7"}, 0},
		{"its time", both, "GET", []string{"If-Modified-Since", same}, 304},
		{"an older time", both, "GET", []string{"If-Modified-Since", before}, 0},
		{"a time that is none", both, "GET", []string{"If-Modified-Since", "yesterday"}, 0},
		{"a weak version", weak, "GET", []string{"If-None-Match", `"v7"`}, 304},
		{"a version that is not known", web.Version{}, "GET", []string{"If-None-Match", `""`, "If-Modified-Since", after}, 0},
		{"a change of this version", both, "PUT", []string{"If-Match", `"v7"`}, 0},
		{"a change of another", both, "PUT", []string{"If-Match", `"v6"`}, 412},
		{"a change of a weak version, which may be another", weak, "PUT", []string{"If-Match", `"v7"`}, 412},
		{"a change of whatever is there", both, "PUT", []string{"If-Match", "*"}, 0},
		{"a change of what has changed since", both, "PUT", []string{"If-Unmodified-Since", before}, 412},
		{"and of what has not", both, "PUT", []string{"If-Unmodified-Since", same}, 0},
		{"creating what is there", both, "PUT", []string{"If-None-Match", "*"}, 412},
		{"a time means nothing for a change", both, "PUT", []string{"If-Modified-Since", after}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, rec := request(tc.method, "/")
			for i := 0; i < len(tc.headers); i += 2 {
				c.Request().Header.Add(tc.headers[i], tc.headers[i+1])
			}
			rec.Header().Set("Content-Security-Policy", "script-src 'self'")
			done := web.Unchanged(c, tc.version)
			if done != (tc.status != 0) || done && rec.Code != tc.status {
				t.Errorf("%v %d", done, rec.Code)
			}
			if kept := rec.Header().Get("Content-Security-Policy") == ""; kept != (tc.status == 304) {
				t.Errorf("header %v: an old page is left with the policy of its own nonce", rec.Header())
			}
		})
	}
}

func TestTagsOfAnyText(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, text := range []string{"a", "a b", `a"b`, "é", "a,b", strings.Repeat("a", 100), "\r\n", `a\b`} {
		c, rec := request("GET", "/")
		web.Unchanged(c, web.Version{Tag: text})
		tag := rec.Header().Get("Etag")
		if len(tag) < 3 || seen[tag] || strings.ContainsAny(strings.Trim(tag, `"`), "\" \\,\r\n") {
			t.Errorf("%q has the tag %q", text, tag)
		}
		seen[tag] = true
		c, _ = request("GET", "/")
		c.Request().Header.Set("If-None-Match", tag)
		if !web.Unchanged(c, web.Version{Tag: text}) {
			t.Errorf("%q does not know its own tag", text)
		}
	}
}

func TestCache(t *testing.T) {
	t.Parallel()
	for want, k := range map[string]web.Cache{
		"":                     {},
		"public, max-age=3600": {Public: true, MaxAge: time.Hour},
		"private, no-cache":    {Private: true, Public: true, NoCache: true},
		"no-store":             {NoStore: true},
		"must-revalidate, no-transform, max-age=1, s-maxage=2, stale-while-revalidate=3, stale-if-error=4, immutable": {
			MustRevalidate: true, NoTransform: true, MaxAge: 1500 * time.Millisecond, SharedMaxAge: 2 * time.Second, StaleWhileRevalidate: 3 * time.Second, StaleIfError: 4 * time.Second, Immutable: true,
		},
	} {
		if got := k.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, tc := range []struct {
		name string
		h    web.HandlerFunc
		want string
	}{
		{"for a route", web.Cache{MaxAge: time.Minute}.Middleware(ok), "max-age=60"},
		{"never", web.NeverCache(ok), "private, no-store"},
		{"a handler's own wins", web.NeverCache(func(c web.Context) error { web.Cache{NoCache: true}.Set(c); return ok(c) }), "no-cache"},
		{"nothing to say", web.Cache{}.Middleware(ok), ""},
	} {
		c, rec := request("GET", "/")
		if err := tc.h(c); err != nil || rec.Header().Get("Cache-Control") != tc.want {
			t.Errorf("%s: %v, %v", tc.name, err, rec.Header())
		}
	}
}

func ok(c web.Context) error { return web.Send(c, 200, "text/plain", []byte("ok")) }

func TestSignedCookies(t *testing.T) {
	t.Parallel()
	with := func(target string) (web.Context, http.Header) {
		c, rec := request("GET", target)
		c.SetRequest(c.Request().WithContext(signing.With(t.Context(), signing.Keys{Key: "a key for tests"})))
		return c, rec.Header()
	}
	c, h := with("https://example.com/")
	c.Request().TLS = nil
	if err := web.SetSignedCookie(c, http.Cookie{Name: "theme", Value: "dark"}); err != nil {
		t.Fatal(err)
	}
	line := h.Get("Set-Cookie")
	if !strings.HasPrefix(line, "theme=dark:") || !strings.HasSuffix(line, "; Path=/; HttpOnly; SameSite=Lax") {
		t.Errorf("%q", line)
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(line, "theme="), ";")
	for cookie, want := range map[string]string{
		"theme=" + value: "dark", "theme=light" + strings.TrimPrefix(value, "dark"): "", "theme=dark": "", "theme=": "", "other=" + value: "", "": "",
		"theme=\x00" + value: "", "theme=;;" + value: "",
	} {
		c, _ := with("/")
		c.Request().Header.Set("Cookie", cookie)
		if got, found, err := web.SignedCookie(c, "theme", time.Hour); got != want || found != (want != "") || err != nil {
			t.Errorf("%q gives %q, %v, %v", cookie, got, found, err)
		}
	}
	c, _ = with("/")
	c.Request().Header.Set("Cookie", "size="+value)
	if got, found, _ := web.SignedCookie(c, "size", 0); found {
		t.Errorf("the value of another cookie is taken: %q", got)
	}
	for _, bad := range []http.Cookie{{Name: "a b", Value: "x"}, {Name: "a", Value: "x;y"}, {Name: "a", Value: "é"}, {Name: "a", Value: "a b"}, {Value: "x"}} {
		c, h := with("/")
		if err := web.SetSignedCookie(c, bad); err == nil || len(h["Set-Cookie"]) > 0 {
			t.Errorf("%+v is set: %v", bad, h)
		}
	}
	c, _ = request("GET", "/")
	if err := web.SetSignedCookie(c, http.Cookie{Name: "a", Value: "x"}); err == nil {
		t.Error("a cookie is signed without a key")
	}
}

func FuzzSignedCookie(f *testing.F) {
	f.Add("theme=dark:1v6mOm:x")
	f.Add(`theme="a:b:c"`)
	f.Add("theme=:::;theme=")
	f.Fuzz(func(t *testing.T, cookie string) {
		c, _ := request("GET", "/")
		c.SetRequest(c.Request().WithContext(signing.With(t.Context(), signing.Keys{Key: "a key for tests"})))
		c.Request().Header["Cookie"] = []string{cookie}
		if got, found, err := web.SignedCookie(c, "theme", 0); found || err != nil {
			t.Fatalf("%q gives %q, %v", cookie, got, err)
		}
	})
}
