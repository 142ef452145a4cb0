package migrate

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"
)

// Entry is one migration as a database has it.
type Entry struct {
	App, Name string
	Applied   bool
	AppliedAt time.Time // zero unless Applied
	Edited    bool      // its operations changed since it was applied
	Halfway   bool      // begun or being undone, and interrupted: migrate goes on with it
	Missing   bool      // the database has had it, the code does not have it

	// Order is the place among all migrations of the code in which they are
	// applied, and Needs lists those right before, as App.Name. Both are empty
	// when Missing.
	Order int
	Needs []string

	// Due means that the database has had it under other names: those that a
	// squash replaces, or a former name. Migrating records it.
	Due bool

	// Squashes says which migrations the entry stands for, if it is a squash.
	Squashes string
}

// Status lists all migrations, by app in the order of the graph. It changes
// nothing.
func Status(ctx context.Context, db *sql.DB, d Dialect, g *Graph) ([]Entry, error) {
	l, half, err := d.readLedger(ctx, db, RunOptions{}.wait())
	if err != nil {
		return nil, err
	}
	p, _, err := g.adapt(l, RunOptions{})
	if err != nil {
		return nil, err
	}
	g = p.graph
	edited := g.edited(l)
	var entries []Entry
	place := map[*File]int{}
	for i, f := range g.order {
		place[f] = i
	}
	for _, app := range g.apps {
		for _, f := range g.byApp[app] {
			a, done := l[f.Key()]
			e := Entry{App: app, Name: f.Name, Applied: done, AppliedAt: a.at, Edited: slices.Contains(edited, f), Halfway: half.has(f), Due: !done && p.ledger.has(f.Key()), Order: place[f]}
			for _, other := range g.needs(f) {
				e.Needs = append(e.Needs, other.Key())
			}
			if s := g.squashOf(f); s != nil {
				e.Squashes = s.span()
			}
			entries = append(entries, e)
		}
	}
	for _, a := range l.sorted() {
		key := a.app + "." + a.name
		forgotten := slices.ContainsFunc(p.forget, func(f *File) bool { return f.Key() == key })
		if g.file(key) == nil && !forgotten {
			entries = append(entries, Entry{App: a.app, Name: a.name, Applied: true, AppliedAt: a.at, Missing: true})
		}
	}
	return entries, nil
}

func (l ledger) sorted() []applied {
	return slices.SortedFunc(maps.Values(l), func(a, b applied) int {
		return cmp.Or(cmp.Compare(a.app, b.app), cmp.Compare(a.name, b.name))
	})
}
