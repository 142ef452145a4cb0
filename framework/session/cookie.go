package session

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// CookieStore keeps sessions in the cookie, encrypted and signed. It needs no
// database, but holds at most about 2,900 bytes, cannot end the sessions of
// other browsers, and a copy of a cookie outlives signing out. Use package
// dbstore unless that is fine.
type CookieStore struct {
	codecs []securecookie.Codec
	idle   time.Duration
}

// CookieConfig is what a CookieStore needs to know.
type CookieConfig struct {
	Secret    string        // the site's secret key
	Fallbacks []string      // earlier secret keys, whose cookies are still read
	Idle      time.Duration // how old a cookie may be; 0 is DefaultIdle
}

// NewCookieStore returns a store whose keys are derived from the secret.
func NewCookieStore(config CookieConfig) (*CookieStore, error) {
	if config.Idle == 0 {
		config.Idle = DefaultIdle
	}
	st := &CookieStore{idle: config.Idle}
	for _, secret := range append([]string{config.Secret}, config.Fallbacks...) {
		if secret == "" {
			return nil, errors.New("session: the secret key is empty: set SITE_SECRET_KEY")
		}
		sign, err := hkdf.Key(sha256.New, []byte(secret), nil, "gofw session cookie: signature", 32)
		if err != nil {
			return nil, fmt.Errorf("deriving the key of the session cookie: %w", err)
		}
		encrypt, err := hkdf.Key(sha256.New, []byte(secret), nil, "gofw session cookie: encryption", 32)
		if err != nil {
			return nil, fmt.Errorf("deriving the key of the session cookie: %w", err)
		}
		codec := securecookie.New(sign, encrypt).
			SetSerializer(securecookie.JSONEncoder{}).
			MaxAge(int(config.Idle / time.Second))
		st.codecs = append(st.codecs, codec)
	}
	return st, nil
}

// Get returns the session of the request, read once.
func (st *CookieStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the session from the cookie. A cookie that this store did not make,
// or made too long ago, counts as none.
func (st *CookieStore) New(r *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(st, name)
	s.IsNew = true
	s.Options = &sessions.Options{Path: "/", MaxAge: int(st.idle / time.Second), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	cookie, err := r.Cookie(name)
	if err != nil {
		return s, nil
	}
	var values map[string]json.RawMessage
	if err := securecookie.DecodeMulti(name, cookie.Value, &values, st.codecs...); err != nil {
		return s, nil
	}
	s.IsNew = false
	Decode(s, values)
	return s, nil
}

// Save writes the session into a cookie. A negative MaxAge removes it.
func (st *CookieStore) Save(_ *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	encoded := ""
	if s.Options.MaxAge >= 0 {
		values, err := Encode(s)
		if err != nil {
			return err
		}
		if encoded, err = securecookie.EncodeMulti(s.Name(), values, st.codecs...); err != nil {
			return fmt.Errorf("making the session cookie (what does not fit belongs into the database store): %w", err)
		}
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), encoded, s.Options))
	return nil
}

// Encode returns the values of a session as stores keep them.
func Encode(s *sessions.Session) (map[string]json.RawMessage, error) {
	values := make(map[string]json.RawMessage, len(s.Values))
	for k, v := range s.Values {
		key, isKey := k.(string)
		raw, isRaw := v.(string)
		if !isKey || !isRaw || !json.Valid([]byte(raw)) {
			return nil, fmt.Errorf("session: the value of %v is not JSON: use session.Put", k)
		}
		values[key] = json.RawMessage(raw)
	}
	return values, nil
}

// Decode puts values that a store kept into a session.
func Decode(s *sessions.Session, values map[string]json.RawMessage) {
	for k, v := range values {
		s.Values[k] = string(v)
	}
}
