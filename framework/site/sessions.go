package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/dbstore"
	table "github.com/gofw/gofw/framework/session/sessions"
)

// inDatabase is the store of a site that names no other.
func inDatabase(c session.Config) (sessions.Store, error) {
	return dbstore.New(table.Backend{}, c.Now), nil
}

// sessions makes the site's sessions.
func (s Settings) sessions() (*session.Manager, error) {
	open := s.SessionStore
	if open == nil {
		open = inDatabase
	}
	store, err := open(session.Config{Secret: string(s.SecretKey), Fallbacks: reveal(s.OldSecretKeys), Redis: string(s.Redis)})
	if err != nil {
		return nil, err
	}
	m, err := session.New(store, session.Options{
		Name: s.SessionCookie, Domain: s.SessionDomain, SameSite: s.SessionSameSite, Partitioned: s.SessionPartitioned,
		Idle: s.SessionIdle, Absolute: s.SessionAbsolute, Browser: s.SessionBrowser,
		Secure: strings.HasPrefix(s.URL, "https:"),
	})
	if err != nil {
		return nil, fmt.Errorf("SITE_SESSION_IDLE, SITE_SESSION_COOKIE and the like: %w", err)
	}
	return m, nil
}

// sameSites are the words for what cookies do on the way from other sites.
var sameSites = map[string]http.SameSite{"lax": http.SameSiteLaxMode, "strict": http.SameSiteStrictMode, "none": http.SameSiteNoneMode}

func parseSameSite(word string) (any, error) {
	if mode, ok := sameSites[strings.ToLower(word)]; ok {
		return mode, nil
	}
	return nil, errors.New("unknown")
}

func sameSiteWord(mode http.SameSite) string {
	for word, m := range sameSites {
		if m == mode {
			return word
		}
	}
	return ""
}

type clearSessions struct{}

// Run deletes expired sessions.
func (v *clearSessions) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		n, err := s.sessions.DeleteEnded(ctx)
		if errors.Is(err, session.ErrNoSweep) {
			fmt.Fprintln(e.out, "nothing to delete: where this site keeps its sessions, those that have ended go by themselves")
			return nil
		}
		if err != nil {
			return explainMissingTables(err)
		}
		fmt.Fprintf(e.out, "%d sessions deleted\n", n)
		return nil
	})
}
