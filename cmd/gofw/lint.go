package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gofw/gofw/framework/migrate"
)

// lintCommand says what in migrations can hurt a site in use.
type lintCommand struct {
	App     string `arg:"" optional:"" help:"Only this app."`
	Name    string `arg:"" optional:"" help:"This migration, or the beginning of its name; by default the newest of each app."`
	All     bool   `help:"Every migration."`
	Dialect string `help:"Only for this database: sqlite, postgres or mysql." placeholder:"NAME"`
	Check   bool   `help:"Fail if there is anything to say."`
	JSON    bool   `name:"json" help:"Machine-readable."`
}

// Help has an example.
func (lintCommand) Help() string {
	return `What takes long while a table is locked, what running code does not expect, what loses data. How long depends on the
table: gofw migrate knows its size and stops before what is dangerous.

    gofw migrations lint
    gofw migrations lint blog 0012 --dialect postgres
    gofw migrations lint --check    # for CI`
}

// Run prints the findings.
func (c lintCommand) Run(ctx context.Context, p *program) error {
	at, err := p.findSite(ctx, "migrations lint")
	if err != nil {
		return err
	}
	h, err := readHistory(at)
	if err != nil {
		return err
	}
	files, err := c.files(h)
	if err != nil {
		return err
	}
	found, err := c.findings(h, files)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.printJSON(p, found)
	}
	for _, f := range found {
		p.say("%s: %s: %s (%s)\n\t%s", f.Place, f.dialects, f.Message, f.Rule, f.Remedy)
	}
	switch {
	case len(found) == 0:
		p.say("nothing in %s can hurt a site in use", count(len(files), "migration"))
	case c.Check:
		return errSaid
	}
	return nil
}

// files are the migrations to look at.
func (c lintCommand) files(h *history) ([]*migrate.File, error) {
	if c.Name != "" {
		f, err := h.graph.Find(c.App, c.Name)
		if err != nil {
			return nil, usageError{readable(err)}
		}
		return []*migrate.File{f}, nil
	}
	apps := h.names()
	if c.App != "" {
		if _, err := h.app(c.App); err != nil {
			return nil, err
		}
		apps = []string{c.App}
	}
	var files []*migrate.File
	for _, f := range h.graph.Files() {
		if slices.Contains(apps, f.App) && (c.All || f == h.graph.Latest(f.App)) {
			files = append(files, f)
		}
	}
	return files, nil
}

// lintFinding is a finding and the databases that it concerns.
type lintFinding struct {
	migrate.Finding
	dialects string
}

// findings looks at each migration by itself: a table of one may be in use by the
// time of the next.
func (c lintCommand) findings(h *history, files []*migrate.File) ([]lintFinding, error) {
	names := []string{"sqlite", "postgres", "mysql"}
	if c.Dialect != "" {
		names = []string{c.Dialect}
	}
	var all []lintFinding
	for _, f := range files {
		for _, name := range names {
			d, err := migrate.DialectByName(name)
			if err != nil {
				return nil, usageError{readable(err)}
			}
			found, err := h.graph.Lint(d, []*migrate.File{f}, nil)
			if err != nil {
				return nil, readable(err)
			}
			for _, x := range found {
				same := func(o lintFinding) bool { return o.Place == x.Place && o.Rule == x.Rule && o.Message == x.Message }
				if i := slices.IndexFunc(all, same); i >= 0 {
					all[i].dialects += ", " + name
					continue
				}
				all = append(all, lintFinding{x, name})
			}
		}
	}
	return all, nil
}

func (c lintCommand) printJSON(p *program, found []lintFinding) error {
	type line struct {
		Place     string `json:"place"`
		Databases string `json:"databases"`
		Rule      string `json:"rule"`
		Table     string `json:"table,omitempty"`
		Lock      string `json:"lock,omitempty"`
		Message   string `json:"message"`
		Remedy    string `json:"remedy"`
	}
	lines := []line{}
	for _, f := range found {
		lines = append(lines, line{f.Place, f.dialects, f.Rule, f.Table, f.Lock, f.Message, f.Remedy})
	}
	text, err := json.MarshalIndent(map[string]any{"findings": lines}, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, string(text))
	if c.Check && len(found) > 0 {
		return errSaid
	}
	return nil
}
