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

// Options describe the cookie and the life of sessions. The zero value is right
// for a site on one host.
type Options struct {
	// Name is that of the cookie. Empty is "sessionid"; a site that is Secure
	// has it as "__Host-sessionid", which browsers take from this host alone,
	// with a Domain or another Path as "__Secure-sessionid" (RFC 6265bis, 4.1.3).
	Name string
	// Idle is how long a session lives without a visit; 0 is DefaultIdle. A visit
	// is a request that reads the session; it is noted after a fourteenth of Idle.
	Idle time.Duration
	// Absolute is how long a session lives under one ID, whatever happens; 0 is
	// without end. Signing in gives a new ID, and so begins it anew.
	Absolute time.Duration
	// Browser ends sessions when the browser is closed.
	Browser bool
	// Path of the cookie; empty is "/".
	Path string
	// Domain of the cookie; empty is the host alone, without its subdomains.
	Domain string
	// Secure sends the cookie over https only, even where the request came over
	// http; a request over https always gets a secure cookie.
	Secure bool
	// SameSite of the cookie; 0 is Lax.
	SameSite http.SameSite
	// Partitioned keeps a cookie apart for each site that shows this one in a
	// frame (CHIPS). It needs Secure.
	Partitioned bool
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

const (
	hostPrefix   = "__Host-"
	securePrefix = "__Secure-"
)

// filled has the defaults in place of zero values.
func (o Options) filled() Options {
	if o.Path == "" {
		o.Path = "/"
	}
	if o.Name == "" {
		o.Name = o.prefix() + "sessionid"
	}
	if o.Idle == 0 {
		o.Idle = DefaultIdle
	}
	if o.SameSite == 0 {
		o.SameSite = http.SameSiteLaxMode
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// prefix is the strictest promise about the cookie that browsers can hold it to.
func (o Options) prefix() string {
	switch {
	case !o.Secure:
		return ""
	case o.Path == "/" && o.Domain == "":
		return hostPrefix
	}
	return securePrefix
}

// check says what is wrong with options that are filled.
func (o Options) check() error {
	var problems []error
	wrong := func(is bool, text string) {
		if is {
			problems = append(problems, errors.New("session: "+text))
		}
	}
	wrong(o.Idle < time.Minute, "Idle is shorter than a minute")
	wrong(o.Absolute < 0 || o.Absolute > 0 && o.Absolute < time.Minute, "Absolute is shorter than a minute")
	wrong((&http.Cookie{Name: o.Name, Value: "x"}).Valid() != nil,
		"Name is not a name for a cookie: use letters, digits, hyphens and underscores")
	wrong(!strings.HasPrefix(o.Path, "/") || (&http.Cookie{Name: "x", Path: o.Path, Domain: o.Domain}).Valid() != nil,
		"Path or Domain cannot stand in a cookie")
	wrong(o.SameSite == http.SameSiteNoneMode && !o.Secure, "browsers refuse SameSite=None without Secure: set both")
	wrong(o.Partitioned && !o.Secure, "browsers refuse a Partitioned cookie without Secure: set both")
	wrong(strings.HasPrefix(o.Name, hostPrefix) && o.prefix() != hostPrefix,
		"browsers refuse a cookie whose name begins with __Host- unless it is Secure, without Domain, and for the Path /")
	wrong(strings.HasPrefix(o.Name, securePrefix) && !o.Secure,
		"browsers refuse a cookie whose name begins with __Secure- unless it is Secure")
	return errors.Join(problems...)
}

// cookie are the options for gorilla's store, of a session that lives so long.
func (o Options) cookie(c web.Context, life time.Duration) *sessions.Options {
	return &sessions.Options{
		Path:        o.Path,
		Domain:      o.Domain,
		MaxAge:      int((life + time.Second - 1) / time.Second),
		Secure:      o.Secure || web.IsHTTPS(c),
		HttpOnly:    true,
		Partitioned: o.Partitioned,
		SameSite:    o.SameSite,
	}
}
