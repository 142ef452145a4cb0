package site

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
)

type migrateCommand struct {
	App  string `arg:"" optional:"" help:"Only this app, and what it needs."`
	Name string `arg:"" optional:"" help:"To this migration, forwards or backwards; zero undoes all."`

	Fake        bool `help:"Record the migrations without running them."`
	FakeInitial bool `help:"Record an app's first migration without running it where its tables are there already."`
	Plan        bool `help:"Only show what would be done."`
	Check       bool `help:"Only say whether anything would be done: the exit status is 1 if so."`
	Accept      bool `help:"Take migrations as they are now that were edited after they were applied."`
	Drift       bool `help:"Only compare the tables with what the migrations say: the exit status is 1 if they differ."`
	Rehearse    bool `help:"Only try it: on a copy of the database, on servers on tables without rows."`
	Anyway      bool `help:"Also do what locks a large table for long."`

	LockTimeout time.Duration `help:"How long a statement may wait for a table that others use, before all is tried again. By default 2s." placeholder:"TIME"`
	Wait        time.Duration `help:"How long to wait for others in all. By default 1m." placeholder:"TIME"`
}

// Help shows how the command is used.
func (migrateCommand) Help() string {
	return "Examples:\n  migrate\n  migrate blog 0003\n  migrate blog zero\n  migrate --check\n  migrate --rehearse"
}

// Validate finds words that make no sense together.
func (v *migrateCommand) Validate() error {
	switch {
	case v.Fake && v.FakeInitial:
		return fmt.Errorf("--fake records all without looking, --fake-initial looks first; take one of them")
	case v.Plan && v.Check:
		return fmt.Errorf("--plan shows what would be done, --check says whether; take one of them")
	case v.Drift && (v.Plan || v.Check || v.Rehearse || v.Fake || v.FakeInitial || v.App != ""):
		return fmt.Errorf("--drift compares the whole database and does nothing else")
	case v.Rehearse && (v.Plan || v.Check):
		return fmt.Errorf("--rehearse tries what would be done, --plan and --check only say; take one of them")
	case v.LockTimeout < 0 || v.Wait < 0:
		return fmt.Errorf("a time cannot be negative")
	}
	return nil
}

// Run migrates.
func (v *migrateCommand) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		if err := s.hasApp(v.App); err != nil {
			return err
		}
		o := migrate.RunOptions{
			App: v.App, Target: v.Name, Fake: v.Fake, FakeInitial: v.FakeInitial, Accept: v.Accept, LockTimeout: v.LockTimeout, Wait: v.Wait,
		}
		switch {
		case v.Drift:
			return e.drift(ctx, s)
		case v.Rehearse:
			return e.rehearse(ctx, s, o)
		}
		if v.Plan || v.Check {
			waiting, err := e.showPending(ctx, s, o)
			if err == nil && v.Plan {
				_, err = e.lint(ctx, s, o, true)
			}
			if err == nil && waiting && v.Check {
				fmt.Fprintln(e.err, "these wait: run migrate")
				err = errSaid
			}
			return err
		}
		if !v.Fake {
			danger, err := e.lint(ctx, s, o, false)
			if err != nil {
				return err
			}
			if danger && !v.Anyway {
				return errDanger
			}
		}
		p := newMigrationProgress(e.out)
		o.Progress = p.event
		err := s.Migrate(ctx, o)
		p.stop()
		if err == nil && p.done == 0 {
			fmt.Fprintln(e.out, "nothing to migrate: the database is up to date")
		}
		return err
	})
}

// showPending shows what waits, and reports whether anything does.
func (e *environmentOf) showPending(ctx context.Context, s *Site, o migrate.RunOptions) (waiting bool, err error) {
	graph, db, dialect, err := s.migrating()
	if err != nil {
		return false, err
	}
	pending, err := migrate.Pending(ctx, db, dialect, graph, o)
	if err != nil {
		return false, err
	}
	if len(pending) == 0 {
		fmt.Fprintln(e.out, "nothing to migrate: the database is up to date")
	}
	for _, p := range pending {
		fmt.Fprintln(e.out, stepWords(p))
	}
	return len(pending) > 0, nil
}

// stepWords names what was done, or will be.
func stepWords(s migrate.Step) string {
	name := s.App + "." + s.Name
	switch {
	case s.Record != "":
		return "record " + name + ": " + s.Record
	case s.Backwards:
		return "undo " + name
	}
	return name
}

type showMigrations struct {
	App     string `arg:"" optional:"" help:"Only this app."`
	Plan    bool   `help:"In the order in which they are applied."`
	Verbose bool   `short:"v" help:"With --plan, show what each needs."`
}

// Run lists the migrations.
func (v *showMigrations) Run(e *environmentOf) error {
	return e.with(func(ctx context.Context, s *Site) error {
		if err := s.hasApp(v.App); err != nil {
			return err
		}
		graph, db, dialect, err := s.migrating()
		if err != nil {
			return err
		}
		entries, err := migrate.Status(ctx, db, dialect, graph)
		if err != nil {
			return err
		}
		if v.App != "" {
			if entries = ofApp(entries, v.App); len(entries) == 0 {
				fmt.Fprintf(e.out, "%s has no migrations\n", v.App)
			}
		}
		if v.Plan {
			return listPlan(e.out, entries, v.Verbose)
		}
		return list(e.out, entries)
	})
}

// hasApp refuses the name of an app that the site does not have; empty is any.
func (s *Site) hasApp(name string) error {
	var names []string
	for _, a := range s.apps {
		if a.Name == name {
			return nil
		}
		names = append(names, a.Name)
	}
	if name == "" {
		return nil
	}
	hint := "it has " + strings.Join(names, ", ")
	if near := schema.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return wrongWords{fmt.Errorf("the site has no app %q; %s", name, hint)}
}

// took rounds a time for people.
func took(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(time.Millisecond)
}
