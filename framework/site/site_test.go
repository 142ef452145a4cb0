package site_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/admin"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	os.Exit(m.Run())
}

// notes is an app with a page that works, one that fails and one that panics.
var notes = site.App{Name: "notes", Routes: urls.Routes{
	urls.Get("/notes/", func(c web.Context) error { return c.String(http.StatusOK, "the notes") }),
	urls.Post("/notes/", func(c web.Context) error {
		values, err := c.FormParams()
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, "kept "+values.Get("text"))
	}),
	urls.Get("/notes/broken", func(web.Context) error { panic("the secret of the panic") }),
}}

// zeros is endless text.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestRequests(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{
		AllowedHosts: []string{"localhost", ".example.com"},
		Static:       fstest.MapFS{"static/site.css": {Data: []byte("body {}")}, "static/.hidden": {Data: []byte("x")}},
	}, notes)
	request := func(method, address string, header ...string) *http.Request {
		r := httptest.NewRequest(method, address, strings.NewReader("text=words"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		if r.Header.Get("X-Large") != "" {
			r.Body, r.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader("text="), io.LimitReader(zeros{}, 11<<20))), -1
		}
		return r
	}
	cases := []struct {
		name   string
		r      *http.Request
		status int
		shows  string
	}{
		{"a page", request("GET", "http://localhost/notes/"), 200, "the notes"},
		{"a missing slash leads to the page", request("GET", "http://localhost/notes"), 301, ""},
		{"an address that leads nowhere", request("GET", "http://localhost/nothing"), 404, "Page not found"},
		{"a method that the page does not answer", request("PUT", "http://localhost/notes/"), 405, "Method not allowed"},
		{"a form from the site", request("POST", "http://localhost/notes/", "Sec-Fetch-Site", "same-origin"), 200, "kept words"},
		{"a form from another site", request("POST", "http://localhost/notes/", "Sec-Fetch-Site", "cross-site"), 403, "another site"},
		{"a form from another origin, as old browsers say it", request("POST", "http://localhost/notes/", "Origin", "https://evil.example"), 403, "another site"},
		{"a form from a neighbouring port", request("POST", "http://localhost/notes/", "Origin", "http://localhost:9999"), 403, "another site"},
		{"a form that is too large", request("POST", "http://localhost/notes/", "Sec-Fetch-Site", "same-origin", "X-Large", "yes"), 413, ""},
		{"a host below an allowed one", request("GET", "http://www.example.com/notes/"), 200, "the notes"},
		{"an unknown host", request("GET", "http://evil.example/notes/"), 400, "does not answer at the address"},
		{"a host that only ends like an allowed one", request("GET", "http://badexample.com/notes/"), 400, ""},
		{"a panic shows nothing of itself", request("GET", "http://localhost/notes/broken"), 500, "Something went wrong"},
		{"a static file of the site", request("GET", "http://localhost/static/site.css"), 200, "body {}"},
		{"a static file of the framework", request("GET", "http://localhost/static/gofw/admin.css"), 200, "--accent"},
		{"a hidden file", request("GET", "http://localhost/static/.hidden"), 404, ""},
		{"a path out of the folder", request("GET", "http://localhost/static/../settings.go"), 404, ""},
		{"the front page of nobody, in production", request("GET", "http://localhost/"), 404, ""},
		{"a client that reads JSON", request("GET", "http://localhost/nothing", "Accept", "application/json"), 404, "{"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := c.Do(tc.r)
			if got.Status != tc.status || !got.Shows(tc.shows) {
				t.Errorf("want %d and %q, got %s", tc.status, tc.shows, got)
			}
			if got.Shows("the secret of the panic") {
				t.Error("the panic is shown")
			}
			if got.Status == 200 && !strings.HasPrefix(tc.r.URL.Path, "/static/") && (got.Header.Get("Content-Security-Policy") == "" || got.Header.Get("Set-Cookie") != "") {
				t.Errorf("headers %v", got.Header)
			}
		})
	}
}

func TestDevelopmentShowsWhatProductionHides(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{Debug: true, Name: "Notes & co"}, notes)
	if got := c.Get("/"); got.Status != 200 || !got.Shows("Notes &amp; co", "/admin/") {
		t.Errorf("the welcome page: %s", got)
	}
	r := httptest.NewRequest("GET", "http://localhost/notes/broken", nil)
	r.Header.Set("Cookie", "sessionid="+strings.ToLower("HUSH"))
	if got := c.Do(r); got.Status != 500 || !got.Shows("the secret of the panic", "site_test.go") || got.Shows(strings.ToLower("HUSH")) {
		t.Errorf("the error page: %s", got)
	}
}

func TestAllProblemsAreReportedTogether(t *testing.T) {
	t.Parallel()
	_, err := site.New(site.Settings{SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"localhost"}, Database: ":memory:"},
		site.App{Name: "blog", Models: []*orm.Table{Posts.Def.Table, Comments.Def.Table}, Admin: []admin.AnyModel{admin.Model[Tag]{}}, Routes: urls.Routes{
			urls.Get("/x/:id", func(web.Context) error { return nil }), urls.Get("/x/:slug", func(web.Context) error { return nil }),
		}},
		site.App{Name: "blog"},
	)
	if err == nil {
		t.Fatal("no problem was found")
	}
	for _, want := range []string{
		`two apps are called "blog"`, "blog.Post points at blog.Author", "blog.Post points at blog.Tag",
		"blog.Tag has an admin but is not a model", "/x/:slug",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}

func TestSettingsFromTheEnvironment(t *testing.T) {
	const key = "0123456789012345678901234567890123456789"
	cases := []struct {
		name string
		env  map[string]string
		want []string // in the error; none means that it works
	}{
		{"development needs nothing", map[string]string{"SITE_DEBUG": "true"}, nil},
		{"production with what it needs", map[string]string{"SITE_SECRET_KEY": key, "SITE_ALLOWED_HOSTS": "a.example,b.example"}, nil},
		{"a URL names the host", map[string]string{"SITE_SECRET_KEY": key, "SITE_URL": "https://a.example"}, nil},
		{"production without a key and hosts", map[string]string{}, []string{"SITE_SECRET_KEY is not set", "SITE_ALLOWED_HOSTS is not set"}},
		{"a short key", map[string]string{"SITE_SECRET_KEY": "short", "SITE_DEBUG": "1"}, []string{"SITE_SECRET_KEY has 5 characters"}},
		{"debug is neither true nor false", map[string]string{"SITE_DEBUG": "perhaps", "SITE_SECRET_KEY": key, "SITE_ALLOWED_HOSTS": "x"}, []string{"SITE_DEBUG is not valid: write true or false"}},
		{"a host with a path", map[string]string{"SITE_DEBUG": "true", "SITE_ALLOWED_HOSTS": "https://a.example/"}, []string{`SITE_ALLOWED_HOSTS holds "https://a.example/"`}},
		{"a database of another kind", map[string]string{"SITE_DEBUG": "true", "DATABASE_URL": "postgres://x/y", "DATABASE_URL_ARCHIVE": "mysql://u:hush@h/x", "DATABASE_REPLICAS": "a.db, oracle:b"}, []string{
			"DATABASE_URL: it begins with \"postgres:\", and this site has no driver for that: add postgres.Driver", "DATABASE_URL_ARCHIVE: it begins with \"mysql:\"", "DATABASE_REPLICAS: \"oracle:\" is no kind of database",
		}},
		{"proxies and policies", map[string]string{"SITE_DEBUG": "true", "SITE_TRUSTED_PROXIES": "10.0.0.0/8,unix", "SITE_CSP": "default-src 'self'"}, nil},
		{"proxies and policies that are none", map[string]string{"SITE_DEBUG": "true", "SITE_TRUSTED_PROXIES": "10.0.0.0/8,nginx", "SITE_CSP": "default-src self", "SITE_CSP_REPORT_ONLY": "a b; a c", "SITE_CANONICAL": "true"}, []string{
			`SITE_TRUSTED_PROXIES: "nginx" is not a proxy`, "SITE_CSP: default-src has the source self", "SITE_CSP_REPORT_ONLY: the policy has a twice", "SITE_CANONICAL leads to SITE_URL, which is not set",
		}},
		{"a URL without a scheme", map[string]string{"SITE_DEBUG": "true", "SITE_URL": "a.example"}, []string{"SITE_URL is not valid"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, name := range []string{"SITE_DEBUG", "SITE_SECRET_KEY", "SITE_ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "DATABASE_URL_ARCHIVE", "DATABASE_REPLICAS", "SITE_NAME", "SITE_TRUSTED_PROXIES", "SITE_CSP", "SITE_CSP_REPORT_ONLY", "SITE_CANONICAL"} {
				t.Setenv(name, tc.env[name])
				if tc.env[name] == "" {
					os.Unsetenv(name)
				}
			}
			_, err := site.Settings{}.FromEnvironment()
			if len(tc.want) == 0 && err != nil {
				t.Fatal(err)
			}
			for _, want := range tc.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("error %v, want %q", err, want)
				}
			}
			if err != nil && strings.Contains(err.Error(), "short\"") {
				t.Error("the secret is in the error")
			}
		})
	}
}

func TestHTTPSSitesInsistOnHTTPS(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("SITE_URL", "https://a.example")
	t.Setenv("SITE_SECRET_KEY", "0123456789012345678901234567890123456789")
	s, err := site.Settings{}.FromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	c := sitetest.NewWith(t, s, notes)
	r := httptest.NewRequest("GET", "https://a.example/notes/", nil)
	if got := c.Do(r).Header.Get("Strict-Transport-Security"); got != "max-age=2592000" {
		t.Errorf("the header is %q", got)
	}
	t.Setenv("SITE_HSTS", "soon")
	if _, err := (site.Settings{}).FromEnvironment(); err == nil || !strings.Contains(err.Error(), "SITE_HSTS is not valid: write a time such as 720h") {
		t.Errorf("the error is %v", err)
	}
}

func TestTheFileEnvGivesWayToTheEnvironment(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".env", []byte("SITE_DEBUG=true\nSITE_NAME=from the file\nDATABASE_URL=file.db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SITE_NAME", "from the environment")
	s, err := site.Settings{}.FromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "from the environment" || !s.Debug || s.Database != "file.db" {
		t.Errorf("got %+v", s)
	}
}

func TestDatabasesThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ database, want string }{
		"a folder":                      {dir, "it is a folder"},
		"in a folder that is not there": {filepath.Join(dir, "no", "site.db"), "does not exist"},
		"a file of another kind":        {text, "not a database"},
		"a database that is not built":  {"postgres://u:hush@db/x", "no driver for that"},
		"a word that is no kind":        {"oracle:x", "no kind of database"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := site.New(site.Settings{SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"x"}, Database: site.Secret(tc.database)})
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hush") {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

// run runs a command of a site in its own folder.
func run(t *testing.T, ctx context.Context, words ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	hello := site.Command{Name: "hello", Help: "Greet.", Run: func(_ context.Context, args []string) error {
		stdout.WriteString("hello " + strings.Join(args, "+") + "\n")
		return nil
	}}
	s := site.Settings{Debug: true, Name: "Test", SecretKey: "a key for tests, where nothing is secret"}
	code = site.Run(ctx, append([]string{"/somewhere/mysite"}, words...), &stdout, &stderr, s, site.App{Name: "greetings", Commands: []site.Command{hello}})
	return code, stdout.String(), stderr.String()
}

func TestCommands(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("SITE_SUPERUSER_PASSWORD", "harbour-lamp-73")
	steps := []struct {
		words string
		code  int
		want  string // in either output
	}{
		{"--help", 0, "hello"},
		{"migrat", 2, `unknown command "migrat"; did you mean "migrate"?`},
		{"xyzzy", 2, "--help lists the commands"},
		{"migrate --nonsense", 2, "unknown flag --nonsense"},
		{"showmigrations", 0, "[ ] 0001_initial"},
		{"createsuperuser --username root --noinput", 1, "run migrate first"},
		{"check", 1, "migrations are not applied"},
		{"migrate --plan", 0, "auth.0001_initial"},
		{"migrate", 0, "auth.0001_initial"},
		{"migrate", 0, "nothing to migrate"},
		{"check", 0, "no problems found"},
		{"check --json", 0, `{"problems":[]}`},
		{"createsuperuser --noinput", 1, "--noinput needs --username"},
		{"createsuperuser --username root --email root@example.com --noinput", 0, "superuser root created"},
		{"createsuperuser --username root --noinput", 1, "taken"},
		{"changepassword root --noinput", 0, "password of root changed"},
		{"changepassword nobody --noinput", 1, "nobody"},
		{"clearsessions", 0, "0 sessions deleted"},
		{"settings", 0, "(hidden)"},
		{"hello a b --c", 0, "hello a+b+--c"},
		{"migrate auth zero", 0, "undo auth.0001_initial"},
		{"migrate nothing", 2, "nothing"},
		{"serve 127.0.0.1:99999", 1, "99999"},
	}
	for _, s := range steps {
		code, out, errs := run(t, t.Context(), strings.Fields(s.words)...)
		if code != s.code || !strings.Contains(out+errs, s.want) {
			t.Errorf("%s: status %d, want %d and %q; it said\n%s%s", s.words, code, s.code, s.want, out, errs)
		}
		if strings.Contains(out+errs, "nothing is secret") {
			t.Errorf("%s tells the secret key", s.words)
		}
	}
}

func TestServeSaysWhereAndThatAPortIsTaken(t *testing.T) {
	t.Chdir(t.TempDir())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, _, errs := run(t, t.Context(), "serve", l.Addr().String())
	if code != 1 || !strings.Contains(errs, l.Addr().String()+" is in use") {
		t.Errorf("status %d: %s", code, errs)
	}
}
