package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gorm.io/gorm/logger"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/migrations"
)

// newDB returns a context with the framework's tables in memory, in which
// passwords cost next to nothing.
func newDB(t testing.TB) context.Context {
	t.Helper()
	db, err := sqlite.Open(sqlite.Memory, sqlite.Options{Logger: logger.Discard})
	ok(t, err)
	t.Cleanup(func() { orm.Close(db) })
	var sources []migrate.Source
	for _, app := range migrations.Apps() {
		files, _ := migrations.FS(app)
		sources = append(sources, migrate.Source{App: app, FS: files})
	}
	graph, err := migrate.Load(sources...)
	ok(t, err)
	pool, err := db.DB()
	ok(t, err)
	ok(t, migrate.FastForward(t.Context(), pool, migrate.SQLite{}, graph))
	ctx, err := auth.WithCost(orm.With(t.Context(), db), auth.Argon2{Passes: 1, Memory: 16, Lanes: 1})
	ok(t, err)
	return ctx
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const goodPassword = "four maroon kettles"

func newUser(t testing.TB, ctx context.Context, name string) *auth.User {
	t.Helper()
	u, err := auth.CreateUser(ctx, name, name+"@example.com", goodPassword)
	ok(t, err)
	return u
}

// site is a whole site in one value.
type site struct {
	*web.Echo
	ctx context.Context
}

// settings is what differs between the sites of tests.
type settings struct {
	auth.Options
	pages auth.Pages
}

func newSite(t testing.TB, s settings, routes ...urls.Item) *site {
	t.Helper()
	return newSiteOn(t, newDB(t), s, routes...)
}

func newSiteOn(t testing.TB, ctx context.Context, s settings, routes ...urls.Item) *site {
	t.Helper()
	if s.Secret == "" {
		s.Secret = "the secret of this test"
	}
	visits, err := session.Middleware(dbstore.New(sessions.Backend{}, nil), session.Options{})
	ok(t, err)
	logins, err := auth.Middleware(s.Options)
	ok(t, err)
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) {
		_ = c.String(web.StatusOf(err), web.MessageOf(err))
	}
	e.Use(recovers, visits, logins)
	ok(t, append(auth.Routes(s.pages), urls.Under("", append(routes, urls.Get("/who", who))...)...).Mount(e))
	return &site{e, ctx}
}

// recovers turns what package session throws into an error.
func recovers(next web.HandlerFunc) web.HandlerFunc {
	return func(c web.Context) (err error) {
		defer func() {
			if v := recover(); v != nil {
				abort, isAbort := v.(web.Abort)
				if !isAbort {
					panic(v)
				}
				err = abort.Err
			}
		}()
		return next(c)
	}
}

// who shows who is logged in.
func who(c web.Context) error {
	u, err := auth.UserOf(c)
	if err != nil {
		return err
	}
	if u == nil {
		return c.String(http.StatusOK, "nobody")
	}
	return c.String(http.StatusOK, u.Username)
}

// browser keeps the session cookie between visits.
type browser struct {
	*site
	cookie  string
	address string
}

func (s *site) browser() *browser { return &browser{site: s, address: "192.0.2.1:4000"} }

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: b.cookie})
	}
	r.RemoteAddr = b.address
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, r.WithContext(b.ctx))
	for _, c := range rec.Result().Cookies() {
		if c.Name == "sessionid" {
			b.cookie = c.Value
		}
	}
	return rec
}

func (b *browser) get(target string) *httptest.ResponseRecorder {
	return b.send(httptest.NewRequest(http.MethodGet, target, nil))
}

// post sends a form: pairs of names and values.
func (b *browser) post(target string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func (b *browser) login(t testing.TB, name, password string) {
	t.Helper()
	if rec := b.post("/login", "username", name, "password", password); rec.Code != http.StatusSeeOther {
		t.Fatalf("logging in as %s: %d %s", name, rec.Code, rec.Body)
	}
}

// is checks who is logged in.
func (b *browser) is(t testing.TB, want string) {
	t.Helper()
	if got := b.get("/who").Body.String(); got != want {
		t.Errorf("it is %s, want %s", got, want)
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// text is what a page says, without its markup.
func text(rec *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(rec.Body.String(), " ")), " ")
}
