package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Graph is the migrations of all apps of a site, checked and in order. It does
// not change and is safe to share.
type Graph struct {
	apps  []string
	byApp map[string][]*File
	byKey map[string]*File
	order []*File // each behind all that it depends on

	steppers map[string]GoSteps // by app
}

// Load reads the migrations of all apps. The order of the sources is the order
// of the apps where dependencies leave a choice. All problems of all files are
// reported at once.
func Load(sources ...Source) (*Graph, error) {
	g := &Graph{byApp: map[string][]*File{}, byKey: map[string]*File{}, steppers: map[string]GoSteps{}}
	var problems []error
	for _, s := range sources {
		if slices.Contains(g.apps, s.App) {
			problems = append(problems, fmt.Errorf("migrate: two sources are called %s", s.App))
			continue
		}
		files, err := s.read()
		if err != nil {
			problems = append(problems, err)
		}
		g.apps = append(g.apps, s.App)
		g.byApp[s.App], g.steppers[s.App] = files, s.Steps
		for _, f := range files {
			g.byKey[f.Key()] = f
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	if err := g.sort(); err != nil {
		return nil, err
	}
	if _, err := g.State(); err != nil {
		return nil, err
	}
	return g, nil
}

// Apps lists the apps in the order of their sources.
func (g *Graph) Apps() []string { return slices.Clone(g.apps) }

// Files lists all migrations in the order in which they are applied.
func (g *Graph) Files() []*File { return slices.Clone(g.order) }

// Latest returns the newest migration of an app, or nil.
func (g *Graph) Latest(app string) *File {
	if files := g.byApp[app]; len(files) > 0 {
		return files[len(files)-1]
	}
	return nil
}

// State replays all migrations: it is the tables as they should be.
func (g *Graph) State() (*State, error) {
	return replay(new(State), g.order)
}

// replay applies files to a state.
func replay(s *State, files []*File) (*State, error) {
	e := s.edit()
	for _, f := range files {
		if err := f.apply(e, nil); err != nil {
			return nil, err
		}
	}
	return e.state, nil
}

// Find returns the migration of an app by its name or the beginning of it, as
// in 0002.
func (g *Graph) Find(app, name string) (*File, error) {
	if !slices.Contains(g.apps, app) {
		return nil, fmt.Errorf("migrate: there is no app %q; %s", app, known(app, g.apps))
	}
	if f := g.byKey[app+"."+name]; f != nil {
		return f, nil
	}
	var found []*File
	var names []string
	for _, f := range g.byApp[app] {
		names = append(names, f.Name)
		if name != "" && strings.HasPrefix(f.Name, name) {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("migrate: %s has no migration %q; %s", app, name, known(name, names))
	}
	return nil, fmt.Errorf("migrate: %q may mean %s or %s; write more of the name", name, found[0].Name, found[1].Name)
}

// needs lists the migrations right before a file: the previous one of its app
// and those it names.
func (g *Graph) needs(f *File) []*File {
	var list []*File
	files := g.byApp[f.App]
	if i := slices.Index(files, f); i > 0 {
		list = append(list, files[i-1])
	}
	for _, key := range f.Depends {
		if other := g.byKey[key]; other != nil && !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list
}

// sort orders the files, app by app as far as dependencies allow.
func (g *Graph) sort() error {
	var problems []error
	for _, app := range g.apps {
		for _, f := range g.byApp[app] {
			for _, key := range f.Depends {
				if g.byKey[key] == nil {
					problems = append(problems, g.missing(f, key))
				}
			}
		}
	}
	if len(problems) > 0 {
		return errors.Join(problems...)
	}
	s := sorter{graph: g, done: map[*File]bool{}}
	for _, app := range g.apps {
		for _, f := range g.byApp[app] {
			if err := s.visit(f); err != nil {
				return err
			}
		}
	}
	g.order = s.order
	return nil
}

func (g *Graph) missing(f *File, key string) error {
	app, _, _ := strings.Cut(key, ".")
	if !slices.Contains(g.apps, app) {
		return position{}.in(f.place(), "it depends on %s, but the site has no app %s; %s", key, app, known(app, g.apps))
	}
	var keys []string
	for _, other := range g.byApp[app] {
		keys = append(keys, other.Key())
	}
	return position{}.in(f.place(), "it depends on %s, which does not exist; %s", key, known(key, keys))
}

type sorter struct {
	graph *Graph
	path  []*File // from a file to what it needs, being visited
	done  map[*File]bool
	order []*File
}

func (s *sorter) visit(f *File) error {
	if s.done[f] {
		return nil
	}
	if i := slices.Index(s.path, f); i >= 0 {
		var keys []string
		for _, step := range append(s.path[i:], f) {
			keys = append(keys, step.Key())
		}
		return position{}.in(f.place(), "migrations depend on each other in a circle: %s", strings.Join(keys, " needs "))
	}
	s.path = append(s.path, f)
	for _, other := range s.graph.needs(f) {
		if err := s.visit(other); err != nil {
			return err
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.done[f] = true
	s.order = append(s.order, f)
	return nil
}
