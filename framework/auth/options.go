package auth

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/gofw/gofw/framework/web"
)

// errNoMiddleware is what logging in says where the site's secret key is missing.
var errNoMiddleware = errors.New("auth: nobody can log in here: put auth.Middleware around the handler")

// Options is what a site says about logging in. Secret is required; all else
// has a default.
type Options struct {
	Secret    string   // the site's secret key
	Fallbacks []string // earlier secret keys, whose sessions go on
	LoginURL  string   // where Required sends visitors; empty is "/login"
	Throttle  Throttle // how failed logins are slowed down; zero is 5 failures, then a growing wait
}

// manager is what the logins of a site share.
type manager struct {
	loginURL string
	keys     [][]byte // of session fingerprints: the current one first
	guesses  *guesses
}

const managerKey = "gofw.auth" // in the request

// Middleware lets people log in to the handlers inside. It needs the one of
// package session around it, and reads nothing by itself. Failed logins are
// counted in the middleware, so make one for a site.
func Middleware(o Options) (web.MiddlewareFunc, error) {
	m := &manager{loginURL: o.LoginURL, guesses: newGuesses(o.Throttle)}
	if m.loginURL == "" {
		m.loginURL = "/login"
	}
	for _, secret := range append([]string{o.Secret}, o.Fallbacks...) {
		if secret == "" {
			return nil, errors.New("auth: the secret key is empty: set SITE_SECRET_KEY")
		}
		key, err := hkdf.Key(sha256.New, []byte(secret), nil, "gofw auth: fingerprint of a session", sha256.Size)
		if err != nil {
			return nil, fmt.Errorf("deriving the key of session fingerprints: %w", err)
		}
		m.keys = append(m.keys, key)
	}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			c.Set(managerKey, m)
			return next(c)
		}
	}, nil
}

func of(c web.Context) (*manager, error) {
	if m, ok := c.Get(managerKey).(*manager); ok {
		return m, nil
	}
	return nil, errNoMiddleware
}

type costKey struct{}

// WithCost returns a context in which new passwords cost a, and those of another
// cost count as outdated. Without it the cost is Django's. A cost that argon2id
// cannot have, or that is too high for a website, is an error.
func WithCost(ctx context.Context, a Argon2) (context.Context, error) {
	a = a.orDefault()
	if err := a.check(); err != nil {
		return nil, fmt.Errorf("auth: the cost of passwords: %w", err)
	}
	return context.WithValue(ctx, costKey{}, a), nil
}

func costOf(ctx context.Context) Argon2 {
	a, _ := ctx.Value(costKey{}).(Argon2)
	return a.orDefault()
}
