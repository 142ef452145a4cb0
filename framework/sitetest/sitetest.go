// Package sitetest tries a site out in a test: a fresh database, a client that
// keeps cookies as a browser does, and forms that are filled in as a person does
// it.
//
//	func TestReadersComment(t *testing.T) {
//		t.Parallel()
//		c := sitetest.New(t, blog.App)
//		page := c.Visit("/blog/hello")
//		page.Fill("Your comment", "Well said.")
//		page = page.Press("Send")
//		sitetest.Shows(t, page, "Thank you", "Well said.")
//	}
//
// A test of what happens when time goes by runs in a bubble of testing/synctest:
// there, time.Sleep moves the clock of the whole site on at once.
package sitetest

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/media"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
)

// Client asks one site, as one visitor. It belongs to one test and is not safe to
// share.
type Client struct {
	Site   *site.Site
	t      testing.TB
	ctx    context.Context
	jar    http.CookieJar
	origin *url.URL // where the client believes the site to be
}

// New makes a site of apps with a database of its own, brought up to date, and
// with files in memory, and a client of it. Everything ends with the test.
func New(t testing.TB, apps ...site.App) *Client {
	t.Helper()
	return NewWith(t, site.Settings{}, apps...)
}

// NewWith is New with settings; key, hosts, database and the storage of files are
// set where they are empty, and static files are those in the folder static beside
// go.mod. The database is then a copy of one that is migrated once for all tests of
// the program; one that is named is migrated.
func NewWith(t testing.TB, s site.Settings, apps ...site.App) *Client {
	t.Helper()
	if s.SecretKey == "" {
		s.SecretKey = "a key for tests, where nothing is secret"
	}
	origin := &url.URL{Scheme: "http", Host: "localhost"}
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		origin = &url.URL{Scheme: u.Scheme, Host: u.Host}
	}
	if s.AllowedHosts == nil {
		s.AllowedHosts = []string{"localhost", origin.Hostname()}
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
	copied := s.Database == ""
	if copied {
		s.Database = copyOf(t, s, apps)
	}
	made, err := site.New(s, apps...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { made.Close() })
	if !copied {
		if err := made.Migrate(t.Context(), migrate.RunOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, err := auth.WithCost(made.Context(t.Context()), auth.Argon2{Passes: 1, Memory: 64, Lanes: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := &Client{Site: made, t: t, ctx: ctx, origin: origin}
	return c.Another()
}

// Another is another visitor of the same site, or the same person in another
// browser: it has no cookies.
func (c *Client) Another() *Client {
	jar, _ := cookiejar.New(nil) // fails never
	other := *c
	other.jar = jar
	return &other
}

// In is the same visitor for a subtest: what goes wrong is a failure of t.
func (c *Client) In(t testing.TB) *Client {
	same := *c
	same.t = t
	return &same
}

// Context carries the site's database, for querysets in the test. Passwords
// made under it are cheap, and weak.
func (c *Client) Context() context.Context { return c.ctx }

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
		list.WriteString("\n\t" + e.String())
	}
	t.Errorf("%d statements, at most %d were expected:%s", l.Statements(), n, list.String())
}
