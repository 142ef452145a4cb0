// Package conformance is what every store of sessions must do, as tests. The
// tests of each store run it.
package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/gorilla/sessions"

	"github.com/gofw/gofw/framework/session"
)

// Open makes an empty store whose clock is now, and the context of its requests.
type Open func(t *testing.T, now func() time.Time) (sessions.Store, context.Context)

// Kind is a kind of store.
type Kind struct {
	Open Open
	// Down makes a store that does not answer; nil for one that always does.
	Down Open
	// InCookie is set for a store that keeps nothing itself. It cannot end a
	// session, nor bring requests at once together.
	InCookie bool
}

// Run tries out a kind of store.
func Run(t *testing.T, k Kind) {
	t.Helper()
	for _, c := range cases {
		if k.InCookie && c.kept || !k.InCookie && c.inCookie {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, newSite(t, k.Open, c.options))
		})
	}
	t.Run("a cookie that is garbage is none", func(t *testing.T) {
		t.Parallel()
		garbage(t, newSite(t, k.Open, session.Options{}))
	})
	if k.Down != nil {
		t.Run("a store that does not answer is 503, and no concern of other pages", func(t *testing.T) {
			t.Parallel()
			down(t, newSite(t, k.Open, session.Options{}), newSite(t, k.Down, session.Options{}))
		})
	}
}

// one is one thing that a store must do.
type one struct {
	name     string
	kept     bool // of stores that keep sessions themselves
	inCookie bool // of stores that do not
	options  session.Options
	test     func(t *testing.T, s *site)
}

var cases = append(append(append(basics, times...), atOnce...), renewals...)
