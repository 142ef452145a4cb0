package main

import (
	"context"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/generator/module"
)

// merge writes migrations that join branches.
func (c makemigrationsCommand) merge(ctx context.Context, p *program, at module.Site) error {
	if c.Empty {
		return usage("--merge and --empty write different files; take one of them")
	}
	h, err := readModels(at)
	if err != nil {
		return err
	}
	for _, name := range c.Apps {
		if _, err := h.app(name); err != nil {
			return err
		}
	}
	graph, files, err := migrate.Merge(h.sources, c.Apps, c.Name)
	if err != nil {
		return readable(err)
	}
	if len(files) == 0 {
		p.say("no branches: the migrations of each app follow one another")
		return nil
	}
	for _, f := range files {
		if _, err := h.app(f.App); err != nil {
			return err
		}
		switch {
		case c.DryRun:
			p.say("# %s\n%s", placeOf(h, f), f.Encode())
		case c.Check:
			p.say("missing: %s joins %s", placeOf(h, f), strings.Join(f.Depends, " and "))
		default:
			p.say("%s joins %s: they lead to the same tables in either order", placeOf(h, f), strings.Join(f.Depends, " and "))
		}
	}
	switch {
	case c.DryRun:
		return nil
	case c.Check:
		return errSaid
	case !c.Noinput && terminal(p.in) && terminal(p.err):
		if yes, err := newAsker(ctx, p).yes("Write it? [y/n] "); err != nil || !yes {
			return err
		}
	}
	if err := h.change(graph.Changes(files)); err != nil {
		return err
	}
	p.say("written")
	return p.generate(ctx, at.Dir)
}
