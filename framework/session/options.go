package session

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// DefaultIdle is how long a session lives after it was last saved.
const DefaultIdle = 14 * 24 * time.Hour

// Options describe the cookie and the life of sessions.
type Options struct {
	Name     string           // of the cookie; empty is "sessionid"
	Idle     time.Duration    // without a visit; 0 is DefaultIdle
	Path     string           // empty is "/"
	Domain   string           // empty is the host alone, without its subdomains
	Secure   bool             // https only even where the request came over http; a request over https always gets a secure cookie
	SameSite http.SameSite    // 0 is Lax
	Now      func() time.Time // nil is time.Now
}

// manager is what the sessions of a site share.
type manager struct {
	store   sessions.Store
	options Options
}

// Middleware makes sessions of store available to the handlers inside. It needs
// the Recover middleware around it.
func Middleware(store sessions.Store, o Options) (web.MiddlewareFunc, error) {
	if store == nil {
		return nil, errors.New("session: no store: pass dbstore.New or NewCookieStore")
	}
	if o.Name == "" {
		o.Name = "sessionid"
	}
	if o.Idle == 0 {
		o.Idle = DefaultIdle
	}
	if o.Path == "" {
		o.Path = "/"
	}
	if o.SameSite == 0 {
		o.SameSite = http.SameSiteLaxMode
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	m := &manager{store, o}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			c.Set(contextKey, m)
			if err := next(c); err != nil {
				return err
			}
			if st, ok := c.Get(contextKey).(*state); ok && !c.Response().Committed {
				return st.commit(c)
			}
			return nil
		}
	}, nil
}

func (o Options) check() error {
	if o.Idle < time.Minute {
		return errors.New("session: Idle is shorter than a minute")
	}
	if (&http.Cookie{Name: o.Name, Value: "x"}).Valid() != nil {
		return errors.New("session: Name is not a name for a cookie: use letters, digits, hyphens and underscores")
	}
	if !strings.HasPrefix(o.Path, "/") || (&http.Cookie{Name: o.Name, Path: o.Path, Domain: o.Domain}).Valid() != nil {
		return errors.New("session: Path or Domain cannot stand in a cookie")
	}
	if o.SameSite == http.SameSiteNoneMode && !o.Secure {
		return errors.New("session: browsers refuse SameSite=None without Secure: set both")
	}
	return nil
}

// cookie are the options for gorilla's store.
func (o Options) cookie(c web.Context) *sessions.Options {
	return &sessions.Options{
		Path:     o.Path,
		Domain:   o.Domain,
		MaxAge:   int(o.Idle / time.Second),
		Secure:   o.Secure || web.IsHTTPS(c),
		HttpOnly: true,
		SameSite: o.SameSite,
	}
}
