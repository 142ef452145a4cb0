package messages_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// browser keeps cookies between visits to a site that shows notices.
type browser struct {
	*web.Echo
	cookie string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	store, err := session.NewCookieStore(session.Config{Secret: "for this test"})
	if err != nil {
		t.Fatal(err)
	}
	use, err := session.Middleware(store, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := web.NewEcho()
	e.Use(use)
	e.GET("/save", func(c web.Context) error {
		messages.Success(c, "Saved.")
		messages.Info(c, "<b>bold</b>")
		messages.Warning(c, "Look.")
		messages.Error(c, "Broken.")
		return web.Redirect(c, "/page")
	})
	e.GET("/many", func(c web.Context) error {
		for i := range 30 {
			messages.Info(c, fmt.Sprint(i))
		}
		return show(c)
	})
	e.GET("/page", show)
	e.GET("/quiet", func(c web.Context) error { return c.NoContent(http.StatusNoContent) })
	return &browser{Echo: e}
}

func show(c web.Context) error {
	var b strings.Builder
	for _, m := range messages.All(c) {
		fmt.Fprintf(&b, "%s: %s\n", m.Level, m.Text)
	}
	return c.String(http.StatusOK, b.String())
}

func (b *browser) visit(target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	if b.cookie != "" {
		r.Header.Set("Cookie", "sessionid="+b.cookie)
	}
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		b.cookie = c.Value
	}
	return rec
}

func TestNoticesAreShownOnceAfterARedirect(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	if rec := b.visit("/save"); rec.Code != http.StatusSeeOther {
		t.Fatalf("status %d", rec.Code)
	}
	if rec := b.visit("/quiet"); rec.Header().Get("Vary") != "" {
		t.Error("a page that does not ask reads the session")
	}
	want := "success: Saved.\ninfo: <b>bold</b>\nwarning: Look.\nerror: Broken.\n"
	if got := b.visit("/page").Body.String(); got != want {
		t.Errorf("got %q", got)
	}
	if got := b.visit("/page").Body.String(); got != "" {
		t.Errorf("again %q", got)
	}
	if b.cookie != "" {
		t.Errorf("the empty session stays: %q", b.cookie)
	}
}

func TestNoticesOfTwoTabsAddUp(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	b.visit("/save")
	b.visit("/save")
	if got := b.visit("/page").Body.String(); strings.Count(got, "Saved.") != 2 {
		t.Errorf("got %q", got)
	}
}

func TestTheOldestGiveWay(t *testing.T) {
	t.Parallel()
	got := strings.Fields(newBrowser(t).visit("/many").Body.String())
	if len(got) != 40 || got[1] != "10" || got[39] != "29" {
		t.Errorf("got %d: %v", len(got)/2, got)
	}
}

func TestAVisitorWithoutNoticesGetsNoCookie(t *testing.T) {
	t.Parallel()
	if rec := newBrowser(t).visit("/page"); rec.Body.Len() > 0 || len(rec.Result().Cookies()) > 0 {
		t.Errorf("%q %v", rec.Body, rec.Header())
	}
}
