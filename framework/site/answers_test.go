package site_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/framework/web/signing"
)

// trouble is an app whose pages fail in every way.
var trouble = site.App{Name: "trouble", Routes: urls.Under("/t",
	urls.Get("/400", failing(web.BadRequest("No date."))),
	urls.Get("/403", failing(web.Forbidden("Only editors."))),
	urls.Get("/413", failing(&http.MaxBytesError{Limit: 1})),
	urls.Get("/429", failing(&web.Error{Status: 429})),
	urls.Get("/500", failing(errors.New("the secret of the fault"))),
	urls.Post("/405", failing(nil)),
	urls.Get("/all", func(c web.Context) error {
		session.Put(c, "colour", "green")
		session.Put(c, "card_token", "4711-0815")
		if _, err := auth.Users.Count(c.Request().Context()); err != nil {
			return err
		}
		return errors.New("the secret of the fault")
	}),
	urls.Get("/who", func(c web.Context) error { return c.String(200, c.Scheme()+" "+c.RealIP()) }),
	urls.Get("/cookie", func(c web.Context) error {
		if err := web.SetSignedCookie(c, http.Cookie{Name: "theme", Value: "dark"}); err != nil {
			return err
		}
		signed, err := signing.Dumps(c.Request().Context(), "", []int{1})
		if err != nil {
			return err
		}
		return c.String(200, signed)
	}),
	urls.Get("/script", func(c web.Context) error {
		return web.Page(c, templ.Raw(`<script nonce="`+web.NonceOf(c)+`"></script>`))
	}),
)}

func failing(err error) web.HandlerFunc { return func(web.Context) error { return err } }

func ownErrors(_ web.Context, f web.Failure) templ.Component {
	if f.Status == 429 {
		return nil
	}
	return templ.Raw("<h1>ours: " + http.StatusText(f.Status) + "</h1>" + f.Message)
}

func TestErrorPagesOfTheSite(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{ErrorPage: ownErrors}, trouble)
	for path, tc := range map[string]struct {
		status int
		shows  string
	}{
		"/t/400": {400, "ours: Bad Request</h1>No date."}, "/t/403": {403, "ours: Forbidden</h1>Only editors."}, "/t/404": {404, "ours: Not Found"},
		"/nowhere": {404, "ours: Not Found"}, "/t/405": {405, "ours: Method Not Allowed"}, "/t/413": {413, "ours: Request Entity Too Large"},
		"/t/429": {429, "Too many requests"}, "/t/500": {500, "ours: Internal Server Error"},
	} {
		got := c.Get(path)
		if got.Status != tc.status || !got.Shows(tc.shows) || got.Shows("the secret of the fault") {
			t.Errorf("%s: %s", path, got)
		}
		if got.Header.Get("Content-Security-Policy") == "" || got.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s has no headers of the middleware: %v", path, got.Header)
		}
	}
}

func TestTheErrorPageOfDevelopmentTellsEverythingButSecrets(t *testing.T) {
	t.Parallel()
	settings := site.Settings{Debug: true, Name: "Trouble & co", OldSecretKeys: []site.Secret{"an old key that is as long as it must be"}, ErrorPage: ownErrors}
	c := sitetest.NewWith(t, settings, trouble)
	r := httptest.NewRequest("GET", "http://localhost/t/all?q=tea&reset_token=hunter2", nil)
	r.Header.Set("Cookie", "sessionid=hunter2")
	r.Header.Set("Authorization", "Bearer hunter2")
	got := c.Do(r)
	if got.Status != 500 || !got.Shows("the secret of the fault", "tea", "colour", "green", "card_token", "auth_user", "SITE_NAME", "Trouble &amp; co", "answers_test.go") {
		t.Errorf("%s", got)
	}
	for _, secret := range []string{"hunter2", "4711-0815", "nothing is secret", "an old key"} {
		if got.Shows(secret) {
			t.Errorf("it tells %q", secret)
		}
	}
	c = sitetest.NewWith(t, site.Settings{Name: "Trouble & co"}, trouble)
	for _, path := range []string{"/t/all?q=tea", "/t/500"} {
		if got := c.Get(path); got.Status != 500 || got.Shows("secret of the fault") || got.Shows("SITE_") || got.Shows("auth_user") || got.Shows("tea") {
			t.Errorf("in production: %s", got)
		}
	}
}

func TestASiteBehindProxies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		settings      site.Settings
		peer, forward string
		want          string
	}{
		"a proxy on this machine":  {site.Settings{}, "127.0.0.1:1", "198.51.100.1", "https 198.51.100.1"},
		"a Unix socket":            {site.Settings{}, "@", "198.51.100.1", "https 198.51.100.1"},
		"a stranger":               {site.Settings{}, "192.0.2.1:1", "198.51.100.1", "http 192.0.2.1"},
		"a network of the setting": {site.Settings{TrustedProxies: []string{"192.0.2.0/24"}}, "192.0.2.1:1", "198.51.100.1", "https 198.51.100.1"},
	} {
		c := sitetest.NewWith(t, tc.settings, trouble)
		r := httptest.NewRequest("GET", "http://localhost/t/who", nil)
		r.RemoteAddr = tc.peer
		r.Header.Set("X-Forwarded-For", tc.forward)
		r.Header.Set("X-Forwarded-Proto", "https")
		if got := c.Do(r); !got.Shows(tc.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	_, err := site.New(site.Settings{SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"x"}, Database: ":memory:", TrustedProxies: []string{"nginx"}})
	if err == nil || !strings.Contains(err.Error(), `"nginx" is not a proxy`) {
		t.Error(err)
	}
}

func TestASiteWithOneAddress(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{URL: "https://www.example.com", AllowedHosts: []string{".example.com"}, Canonical: true, HSTS: time.Hour, HSTSSubdomains: true, FrameOptions: "SAMEORIGIN"}, trouble)
	if got := c.Do(httptest.NewRequest("GET", "http://example.com/t/who?a=b", nil)); got.Status != 301 || got.Header.Get("Location") != "https://www.example.com/t/who?a=b" {
		t.Errorf("%s %v", got, got.Header)
	}
	got := c.Do(httptest.NewRequest("GET", "https://www.example.com/t/who", nil))
	if h := got.Header; got.Status != 200 || h.Get("Strict-Transport-Security") != "max-age=3600; includeSubDomains" || h.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("%s %v", got, h)
	}
}

func TestASiteSignsAndHasNonces(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, trouble)
	got := c.Get("/t/cookie")
	var list []int
	err := signing.Loads(c.Site.Context(t.Context()), "", strings.TrimSpace(got.Body), time.Hour, &list)
	if err != nil || len(list) != 1 || !strings.HasPrefix(got.Header.Get("Set-Cookie"), "theme=dark:") {
		t.Errorf("%s %v, %v", got, got.Header, err)
	}
	got = c.Get("/t/script")
	_, nonce, _ := strings.Cut(got.Body, `nonce="`)
	nonce, _, _ = strings.Cut(nonce, `"`)
	if len(nonce) < 22 || !strings.Contains(got.Header.Get("Content-Security-Policy"), "script-src 'self' 'nonce-"+nonce+"'") {
		t.Errorf("%s %v", got, got.Header)
	}
}
