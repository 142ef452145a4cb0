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

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/session/internal/conformance"
	"github.com/gofw/gofw/framework/web"
)

// memory is a table in memory. It counts what it is asked.
type memory struct {
	sync.Mutex
	rows  map[string]dbstore.Record
	calls int
	err   error
}

func (m *memory) Load(_ context.Context, key string) (*dbstore.Record, error) {
	m.Lock()
	defer m.Unlock()
	m.calls++
	if r, ok := m.rows[key]; ok && m.err == nil {
		return &r, nil
	}
	return nil, m.err
}

func (m *memory) Save(_ context.Context, r dbstore.Record) error {
	m.Lock()
	defer m.Unlock()
	m.calls++
	if m.err == nil {
		m.rows[r.Key] = r
	}
	return m.err
}

func (m *memory) Delete(_ context.Context, key string) error {
	m.Lock()
	defer m.Unlock()
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

func (m *memory) Update(_ context.Context, key string, change func(*dbstore.Record) error) (bool, error) {
	m.Lock()
	defer m.Unlock()
	r, ok := m.rows[key]
	if !ok || m.err != nil {
		return false, m.err
	}
	if err := change(&r); err != nil {
		return true, err
	}
	m.rows[key] = r
	if r.Data == nil {
		delete(m.rows, key)
	}
	return true, nil
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
	t.Run("an ID that got a successor is kept for a moment, and knows nothing new", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, pad)
		_, before := s.visit("/put/a/1", "")
		_, after := s.visit("/login", before)
		old, next := s.table.rows[dbstore.Key(before)], s.table.rows[dbstore.Key(after)]
		if left := old.Expires.Sub(s.now); left != session.Grace || old.UserID != nil || strings.Contains(string(old.Data), after) {
			t.Errorf("the old one lives for %s and holds %s", left, old.Data)
		}
		if next.UserID == nil || *next.UserID != 7 || next.Expires.Sub(s.now) != session.DefaultIdle {
			t.Errorf("the new one is of %v until %s", next.UserID, next.Expires)
		}
	})
}

func TestTheStoreDoesAsAllStores(t *testing.T) {
	t.Parallel()
	conformance.Run(t, conformance.Kind{
		Open: func(t *testing.T, now func() time.Time) (sessions.Store, context.Context) {
			return dbstore.New(&memory{rows: map[string]dbstore.Record{}}, now), t.Context()
		},
		Down: func(t *testing.T, now func() time.Time) (sessions.Store, context.Context) {
			return dbstore.New(&memory{err: errors.New("away")}, now), t.Context()
		},
	})
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
