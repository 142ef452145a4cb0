package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/joho/godotenv"

	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/dev"
	"github.com/gofw/gofw/generator/module"
	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
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
	texts, err := textsOf(site.Dir)
	if err != nil {
		return err
	}
	config := dev.Config{
		Dir: site.Dir, Addr: c.Address, Out: p.err, Args: []string{"serve", "--quiet"}, Env: texts.Env(), Ignore: []string{mediaOf(site.Dir)},
		Generate: func(ctx context.Context, changed []string) (bool, error) { return generateFor(ctx, texts, changed) },
		Build:    (&dev.Rebuild{GoBuild: dev.GoBuild{Dir: site.Dir, Cgo: c.Cgo, Debug: c.Debug}}).Run,
		Source:   func(q dev.Problem) dev.Problem { return inTempl(site.Dir, q) },
	}
	if site.From == module.FromReplace || site.From == module.FromWorkspace {
		config.Watch = []string{site.Framework}
	}
	return dev.Run(ctx, config)
}

// mediaOf is the folder of uploaded files, which the site writes while it runs:
// the variable SITE_MEDIA, here or in the file .env, or "media".
func mediaOf(dir string) string {
	if folder := os.Getenv("SITE_MEDIA"); folder != "" {
		return folder
	}
	vars, err := godotenv.Read(filepath.Join(dir, ".env"))
	if err != nil { // none, or one that the site itself will complain about
		return "media"
	}
	return cmp.Or(vars["SITE_MEDIA"], "media")
}

// textsOf keeps the texts of the site's templates beside its binary.
func textsOf(dir string) (*write.Texts, error) {
	binary, err := dev.BinaryName(dir)
	if err != nil {
		return nil, err
	}
	root, _, err := source.ReadSite(dir)
	if err != nil {
		return nil, err
	}
	return write.NewTexts(root.Root, filepath.Join(filepath.Dir(binary), "texts"))
}

// generateFor generates for changed files and reports whether the site must be
// built again: not for new texts in templates, which it reads while it runs.
func generateFor(ctx context.Context, texts *write.Texts, changed []string) (bool, error) {
	if err := generateAsError(ctx, texts.Root); err != nil {
		return true, err
	}
	other := slices.ContainsFunc(changed, func(file string) bool { return !texts.Has(file) })
	if other && !slices.ContainsFunc(changed, texts.Has) {
		return true, nil
	}
	code, err := texts.Update()
	return code || other || len(changed) == 0, err
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
