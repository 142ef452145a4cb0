package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// ErrBadLogin is found by errors.Is when name and password do not open an
// account, whatever the reason. People must not learn more.
var ErrBadLogin = errors.New("auth: wrong username or password")

const (
	fingerprintKey = "_user_hash"     // in the session
	visitorKey     = "gofw.auth.user" // in the request
)

// Authenticate returns the active user with this name and password. Everybody
// else is [ErrBadLogin], after the same time whether or not there is such a
// user. A password stored in an old form is stored anew. Nothing is counted:
// see [Attempt].
func Authenticate(ctx context.Context, username, password string) (*User, error) {
	if password == "" || len(password) > longestPassword {
		return nil, ErrBadLogin
	}
	u, err := ByUsername(ctx, username)
	if errors.Is(err, orm.ErrNotFound) {
		u, err = &User{Password: UnusablePassword()}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for a user: %w", err)
	}
	same, err := VerifyPassword(ctx, password, u.Password)
	if errors.Is(err, errUnread) {
		return nil, fmt.Errorf("%w: user %d: %w", ErrBadLogin, u.ID, err)
	}
	if err != nil {
		return nil, err
	}
	if !same || !u.Active {
		return nil, ErrBadLogin
	}
	if !outdated(ctx, u.Password) {
		return u, nil
	}
	done, err := upgrade(ctx, u, password)
	if err != nil {
		return nil, err
	}
	if !done { // another password was stored meanwhile, perhaps by the same person's other login
		return Authenticate(ctx, username, password)
	}
	return u, nil
}

// upgrade stores a password anew, unless another was stored meanwhile.
func upgrade(ctx context.Context, u *User, password string) (done bool, err error) {
	stored, err := HashPassword(ctx, password)
	if err != nil {
		return false, err
	}
	n, err := Users.Filter(Users.ID.Eq(u.ID), Users.Password.Eq(u.Password)).
		Update(ctx, Users.Password.Set(stored), Users.UpdatedAt.SetF(Users.UpdatedAt))
	if err != nil {
		return false, fmt.Errorf("storing the password of %s in today's form: %w", u.Username, err)
	}
	u.Password = stored
	return n > 0, nil
}

// Attempt is [Authenticate] for a request: it counts failures by name and by
// the client's address, and returns a [*WaitError] when there were too many.
func Attempt(c web.Context, username, password string) (*User, error) {
	return attempt(c, username, func(ctx context.Context) (*User, error) {
		return Authenticate(ctx, username, password)
	})
}

func attempt(c web.Context, username string, try func(context.Context) (*User, error)) (*User, error) {
	m, err := of(c)
	if err != nil {
		return nil, err
	}
	username = NormalizeUsername(username)
	address := addressOf(c)
	if err := m.guesses.begin(username, address); err != nil {
		return nil, err
	}
	u, err := try(c.Request().Context())
	m.guesses.end(username, address, err)
	return u, err
}

// addressOf is the client's address. Without a rule which proxies to believe,
// Echo believes whatever header the client sends; then it is the connection's.
func addressOf(c web.Context) string {
	if c.Echo() != nil && c.Echo().IPExtractor != nil {
		return c.RealIP()
	}
	host, _, err := net.SplitHostPort(c.Request().RemoteAddr)
	if err != nil {
		return c.Request().RemoteAddr
	}
	return host
}

// Login makes the user the one of this session, under a new session ID, and
// notes the time. What the session kept for somebody else is gone. A user who
// is not active is an error.
func Login(c web.Context, u *User) error {
	m, err := of(c)
	if err != nil {
		return err
	}
	if u == nil || u.ID == 0 || !u.Active {
		return errors.New("auth: cannot log in somebody who is not an active user")
	}
	now := time.Now().UTC()
	_, err = Users.Filter(Users.ID.Eq(u.ID)).
		Update(c.Request().Context(), Users.LastLogin.Set(now), Users.UpdatedAt.SetF(Users.UpdatedAt))
	if err != nil {
		return fmt.Errorf("noting the login of %s: %w", u.Username, err)
	}
	u.LastLogin = &now
	if id, ok := session.Get[int64](c, session.UserKey); ok && (id != u.ID || !m.trusts(c, u)) {
		session.Flush(c)
	}
	m.remember(c, u)
	return nil
}

// Renew keeps the user logged in to this session after a change of the password.
func Renew(c web.Context, u *User) error {
	m, err := of(c)
	if err != nil {
		return err
	}
	m.remember(c, u)
	return nil
}

// Logout ends the session with all it kept. A visitor may log out too.
func Logout(c web.Context) {
	session.Flush(c)
	c.Set(visitorKey, (*User)(nil))
}

// UserOf returns the user of the request, nil for a visitor. It reads session
// and user when first asked, and once. A session whose user was deleted or
// deactivated, or has another password by now, is ended.
func UserOf(c web.Context) (*User, error) {
	if u, ok := c.Get(visitorKey).(*User); ok {
		return u, nil
	}
	u, err := userOf(c)
	if err != nil {
		return nil, err
	}
	c.Set(visitorKey, u)
	return u, nil
}

func userOf(c web.Context) (*User, error) {
	id, ok := session.Get[int64](c, session.UserKey)
	if !ok {
		return nil, nil
	}
	m, err := of(c)
	if err != nil {
		return nil, err
	}
	u, err := Users.Get(c.Request().Context(), id)
	if err != nil && !errors.Is(err, orm.ErrNotFound) {
		return nil, fmt.Errorf("loading the user of the session: %w", err)
	}
	if err != nil || !u.Active || !m.trusts(c, u) {
		if !c.Response().Committed {
			session.Flush(c)
		}
		return nil, nil
	}
	return u, nil
}

// remember puts the user into the session.
func (m *manager) remember(c web.Context, u *User) {
	session.Rotate(c)
	session.Put(c, session.UserKey, u.ID)
	session.Put(c, fingerprintKey, fingerprint(m.keys[0], u))
	c.Set(visitorKey, u)
}

// trusts reports whether the session was begun with the user's password of today.
func (m *manager) trusts(c web.Context, u *User) bool {
	have, _ := session.Get[string](c, fingerprintKey)
	for i, key := range m.keys {
		if !hmac.Equal([]byte(have), []byte(fingerprint(key, u))) {
			continue
		}
		if i > 0 && !c.Response().Committed { // an earlier secret key: it will go some day
			session.Put(c, fingerprintKey, fingerprint(m.keys[0], u))
		}
		return true
	}
	return false
}

// fingerprint is a value that changes with the password and tells nothing of it.
func fingerprint(key []byte, u *User) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(u.Password))
	return hex.EncodeToString(h.Sum(nil))
}
