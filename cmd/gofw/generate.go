package main

import (
	"context"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/source"
)

// generateCommand brings companions up to date.
type generateCommand struct {
	Check bool `help:"Write nothing; fail if a generated file is not what the declarations say."`
}

// Help has an example.
func (generateCommand) Help() string {
	return `Reads models.go, urls.go and their like, and the .templ files, and writes what stands beside them. A broken model is left out; everything else is written.

    gofw generate
    gofw generate --check    # for CI`
}

// Run generates.
func (c generateCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findModule(ctx)
	if err != nil {
		return err
	}
	if c.Check {
		problems, err := generator.Check(ctx, site.Dir)
		if err != nil {
			return err
		}
		return p.tell(p.err, problems)
	}
	result, err := generator.Generate(ctx, site.Dir)
	if err != nil {
		return err
	}
	for _, name := range result.Written {
		p.say("wrote %s", name)
	}
	for _, name := range result.Removed {
		p.say("removed %s", name)
	}
	if len(result.Written)+len(result.Removed) == 0 {
		p.say("nothing to write: %d files are up to date", len(result.Unchanged))
	}
	return p.tell(p.err, result.Problems)
}

// checkCommand finds mistakes.
type checkCommand struct {
	JSON bool `name:"json" help:"Print the problems as JSON."`
}

// Help has an example.
func (checkCommand) Help() string {
	return `Each problem has its place and what to do. Nothing is written or built.

    gofw check
    gofw check --json`
}

// Run checks.
func (c checkCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findModule(ctx)
	if err != nil {
		return err
	}
	problems, err := generator.Check(ctx, site.Dir)
	if err != nil {
		return err
	}
	missing, err := staticProblems(site)
	if err != nil {
		return err
	}
	problems = source.Sort(append(problems, missing...))
	if c.JSON {
		if err := check.PrintJSON(p.out, problems); err != nil {
			return err
		}
		if len(serious(problems)) > 0 {
			return errSaid
		}
		return nil
	}
	if len(problems) == 0 {
		p.say("no problems")
	}
	return p.tell(p.out, problems)
}
