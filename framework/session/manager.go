package session

import (
	"context"
	"errors"
	"io"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// Manager is what the sessions of a site share. Make it with [New]. It is safe to
// share.
type Manager struct {
	store   sessions.Store
	options Options
}

// New returns the sessions of a store. The error joins all that is wrong with the
// options.
func New(store sessions.Store, o Options) (*Manager, error) {
	if store == nil {
		return nil, errors.New("session: no store: pass dbstore.New or NewCookieStore")
	}
	o = o.filled()
	if err := o.check(); err != nil {
		return nil, err
	}
	return &Manager{store, o}, nil
}

// Middleware is New for a program that needs nothing but the middleware.
func Middleware(store sessions.Store, o Options) (web.MiddlewareFunc, error) {
	m, err := New(store, o)
	if err != nil {
		return nil, err
	}
	return m.Middleware, nil
}

// Middleware makes the sessions available to a handler. It needs the Recover
// middleware around it. Where the context of the request comes from [Manager.With],
// it allocates nothing.
func (m *Manager) Middleware(next web.HandlerFunc) web.HandlerFunc {
	return func(c web.Context) error {
		if c.Request().Context().Value(managerKey{}) != m {
			c.Set(contextKey, m)
		}
		err := next(c)
		st, ok := c.Get(contextKey).(*state)
		switch {
		case !ok || c.Response().Committed:
			return err
		case err != nil:
			st.fail()
			return err
		}
		return st.commit(c)
	}
}

type managerKey struct{}

// With returns a context for the requests of a site, made once, so that no
// request has to be told where its sessions are.
func (m *Manager) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, managerKey{}, m)
}

// Store is where the sessions are kept.
func (m *Manager) Store() sessions.Store { return m.store }

// CookieName is the name of the cookie.
func (m *Manager) CookieName() string { return m.options.Name }

// ErrNoSweep is returned by [Manager.DeleteEnded] where nothing has to be deleted.
var ErrNoSweep = errors.New("session: this store forgets ended sessions by itself")

// DeleteEnded removes the sessions that are over and says how many there were. A
// store that forgets them by itself, as Redis and the cookie do, is an error that
// says so.
func (m *Manager) DeleteEnded(ctx context.Context) (int64, error) {
	store, ok := m.store.(interface {
		DeleteExpired(ctx context.Context) (int64, error)
	})
	if !ok {
		return 0, ErrNoSweep
	}
	return store.DeleteExpired(ctx)
}

// Close closes a store that has connections of its own.
func (m *Manager) Close() error {
	if c, ok := m.store.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
