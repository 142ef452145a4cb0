package session

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// contextKey finds the state in the context, and before its first use perhaps
// the manager.
const contextKey = "gofw.session"

// state is the session of one request, from its first use.
type state struct {
	m       *Manager
	session *sessions.Session
	before  []func(status int)
	changed []string // keys
	dirty   bool     // there is something to save
	flushed bool     // values of before are gone
	renewed bool     // the ID of before is to end
	retired bool     // the ID has a successor already
	done    bool     // the header is on its way
}

// of returns the state of a request and makes it on first use.
func of(c web.Context) *state {
	var m *Manager
	switch v := c.Get(contextKey).(type) {
	case *state:
		return v
	case *Manager:
		m = v
	default:
		m, _ = c.Request().Context().Value(managerKey{}).(*Manager)
	}
	if m == nil {
		panic(web.Abort{Err: errNoMiddleware})
	}
	st := &state{m: m}
	c.Set(contextKey, st)
	return st
}

// load reads the session once.
func (st *state) load(c web.Context) *sessions.Session {
	if st.session != nil {
		return st.session
	}
	s, err := st.read(c)
	if err != nil {
		panic(web.Abort{Err: err})
	}
	st.session = s
	c.Response().Before(func() {
		if err := st.commit(c); err != nil {
			// Echo's hook has no error result, and a page that says
			// "saved" must not be sent when nothing was.
			panic(web.Abort{Err: err})
		}
	})
	return s
}

// read asks the store, but not for a visitor without a cookie.
func (st *state) read(c web.Context) (*sessions.Session, error) {
	o := st.m.options
	if _, err := c.Cookie(o.Name); err != nil {
		return st.fresh(), nil
	}
	s, err := st.m.store.New(c.Request(), o.Name)
	if err != nil && !unknown(err) {
		return nil, unavailable(fmt.Errorf("%w: reading the session: %w", ErrDown, err))
	}
	if err != nil || s.IsNew {
		return st.fresh(), nil
	}
	saved, now := seconds(s, savedKey), o.Now()
	if !now.Before(st.m.end(s, saved, seconds(s, bornKey))) {
		return st.fresh(), nil
	}
	if _, ok := s.Values[nextKey]; ok {
		delete(s.Values, nextKey)
		st.retired = true
		return s, nil
	}
	// Saving once in a while keeps the session alive without a write for
	// every page.
	st.dirty = now.Sub(saved) > st.m.lifeOf(s).Idle/14
	return s, nil
}

func (st *state) fresh() *sessions.Session {
	s := sessions.NewSession(st.m.store, st.m.options.Name)
	s.IsNew = true
	return s
}

// unknown reports whether an error of a store means that it does not know the
// cookie: forged, signed with another key, too old.
func unknown(err error) bool {
	var decoding securecookie.Error
	return errors.As(err, &decoding) && decoding.IsDecode() || errors.Is(err, fs.ErrNotExist)
}

// change loads the session and notes that a key of it changes.
func (st *state) change(c web.Context, keys ...string) *sessions.Session {
	s := st.load(c)
	if st.done {
		panic(web.Abort{Err: errTooLate})
	}
	st.dirty = true
	for _, key := range keys {
		if !slices.Contains(st.changed, key) {
			st.changed = append(st.changed, key)
		}
	}
	return s
}

// fail tells those who wait for the answer that there is another.
func (st *state) fail() {
	before := st.before
	st.before = nil
	for _, fn := range before {
		fn(0)
	}
}

// commit saves what changed, once, as the header is about to be sent.
func (st *state) commit(c web.Context) error {
	if st.done || st.session == nil {
		return nil
	}
	status := c.Response().Status
	if status < http.StatusInternalServerError {
		for _, fn := range st.before {
			fn(status)
		}
	}
	st.done = true
	vary(c.Response().Header())
	if !st.dirty || status >= http.StatusInternalServerError {
		return nil
	}
	if err := st.save(c); err != nil {
		return unavailable(fmt.Errorf("saving the session: %w", err))
	}
	return nil
}

// vary tells caches that the answer depends on the cookie.
func vary(h http.Header) {
	for _, line := range h.Values("Vary") {
		for field := range strings.SplitSeq(line, ",") {
			if f := strings.TrimSpace(field); f == "*" || strings.EqualFold(f, "Cookie") {
				return
			}
		}
	}
	h.Add("Vary", "Cookie")
}
