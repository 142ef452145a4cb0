package session

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// contextKey finds the manager in the context, from its first use the state.
const contextKey = "gofw.session"

// Merger is a store that saves single values of a session that is there
// already, so that two requests at once do not undo each other's changes. A
// session that has been ended meanwhile stays ended.
type Merger interface {
	sessions.Store
	SaveChanged(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error
}

// state is the session of one request, from its first use.
type state struct {
	m       *manager
	session *sessions.Session
	changed []string // keys
	dirty   bool     // there is something to save
	flushed bool     // values of before are gone
	renewed bool     // the ID of before is to end
	done    bool     // the header is on its way
}

// of returns the state of a request and makes it on first use.
func of(c web.Context) *state {
	switch v := c.Get(contextKey).(type) {
	case *state:
		return v
	case *manager:
		st := &state{m: v}
		c.Set(contextKey, st)
		return st
	}
	panic(web.Abort{Err: errNoMiddleware})
}

// load reads the session once.
func (st *state) load(c web.Context) *sessions.Session {
	if st.session != nil {
		return st.session
	}
	s, err := st.read(c)
	if err != nil {
		panic(web.Abort{Err: fmt.Errorf("reading the session: %w", err)})
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
		return nil, err
	}
	if err != nil || s.IsNew {
		return st.fresh(), nil
	}
	saved, _ := strconv.ParseInt(fmt.Sprint(s.Values[SavedKey]), 10, 64)
	age := o.Now().Sub(time.Unix(saved, 0))
	if age > o.Idle {
		return st.fresh(), nil
	}
	// Saving once in a while keeps the session alive without a write for
	// every page.
	st.dirty = age > o.Idle/14
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

// commit saves what changed, once, as the header is about to be sent.
func (st *state) commit(c web.Context) error {
	if st.done || st.session == nil {
		return nil
	}
	st.done = true
	vary(c.Response().Header())
	if !st.dirty || c.Response().Status >= http.StatusInternalServerError {
		return nil
	}
	if err := st.save(c); err != nil {
		return fmt.Errorf("saving the session: %w", err)
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

func (st *state) save(c web.Context) error {
	s, r, w := st.session, c.Request(), c.Response()
	s.Options = st.m.options.cookie(c)
	old := *s
	delete(s.Values, SavedKey)
	if len(s.Values) == 0 && (st.flushed || s.IsNew || !st.merges()) {
		return st.end(r, w, &old)
	}
	s.Values[SavedKey] = strconv.FormatInt(st.m.options.Now().Unix(), 10)
	if merger, ok := st.m.store.(Merger); ok && !st.renewed && !s.IsNew {
		return merger.SaveChanged(r, w, s, append(st.changed, SavedKey))
	}
	if !st.renewed || s.IsNew {
		return st.m.store.Save(r, w, s)
	}
	s.ID, s.IsNew = "", true
	if err := st.m.store.Save(r, w, s); err != nil {
		return err
	}
	return st.end(r, nowhere{}, &old)
}

// merges reports whether the store would only add its own changes.
func (st *state) merges() bool {
	_, ok := st.m.store.(Merger)
	return ok && !st.renewed
}

// end removes a session from the store and, by w, from the browser.
func (st *state) end(r *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	if s.IsNew {
		return nil
	}
	options := *s.Options
	options.MaxAge = -1
	s.Options = &options
	return st.m.store.Save(r, w, s)
}

// nowhere takes the cookie of a session whose successor has set one already.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}
