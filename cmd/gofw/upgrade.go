package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/gofw/gofw"
	"github.com/gofw/gofw/generator/module"
)

// upgradeCommand gives a site the framework of this gofw.
type upgradeCommand struct {
	Detached bool `help:"Use the framework that gofw carries, even if gofw was built from a checkout."`
}

// Help has an example.
func (upgradeCommand) Help() string {
	return `Changes go.mod and go.sum so that the site uses the framework of this gofw: its checkout, or the version that it carries.

    gofw upgrade`
}

// Run changes go.mod and go.sum.
func (c upgradeCommand) Run(ctx context.Context, p *program) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("finding the current folder: %w", err)
	}
	site, err := module.Locate(dir)
	if err != nil && !errors.Is(err, module.ErrMissing) {
		return fmt.Errorf("upgrade: %w", err)
	}
	if site.From == module.FromItself {
		return fmt.Errorf("upgrade: %s is the source of gofw, not a site", site.Dir)
	}
	goMod, goSum, err := p.requirements(ctx, site.Module, c.Detached)
	if err != nil {
		return err
	}
	changed := false
	for _, f := range []struct {
		name  string
		fresh []byte
		merge func(old, fresh []byte) ([]byte, error)
	}{{"go.sum", goSum, mergeSums}, {"go.mod", goMod, mergeMods}} {
		again, err := mergeFile(filepath.Join(site.Dir, f.name), f.fresh, f.merge)
		if err != nil {
			return fmt.Errorf("upgrade: %w", err)
		}
		changed = changed || again
	}
	if !changed {
		p.say("nothing to change: the site uses the framework of this gofw already")
		return nil
	}
	p.say("go.mod and go.sum ask for the framework of this gofw; run gofw check and gofw test")
	return nil
}

// mergeFile merges into a file, which is replaced whole, and reports whether
// that changed it.
func mergeFile(name string, fresh []byte, merge func(old, fresh []byte) ([]byte, error)) (bool, error) {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	merged, err := merge(old, fresh)
	if err != nil || string(merged) == string(old) {
		return false, err
	}
	temp := name + ".new"
	if err := os.WriteFile(temp, merged, 0o644); err != nil {
		return false, err
	}
	return true, os.Rename(temp, name)
}

// mergeMods puts into a site's go.mod what a new one says about the framework.
// What the site requires beyond that stays, and no requirement goes down but
// the framework's own.
func mergeMods(old, fresh []byte) ([]byte, error) {
	mod, err := modfile.Parse("go.mod", old, nil)
	if err != nil {
		return nil, err
	}
	want, err := modfile.Parse("go.mod", fresh, nil)
	if err != nil {
		return nil, err
	}
	requires := slices.Clone(mod.Require)
	for _, r := range want.Require {
		i := slices.IndexFunc(requires, func(old *modfile.Require) bool { return old.Mod.Path == r.Mod.Path })
		switch {
		case i < 0:
			requires = append(requires, r)
		case r.Mod.Path == gofw.ModulePath || semver.Compare(requires[i].Mod.Version, r.Mod.Version) < 0:
			requires[i] = &modfile.Require{Mod: r.Mod, Indirect: requires[i].Indirect}
		}
	}
	mod.SetRequireSeparateIndirect(requires)
	if mod.Go == nil || semver.Compare("v"+mod.Go.Version, "v"+want.Go.Version) < 0 {
		if err := mod.AddGoStmt(want.Go.Version); err != nil {
			return nil, err
		}
	}
	for _, r := range slices.Clone(mod.Replace) {
		if r.Old.Path == gofw.ModulePath {
			if err := mod.DropReplace(r.Old.Path, r.Old.Version); err != nil {
				return nil, err
			}
		}
	}
	for _, r := range want.Replace {
		if err := mod.AddReplace(r.Old.Path, r.Old.Version, r.New.Path, r.New.Version); err != nil {
			return nil, err
		}
	}
	mod.Cleanup()
	return mod.Format()
}

// mergeSums adds the lines of a new go.sum that are missing, and leaves out
// those of other versions of the framework.
func mergeSums(old, fresh []byte) ([]byte, error) {
	var lines []string
	wanted := slices.Collect(strings.Lines(string(fresh)))
	for line := range strings.Lines(string(old)) {
		if !strings.HasPrefix(line, gofw.ModulePath+" ") || slices.Contains(wanted, line) {
			lines = append(lines, strings.TrimSuffix(line, "\n")+"\n")
		}
	}
	for _, line := range wanted {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return []byte(strings.Join(lines, "")), nil
}
