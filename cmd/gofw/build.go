package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofw/gofw/generator/module"
)

// buildCommand makes the site's program.
type buildCommand struct {
	Output string `short:"o" help:"The file; by default, the last part of the module path, in the site's folder." placeholder:"FILE"`
	Static string `help:"Where collected static files are kept between builds, so that the program has those of earlier builds, too; by default in your cache." placeholder:"FOLDER"`
	Cgo    bool   `help:"Build with cgo, for the fastest SQLite; needs a C compiler and is not static."`
}

// Help has an example.
func (buildCommand) Help() string {
	return `The file needs nothing beside it: copy it to a server, set SITE_SECRET_KEY and SITE_ALLOWED_HOSTS there, and run it.

    gofw build
    ./mysite migrate && ./mysite serve

For another system:

    GOOS=linux GOARCH=arm64 gofw build`
}

// Run builds.
func (c buildCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findSite(ctx, "build")
	if err != nil {
		return err
	}
	if _, _, err := readRunnable(site.Dir); err != nil {
		return err
	}
	out, err := c.file(site)
	if err != nil {
		return err
	}
	if err := p.generate(ctx, site.Dir); err != nil {
		return err
	}
	began := time.Now()
	overlay, unlock, err := c.collect(ctx, p, site)
	if err != nil {
		return err
	}
	defer unlock()
	err = p.busy("building "+out+" (the first time takes about a minute)", func() error { return c.build(ctx, site.Dir, out, overlay) })
	if err != nil {
		return err
	}
	info, err := os.Stat(out)
	if err != nil {
		return fmt.Errorf("building: %w", err)
	}
	p.say("built %s, %.1f MB, in %.1f s", shortened(out), float64(info.Size())/1e6, time.Since(began).Seconds())
	return nil
}

// file is the path of the program, absolute.
func (c buildCommand) file(site module.Site) (string, error) {
	out := c.Output
	if out == "" {
		out = filepath.Join(site.Dir, path.Base(site.Module))
		if os.Getenv("GOOS") == "windows" || os.Getenv("GOOS") == "" && runtime.GOOS == "windows" {
			out += ".exe"
		}
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return "", fmt.Errorf("building: %w", err)
	}
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		return "", usage("%s is a folder: say with -o which file to make", shortened(out))
	}
	return out, nil
}

// collect collects the static files, unless a name of one leads nowhere, and
// returns what makes the go command embed them; empty if the site embeds none.
// Until unlock is called, no other gofw collects them.
func (c buildCommand) collect(ctx context.Context, p *program, site module.Site) (overlay string, unlock func(), err error) {
	problems, err := staticProblems(site)
	if err != nil {
		return "", nil, err
	}
	if err := p.tell(p.err, serious(problems)); err != nil {
		return "", nil, err
	}
	binary, err := programPath(site.Dir)
	if err != nil {
		return "", nil, err
	}
	kept := filepath.Join(filepath.Dir(binary), "static")
	unlock, err = lock(ctx, kept+".lock")
	if err != nil {
		return "", nil, err
	}
	overlay = kept + ".overlay.json"
	embeds, err := p.collectStatic(ctx, site, cmp.Or(c.Static, kept), overlay)
	if err != nil {
		unlock()
		return "", nil, err
	}
	if !embeds {
		overlay = ""
	}
	return overlay, unlock, nil
}

// build runs go build.
func (c buildCommand) build(ctx context.Context, dir, out, overlay string) error {
	cgo := "0"
	if c.Cgo {
		cgo = "1"
	}
	args := []string{"build", "-trimpath", "-ldflags=-s -w", "-o", out}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	command := exec.CommandContext(ctx, "go", append(args, ".")...)
	command.Dir = dir
	command.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	printed, err := command.CombinedOutput()
	if err == nil || ctx.Err() != nil {
		return err
	}
	if text := strings.TrimSpace(string(printed)); text != "" {
		return compileError(dir, errors.New(text))
	}
	return fmt.Errorf("running go build: %w", err)
}

// shortened is a path relative to the current folder, if it lies below it.
func shortened(name string) string {
	dir, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return name
}
