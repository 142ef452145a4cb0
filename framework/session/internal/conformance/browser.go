package conformance

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// clock is the time of a site, which a test moves on.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) forward(d time.Duration) { c.ahead.Add(int64(d)) }

// site is a site with one handler and sessions of some kind.
type site struct {
	*clock
	echo  *web.Echo
	ctx   context.Context
	inner func() // what a request to /while/… does before it ends
}

func newSite(t *testing.T, open Open, o session.Options) *site {
	t.Helper()
	s := &site{clock: &clock{}, echo: web.NewEcho()}
	store, ctx := open(t, s.now)
	s.ctx, o.Now = ctx, s.now
	m, err := session.New(store, o)
	if err != nil {
		t.Fatal(err)
	}
	s.echo.HTTPErrorHandler = func(err error, c web.Context) { _ = c.String(web.StatusOf(err), err.Error()) }
	s.echo.Use(recovers, m.Middleware)
	s.echo.Any("/*", s.handle)
	return s
}

// recovers turns what package session throws into an error.
func recovers(next web.HandlerFunc) web.HandlerFunc {
	return func(c web.Context) (err error) {
		defer func() {
			switch v := recover().(type) {
			case nil:
			case web.Abort:
				err = v.Err
			default:
				panic(v)
			}
		}()
		return next(c)
	}
}

// handle does what the address says, one part after the other:
// /put=a=1/while/login does the middle part of its own accord.
func (s *site) handle(c web.Context) error {
	said := ""
	for part := range strings.SplitSeq(strings.Trim(c.Request().URL.Path, "/"), "/") {
		word, rest, _ := strings.Cut(part, "=")
		key, value, _ := strings.Cut(rest, "=")
		switch word {
		case "put":
			session.Put(c, key, value)
		case "big":
			session.Put(c, key, strings.Repeat("x", 100_000))
		case "get":
			v, _ := session.Get[string](c, key)
			said += v
		case "pop":
			v, _ := session.Pop[string](c, key)
			said += v
		case "delete":
			session.Delete(c, key)
		case "keys":
			said += strings.Join(session.Keys(c, ""), " ")
		case "while":
			s.inner()
		case "login":
			session.Rotate(c)
			session.Put(c, session.UserKey, 7)
		case "who":
			if id, ok := session.Get[int64](c, session.UserKey); ok {
				said += string(rune('0' + id))
			}
		case "become":
			session.Put(c, session.UserKey, 8)
		case "rotate":
			session.Rotate(c)
		case "logout":
			session.Flush(c)
		case "others":
			if err := session.EndOthers(c, 7); err != nil {
				return err
			}
		case "life":
			d, _ := time.ParseDuration(key)
			session.SetLife(c, session.Life{Idle: d})
		case "until":
			d, _ := time.ParseDuration(key)
			session.SetLife(c, session.Life{Until: s.now().Add(d)})
		case "browser":
			session.SetLife(c, session.Life{Browser: true})
		case "ends":
			said += session.Ends(c).Sub(s.now()).Round(time.Minute).String()
		}
	}
	return c.String(http.StatusOK, said)
}

// browser keeps the cookie of one visitor.
type browser struct {
	site  *site
	token string
}

func (s *site) visitor() *browser { return &browser{site: s} }

// answer is what a browser got.
type answer struct {
	status int
	text   string
	cookie *http.Cookie // nil: none was set
	header http.Header
}

// visit makes a request and keeps the cookie of its answer.
func (b *browser) visit(address string) answer {
	got := b.peek(address)
	if got.cookie != nil {
		b.token = got.cookie.Value
	}
	return got
}

// peek makes a request and forgets the cookie of its answer.
func (b *browser) peek(address string) answer {
	r := httptest.NewRequestWithContext(b.site.ctx, http.MethodGet, address, nil)
	if b.token != "" {
		r.Header.Set("Cookie", "sessionid="+b.token)
	}
	rec := httptest.NewRecorder()
	b.site.echo.ServeHTTP(rec, r)
	got := answer{status: rec.Code, text: rec.Body.String(), header: rec.Header()}
	if cookies := rec.Result().Cookies(); len(cookies) > 0 {
		got.cookie = cookies[0]
	}
	return got
}

// says fails the test unless a page says this.
func (b *browser) says(t *testing.T, address, want string) answer {
	t.Helper()
	got := b.visit(address)
	if got.status != http.StatusOK || got.text != want {
		t.Errorf("%s: %d %q, want %q", address, got.status, got.text, want)
	}
	return got
}

// with is another browser with the cookie that this one has now.
func (b *browser) with() *browser { return &browser{b.site, b.token} }
