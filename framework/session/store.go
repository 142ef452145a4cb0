package session

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/web"
)

// Merger is a store that saves single values of a session that is there
// already, so that two requests at once do not undo each other's changes. A
// session that has been ended meanwhile stays ended.
type Merger interface {
	sessions.Store
	SaveChanged(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error
}

// Grace is for how long an ID that got a successor may still be used by requests
// that were under way.
const Grace = 10 * time.Second

// Renewer is a store that gives a session a new ID while other requests use it.
//
// Under the old ID they see the values as they were before for another [Grace]:
// nothing that the new ID was given, so that an ID that somebody else knows gains
// nothing by a login. What they change goes to the session under its new ID, but
// for keys of the framework other than messages, and they set no cookie, so that
// an answer that comes late does not take the new ID from the browser.
type Renewer interface {
	Merger
	Renew(r *http.Request, w http.ResponseWriter, s *sessions.Session, changed []string) error
}

// ErrDown is found by errors.Is when a store cannot be reached. Stores wrap it.
// Visitors see 503.
var ErrDown = errors.New("session: the store does not answer")

// unavailable makes what a visitor sees of an error of the store.
func unavailable(err error) error {
	if err == nil || !errors.Is(err, ErrDown) || errors.Is(err, context.Canceled) {
		return err
	}
	return &web.Error{Status: http.StatusServiceUnavailable, Err: err}
}

// Config is what a site knows for the store of its sessions.
type Config struct {
	Secret    string           // the site's secret key
	Fallbacks []string         // earlier secret keys
	Redis     string           // the URL of a Redis server; empty where there is none
	Now       func() time.Time // nil is time.Now
}

// MessagePrefix is what the keys of waiting messages begin with: see package
// messages.
const MessagePrefix = "_message:"
