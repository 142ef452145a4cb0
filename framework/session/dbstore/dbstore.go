// Package dbstore keeps sessions on the server: in a table of the site's
// database (package sessions), or in Redis (package redisstore).
//
// The browser gets a random token of 256 bits. Sessions are keyed by the token's
// hash, so that who reads the table cannot enter any session.
package dbstore

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
)

// Record is a session as it is kept.
type Record struct {
	Key     string // SHA-256 of the token, 64 hexadecimal digits: the primary key
	Data    []byte // the values, as JSON
	UserID  *int64 // who is signed in; nil is nobody
	Expires time.Time
}

// Backend is where records are. Its methods may be called by many goroutines.
type Backend interface {
	// Load returns a record, nil if there is none.
	Load(ctx context.Context, key string) (*Record, error)
	// Save keeps a new record, or replaces the one with the same key.
	Save(ctx context.Context, r Record) error
	// Update changes a record while nobody else does. Where there is none, change
	// is not called and found is false. A record whose Data change leaves nil is
	// deleted. change may be called again with a newer record.
	Update(ctx context.Context, key string, change func(r *Record) error) (found bool, err error)
	// Delete removes a record, if it is there.
	Delete(ctx context.Context, key string) error
	// DeleteUser removes the records of a user but the one with the key exceptKey.
	DeleteUser(ctx context.Context, userID int64, exceptKey string) error
}

// Sweeper is a backend in which expired records stay until they are deleted.
type Sweeper interface {
	Backend
	// DeleteExpired removes what expired before now and says how many.
	DeleteExpired(ctx context.Context, now time.Time) (int64, error)
}

// Store is a store of gorilla/sessions. Make it with [New].
type Store struct {
	backend Backend
	now     func() time.Time
}

var _ session.Renewer = (*Store)(nil)

// New returns a store over a backend. A nil now is time.Now.
func New(b Backend, now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{b, now}
}

// Get returns the session of the request, read once.
func (st *Store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the session whose token the cookie holds. A token that is not known
// gives an empty session with another ID, never one with the visitor's token.
// An error is always one of the backend.
func (st *Store) New(r *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(st, name)
	s.IsNew = true
	s.Options = &sessions.Options{Path: "/", MaxAge: int(session.DefaultIdle / time.Second), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	cookie, err := r.Cookie(name)
	if err != nil || Key(cookie.Value) == "" {
		return s, nil
	}
	record, err := st.backend.Load(r.Context(), Key(cookie.Value))
	if err != nil {
		return s, down("loading a session", err)
	}
	if !st.alive(record) {
		return s, nil
	}
	values, err := decode(record)
	if err != nil {
		return s, err
	}
	session.Decode(s, values)
	s.ID, s.IsNew = cookie.Value, false
	return s, nil
}

// Save writes the whole session and its cookie. A session without an ID gets
// one. A negative MaxAge deletes both.
func (st *Store) Save(r *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	if s.Options.MaxAge < 0 {
		if err := st.backend.Delete(r.Context(), Key(s.ID)); err != nil {
			return down("ending a session", err)
		}
		http.SetCookie(w, sessions.NewCookie(s.Name(), "", s.Options))
		return nil
	}
	values, err := session.Encode(s)
	if err != nil {
		return err
	}
	known := Key(s.ID) != ""
	if !known {
		s.ID = newToken()
	}
	record, err := st.record(s, values)
	if err != nil {
		return err
	}
	if known { // only code of others saves a session whole that is there
		known, err = st.backend.Update(r.Context(), record.Key, func(r *Record) error { *r = record; return nil })
	}
	if err == nil && !known {
		err = st.backend.Save(r.Context(), record)
	}
	if err != nil {
		return down("storing a session", err)
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), s.ID, s.Options))
	return nil
}

// DeleteExpired removes the sessions that are over and says how many there
// were. They are never used; this only frees their space.
func (st *Store) DeleteExpired(ctx context.Context) (int64, error) {
	b, ok := st.backend.(Sweeper)
	if !ok {
		return 0, session.ErrNoSweep
	}
	n, err := b.DeleteExpired(ctx, st.now().UTC())
	if err != nil {
		return n, fmt.Errorf("deleting expired sessions: %w", err)
	}
	return n, nil
}

// DeleteUser ends all sessions of a user but the one with the ID exceptID; an
// empty ID spares none.
func (st *Store) DeleteUser(ctx context.Context, userID int64, exceptID string) error {
	if err := st.backend.DeleteUser(ctx, userID, Key(exceptID)); err != nil {
		return down(fmt.Sprintf("ending the sessions of user %d", userID), err)
	}
	return nil
}

// Close closes a backend that has connections of its own.
func (st *Store) Close() error {
	if c, ok := st.backend.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func (st *Store) alive(r *Record) bool { return r != nil && r.Expires.After(st.now()) }

// record is a session as it is kept. A MaxAge of 0, a cookie until the browser
// closes, is for the default time.
func (st *Store) record(s *sessions.Session, values map[string]json.RawMessage) (Record, error) {
	life := time.Duration(s.Options.MaxAge) * time.Second
	if life == 0 {
		life = session.DefaultIdle
	}
	r := Record{Key: Key(s.ID), Expires: st.now().Add(life).UTC()}
	err := encode(&r, values)
	return r, err
}

func decode(r *Record) (map[string]json.RawMessage, error) {
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.Data, &values); err != nil {
		return nil, fmt.Errorf("reading the values of a session: %w", err)
	}
	return values, nil
}

// encode puts values into a record, and whose they are.
func encode(r *Record, values map[string]json.RawMessage) error {
	data, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("writing the values of a session: %w", err)
	}
	r.Data, r.UserID = data, nil
	if raw, ok := values[session.UserKey]; ok {
		if err := json.Unmarshal(raw, &r.UserID); err != nil {
			return fmt.Errorf("reading the user of a session: %w", err)
		}
	}
	return nil
}

func down(what string, err error) error { return fmt.Errorf("%w: %s: %w", session.ErrDown, what, err) }
