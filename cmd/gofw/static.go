package main

import (
	"errors"
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
	"github.com/gofw/gofw/generator"
	"github.com/gofw/gofw/generator/module"
	"github.com/gofw/gofw/generator/source"
)

// staticPrefix is where sites show their static files.
const staticPrefix = "/static/"

// staticSources are the folders of a site's static files, in the order in which
// the site searches them: its own, those of the apps that main.go lists, the
// framework's.
func staticSources(site module.Site) ([]static.Source, error) {
	read, _, err := generator.Read(site.Dir)
	if err != nil {
		return nil, err
	}
	add := func(sources []static.Source, name, dir string) []static.Source {
		shown := dir
		if rel, err := filepath.Rel(site.Dir, dir); err == nil && filepath.IsLocal(rel) {
			shown = filepath.ToSlash(rel)
		}
		return append(sources, static.Source{Name: name, Path: shown, FS: static.Dir(dir)})
	}
	sources := add(nil, "the site", filepath.Join(site.Dir, "static"))
	for _, a := range read.Apps {
		if a.Dir != "" {
			sources = add(sources, a.Import, filepath.Join(a.Dir, "static"))
		}
	}
	own := static.Dir(filepath.Join(site.Framework, "templates", "assets"))
	return append(sources, static.Source{Name: "gofw", Prefix: "gofw/", FS: own}), nil
}

// staticProblems are references in style sheets and scripts, and names in Go and
// templ files, that lead to no static file.
func staticProblems(site module.Site) ([]source.Problem, error) {
	if site.From == module.FromItself {
		return nil, nil
	}
	sources, err := staticSources(site)
	if err != nil {
		return nil, err
	}
	var problems []source.Problem
	plan, err := collect.Read(sources, collect.Options{Prefix: staticPrefix})
	var missing collect.Problems
	if err != nil && !errors.As(err, &missing) {
		return nil, err
	}
	if plan != nil {
		for _, w := range plan.Warnings {
			problems = append(problems, missingStatic(w, true))
		}
	}
	for _, m := range missing {
		problems = append(problems, missingStatic(m, false))
	}
	listing, err := static.List(sources)
	if err != nil {
		return nil, err
	}
	names, err := generator.StaticNames(site.Dir)
	if err != nil {
		return nil, err
	}
	return source.Sort(append(problems, unknownNames(names, listing)...)), nil
}

func missingStatic(p collect.Problem, warning bool) source.Problem {
	return source.Problem{
		Pos: token.Position{Filename: p.File, Line: p.Line, Column: p.Column}, Message: p.Message, Hint: p.Hint, Warning: warning,
	}
}

// unknownNames are names that no file has.
func unknownNames(names []source.StaticName, listing static.Listing) []source.Problem {
	known := listing.Names()
	exists := map[string]bool{}
	for _, name := range known {
		exists[name] = true
	}
	var problems []source.Problem
	for _, n := range names {
		name, _, _ := strings.Cut(n.Name, "#")
		name, _, _ = strings.Cut(name, "?")
		if exists[name] || exists[n.Name] {
			continue
		}
		p := source.Problem{Pos: n.Pos, Message: fmt.Sprintf("there is no static file %q", name), Hint: "put it into the folder static of the site or of an app"}
		if near := static.Nearest(name, known); near != "" {
			p.Hint = fmt.Sprintf("did you mean %q?", near)
		}
		problems = append(problems, p)
	}
	return problems
}
