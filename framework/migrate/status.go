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
}

// Status lists all migrations, by app in the order of the graph. It changes
// nothing.
func Status(ctx context.Context, db *sql.DB, d Dialect, g *Graph) ([]Entry, error) {
	l, half, err := d.readLedger(ctx, db, RunOptions{}.wait())
	if err != nil {
		return nil, err
	}
	edited := g.edited(l)
	var entries []Entry
	for _, app := range g.apps {
		for _, f := range g.byApp[app] {
			a, done := l[f.Key()]
			entries = append(entries, Entry{App: app, Name: f.Name, Applied: done, AppliedAt: a.at, Edited: slices.Contains(edited, f), Halfway: half.has(f)})
		}
	}
	for _, a := range l.sorted() {
		if g.byKey[a.app+"."+a.name] == nil {
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
