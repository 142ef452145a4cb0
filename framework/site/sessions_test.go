package site_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/redisstore"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// visits is an app that counts a visitor's visits.
var visits = site.App{Name: "visits", Routes: urls.Routes{
	urls.Get("/visits/", func(c web.Context) error {
		n, _ := session.Get[int](c, "visits")
		session.Put(c, "visits", n+1)
		return c.String(http.StatusOK, strings.Repeat("I", n+1))
	}),
	urls.Get("/plain/", func(c web.Context) error { return c.String(http.StatusOK, "plain") }),
}}

func TestSessionsOfASite(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]site.Settings{
		"in the database": {},
		"in the cookie":   {SessionStore: session.OpenCookie},
		"in Redis":        {SessionStore: redisstore.Open, Redis: site.Secret(os.Getenv("GOFW_TEST_REDIS"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if s.SessionStore != nil && name == "in Redis" && s.Redis == "" {
				if os.Getenv("GOFW_TEST_ALL") != "" {
					t.Fatal("GOFW_TEST_ALL is set, but GOFW_TEST_REDIS is not")
				}
				t.Skip("GOFW_TEST_REDIS is not set: the address of a server for this test")
			}
			s.SessionIdle = time.Hour
			c := sitetest.NewWith(t, s, visits)
			first := c.Get("/visits/")
			if got := first.Header.Get("Set-Cookie"); !strings.HasPrefix(got, "sessionid=") || !strings.Contains(got, "; Max-Age=3600; HttpOnly; SameSite=Lax") {
				t.Errorf("cookie %s", got)
			}
			if got := c.Get("/visits/"); got.Body != "II" {
				t.Errorf("the second visit: %s", got)
			}
			plain := c.Get("/plain/")
			plain.MaxQueries(t, 0)
			if plain.Header.Get("Set-Cookie") != "" || plain.Header.Get("Vary") != "" {
				t.Errorf("a page without a session: %v", plain.Header)
			}
		})
	}
}

func TestSessionsWithoutADatabaseThatAnswers(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, visits)
	c.Get("/visits/")
	if err := c.Site.Close(); err != nil {
		t.Fatal(err)
	}
	if got := c.Get("/plain/"); got.Status != http.StatusOK {
		t.Errorf("a page without a session: %s", got)
	}
	if got := c.Get("/visits/"); got.Status != http.StatusServiceUnavailable || !got.Shows("try again") {
		t.Errorf("a page with one: %s", got)
	}
}

func TestTheCookieOfASecureSiteIsOfItsHostAlone(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{URL: "https://localhost", SessionSameSite: http.SameSiteStrictMode}, visits)
	got := c.Do(httptest.NewRequest("GET", "https://localhost/visits/", nil)).Header.Get("Set-Cookie")
	if !strings.HasPrefix(got, "__Host-sessionid=") || !strings.HasSuffix(got, "; HttpOnly; Secure; SameSite=Strict") {
		t.Errorf("cookie %s", got)
	}
}

func TestSettingsOfSessions(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, value := range map[string]string{
		"SITE_DEBUG": "true", "SITE_SESSION_IDLE": "30m", "SITE_SESSION_ABSOLUTE": "12h", "SITE_SESSION_BROWSER": "true", "SITE_SESSION_COOKIE": "sid",
		"SITE_SESSION_DOMAIN": "example.com", "SITE_SESSION_SAMESITE": "Strict", "SITE_SESSION_PARTITIONED": "true", "REDIS_URL": "redis://:hush@localhost/0",
	} {
		t.Setenv(name, value)
	}
	s, err := site.Settings{}.FromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	if s.SessionIdle != 30*time.Minute || s.SessionAbsolute != 12*time.Hour || !s.SessionBrowser || s.SessionCookie != "sid" ||
		s.SessionDomain != "example.com" || s.SessionSameSite != http.SameSiteStrictMode || !s.SessionPartitioned || s.Redis != "redis://:hush@localhost/0" {
		t.Errorf("settings %+v", s)
	}
	_, out, _ := run(t, t.Context(), "settings")
	for _, want := range []string{"SITE_SESSION_SAMESITE     strict", "REDIS_URL                 (hidden)", "SITE_SESSION_IDLE         30m0s"} {
		if !strings.Contains(out, want) {
			t.Errorf("settings do not show %q:\n%s", want, out)
		}
	}
	t.Setenv("SITE_SESSION_SAMESITE", "sometimes")
	if _, err := (site.Settings{}).FromEnvironment(); err == nil || !strings.Contains(err.Error(), "SITE_SESSION_SAMESITE is not valid: write lax, strict or none") {
		t.Errorf("the error is %v", err)
	}
}

func TestSessionsThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]site.Settings{
		"REDIS_URL is not set":              {SessionStore: redisstore.Open},
		"Partitioned cookie without Secure": {SessionPartitioned: true},
		"Idle is shorter than a minute":     {SessionIdle: time.Second},
	} {
		s.SecretKey, s.AllowedHosts, s.Database = "a key for tests, where nothing is secret", []string{"x"}, ":memory:"
		if _, err := site.New(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestClearsessionsWhereNothingIsKept(t *testing.T) {
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	s := site.Settings{Debug: true, SecretKey: "a key for tests, where nothing is secret", SessionStore: session.OpenCookie}
	if code := site.Run(t.Context(), []string{"mysite", "clearsessions"}, &out, &out, s); code != 0 || !strings.Contains(out.String(), "go by themselves") {
		t.Errorf("status %d: %s", code, out.String())
	}
}

func TestAViewInsideTheMiddleware(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t)
	h := c.Site.Around(func(c web.Context) error {
		session.Put(c, "a", 1)
		return c.String(http.StatusOK, c.Request().URL.Path)
	})
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("GET", "http://localhost/anywhere", nil))
	if rec.Body.String() != "/anywhere" || len(rec.Result().Cookies()) != 1 || rec.Header().Get("X-Content-Type-Options") == "" {
		t.Errorf("%s %v", rec.Body, rec.Header())
	}
	rec = httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("GET", "http://elsewhere.example/", nil))
	if rec.Code != http.StatusBadRequest {
		t.Errorf("another host: %d", rec.Code)
	}
}
