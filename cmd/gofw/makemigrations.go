package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
)

// makemigrationsCommand writes migrations.
type makemigrationsCommand struct {
	Apps    []string `arg:"" optional:"" name:"app" help:"Only these apps."`
	Name    string   `help:"What follows the number in the file's name." placeholder:"NAME"`
	Empty   bool     `help:"Write a migration without operations, to be filled by hand; name the app."`
	Merge   bool     `help:"Join branches that a merge left side by side: write a migration that comes after both."`
	Check   bool     `help:"Write nothing; fail if a migration is missing."`
	DryRun  bool     `help:"Show the migrations instead of writing them."`
	Noinput bool     `help:"Ask nothing; fail where an answer is needed."`
}

// Help has an example.
func (makemigrationsCommand) Help() string {
	return `Compares the models with the migrations there are. No database is asked. Read what was written, then run gofw migrate.

    gofw makemigrations
    gofw makemigrations blog --name add_subtitle
    gofw makemigrations --check    # for CI`
}

// Run makes the migrations.
func (c makemigrationsCommand) Run(ctx context.Context, p *program) error {
	at, err := p.findSite(ctx, "makemigrations")
	if err != nil {
		return err
	}
	if c.Merge {
		return c.merge(ctx, p, at)
	}
	h, err := readHistory(at)
	if err != nil {
		return err
	}
	if len(h.problems) > 0 { // a model that cannot be read would look like one that was deleted
		return p.tell(p.err, h.problems)
	}
	files, err := c.make(ctx, h, p)
	if err != nil || len(files) == 0 {
		return err
	}
	switch {
	case c.Check:
		for _, f := range files {
			p.say("missing: %s", placeOf(h, f))
			p.sayOps(f)
		}
		fmt.Fprintln(p.err, "run gofw makemigrations")
		return errSaid
	case c.DryRun:
		for _, f := range files {
			p.say("# %s\n%s", placeOf(h, f), f.Encode())
		}
		return nil
	}
	if err := h.change(h.graph.Changes(files)); err != nil {
		return err
	}
	for _, f := range files {
		p.say("wrote %s", placeOf(h, f))
		p.sayOps(f)
	}
	p.warnUnlisted(h, files)
	return p.generate(ctx, at.Dir) // app_gen.go embeds the migrations
}

// make finds the migrations that are missing, and says so if there are none.
func (c makemigrationsCommand) make(ctx context.Context, h *history, p *program) ([]*migrate.File, error) {
	for _, name := range c.Apps {
		if _, err := h.app(name); err != nil {
			return nil, err
		}
	}
	declared, err := migrate.Declare(h.models)
	if err != nil {
		return nil, readable(err)
	}
	options := migrate.MakeOptions{Apps: c.Apps, Name: c.Name, Empty: c.Empty}
	if len(options.Apps) == 0 && !c.Empty {
		if options.Apps = h.names(); len(options.Apps) == 0 {
			p.say("no app has models: declare one in models.go, or make an app with gofw startapp NAME")
			return nil, nil
		}
	}
	switch {
	case c.Check:
		options.Ask = migrate.CheckOnly{}
	case !c.Noinput && terminal(p.in) && terminal(p.err):
		options.Ask = newAsker(ctx, p)
	}
	files, err := migrate.MakeMigrations(h.graph, declared, options)
	if err != nil {
		return nil, readable(err)
	}
	if len(files) == 0 {
		p.say("no changes: the migrations say what the models say")
		return nil, nil
	}
	return files, readable(h.graph.Explain(files))
}

// placeOf is where a migration stands or goes, for people.
func placeOf(h *history, f *migrate.File) string {
	a, err := h.app(f.App)
	if err != nil {
		return f.Key()
	}
	return path.Join(a.Display, "migrations", f.Name+".yaml")
}

// sayOps prints what a migration does, a line for each operation.
func (p *program) sayOps(f *migrate.File) {
	for i := range f.Ops {
		p.say("  %s", opWords(&f.Ops[i]))
	}
}

// opWords says what an operation does.
func opWords(op *migrate.Op) string {
	verb := strings.ReplaceAll(string(op.Kind), "_", " ")
	name := op.Name
	switch {
	case op.Field != nil:
		name = op.Field.Name
	case op.Index != nil:
		name = op.Index.Name
	case op.Check != nil:
		name = op.Check.Name
	}
	words := verb
	switch {
	case op.Model != "" && name != "":
		words += " " + op.Model + "." + name
	case op.Model != "":
		words += " " + op.Model
	}
	if op.To != "" {
		words += " to " + op.To
	}
	return words
}

// warnUnlisted says which apps main.go does not list: gofw migrate would not
// see their migrations.
func (p *program) warnUnlisted(h *history, files []*migrate.File) {
	var said []string
	for _, f := range files {
		a, err := h.app(f.App)
		if err != nil || h.site.Lists(a.Import) || slices.Contains(said, f.App) {
			continue
		}
		said = append(said, f.App)
		fmt.Fprintf(p.err, "%s is not listed in main.go: gofw migrate does nothing for it until site.Main gets %s.App\n", a.Display, a.Name)
	}
}
