package sitetest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var diary = site.App{Name: "diary", Routes: urls.Routes{
	urls.Get("/diary/", func(c web.Context) error {
		text := "dear diary"
		for _, m := range messages.All(c) {
			text += ", " + m.Text
		}
		return c.String(http.StatusOK, text)
	}, auth.Required),
	urls.Post("/diary/", func(c web.Context) error {
		messages.Success(c, "kept "+c.FormValue("words"))
		return web.Redirect(c, "/diary/")
	}, auth.Required),
}}

func TestAClientKeepsItsCookies(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, diary)
	if got := c.Get("/diary/"); got.Status != http.StatusSeeOther || got.Location() != "/admin/login?next=%2Fdiary%2F" {
		t.Errorf("a visitor: %s", got)
	}
	c.Login(c.User("ada"))
	if got := c.Post("/diary/", url.Values{"words": {"a secret"}}); got.Location() != "/diary/" {
		t.Errorf("the form: %s", got)
	}
	if got := c.Get("/diary/"); !got.Shows("dear diary", "kept a secret") {
		t.Errorf("the page: %s", got)
	}
	if got := c.Get("/diary/"); got.Shows("kept") {
		t.Errorf("a notice is shown twice: %s", got)
	}
}

func TestClientsHaveDatabasesOfTheirOwn(t *testing.T) {
	t.Parallel()
	first, second := sitetest.New(t), sitetest.New(t)
	first.User("ada")
	if n, err := auth.Users.Count(second.Context()); err != nil || n != 0 {
		t.Errorf("the second site has %d users, %v", n, err)
	}
	second.User("ada", func(u *auth.User) { u.Staff = true })
	u, err := auth.ByUsername(first.Context(), "ada")
	if err != nil || u.Staff {
		t.Errorf("the first site's user is %+v, %v", u, err)
	}
}

// listener is a test that only notes what is said to it.
type listener struct {
	testing.TB
	said string
}

func (*listener) Helper() {}

func (l *listener) Errorf(format string, args ...any) { l.said += fmt.Sprintf(format, args...) + "\n" }

func (l *listener) Fatalf(format string, args ...any) {
	l.Errorf(format, args...)
	runtime.Goexit()
}

func (l *listener) Fatal(args ...any) { l.Fatalf("%s", fmt.Sprint(args...)) }

// hear is what a test would be told.
func hear(t *testing.T, test func(t testing.TB)) string {
	t.Helper()
	l := &listener{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(l)
	}()
	<-done
	return l.said
}

func TestStatementsAreCounted(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, diary)
	c.Login(c.User("ada"))
	page := c.Get("/diary/")
	page.MaxQueries(t, 3)
	if page.Ledger.Statements() == 0 {
		t.Error("a page for a user took no statement")
	}
	asked := &listener{TB: t}
	page.MaxQueries(asked, 0)
	sitetest.MaxQueries(asked, c.Context(), 1, func(ctx context.Context) {
		for range 3 {
			if _, err := auth.Users.Count(ctx); err != nil {
				t.Error(err)
			}
		}
	})
	for _, want := range []string{"at most 0 were expected", "3 statements, at most 1 were expected", "3 × SELECT COUNT(*)", "sitetest_test.go:"} {
		if !strings.Contains(asked.said, want) {
			t.Errorf("a test hears %q, want %q in it", asked.said, want)
		}
	}
}
