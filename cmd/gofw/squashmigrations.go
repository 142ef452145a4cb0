package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
)

// squashCommand makes one migration of several.
type squashCommand struct {
	App     string   `arg:"" optional:"" help:"The app."`
	Names   []string `arg:"" optional:"" name:"migration" help:"From which migration to which; one alone is the last, and the app's first is the first."`
	All     bool     `help:"One migration for each app of the site, from nothing to the newest tables."`
	Name    string   `help:"What follows the number in the file's name." placeholder:"NAME"`
	DryRun  bool     `help:"Show the files instead of writing them."`
	Noinput bool     `help:"Ask nothing."`
}

// Help has an example.
func (squashCommand) Help() string {
	return `The new file says what several migrations amount to, and which they are (replaces). A database that has had all of them is told that it has had the new one; a fresh one runs the new one. Once every database has had it, delete the files that it replaces.

    gofw squashmigrations blog 0012
    gofw squashmigrations blog 0005 0012
    gofw squashmigrations --all`
}

// Run makes the squash.
func (c squashCommand) Run(ctx context.Context, p *program) error {
	if err := c.check(); err != nil {
		return err
	}
	at, err := p.findSite(ctx, "squashmigrations")
	if err != nil {
		return err
	}
	h, err := readHistory(at)
	if err != nil {
		return err
	}
	squashed, err := c.squash(h)
	if err != nil {
		return err
	}
	if c.DryRun {
		for _, f := range squashed.Files {
			p.say("# %s\n%s", placeOf(h, f), f.Encode())
		}
		return nil
	}
	for _, f := range squashed.Files {
		p.say("%s: %s for %s", placeOf(h, f), count(len(f.Ops), "operation"), count(len(f.Replaces), "migration"))
	}
	for _, l := range squashed.Dropped {
		p.sayLeftover(l, "dropped, because it is elidable")
	}
	for _, l := range squashed.Kept {
		switch {
		case l.Op.Kind == migrate.Barrier:
			p.sayLeftover(l, "kept")
		case l.Op.Elidable:
			p.sayLeftover(l, "kept, because a database with rows may run the squash")
		default:
			p.sayLeftover(l, "kept; mark it elidable: true if a fresh database can do without")
		}
	}
	if !c.Noinput && terminal(p.in) && terminal(p.err) {
		if yes, err := newAsker(ctx, p).yes("Write it? [y/n] "); err != nil || !yes {
			return err
		}
	}
	if err := h.change(h.graph.Changes(squashed.Files)); err != nil {
		return err
	}
	p.say("written; once every database has had it (gofw migrate), delete the files that it replaces")
	return p.generate(ctx, at.Dir)
}

// check finds words that make no sense together.
func (c squashCommand) check() error {
	switch {
	case c.All && c.App != "":
		return usage("--all squashes every app, so name none")
	case !c.All && len(c.Names) == 0:
		return usage("say which app, and up to which migration: gofw squashmigrations blog 0012; or --all")
	case len(c.Names) > 2:
		return usage("name one migration or two, not %d", len(c.Names))
	}
	return nil
}

func (c squashCommand) squash(h *history) (*migrate.Squashed, error) {
	if c.All {
		squashed, err := migrate.SquashAll(h.graph, h.migrated(), c.Name)
		return squashed, readable(err)
	}
	if _, err := h.app(c.App); err != nil {
		return nil, err
	}
	o := migrate.SquashOptions{App: c.App, To: c.Names[len(c.Names)-1], Name: c.Name}
	if len(c.Names) == 2 {
		o.From = c.Names[0]
	}
	squashed, err := migrate.Squash(h.graph, o)
	return squashed, readable(err)
}

// migrated lists the site's own apps that have migrations.
func (h *history) migrated() []string {
	var names []string
	for _, a := range h.apps {
		if h.graph.Latest(a.Name) != nil {
			names = append(names, a.Name)
		}
	}
	return names
}

func (p *program) sayLeftover(l migrate.Leftover, what string) {
	p.say("  %s of %s: %s", strings.ReplaceAll(string(l.Op.Kind), "_", " "), l.Migration, what)
}

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
