package auth_test

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	newUser(t, ctx, "ada")
	former := newUser(t, ctx, "former")
	former.Active = false
	ok(t, auth.Users.Save(ctx, former))
	locked := newUser(t, ctx, "locked")
	ok(t, auth.SetPassword(ctx, locked, ""))
	broken := newUser(t, ctx, "broken")
	broken.Password = "pbkdf2_sha256$1000000000$salt$AAAA"
	ok(t, auth.Users.Save(ctx, broken))
	cases := []struct {
		name, username, password string
		want                     bool
	}{
		{"name and password", "ada", goodPassword, true},
		{"the name with space around", " ada\t", goodPassword, true},
		{"the name in wide letters", "ａｄａ", goodPassword, true},
		{"the name in capitals", "ADA", goodPassword, false},
		{"another password", "ada", "four maroon kettle", false},
		{"space around the password", "ada", " " + goodPassword, false},
		{"no password", "ada", "", false},
		{"a very long password", "ada", strings.Repeat("x", 1<<20), false},
		{"no such user", "bob", goodPassword, false},
		{"no name", "", goodPassword, false},
		{"a name of a megabyte", strings.Repeat("a", 1<<20), goodPassword, false},
		{"a name with a zero byte", "ada\x00", goodPassword, false},
		{"a name that is no text", "ada\xff", goodPassword, false},
		{"a name that tries SQL", "ada' OR '1'='1", goodPassword, false},
		{"a user who is not active", "former", goodPassword, false},
		{"a user without a password", "locked", goodPassword, false},
		{"a user without a password, and none", "locked", "", false},
		{"a stored password that cannot be read", "broken", goodPassword, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			u, err := auth.Authenticate(ctx, c.username, c.password)
			if c.want && (err != nil || u.Username != "ada") || !c.want && (u != nil || !errors.Is(err, auth.ErrBadLogin)) {
				t.Errorf("got %v, %v", u, err)
			}
		})
	}
}

func TestOldPasswordsAreStoredAnewAtLogin(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	u := newUser(t, ctx, "ada")
	sum := md5.Sum([]byte("salt" + goodPassword))
	u.Password = "md5$salt$" + hex.EncodeToString(sum[:])
	ok(t, auth.Users.Save(ctx, u))
	before := u.UpdatedAt
	if _, err := auth.Authenticate(ctx, "ada", "wrong"); !errors.Is(err, auth.ErrBadLogin) {
		t.Fatal(err)
	}
	stored, err := auth.Users.Get(ctx, u.ID)
	ok(t, err)
	if stored.Password != u.Password {
		t.Error("a wrong password changed what is stored")
	}
	got, err := auth.Authenticate(ctx, "ada", goodPassword)
	ok(t, err)
	stored, err = auth.Users.Get(ctx, u.ID)
	ok(t, err)
	if !strings.HasPrefix(stored.Password, "argon2$argon2id$") || got.Password != stored.Password {
		t.Errorf("stored as %s", stored.Password)
	}
	if !stored.UpdatedAt.Equal(before) {
		t.Error("storing the password anew counts as a change of the user")
	}
	again, err := auth.Authenticate(ctx, "ada", goodPassword)
	if err != nil || again.Password != stored.Password {
		t.Errorf("the second login stored it once more: %v", err)
	}
}

func TestLoginAndLogout(t *testing.T) {
	t.Parallel()
	s := newSite(t, settings{})
	u := newUser(t, s.ctx, "ada")
	b := s.browser()
	b.is(t, "nobody")
	if b.cookie != "" {
		t.Error("a visitor got a cookie")
	}
	b.login(t, "ada", goodPassword)
	b.is(t, "ada")
	stored, err := auth.Users.Get(s.ctx, u.ID)
	ok(t, err)
	if stored.LastLogin == nil || time.Since(*stored.LastLogin) > time.Minute || !stored.UpdatedAt.Equal(u.UpdatedAt) {
		t.Errorf("the last login is %v, the last change %v", stored.LastLogin, stored.UpdatedAt)
	}
	row, err := sessions.Sessions.QuerySet.One(s.ctx)
	ok(t, err)
	if row.UserID == nil || *row.UserID != u.ID || strings.Contains(string(row.Data), stored.Password) {
		t.Errorf("the session is kept as %+v, %s", row, row.Data)
	}
	if rec := b.post("/logout"); rec.Code != http.StatusSeeOther {
		t.Errorf("logging out: %d", rec.Code)
	}
	b.is(t, "nobody")
	if n, err := sessions.Sessions.Count(s.ctx); n != 0 || err != nil {
		t.Errorf("%d sessions are left, %v", n, err)
	}
	if rec := b.get("/logout"); rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("logging out by GET: %d", rec.Code)
	}
	if rec := b.post("/logout"); rec.Code != http.StatusSeeOther {
		t.Errorf("a visitor who logs out: %d", rec.Code)
	}
}

func TestLoginChangesTheSessionID(t *testing.T) {
	t.Parallel()
	note := urls.Get("/note", func(c web.Context) error {
		session.Put(c, "cart", "tea")
		return c.NoContent(http.StatusNoContent)
	})
	cart := urls.Get("/cart", func(c web.Context) error {
		v, _ := session.Get[string](c, "cart")
		return c.String(http.StatusOK, "cart:"+v)
	})
	s := newSite(t, settings{}, note, cart)
	newUser(t, s.ctx, "ada")
	newUser(t, s.ctx, "bob")
	b := s.browser()
	b.get("/note")
	planted := b.cookie
	b.login(t, "ada", goodPassword)
	if b.cookie == planted {
		t.Fatal("the session kept its ID")
	}
	thief := s.browser()
	thief.cookie = planted
	thief.is(t, "nobody")
	if got := b.get("/cart").Body.String(); got != "cart:tea" {
		t.Errorf("what the visitor had is gone: %s", got)
	}
	ada := b.cookie
	b.login(t, "ada", goodPassword)
	if got := b.get("/cart").Body.String(); b.cookie == ada || got != "cart:tea" {
		t.Errorf("the same user again: %s", got)
	}
	b.login(t, "bob", goodPassword)
	if got := b.get("/cart").Body.String(); got != "cart:" {
		t.Errorf("another user sees %s", got)
	}
	b.is(t, "bob")
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(ctx context.Context, u *auth.User) error
	}{
		{"when the password changes", func(ctx context.Context, u *auth.User) error {
			return auth.SetPassword(ctx, u, "a new secret phrase")
		}},
		{"when the same password is set anew", func(ctx context.Context, u *auth.User) error {
			return auth.SetPassword(ctx, u, goodPassword)
		}},
		{"when the user is no longer active", func(ctx context.Context, u *auth.User) error {
			u.Active = false
			return auth.Users.Save(ctx, u, auth.Users.Active)
		}},
		{"when the user is deleted", func(ctx context.Context, u *auth.User) error {
			return auth.Users.Remove(ctx, u)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, settings{})
			u := newUser(t, s.ctx, "ada")
			b := s.browser()
			b.login(t, "ada", goodPassword)
			b.is(t, "ada")
			ok(t, c.change(s.ctx, u))
			b.is(t, "nobody")
			if n, err := sessions.Sessions.Count(s.ctx); n != 0 || err != nil {
				t.Errorf("%d sessions are left, %v", n, err)
			}
		})
	}
}

func TestSecretKeys(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	newUser(t, ctx, "ada")
	before := newSiteOn(t, ctx, settings{Options: auth.Options{Secret: "first"}})
	b := before.browser()
	b.login(t, "ada", goodPassword)
	both := newSiteOn(t, ctx, settings{Options: auth.Options{Secret: "second", Fallbacks: []string{"first"}}})
	b.site = both
	b.is(t, "ada")
	b.site = newSiteOn(t, ctx, settings{Options: auth.Options{Secret: "second"}})
	b.is(t, "ada") // the visit before moved the session to the new key
	b.site = newSiteOn(t, ctx, settings{Options: auth.Options{Secret: "third"}})
	b.is(t, "nobody")
	for _, o := range []auth.Options{{}, {Secret: "x", Fallbacks: []string{""}}} {
		if _, err := auth.Middleware(o); err == nil || !strings.Contains(err.Error(), "SITE_SECRET_KEY") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestUserOfIsLazy(t *testing.T) {
	t.Parallel()
	ask := urls.Get("/ask", func(c web.Context) error {
		for range 3 {
			if _, err := auth.UserOf(c); err != nil {
				return err
			}
		}
		return c.NoContent(http.StatusNoContent)
	})
	quiet := urls.Get("/quiet", func(c web.Context) error { return c.NoContent(http.StatusNoContent) })
	s := newSite(t, settings{}, ask, quiet)
	newUser(t, s.ctx, "ada")
	b := s.browser()
	b.login(t, "ada", goodPassword)
	queries := 0
	ok(t, orm.Gorm(s.ctx).Callback().Query().Before("*").Register("test:count", func(*gorm.DB) { queries++ }))
	for _, c := range []struct {
		target string
		want   int
	}{{"/quiet", 0}, {"/ask", 2}} {
		queries = 0
		b.get(c.target)
		if queries != c.want {
			t.Errorf("%s made %d queries, want %d", c.target, queries, c.want)
		}
	}
	visitor := s.browser()
	queries = 0
	visitor.get("/ask")
	if queries != 0 {
		t.Errorf("for a visitor it made %d queries", queries)
	}
}

func TestLoginNeedsAnActiveUserAndTheMiddleware(t *testing.T) {
	t.Parallel()
	var got error
	try := func(u *auth.User) urls.Item {
		return urls.Get("/try", func(c web.Context) error { got = auth.Login(c, u); return c.NoContent(http.StatusNoContent) })
	}
	for name, u := range map[string]*auth.User{"nil": nil, "one who is not stored": {Active: true}, "one who is not active": {Model: orm.Model{ID: 1}}} {
		newSite(t, settings{}, try(u)).browser().get("/try")
		if got == nil {
			t.Errorf("%s was logged in", name)
		}
	}
	c := web.NewEcho().NewContext(nil, nil)
	if err := auth.Login(c, &auth.User{Active: true, Model: orm.Model{ID: 1}}); err == nil || !strings.Contains(err.Error(), "auth.Middleware") {
		t.Errorf("without the middleware: %v", err)
	}
}

// Whether there is a user with a name must not show in what a failure costs.
func TestEveryFailureCostsAPassword(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	newUser(t, ctx, "ada")
	locked := newUser(t, ctx, "locked")
	ok(t, auth.SetPassword(ctx, locked, ""))
	broken := newUser(t, ctx, "broken")
	broken.Password = "argon2$argon2id$v=19$m=1,t=1,p=1$$"
	ok(t, auth.Users.Save(ctx, broken))
	const memory = 8 << 10 // KiB
	ctx, err := auth.WithCost(ctx, auth.Argon2{Passes: 1, Memory: memory, Lanes: 1})
	ok(t, err)
	u, err := auth.ByUsername(ctx, "ada")
	ok(t, err)
	ok(t, auth.SetPassword(ctx, u, goodPassword))
	for _, name := range []string{"ada", "nobody", "locked", "broken", "na\x00me"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := auth.Authenticate(ctx, name, "wrong"); !errors.Is(err, auth.ErrBadLogin) {
			t.Error(err)
		}
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 10; used < memory {
			t.Errorf("%q cost %d KiB, less than a password", name, used)
		}
	}
}

// Two logins at once that both store the password anew both succeed.
func TestLoginsAtOnceWithAnOldPassword(t *testing.T) {
	t.Parallel()
	ctx := newDB(t)
	u := newUser(t, ctx, "ada")
	sum := md5.Sum([]byte("salt" + goodPassword))
	u.Password = "md5$salt$" + hex.EncodeToString(sum[:])
	ok(t, auth.Users.Save(ctx, u))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := auth.Authenticate(ctx, "ada", goodPassword); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestWithCost(t *testing.T) {
	t.Parallel()
	for _, bad := range []auth.Argon2{{Passes: 1}, {Passes: 1, Memory: 7, Lanes: 1}, {Passes: 0, Memory: 64, Lanes: 1}, {Passes: 1, Memory: 1 << 20, Lanes: 1}, {Passes: 1 << 30, Memory: 1024, Lanes: 1}} {
		if _, err := auth.WithCost(t.Context(), bad); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}
