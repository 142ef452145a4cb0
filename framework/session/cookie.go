package session

import (
	"cmp"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// CookieStore keeps sessions in the cookie, encrypted and signed. It needs no
// database, but it holds at most some 2,900 bytes; of requests at once the one
// that is answered last wins with all its values; it cannot end the sessions of
// other browsers; and a copy of a cookie outlives signing out and Rotate, until
// its date. Use package dbstore unless that is fine.
type CookieStore struct {
	codecs []securecookie.Codec
	now    func() time.Time
}

// OpenCookie makes the store of a site whose sessions are in the cookie.
func OpenCookie(c Config) (sessions.Store, error) { return NewCookieStore(c) }

// NewCookieStore returns a store whose keys are derived from the secret.
// Cookies of the fallbacks are still read.
func NewCookieStore(c Config) (*CookieStore, error) {
	st := &CookieStore{now: c.Now}
	if st.now == nil {
		st.now = time.Now
	}
	for _, secret := range append([]string{c.Secret}, c.Fallbacks...) {
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
			MaxAge(0).   // the date is inside, since sessions live for different times
			MaxLength(0) // Save measures name and value
		st.codecs = append(st.codecs, codec)
	}
	return st, nil
}

// sealed is what a cookie holds.
type sealed struct {
	End    int64                      `json:"e"` // in seconds of Unix time
	Values map[string]json.RawMessage `json:"v"`
}

// largestCookie is what browsers keep of a name and its value (RFC 6265bis, 5.6).
const largestCookie = 4096

// Get returns the session of the request, read once.
func (st *CookieStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the session from the cookie. A cookie that this store did not make,
// or whose date has passed, counts as none.
func (st *CookieStore) New(r *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(st, name)
	s.IsNew = true
	s.Options = &sessions.Options{Path: "/", MaxAge: int(DefaultIdle / time.Second), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	cookie, err := r.Cookie(name)
	if err != nil || len(cookie.Value) > largestCookie {
		return s, nil
	}
	var in sealed
	if err := securecookie.DecodeMulti(name, cookie.Value, &in, st.codecs...); err != nil || st.now().Unix() >= in.End {
		return s, nil
	}
	s.IsNew = false
	Decode(s, in.Values)
	return s, nil
}

// Save writes the session into a cookie. A negative MaxAge removes it, and 0 is
// for the default time. More than browsers keep is an error that names the
// largest value.
func (st *CookieStore) Save(_ *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	if s.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(s.Name(), "", s.Options))
		return nil
	}
	values, err := Encode(s)
	if err != nil {
		return err
	}
	life := time.Duration(s.Options.MaxAge) * time.Second
	if life == 0 {
		life = DefaultIdle
	}
	encoded, err := st.codecs[0].Encode(s.Name(), sealed{st.now().Add(life).Unix(), values})
	if err != nil {
		return fmt.Errorf("making the session cookie: %w", err)
	}
	if size := len(s.Name()) + len(encoded); size > largestCookie {
		return tooLarge(size, values)
	}
	http.SetCookie(w, sessions.NewCookie(s.Name(), encoded, s.Options))
	return nil
}

// tooLarge says which values fill the cookie.
func tooLarge(size int, values map[string]json.RawMessage) error {
	type entry struct {
		key  string
		size int
	}
	var all []entry
	for k, v := range values {
		all = append(all, entry{k, len(v)})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(b.size, a.size), strings.Compare(a.key, b.key)) })
	return fmt.Errorf("session: the cookie would have %d bytes, and browsers keep %d: keep less (the largest is %q with %d bytes), or keep sessions in the database store",
		size, largestCookie, all[0].key, all[0].size)
}
