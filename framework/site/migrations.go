package site

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gofw/gofw/framework/migrate"
)

type migrateCommand struct {
	App  string `arg:"" optional:"" help:"Only this app, and what it needs."`
	Name string `arg:"" optional:"" help:"To this migration, forwards or backwards; zero undoes all."`

	Fake   bool `help:"Record the migrations without running them."`
	Plan   bool `help:"Only show what would be done."`
	Accept bool `help:"Take migrations as they are now that were edited after they were applied."`
}

// Help shows how the command is used.
func (migrateCommand) Help() string {
	return "Examples:\n  migrate\n  migrate blog 0003\n  migrate blog zero"
}

// Run migrates.
func (v *migrateCommand) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		o := migrate.RunOptions{App: v.App, Target: v.Name, Fake: v.Fake, Accept: v.Accept}
		if v.Plan {
			return e.plan(ctx, s, o)
		}
		any := false
		o.Progress = func(ev migrate.Event) {
			if ev.Done {
				any = true
				fmt.Fprintf(e.out, "%s in %s\n", steps(ev.Steps), ev.Took.Round(time.Millisecond))
			}
		}
		if err := s.Migrate(ctx, o); err != nil {
			return err
		}
		if !any {
			fmt.Fprintln(e.out, "nothing to migrate: the database is up to date")
		}
		return nil
	})
}

func (e *environmentOf) plan(ctx context.Context, s *Site, o migrate.RunOptions) error {
	graph, err := s.Migrations()
	if err != nil {
		return err
	}
	db, dialect, err := s.migrating()
	if err != nil {
		return err
	}
	pending, err := migrate.Pending(ctx, db, dialect, graph, o)
	if err != nil {
		return err
	}
	if len(pending) == 0 {
		fmt.Fprintln(e.out, "nothing to migrate: the database is up to date")
	}
	for _, p := range pending {
		fmt.Fprintln(e.out, steps([]migrate.Step{p}))
	}
	return nil
}

// steps names what was done, or will be.
func steps(list []migrate.Step) string {
	var names []string
	for _, s := range list {
		name := s.App + "." + s.Name
		if s.Backwards {
			name = "undo " + name
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

type showMigrations struct {
	App string `arg:"" optional:"" help:"Only this app."`
}

// Run lists the migrations.
func (v *showMigrations) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		graph, err := s.Migrations()
		if err != nil {
			return err
		}
		db, dialect, err := s.migrating()
		if err != nil {
			return err
		}
		entries, err := migrate.Status(ctx, db, dialect, graph)
		if err != nil {
			return err
		}
		return list(e.out, entries, v.App)
	})
}

func list(out io.Writer, entries []migrate.Entry, app string) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	last := ""
	for _, m := range entries {
		if app != "" && m.App != app {
			continue
		}
		if m.App != last {
			fmt.Fprintln(w, m.App)
			last = m.App
		}
		mark, note := "[ ]", ""
		if m.Applied {
			mark, note = "[x]", m.AppliedAt.UTC().Format("2006-01-02 15:04")
		}
		if m.Edited {
			note += " edited since"
		}
		if m.Halfway {
			note += " interrupted: run migrate"
		}
		if m.Missing {
			note += " its file is gone"
		}
		fmt.Fprintf(w, " %s %s\t%s\n", mark, m.Name, note)
	}
	if last == "" && app != "" {
		return fmt.Errorf("no app is called %q, or it has no migrations", app)
	}
	return w.Flush()
}
