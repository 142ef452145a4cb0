package messages_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/internal/database"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	table "github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/migrations"
)

// browser keeps the cookie between visits to a site that shows notices.
type browser struct {
	*web.Echo
	ctx    context.Context
	now    time.Time
	cookie string
}

func newBrowser(t testing.TB, store sessions.Store, ctx context.Context) *browser {
	t.Helper()
	b := &browser{Echo: web.NewEcho(), ctx: ctx, now: time.Now()}
	use, err := session.Middleware(store, session.Options{Now: func() time.Time { return b.now }})
	if err != nil {
		t.Fatal(err)
	}
	b.HTTPErrorHandler = func(err error, c web.Context) {
		if c.QueryParam("page") == "" {
			_ = c.String(web.StatusOf(err), "an error")
			return
		}
		_ = show(c, web.StatusOf(err)) // an error page with the layout of all pages
	}
	b.Use(use)
	b.GET("/save", func(c web.Context) error {
		messages.Success(c, c.QueryParam("say"))
		return web.Redirect(c, c.QueryParam("to"))
	})
	b.GET("/levels", func(c web.Context) error {
		messages.Success(c, "Saved.")
		messages.Info(c, "<b>bold</b>")
		messages.Warning(c, "Look.")
		messages.Error(c, "Broken.")
		messages.Add(c, messages.Message{Level: "party", Text: "Hooray."})
		return web.Redirect(c, "/page")
	})
	b.GET("/many", func(c web.Context) error {
		for i := range 30 {
			messages.Info(c, fmt.Sprint(i))
		}
		return show(c, http.StatusOK)
	})
	b.GET("/stay", func(c web.Context) error { messages.Info(c, "here"); return show(c, http.StatusOK) })
	b.GET("/twice", func(c web.Context) error { messages.All(c); return show(c, http.StatusOK) })
	b.GET("/htmx", func(c web.Context) error { messages.Info(c, "swapped"); return c.NoContent(http.StatusNoContent) })
	b.GET("/on", func(c web.Context) error { return web.Redirect(c, "/page") })
	b.GET("/on-and-show", func(c web.Context) error { messages.All(c); return web.Redirect(c, "/page") })
	b.GET("/fails", func(c web.Context) error { messages.All(c); return errors.New("broken") })
	b.GET("/missing", func(c web.Context) error { messages.All(c); return web.NotFound() })
	b.GET("/same", func(c web.Context) error { messages.All(c); return c.NoContent(http.StatusNotModified) })
	b.GET("/nothing", func(c web.Context) error { messages.All(c); return c.NoContent(http.StatusNoContent) })
	b.GET("/quiet", func(c web.Context) error { return c.String(http.StatusOK, "quiet") })
	b.GET("/waiting", func(c web.Context) error { return c.String(http.StatusOK, fmt.Sprint(messages.Waiting(c))) })
	b.GET("/*", func(c web.Context) error { return show(c, http.StatusOK) })
	b.HEAD("/*", func(c web.Context) error { return show(c, http.StatusOK) })
	return b
}

func show(c web.Context, status int) error {
	var all []string
	for _, m := range messages.All(c) {
		all = append(all, m.Text)
	}
	return c.String(status, strings.Join(all, " "))
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	r = r.WithContext(b.ctx)
	b.now = b.now.Add(time.Millisecond)
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

// visit is a visit from a page, which may be none.
func (b *browser) visit(target, from string) string {
	r := httptest.NewRequest("GET", "http://example.com"+target, nil)
	if from != "" {
		r.Header.Set("Referer", "http://example.com"+from)
	}
	return b.do(r).Body.String()
}

// onTable is a browser of a site with sessions in a table.
func onTable(t *testing.T) *browser {
	t.Helper()
	ctx := database.Open(t, sqlite.Memory)
	files, _ := migrations.FS("sessions")
	graph, err := migrate.Load(migrate.Source{App: "sessions", FS: files})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := orm.Gorm(ctx).DB()
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.FastForward(t.Context(), pool, migrate.SQLite{}, graph); err != nil {
		t.Fatal(err)
	}
	return newBrowser(t, dbstore.New(table.Backend{}, nil), ctx)
}

func inCookie(t testing.TB) *browser {
	t.Helper()
	store, err := session.NewCookieStore(session.Config{Secret: "for this test"})
	if err != nil {
		t.Fatal(err)
	}
	return newBrowser(t, store, t.Context())
}

// step is a visit, and what its page shows.
type step struct {
	visit, from, shows string
	method             string // empty is GET
	purpose            string // the header Sec-Purpose
	later              time.Duration
}

func TestNotices(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]step{
		"are shown once, after a redirect": {
			{visit: "/levels", from: "/form"}, {visit: "/page", from: "/form", shows: "Saved. <b>bold</b> Look. Broken. Hooray."}, {visit: "/page"},
		},
		"are shown on the page of the request itself": {{visit: "/stay", shows: "here"}, {visit: "/page"}},
		"wait for the next page if there is none yet": {{visit: "/htmx"}, {visit: "/other", shows: "swapped"}, {visit: "/other"}},
		"wait while pages come that show none":        {{visit: "/levels"}, {visit: "/quiet", shows: "quiet"}, {visit: "/page", shows: "Saved. <b>bold</b> Look. Broken. Hooray."}},
		"are not stolen by another tab": {
			{visit: "/save?say=A&to=/a", from: "/edit/a"}, {visit: "/save?say=B&to=/b", from: "/edit/b"},
			{visit: "/other", from: "/start"},
			{visit: "/b", from: "/edit/b", shows: "B"}, {visit: "/a", from: "/edit/a", shows: "A"}, {visit: "/a"}, {visit: "/b"},
		},
		"are told apart by the page they came from, where two tabs go to one page": {
			{visit: "/save?say=A&to=/hop-a", from: "/edit/a"}, {visit: "/save?say=B&to=/hop-b", from: "/edit/b"},
			{visit: "/list", from: "/edit/b", shows: "B"}, {visit: "/list", from: "/edit/a", shows: "A"},
		},
		"follow through further redirects": {
			{visit: "/save?say=A&to=/on", from: "/edit"}, {visit: "/on", from: "/edit", shows: ""}, {visit: "/page", from: "/edit", shows: "A"},
		},
		"of two tabs that cannot be told apart come together": {
			{visit: "/save?say=A&to=/list", from: "/new"}, {visit: "/save?say=B&to=/list", from: "/new"}, {visit: "/list", from: "/new", shows: "A B"}, {visit: "/list", from: "/new"},
		},
		"find their page without a Referer":          {{visit: "/save?say=A&to=/list?page=2"}, {visit: "/list?page=1"}, {visit: "/list/?page=2", shows: "A"}},
		"are not lost if their tab is closed":        {{visit: "/save?say=A&to=/a", from: "/x"}, {visit: "/b"}, {visit: "/b", later: 11 * time.Second, shows: "A"}, {visit: "/b"}},
		"that were asked for twice are shown once":   {{visit: "/htmx"}, {visit: "/twice", shows: ""}, {visit: "/page"}},
		"are not lost by a page that fails":          {{visit: "/htmx"}, {visit: "/fails", shows: "an error"}, {visit: "/page", shows: "swapped"}},
		"are not lost by an error page":              {{visit: "/htmx"}, {visit: "/missing", shows: "an error"}, {visit: "/page", shows: "swapped"}},
		"are shown by an error page that asks":       {{visit: "/htmx"}, {visit: "/missing?page=1", shows: "swapped"}, {visit: "/page"}},
		"are not lost by a redirect":                 {{visit: "/htmx"}, {visit: "/on-and-show"}, {visit: "/page", shows: "swapped"}},
		"are not lost by a page that is unchanged":   {{visit: "/htmx"}, {visit: "/same"}, {visit: "/page", shows: "swapped"}},
		"are not lost by an answer without a page":   {{visit: "/htmx"}, {visit: "/nothing"}, {visit: "/page", shows: "swapped"}},
		"are not lost by HEAD":                       {{visit: "/htmx"}, {visit: "/page", method: "HEAD"}, {visit: "/page", shows: "swapped"}},
		"are not lost by a page fetched ahead":       {{visit: "/htmx"}, {visit: "/page", purpose: "prefetch;prerender"}, {visit: "/page", shows: "swapped"}},
		"can be looked at without being shown":       {{visit: "/save?say=A&to=/a"}, {visit: "/waiting", shows: "[{success A}]"}, {visit: "/a", shows: "A"}, {visit: "/waiting", shows: "[]"}},
		"beyond twenty let the oldest go":            {{visit: "/many", shows: "10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29"}},
		"with a redirect to another site do no harm": {{visit: "/save?say=A&to=https://other.example/"}, {visit: "/page", later: time.Minute, shows: "A"}},
		"with a redirect to garbage do no harm":      {{visit: "/save?say=A&to=%25zz%3A%2F%2F"}, {visit: "/page", later: time.Minute, shows: "A"}},
	} {
		for where, open := range map[string]func(*testing.T) *browser{"in a table": onTable, "in the cookie": func(t *testing.T) *browser { return inCookie(t) }} {
			t.Run(name+", "+where, func(t *testing.T) {
				t.Parallel()
				b := open(t)
				for _, s := range steps {
					b.now = b.now.Add(s.later)
					if s.method == "" {
						s.method = "GET"
					}
					r := httptest.NewRequest(s.method, "http://example.com"+s.visit, nil)
					if s.from != "" {
						r.Header.Set("Referer", "http://example.com"+s.from)
					}
					r.Header.Set("Sec-Purpose", s.purpose)
					if got := b.do(r); got.Body.String() != s.shows {
						t.Errorf("%s shows %q, want %q", s.visit, got.Body, s.shows)
					}
				}
			})
		}
	}
}

func TestAVisitorWithoutNoticesPaysNothing(t *testing.T) {
	t.Parallel()
	b := inCookie(t)
	if rec := b.do(httptest.NewRequest("GET", "/page", nil)); rec.Body.Len() > 0 || len(rec.Result().Cookies()) > 0 {
		t.Errorf("%q %v", rec.Body, rec.Header())
	}
	b.visit("/htmx", "")
	if rec := b.do(httptest.NewRequest("GET", "/quiet", nil)); rec.Header().Get("Vary") != "" || len(rec.Result().Cookies()) > 0 {
		t.Errorf("a page that does not ask: %v", rec.Header())
	}
}

func TestNoticesLeaveNoSessionBehind(t *testing.T) {
	t.Parallel()
	b := inCookie(t)
	if b.visit("/htmx", ""); b.cookie == "" {
		t.Fatal("nothing is kept")
	}
	if b.visit("/page", ""); b.cookie != "" {
		t.Errorf("left is %q", b.cookie)
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	b := inCookie(t)
	b.visit("/levels", "")
	want := "[{success Saved.} {info <b>bold</b>} {warning Look.} {error Broken.} {party Hooray.}]"
	if diff := cmp.Diff(want, b.visit("/waiting", "")); diff != "" {
		t.Error(diff)
	}
}

// Many requests at once each leave a notice, and all are shown.
func TestNoticesOfRequestsAtOnceAddUp(t *testing.T) {
	t.Parallel()
	b := onTable(t)
	b.visit("/htmx", "")
	var group sync.WaitGroup
	for range 10 {
		tab := *b
		group.Go(func() { tab.visit("/htmx", "") })
	}
	group.Wait()
	if got := strings.Fields(b.visit("/page", "")); len(got) != 11 {
		t.Errorf("shown are %q", got)
	}
}

// fixed is a store of sessions that hold one value under the key of a notice.
type fixed struct{ value string }

func (f fixed) Get(r *http.Request, name string) (*sessions.Session, error) { return f.New(r, name) }

func (f fixed) New(_ *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(f, name)
	s.Values["_at"] = fmt.Sprint(time.Now().Unix())
	s.Values["_message:x"] = f.value
	return s, nil
}

func (fixed) Save(*http.Request, http.ResponseWriter, *sessions.Session) error { return nil }

// What a session holds under a notice's key may come from another version.
func FuzzNotices(f *testing.F) {
	for _, v := range []string{"", "null", "{}", "[]", `{"l":"info","t":"x"}`, `{"t":7}`, `{"t":"\ud800","un":9e99}`, `{"un":-1,"to":"a"}`, `{"t":"x","un":99999999999}`} {
		f.Add(v, "/page", "/from")
	}
	f.Fuzz(func(t *testing.T, value, target, from string) {
		b := newBrowser(t, fixed{value}, t.Context())
		r := httptest.NewRequest("GET", "/page", nil)
		r.URL.Path, r.URL.RawQuery = "/"+target, from
		r.Header.Set("Referer", from)
		r.Header.Set("Cookie", "sessionid=x")
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, r)
		if rec.Code >= 500 && r.URL.Path != "/fails" {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
	})
}
