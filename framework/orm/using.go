package orm

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// Databases are further databases of a program, by name.
type Databases map[string]*gorm.DB

// WithDatabases returns a context whose code can turn to further databases with
// [Using].
func WithDatabases(ctx context.Context, databases Databases) context.Context {
	h := &handle{}
	if now, err := handleOf(ctx); err == nil {
		*h = *now
	}
	h.others = databases
	if h.main == nil {
		h.main = h.db
	}
	return context.WithValue(ctx, handleKey{}, h)
}

// Using returns a context whose queries run on the database of this name; "" is
// the main one. It is outside of a transaction of another database. A name that
// is not known is an error of every query.
func Using(ctx context.Context, name string) context.Context {
	h, err := handleOf(ctx)
	if err != nil {
		return ctx
	}
	to := h.main
	if name != "" {
		to = h.others[name]
	} else if to == nil {
		to = h.db
	}
	if h.using == name {
		return ctx
	}
	if to == nil {
		known := strings.Join(slices.Sorted(maps.Keys(h.others)), ", ")
		if known == "" {
			known = "none"
		}
		return context.WithValue(ctx, handleKey{}, fmt.Errorf("orm: there is no database %q; known: %s", name, known))
	}
	return context.WithValue(ctx, handleKey{}, &handle{db: to, using: name, main: h.main, others: h.others, registry: h.registry, ledger: h.ledger})
}

// WithRegistry returns a context that knows all tables of a site. What writes to
// more than one table needs it: links through a model of its own, and ON DELETE
// SET DEFAULT on MySQL.
func WithRegistry(ctx context.Context, r *Registry) context.Context {
	h := &handle{}
	if now, err := handleOf(ctx); err == nil {
		*h = *now
	}
	h.registry = r
	return context.WithValue(ctx, handleKey{}, h)
}
