package main

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/dev"
	"github.com/gofw/gofw/generator/module"
)

// runserverCommand serves a site that is being worked on.
type runserverCommand struct {
	Address string `arg:"" optional:"" name:"addr" help:"Where browsers find it: HOST:PORT or PORT; by default 127.0.0.1:8000."`
	Cgo     bool   `help:"Build with cgo."`
	Debug   bool   `help:"Keep what a debugger needs."`
}

// Help has an example.
func (runserverCommand) Help() string {
	return `Generates, builds, serves, and does so again after every edit; open pages reload by themselves. Mistakes are shown in the page. Not for production: there, use serve.

    gofw runserver
    gofw runserver 0.0.0.0:8080`
}

// Run serves until Ctrl-C.
func (c runserverCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findSite(ctx, "runserver")
	if err != nil {
		return err
	}
	if _, _, err := readRunnable(site.Dir); err != nil {
		return err
	}
	config := dev.Config{
		Dir: site.Dir, Addr: c.Address, Out: p.err, Args: []string{"serve", "--quiet"},
		Generate: func(ctx context.Context, _ []string) (bool, error) { return true, generateAsError(ctx, site.Dir) },
		Build:    dev.GoBuild{Dir: site.Dir, Cgo: c.Cgo, Debug: c.Debug}.Run,
		Source:   func(q dev.Problem) dev.Problem { return inTempl(site.Dir, q) },
	}
	if site.From == module.FromReplace || site.From == module.FromWorkspace {
		config.Watch = []string{site.Framework}
	}
	return dev.Run(ctx, config)
}

// generateAsError generates and returns problems as an error whose lines the
// engine of runserver can read.
func generateAsError(ctx context.Context, dir string) error {
	result, err := generator.Generate(ctx, dir)
	if err != nil {
		return err
	}
	problems := serious(result.Problems)
	if len(problems) == 0 {
		return nil
	}
	var text bytes.Buffer
	if err := check.Print(&text, problems, false); err != nil {
		return err
	}
	return errors.New(strings.TrimSpace(text.String()))
}
