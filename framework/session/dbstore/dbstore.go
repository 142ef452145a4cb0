// Package dbstore keeps sessions in the database.
//
// The browser gets a random token of 256 bits. The table is keyed by the
// token's hash, so that who reads the table cannot enter any session.
package dbstore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
)

// Record is a row of the table.
type Record struct {
	Key     string // SHA-256 of the token, 64 hexadecimal digits: the primary key
	Data    []byte // the values, as JSON
	UserID  *int64 // who is signed in; nil is nobody
	Expires time.Time
}

// Backend is the table. Its methods may be called by many goroutines.
type Backend interface {
	// Load returns a row, nil if there is none. Within Atomic it locks the
	// row where the database can.
	Load(ctx context.Context, key string) (*Record, error)
	// Save inserts a row, or replaces the one with the same key.
	Save(ctx context.Context, r Record) error
	// Delete removes a row, if it is there.
	Delete(ctx context.Context, key string) error
	// DeleteExpired removes the rows that expired before now and says how many.
	DeleteExpired(ctx context.Context, now time.Time) (int64, error)
	// DeleteUser removes the rows of a user but the one with the key exceptKey.
	DeleteUser(ctx context.Context, userID int64, exceptKey string) error
	// Atomic runs fn in a transaction.
	Atomic(ctx context.Context, fn func(context.Context) error) error
}

// Store is a store of gorilla/sessions. Make it with [New].
type Store struct {
	backend Backend
	now     func() time.Time
}

// New returns a store over a table. A nil now is time.Now.
func New(b Backend, now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{b, now}
}

const tokenBytes = 32

// Key is the key of the row for a token, or "" for what cannot be a token.
func Key(token string) string {
	if b, err := base64.RawURLEncoding.Strict().DecodeString(token); err != nil || len(b) != tokenBytes || len(token) != 43 {
		return ""
	}
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func newToken() string {
	b := make([]byte, tokenBytes)
	rand.Read(b) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

// Get returns the session of the request, read once.
func (st *Store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the session whose token the cookie holds. A token that is not known
// gives an empty session with another ID, never one with the visitor's token.
// An error is always one of the database.
func (st *Store) New(r *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(st, name)
	s.IsNew = true
	s.Options = &sessions.Options{Path: "/", MaxAge: int(session.DefaultIdle / time.Second), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	cookie, err := r.Cookie(name)
	if err != nil || Key(cookie.Value) == "" {
		return s, nil
	}
	values, err := st.values(r.Context(), Key(cookie.Value))
	if err != nil || values == nil {
		return s, err
	}
	session.Decode(s, values)
	s.ID, s.IsNew = cookie.Value, false
	return s, nil
}

// values are those of a row that is there and alive, else nil.
func (st *Store) values(ctx context.Context, key string) (map[string]json.RawMessage, error) {
	record, err := st.backend.Load(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("loading a session: %w", err)
	}
	if record == nil || !record.Expires.After(st.now()) {
		return nil, nil
	}
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(record.Data, &values); err != nil {
		return nil, fmt.Errorf("reading the values of a session: %w", err)
	}
	return values, nil
}

// Save writes the whole session and its cookie. A session without an ID gets
// one. A negative MaxAge deletes both.
func (st *Store) Save(r *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	if s.Options.MaxAge < 0 {
		if err := st.backend.Delete(r.Context(), Key(s.ID)); err != nil {
			return fmt.Errorf("ending a session: %w", err)
		}
		http.SetCookie(w, sessions.NewCookie(s.Name(), "", s.Options))
		return nil
	}
	values, err := session.Encode(s)
	if err != nil {
		return err
	}
	if Key(s.ID) == "" {
		s.ID = newToken()
	}
	if err := st.write(r.Context(), s, values); err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), s.ID, s.Options))
	return nil
}

var errEnded = errors.New("session: ended meanwhile")

// SaveChanged writes the changed values over those in the database and keeps
// what other requests changed there. A session that ended meanwhile stays ended.
func (st *Store) SaveChanged(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error {
	mine, err := session.Encode(s)
	if err != nil {
		return err
	}
	var empty bool
	err = st.backend.Atomic(r.Context(), func(ctx context.Context) error {
		values, err := st.values(ctx, Key(s.ID))
		if err != nil {
			return err
		}
		if values == nil {
			return errEnded
		}
		for _, key := range changed {
			if v, ok := mine[key]; ok {
				values[key] = v
			} else {
				delete(values, key)
			}
		}
		_, dated := values[session.SavedKey]
		if empty = len(values) == 0 || dated && len(values) == 1; empty {
			return st.backend.Delete(ctx, Key(s.ID))
		}
		return st.write(ctx, s, values)
	})
	if errors.Is(err, errEnded) {
		return nil
	}
	if err != nil {
		return err
	}
	if empty {
		options := *s.Options
		options.MaxAge = -1
		http.SetCookie(w, sessions.NewCookie(s.Name(), "", &options))
		return nil
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), s.ID, s.Options))
	return nil
}
