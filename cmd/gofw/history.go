package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/module"
	"github.com/gofw/gofw/generator/source"
)

// history is what a site's source says about its tables: the migrations that
// are written, and the models as they are declared.
type history struct {
	site     *source.Site
	apps     []*source.App    // the site's own, in order of their folders
	sources  []migrate.Source // of all apps, the framework's first
	graph    *migrate.Graph
	models   []*schema.Model // of the apps, and those that their relations lead to
	problems []source.Problem
}

// readHistory reads the migrations and models of a site.
func readHistory(at module.Site) (*history, error) {
	h, err := readModels(at)
	if err != nil {
		return nil, err
	}
	if h.graph, err = migrate.Load(h.sources...); err != nil {
		return nil, readable(err)
	}
	return h, nil
}

// readModels reads the models of a site, and finds its migrations without
// reading them: a merge of branches may have left them in disorder.
func readModels(at module.Site) (*history, error) {
	site, resolver, err := source.ReadSite(at.Dir)
	if err != nil {
		return nil, err
	}
	h := &history{site: site}
	sources, err := frameworkSources(at.Framework)
	if err != nil {
		return nil, err
	}
	for _, folder := range site.Folders {
		a, err := source.Read(folder, resolver)
		if err != nil {
			return nil, err
		}
		if a.IsApp() {
			h.apps = append(h.apps, a)
			sources = append(sources, migrate.Source{App: a.Name, FS: folderOf(a.Dir), Dir: path.Join(a.Display, "migrations")})
		}
	}
	h.problems = serious(check.Site(site, h.apps))
	foreign, err := h.collect(resolver)
	if err != nil {
		return nil, err
	}
	for _, a := range foreign {
		if !slices.ContainsFunc(sources, func(s migrate.Source) bool { return s.App == a.Name }) {
			sources = append(sources, migrate.Source{App: a.Name, FS: folderOf(a.Dir), Dir: path.Join(a.Import, "migrations")})
		}
	}
	h.sources = sources
	return h, nil
}

// frameworkSources are the migrations of the framework's own tables.
func frameworkSources(framework string) ([]migrate.Source, error) {
	entries, err := os.ReadDir(filepath.Join(framework, "migrations"))
	if err != nil {
		return nil, fmt.Errorf("reading the framework's migrations: %w", err)
	}
	var sources []migrate.Source
	for _, e := range entries {
		if e.IsDir() {
			sources = append(sources, migrate.Source{
				App: e.Name(), FS: os.DirFS(filepath.Join(framework, "migrations", e.Name())), Dir: "gofw/migrations/" + e.Name(),
			})
		}
	}
	return sources, nil
}

// folderOf is the folder of an app's migrations, or nil if it has none.
func folderOf(dir string) fs.FS {
	dir = filepath.Join(dir, "migrations")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}

// collect gathers the models of the apps and of the packages that relations
// lead to, and returns the latter.
func (h *history) collect(resolver *source.Resolver) (foreign []*source.App, err error) {
	seen := map[string]bool{}
	queue := slices.Clone(h.apps)
	for _, a := range queue {
		seen[a.Import] = true
	}
	for i := 0; i < len(queue); i++ {
		if i >= len(h.apps) {
			foreign = append(foreign, queue[i])
		}
		for _, m := range queue[i].Models {
			h.models = append(h.models, m.Model)
			for _, target := range m.Targets {
				at := target.Import.Path
				if at == "" || seen[at] {
					continue
				}
				seen[at] = true
				dir, err := resolver.Dir(at)
				if err != nil {
					return nil, err
				}
				a, err := source.Read(dir, resolver)
				if err != nil {
					return nil, err
				}
				queue = append(queue, a)
			}
		}
	}
	return foreign, nil
}

// names lists the apps that have models or migrations.
func (h *history) names() []string {
	var names []string
	for _, a := range h.apps {
		if len(a.Models) > 0 || h.graph.Latest(a.Name) != nil {
			names = append(names, a.Name)
		}
	}
	return names
}

// app returns the app of a name, or an error that says which there are.
func (h *history) app(name string) (*source.App, error) {
	var names []string
	for _, a := range h.apps {
		if a.Name == name {
			return a, nil
		}
		names = append(names, a.Name)
	}
	if near := schema.Nearest(name, names); near != "" {
		return nil, usage("the site has no app %q; did you mean %q?", name, near)
	}
	if len(names) == 0 {
		return nil, usage("the site has no app %q: make one with gofw startapp %[1]s", name)
	}
	return nil, usage("the site has no app %q; it has %s", name, strings.Join(names, ", "))
}

// readable takes the name of the package out of an error for people.
func readable(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if !strings.Contains(text, "migrate: ") {
		return err
	}
	return errors.New(strings.ReplaceAll(text, "migrate: ", ""))
}
