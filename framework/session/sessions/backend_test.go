package sessions_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gorilla "github.com/gorilla/sessions"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/plugin/dbresolver"

	"github.com/gofw/gofw/framework/internal/database"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	"github.com/gofw/gofw/framework/session/internal/conformance"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/migrations"
)

var backend sessions.Backend

// migrated makes the table of sessions in the database of a context.
func migrated(t *testing.T, ctx context.Context) context.Context {
	t.Helper()
	files, _ := migrations.FS("sessions")
	graph, err := migrate.Load(migrate.Source{App: "sessions", FS: files})
	ok(t, err)
	db := orm.Gorm(ctx)
	pool, err := db.DB()
	ok(t, err)
	dialect, err := migrate.DialectByName(db.Name())
	ok(t, err)
	ok(t, migrate.Run(t.Context(), pool, dialect, graph, migrate.RunOptions{}))
	return ctx
}

func newDB(t *testing.T, path string) context.Context {
	t.Helper()
	return migrated(t, database.Open(t, path))
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func key(n int) string { return fmt.Sprintf("%064d", n) }

// kept is the keys in the table, by their last digit.
func kept(t *testing.T, ctx context.Context) string {
	t.Helper()
	rows, err := sessions.Sessions.OrderBy(sessions.Sessions.Key.Asc()).All(ctx)
	ok(t, err)
	var keys []string
	for _, s := range rows {
		keys = append(keys, s.Key[63:])
	}
	return strings.Join(keys, " ")
}

func TestSaveAndLoad(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, sqlite.Memory)
	if got, err := backend.Load(ctx, key(1)); got != nil || err != nil {
		t.Errorf("nothing is stored, but %v, %v", got, err)
	}
	user := int64(7)
	expires := time.Now().Add(time.Hour).UTC().Truncate(time.Millisecond)
	for _, r := range []dbstore.Record{
		{Key: key(1), Data: []byte(`{"a":1}`), Expires: expires},
		{Key: key(1), Data: []byte(`{"a":2}`), UserID: &user, Expires: expires.Add(time.Hour)},
		{Key: key(1), Data: []byte("\x00\xff"), Expires: expires},
		{Key: key(2), Data: []byte("{}"), UserID: &user, Expires: expires},
		{Key: "' OR 1=1 --", Data: []byte("x"), Expires: expires},
	} {
		ok(t, backend.Save(ctx, r))
		got, err := backend.Load(ctx, r.Key)
		ok(t, err)
		if got == nil {
			t.Fatalf("%s is not there", r.Key)
		}
		got.Expires = got.Expires.UTC()
		if diff := cmp.Diff(r, *got); diff != "" {
			t.Errorf("(-saved +loaded):\n%s", diff)
		}
	}
	if n, err := sessions.Sessions.Count(ctx); n != 3 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	ok(t, backend.Delete(ctx, key(1)))
	ok(t, backend.Delete(ctx, key(1)))
	if got, err := backend.Load(ctx, key(1)); got != nil || err != nil {
		t.Errorf("a deleted session is %v, %v", got, err)
	}
}

func TestExpiredSessions(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, sqlite.Memory)
	now := time.Now()
	for i, life := range []time.Duration{-time.Hour, -time.Millisecond, time.Hour, 14 * 24 * time.Hour} {
		ok(t, backend.Save(ctx, dbstore.Record{Key: key(i), Data: []byte("{}"), Expires: now.Add(life).In(time.FixedZone("east", 9*3600))}))
		got, err := backend.Load(ctx, key(i))
		ok(t, err)
		if (got != nil) != (life > 0) {
			t.Errorf("with a life of %s it is %v", life, got)
		}
	}
	n, err := backend.DeleteExpired(ctx, now)
	if n != 2 || err != nil || kept(t, ctx) != "2 3" {
		t.Errorf("%d deleted, %v; left are %s", n, err, kept(t, ctx))
	}
}

// More are deleted than fit into one statement.
func TestManyExpiredSessions(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, sqlite.Memory)
	now := time.Now()
	var rows []*sessions.Session
	for i := range 2500 {
		rows = append(rows, &sessions.Session{Key: key(i), Data: []byte("{}"), ExpiresAt: now.Add(-time.Duration(i%5) * time.Hour)})
	}
	rows = append(rows, &sessions.Session{Key: key(9999), Data: []byte("{}"), ExpiresAt: now.Add(time.Hour)})
	ok(t, sessions.Sessions.BulkCreate(ctx, rows))
	if n, err := backend.DeleteExpired(ctx, now); n != 2500 || err != nil || kept(t, ctx) != "9" {
		t.Errorf("%d deleted, %v; left are %s", n, err, kept(t, ctx))
	}
}

// A replica hears of a login late.
func TestSessionsAreReadFromTheMainDatabase(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, filepath.Join(t.TempDir(), "main.sqlite3"))
	replica := newDB(t, filepath.Join(t.TempDir(), "replica.sqlite3"))
	db := orm.Gorm(ctx)
	ok(t, db.Use(dbresolver.Register(dbresolver.Config{Replicas: []gorm.Dialector{pooled{db.Dialector, orm.Gorm(replica).ConnPool}}})))
	ok(t, backend.Save(ctx, dbstore.Record{Key: key(1), Data: []byte("{}"), Expires: time.Now().Add(time.Hour)}))
	if n, err := sessions.Sessions.Count(ctx); n != 0 || err != nil {
		t.Fatalf("the replica has %d sessions, %v", n, err)
	}
	if r, err := backend.Load(ctx, key(1)); r == nil || err != nil {
		t.Errorf("it is %v, %v", r, err)
	}
}

// pooled is a dialector whose connections are there already.
type pooled struct {
	gorm.Dialector
	pool gorm.ConnPool
}

func (p pooled) Initialize(db *gorm.DB) error {
	db.ConnPool = p.pool
	return nil
}

func TestSessionsOfAUser(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, sqlite.Memory)
	for i, user := range []int64{0, 1, 1, 1, 2} {
		r := dbstore.Record{Key: key(i), Data: []byte("{}"), Expires: time.Now().Add(time.Hour)}
		if user > 0 {
			r.UserID = &user
		}
		ok(t, backend.Save(ctx, r))
	}
	ok(t, backend.DeleteUser(ctx, 1, key(2)))
	if got := kept(t, ctx); got != "0 2 4" {
		t.Errorf("left are %s", got)
	}
	ok(t, backend.DeleteUser(ctx, 1, ""))
	if got := kept(t, ctx); got != "0 4" {
		t.Errorf("left are %s", got)
	}
}

// Every kind of database does as all stores.
func TestTheTableDoesAsAllStores(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T) context.Context{
		"sqlite": func(t *testing.T) context.Context {
			return database.Open(t, filepath.Join(t.TempDir(), "site.sqlite3"))
		},
		"postgres": func(t *testing.T) context.Context { return database.OpenPostgres(t) },
		"mysql":    func(t *testing.T) context.Context { return database.OpenMySQL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := migrated(t, open(t)) // visitors have keys of their own, so one table does for all
			closed := func(t *testing.T, now func() time.Time) (gorilla.Store, context.Context) {
				db, err := sqlite.Open(filepath.Join(t.TempDir(), "site.sqlite3"), sqlite.Options{Logger: logger.Discard})
				ok(t, err)
				ok(t, orm.Close(db))
				return dbstore.New(backend, now), orm.With(t.Context(), db)
			}
			conformance.Run(t, conformance.Kind{
				Open: func(t *testing.T, now func() time.Time) (gorilla.Store, context.Context) {
					return dbstore.New(backend, now), ctx
				},
				Down: closed,
			})
		})
	}
}

func TestNoDatabaseIsAnError(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, load := backend.Load(ctx, key(1))
	_, expired := backend.DeleteExpired(ctx, time.Now())
	_, update := backend.Update(ctx, key(1), func(*dbstore.Record) error { return nil })
	for name, err := range map[string]error{
		"Load": load, "DeleteExpired": expired,
		"Save":       backend.Save(ctx, dbstore.Record{Key: key(1)}),
		"Delete":     backend.Delete(ctx, key(1)),
		"DeleteUser": backend.DeleteUser(ctx, 1, ""),
		"Update":     update,
	} {
		if !errors.Is(err, orm.ErrNoDatabase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// visit sends a request with a session cookie through the session middleware.
func visit(t *testing.T, ctx context.Context, cookie string, h web.HandlerFunc) *http.Cookie {
	t.Helper()
	use, err := session.Middleware(dbstore.New(backend, nil), session.Options{})
	ok(t, err)
	e := web.NewEcho()
	r := httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx)
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: cookie})
	}
	rec := httptest.NewRecorder()
	ok(t, use(h)(e.NewContext(r, rec)))
	if cookies := rec.Result().Cookies(); len(cookies) > 0 {
		return cookies[0]
	}
	return nil
}

func TestReadingWritesNothing(t *testing.T) {
	t.Parallel()
	ctx := newDB(t, sqlite.Memory)
	cookie := visit(t, ctx, "", func(c web.Context) error {
		session.Put(c, "name", "ada")
		return c.NoContent(http.StatusNoContent)
	})
	if cookie == nil || kept(t, ctx) == "" {
		t.Fatal("nothing was stored")
	}
	if row, err := sessions.Sessions.QuerySet.One(ctx); err != nil || strings.Contains(row.Key, cookie.Value) || row.UserID != nil {
		t.Errorf("stored %+v, %v", row, err)
	}
	writes := 0
	count := func(*gorm.DB) { writes++ }
	db := orm.Gorm(ctx)
	ok(t, db.Callback().Create().Before("*").Register("test:create", count))
	ok(t, db.Callback().Update().Before("*").Register("test:update", count))
	ok(t, db.Callback().Delete().Before("*").Register("test:delete", count))
	visit(t, ctx, cookie.Value, func(c web.Context) error {
		if name, _ := session.Get[string](c, "name"); name != "ada" {
			t.Errorf("the name is %q", name)
		}
		return c.NoContent(http.StatusNoContent)
	})
	visit(t, ctx, "", func(c web.Context) error {
		session.Get[string](c, "name")
		return c.NoContent(http.StatusNoContent)
	})
	if writes != 0 {
		t.Errorf("reading made %d writes", writes)
	}
}
