package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// testCommand runs the site's tests.
type testCommand struct {
	Args []string `arg:"" optional:"" passthrough:"" help:"What go test takes; without a package, all are tested."`
}

// Help has an example.
func (testCommand) Help() string {
	return `Generates, then runs go test without cgo, as gofw builds sites.

    gofw test
    gofw test ./blog -run Feed -v`
}

// Run tests.
func (c testCommand) Run(ctx context.Context, p *program) error {
	site, err := p.findSite(ctx, "test")
	if err != nil {
		return err
	}
	if err := p.generate(ctx, site.Dir); err != nil {
		return err
	}
	isPackage := func(arg string) bool {
		return arg == "." || strings.HasPrefix(arg, "./") || strings.Contains(arg, "...") || strings.HasPrefix(arg, site.Module+"/")
	}
	if !slices.ContainsFunc(c.Args, isPackage) {
		c.Args = append([]string{"./..."}, c.Args...)
		if err := os.Chdir(site.Dir); err != nil {
			return fmt.Errorf("going to the site's folder: %w", err)
		}
	}
	if err := os.Setenv("CGO_ENABLED", "0"); err != nil {
		return err
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	return become(ctx, tool, append([]string{"go", "test"}, c.Args...), func() {})
}
