// Package sitetest tries a site out in a test: a fresh database, and a client
// that keeps cookies as a browser does.
//
//	func TestReadersSeePosts(t *testing.T) {
//		c := sitetest.New(t, blog.App)
//		if got := c.Get("/blog/"); got.Status != 200 || !got.Shows("Hello") {
//			t.Error(got)
//		}
//	}
package sitetest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
)

// origin is where the client believes the site to be.
const origin = "http://localhost"

// Client asks one site. It belongs to one test and is not safe to share.
type Client struct {
	Site *site.Site
	t    testing.TB
	ctx  context.Context
	jar  http.CookieJar
}

// New makes a site of apps with database and files in memory, brought up to date, and
// a client of it. Everything ends with the test.
func New(t testing.TB, apps ...site.App) *Client {
	t.Helper()
	return NewWith(t, site.Settings{}, apps...)
}

// NewWith is New with settings; key, hosts, database and the storage of files are
// set where they are empty, and static files are those in the folder static beside
// go.mod.
func NewWith(t testing.TB, s site.Settings, apps ...site.App) *Client {
	t.Helper()
	if s.SecretKey == "" {
		s.SecretKey = "a key for tests, where nothing is secret"
	}
	if s.AllowedHosts == nil {
		s.AllowedHosts = []string{"localhost"}
	}
	if s.Database == "" {
		s.Database = ":memory:"
	}
	if s.Storage == nil && s.Media == "" {
		s.Storage = &media.Memory{}
	}
	if s.Static == nil {
		s.Static = staticFiles()
	}
	if s.AdminPrefix == "" {
		s.AdminPrefix = "/admin"
	}
	made, err := site.New(s, apps...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { made.Close() })
	if err := made.Migrate(t.Context(), migrate.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := auth.WithCost(made.Context(t.Context()), auth.Argon2{Passes: 1, Memory: 64, Lanes: 1})
	if err != nil {
		t.Fatal(err)
	}
	return &Client{Site: made, t: t, ctx: ctx, jar: jar}
}

// Context carries the site's database, for querysets in the test. Passwords
// made under it are cheap, and weak.
func (c *Client) Context() context.Context { return c.ctx }

// Password is that of every user whom User makes.
const Password = "harbour-lamp-73"

// User makes a user with this name and [Password], changed by the functions
// before it is stored.
func (c *Client) User(name string, change ...func(*auth.User)) *auth.User {
	c.t.Helper()
	u, err := auth.CreateUser(c.ctx, name, name+"@example.com", Password)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, f := range change {
		f(u)
	}
	if err := auth.Users.Save(c.ctx, u); err != nil {
		c.t.Fatal(err)
	}
	return u
}

// Login signs a user in, through the login page.
func (c *Client) Login(u *auth.User) {
	c.t.Helper()
	got := c.Post(c.Site.Settings.AdminPrefix+"/login", url.Values{"username": {u.Username}, "password": {Password}})
	if got.Status != http.StatusSeeOther {
		c.t.Fatalf("login of %s: %s", u.Username, got)
	}
}

// Get asks for a page.
func (c *Client) Get(address string) *Response {
	return c.Do(httptest.NewRequestWithContext(c.ctx, http.MethodGet, origin+address, nil))
}

// Post sends a form from a page of the site.
func (c *Client) Post(address string, form url.Values) *Response {
	r := httptest.NewRequestWithContext(c.ctx, http.MethodPost, origin+address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.Do(r)
}

// Do sends any request, with the cookies that the client keeps.
func (c *Client) Do(r *http.Request) *Response {
	at := &url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path}
	for _, cookie := range c.jar.Cookies(at) {
		r.AddCookie(cookie)
	}
	ctx, ledger := orm.Watch(r.Context())
	rec := httptest.NewRecorder()
	c.Site.Handler().ServeHTTP(rec, r.WithContext(ctx))
	res := rec.Result()
	c.jar.SetCookies(at, res.Cookies())
	return &Response{Status: res.StatusCode, Header: res.Header, Body: rec.Body.String(), Ledger: ledger}
}

// Response is an answer.
type Response struct {
	Status int
	Header http.Header
	Body   string
	Ledger *orm.Ledger // the statements that it took
}

// MaxQueries fails the test if the answer took more than n statements, and lists
// them.
func (r *Response) MaxQueries(t testing.TB, n int) {
	t.Helper()
	maxQueries(t, r.Ledger, n)
}

// MaxQueries runs fn and fails the test if it sends more than n statements to the
// database of the context, and lists them.
func MaxQueries(t testing.TB, ctx context.Context, n int, fn func(ctx context.Context)) {
	t.Helper()
	ctx, ledger := orm.Watch(ctx)
	fn(ctx)
	maxQueries(t, ledger, n)
}

func maxQueries(t testing.TB, l *orm.Ledger, n int) {
	t.Helper()
	if l.Statements() <= n {
		return
	}
	var list strings.Builder
	for _, e := range l.Entries(1) {
		fmt.Fprintf(&list, "\n\t%s", e)
	}
	t.Errorf("%d statements, at most %d were expected:%s", l.Statements(), n, list.String())
}

// Location is where a redirect leads; empty if it is none.
func (r *Response) Location() string { return r.Header.Get("Location") }

// Shows reports whether the page holds all the texts.
func (r *Response) Shows(texts ...string) bool {
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			return false
		}
	}
	return true
}

// String is the answer for a test's message.
func (r *Response) String() string {
	return fmt.Sprintf("status %d, location %q\n%s", r.Status, r.Location(), r.Body)
}
