package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/gofw/gofw/generator/module"
	"github.com/gofw/gofw/generator/scaffold"
)

// newCommand makes a site.
type newCommand struct {
	Name     string `arg:"" help:"The site's name, a single word: its folder and its program."`
	Module   string `help:"The module path, such as example.com/mysite; by default the name." placeholder:"PATH"`
	Detached bool   `help:"Use the framework that gofw carries, even if gofw was built from a checkout."`
}

// Help has an example.
func (newCommand) Help() string {
	return `The folder NAME is made in the current folder: all of it, or nothing.

    gofw new mysite && cd mysite
    gofw migrate && gofw createsuperuser && gofw runserver`
}

// Run makes the site.
func (c newCommand) Run(ctx context.Context, p *program) error {
	if c.Module == "" {
		c.Module = c.Name
	}
	if err := scaffold.SiteName(c.Name); err != nil {
		return usageError{err}
	}
	if err := scaffold.ModulePath(c.Module); err != nil {
		return usageError{err}
	}
	if err := scaffold.Absent(c.Name); err != nil {
		return err
	}
	goMod, goSum, err := p.requirements(ctx, c.Module, c.Detached)
	if err != nil {
		return err
	}
	files, err := scaffold.Site(scaffold.SiteConfig{
		Name: c.Name, Module: c.Module, GoMod: goMod, GoSum: goSum, Secret: rand.Text() + rand.Text(),
	})
	if err != nil {
		return err
	}
	if err := scaffold.Create(ctx, c.Name, files); err != nil {
		return err
	}
	p.say(`%s/ has a new site. Next:

	cd %[1]s
	gofw migrate            # makes the database
	gofw createsuperuser    # makes the first account for /admin/
	gofw runserver          # serves http://127.0.0.1:8000/
	gofw startapp blog      # writes an app`, c.Name)
	return p.mindWorkspace(ctx, c.Name)
}

// requirements are the go.mod and go.sum of a site that uses the framework of
// this gofw: its checkout or, without one or detached from it, what it carries.
func (p *program) requirements(ctx context.Context, site string, detached bool) (goMod, goSum []byte, err error) {
	origin := module.Origin{}
	if dir, ok := module.Checkout(); ok && !detached {
		origin.Dir = dir
	} else {
		if err := p.download(ctx); err != nil {
			return nil, nil, err
		}
		if origin.Version, err = module.Version(); err != nil {
			return nil, nil, err
		}
	}
	return module.Requirements(site, origin)
}

// mindWorkspace warns if the site lies below a go.work, which would keep the
// go command from seeing it.
func (p *program) mindWorkspace(ctx context.Context, dir string) error {
	command := exec.CommandContext(ctx, "go", "env", "GOWORK")
	command.Dir = dir
	out, err := command.Output()
	if work := strings.TrimSpace(string(out)); err == nil && work != "" && work != "off" && os.Getenv("GOWORK") == "" {
		_, err = fmt.Fprintf(p.err, "%s leaves this site out: run go work use ./%s first\n", work, dir)
	}
	return err
}
