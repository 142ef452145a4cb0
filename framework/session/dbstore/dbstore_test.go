package dbstore_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/web"
)

// memory is a table in memory. It counts what it is asked.
type memory struct {
	sync.Mutex
	rows  map[string]dbstore.Record
	calls int
	err   error
}

func (m *memory) locked(ctx context.Context) func() {
	if ctx.Value(m) != nil {
		return func() {}
	}
	m.Lock()
	return m.Unlock
}

func (m *memory) Load(ctx context.Context, key string) (*dbstore.Record, error) {
	defer m.locked(ctx)()
	m.calls++
	if r, ok := m.rows[key]; ok && m.err == nil {
		return &r, nil
	}
	return nil, m.err
}

func (m *memory) Save(ctx context.Context, r dbstore.Record) error {
	defer m.locked(ctx)()
	m.calls++
	if m.err == nil {
		m.rows[r.Key] = r
	}
	return m.err
}

func (m *memory) Delete(ctx context.Context, key string) error {
	defer m.locked(ctx)()
	m.calls++
	delete(m.rows, key)
	return m.err
}

func (m *memory) DeleteExpired(_ context.Context, now time.Time) (n int64, err error) {
	for k, r := range m.rows {
		if r.Expires.Before(now) {
			delete(m.rows, k)
			n++
		}
	}
	return n, m.err
}

func (m *memory) DeleteUser(_ context.Context, userID int64, except string) error {
	for k, r := range m.rows {
		if r.UserID != nil && *r.UserID == userID && k != except {
			delete(m.rows, k)
		}
	}
	return m.err
}

func (m *memory) Atomic(ctx context.Context, fn func(context.Context) error) error {
	m.Lock()
	defer m.Unlock()
	return fn(context.WithValue(ctx, m, true))
}

type site struct {
	*web.Echo
	table *memory
	now   time.Time
	store *dbstore.Store
}

func newSite(t *testing.T, h web.HandlerFunc) *site {
	t.Helper()
	s := &site{Echo: web.NewEcho(), table: &memory{rows: map[string]dbstore.Record{}}, now: time.Now()}
	clock := func() time.Time { return s.now }
	s.store = dbstore.New(s.table, clock)
	use, err := session.Middleware(s.store, session.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	s.HTTPErrorHandler = func(err error, c web.Context) { _ = c.String(web.StatusOf(err), "error page") }
	abort := func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) (err error) {
			defer func() {
				if a, ok := recover().(web.Abort); ok {
					err = a.Err
				}
			}()
			return next(c)
		}
	}
	s.Use(abort, use)
	s.Any("/*", h)
	return s
}

// visit makes a request and returns the cookie as the browser has it then.
func (s *site) visit(target, token string) (*httptest.ResponseRecorder, string) {
	r := httptest.NewRequest("GET", target, nil)
	if token != "" {
		r.Header.Set("Cookie", "sessionid="+token)
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if token = c.Value; c.MaxAge < 0 {
			token = ""
		}
	}
	return rec, token
}

// pad is a handler that keeps words: /put/KEY/VALUE, /del/KEY, /get/KEY, …
func pad(c web.Context) error {
	words := strings.Split(c.Request().URL.Path, "/")
	switch words[1] {
	case "put":
		session.Put(c, words[2], words[3])
	case "del":
		session.Delete(c, words[2])
	case "get":
		v, _ := session.Get[string](c, words[2])
		return c.String(http.StatusOK, v)
	case "login":
		session.Put(c, session.UserKey, 7)
		session.Rotate(c)
	case "logout":
		session.Flush(c)
	case "logout-and-put":
		session.Flush(c)
		session.Put(c, "bye", "bye")
	case "password":
		session.Rotate(c)
		if err := session.EndOthers(c, 7); err != nil {
			return err
		}
	}
	return c.NoContent(http.StatusNoContent)
}

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("a page that does not ask makes no query", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		s.table.calls = 0
		if rec, _ := s.visit("/", token); s.table.calls != 0 || rec.Header().Get("Vary") != "" {
			t.Errorf("%d queries, %v", s.table.calls, rec.Header())
		}
	})
	t.Run("a read is one query", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		s.table.calls = 0
		if rec, _ := s.visit("/get/a", token); rec.Body.String() != "1" || s.table.calls != 1 || len(rec.Result().Cookies()) > 0 {
			t.Errorf("%q, %d queries, %v", rec.Body, s.table.calls, rec.Header())
		}
	})
	t.Run("the table does not hold the token", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		sum := sha256.Sum256([]byte(token))
		if dbstore.Key(token) != hex.EncodeToString(sum[:]) {
			t.Errorf("key %s", dbstore.Key(token))
		}
		for key, r := range s.table.rows {
			if len(key) != 64 || strings.Contains(key, token) || strings.Contains(string(r.Data), token) || key != dbstore.Key(token) {
				t.Errorf("row %s %s", key, r.Data)
			}
			if rec, _ := s.visit("/get/a", key); rec.Body.String() != "" {
				t.Error("the key of a row opens the session")
			}
		}
	})
	t.Run("a token that the visitor made up is not taken over", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		madeUp := strings.Repeat("A", 43)
		if _, token := s.visit("/put/a/1", madeUp); token == madeUp || token == "" {
			t.Errorf("token %q", token)
		}
	})
	t.Run("what cannot be a token makes no query", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		for _, v := range []string{"x", strings.Repeat("A", 42), strings.Repeat("A", 44), strings.Repeat("A", 42) + "B", strings.Repeat("%", 43), strings.Repeat("a", 64), "' OR 1=1 --"} {
			s.visit("/get/a", v)
		}
		if s.table.calls > 0 {
			t.Errorf("%d queries", s.table.calls)
		}
	})
	t.Run("signing in changes the ID, keeps the values and ends the old one", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, before := s.visit("/put/a/1", "")
		rec, after := s.visit("/login", before)
		if after == before || len(rec.Result().Cookies()) != 1 {
			t.Fatalf("cookies %v", rec.Result().Cookies())
		}
		if got, _ := s.visit("/get/a", after); got.Body.String() != "1" {
			t.Errorf("new session has %q", got.Body)
		}
		if got, _ := s.visit("/get/a", before); got.Body.String() != "" || len(s.table.rows) != 1 {
			t.Errorf("old session has %q, %d rows", got.Body, len(s.table.rows))
		}
		if id := s.table.rows[dbstore.Key(after)].UserID; id == nil || *id != 7 {
			t.Errorf("user %v", id)
		}
	})
	t.Run("signing out removes row and cookie", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/login", "")
		if _, after := s.visit("/logout", token); after != "" || len(s.table.rows) != 0 {
			t.Errorf("token %q, %d rows", after, len(s.table.rows))
		}
	})
	t.Run("what is put after signing out is a new session", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/login", "")
		_, after := s.visit("/logout-and-put", token)
		if r := s.table.rows[dbstore.Key(after)]; after == token || len(s.table.rows) != 1 || r.UserID != nil {
			t.Errorf("token %q, rows %v", after, s.table.rows)
		}
	})
	t.Run("a change of password ends the user's other sessions", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, one := s.visit("/login", "")
		_, two := s.visit("/login", "")
		_, guest := s.visit("/put/a/1", "")
		_, one = s.visit("/password", one)
		if len(s.table.rows) != 2 || s.table.rows[dbstore.Key(one)].Key == "" || s.table.rows[dbstore.Key(guest)].Key == "" {
			t.Errorf("rows %v", s.table.rows)
		}
		if rec, _ := s.visit("/put/b/1", two); rec.Code != 204 || len(s.table.rows) != 3 {
			t.Errorf("an ended session is used: %d, %d rows", rec.Code, len(s.table.rows))
		}
	})
	t.Run("the last value takes the row with it", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		if _, after := s.visit("/del/a", token); after != "" || len(s.table.rows) != 0 {
			t.Errorf("token %q, rows %v", after, s.table.rows)
		}
	})
	t.Run("expired sessions are not used and can be deleted", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		s.now = s.now.Add(session.DefaultIdle + time.Second)
		if rec, _ := s.visit("/get/a", token); rec.Body.String() != "" {
			t.Errorf("got %q", rec.Body)
		}
		if n, err := s.store.DeleteExpired(context.Background()); n != 1 || err != nil {
			t.Errorf("deleted %d, %v", n, err)
		}
	})
	t.Run("a visit keeps it alive with one write a day", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, token := s.visit("/put/a/1", "")
		for range 40 {
			s.now = s.now.Add(30 * time.Hour)
			if rec, _ := s.visit("/get/a", token); rec.Body.String() != "1" {
				t.Fatal("it died")
			}
		}
	})
}

func TestTwoRequestsAtOnceKeepEachOthersChanges(t *testing.T) {
	t.Parallel()
	var s *site
	var token string
	s = newSite(t, func(c web.Context) error {
		if c.Request().URL.Path != "/outer" {
			return pad(c)
		}
		session.Put(c, "outer", "1")
		s.visit("/put/inner/2", token) // while the outer one is under way
		return c.NoContent(http.StatusNoContent)
	})
	_, token = s.visit("/put/a/0", "")
	s.visit("/outer", token)
	for key, want := range map[string]string{"a": "0", "outer": "1", "inner": "2"} {
		if rec, _ := s.visit("/get/"+key, token); rec.Body.String() != want {
			t.Errorf("%s is %q", key, rec.Body)
		}
	}
}

func TestASessionThatEndedMeanwhileStaysEnded(t *testing.T) {
	t.Parallel()
	var s *site
	var token string
	s = newSite(t, func(c web.Context) error {
		if c.Request().URL.Path != "/slow" {
			return pad(c)
		}
		session.Put(c, "a", "2")
		s.visit("/logout", token)
		return c.NoContent(http.StatusNoContent)
	})
	_, token = s.visit("/put/a/1", "")
	rec, _ := s.visit("/slow", token)
	if rec.Code != 204 || len(s.table.rows) != 0 || len(rec.Result().Cookies()) != 0 {
		t.Errorf("%d, rows %v, cookies %v", rec.Code, s.table.rows, rec.Result().Cookies())
	}
}

func TestADatabaseThatIsAwayIsAnErrorAndNotAnEmptySession(t *testing.T) {
	t.Parallel()
	s := newSite(t, pad)
	_, token := s.visit("/put/a/1", "")
	s.table.err = errors.New("the database is away")
	for _, target := range []string{"/get/a", "/put/a/2", "/logout"} {
		if rec, after := s.visit(target, token); rec.Code != 500 || rec.Body.String() != "error page" || after != token {
			t.Errorf("%s: %d %q", target, rec.Code, rec.Body)
		}
	}
	if rec, _ := s.visit("/put/a/2", ""); rec.Code != 500 || len(rec.Result().Cookies()) > 0 {
		t.Errorf("a new session: %d %v", rec.Code, rec.Result().Cookies())
	}
	if rec, _ := s.visit("/", token); rec.Code != 204 {
		t.Errorf("a page that does not ask: %d", rec.Code)
	}
}

// Other code of gorilla/sessions reaches the store without package session.
func TestTheStoreAlone(t *testing.T) {
	t.Parallel()
	now := time.Now()
	store := dbstore.New(&memory{rows: map[string]dbstore.Record{}}, func() time.Time { return now })
	s, err := store.Get(httptest.NewRequest("GET", "/", nil), "id")
	if err != nil || !s.IsNew {
		t.Fatalf("%v, new %v", err, s.IsNew)
	}
	s.Values["a"] = "1"
	rec := httptest.NewRecorder()
	if err := s.Save(httptest.NewRequest("GET", "/", nil), rec); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(rec.Result().Cookies()[0])
	if s, err := store.New(r, "id"); err != nil || s.IsNew || s.Values["a"] != "1" {
		t.Errorf("%v, %v", err, s.Values)
	}
	now = now.Add(session.DefaultIdle)
	if s, err := store.New(r, "id"); err != nil || !s.IsNew || len(s.Values) > 0 {
		t.Errorf("expired: %v, %v", err, s.Values)
	}
	s.Values["b"] = 1
	if err := s.Save(r, httptest.NewRecorder()); err == nil {
		t.Error("a value that is not JSON is taken")
	}
}

func FuzzKey(f *testing.F) {
	for _, v := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 42) + "\n", "../../../etc"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if key := dbstore.Key(v); key != "" && (len(key) != 64 || len(v) != 43) {
			t.Fatalf("Key(%q) = %q", v, key)
		}
	})
}
