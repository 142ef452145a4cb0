// Package generator writes the companions of a site's declarations and checks
// the declarations. It reads source and never builds or runs the site.
package generator

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/source"
	"github.com/gofw/gofw/generator/write"
)

// Problem is one thing that is wrong with a declaration, its place and a remedy.
type Problem = source.Problem

// Result is what Generate did. File names are relative to the folder of
// go.mod, with slashes, and sorted.
type Result struct {
	Written   []string
	Removed   []string // generated files whose parent is gone
	Unchanged []string
	Problems  []Problem
}

// Generate brings all generated files of the site in dir, or above it, up to
// date. Problems do not stop it: a broken model is left out, a broken file
// keeps its companion, and everything else is written. An error means that
// there is no site, or that the disk refused.
func Generate(ctx context.Context, dir string) (Result, error) {
	site, apps, plan, problems, err := read(ctx, dir)
	if err != nil {
		return Result{}, fmt.Errorf("generating: %w", err)
	}
	changes, err := write.Apply(site.Root, plan)
	if err != nil {
		return Result{}, fmt.Errorf("generating: %w", err)
	}
	problems = append(problems, check.Site(site, apps)...)
	problems = append(problems, check.Foreign(changes)...)
	return Result{changes.Write, changes.Remove, changes.Unchanged, source.Sort(problems)}, nil
}

// Check reports all problems of the site in dir, or above it, sorted by place,
// and among them companions that are not what the declarations say. It changes
// nothing.
func Check(ctx context.Context, dir string) ([]Problem, error) {
	site, apps, plan, problems, err := read(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("checking: %w", err)
	}
	changes, err := write.Compare(site.Root, plan)
	if err != nil {
		return nil, fmt.Errorf("checking: %w", err)
	}
	problems = append(problems, check.Site(site, apps)...)
	problems = append(problems, check.Foreign(changes)...)
	problems = append(problems, check.Stale(changes)...)
	return source.Sort(problems), nil
}

func read(ctx context.Context, dir string) (*source.Site, []*source.App, write.Plan, []Problem, error) {
	site, apps, err := Read(dir)
	if err != nil {
		return nil, nil, write.Plan{}, nil, err
	}
	plan, problems, err := write.Site(ctx, site, apps)
	return site, apps, plan, problems, err
}

// Read reads the declarations of the site in dir, or above it, for commands
// that want to look at them: its apps in order of their folders. Problems are
// in the values.
func Read(dir string) (*source.Site, []*source.App, error) {
	site, resolver, err := source.ReadSite(dir)
	if err != nil {
		return nil, nil, err
	}
	var apps []*source.App
	for _, folder := range site.Folders {
		a, err := source.Read(folder, resolver)
		if err != nil {
			return nil, nil, err
		}
		if a.IsApp() {
			apps = append(apps, a)
		}
	}
	return site, apps, nil
}
