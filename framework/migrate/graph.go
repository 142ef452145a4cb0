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

	// Where there are squashes, the above holds either a squash or what it
	// stands for.
	read     map[string][]*File // all files, by app
	files    map[string]*File   // the same, by key
	squashes []*squash
	instead  map[string]string // keys of files that are not in force, and what is in their place
}

// Load reads the migrations of all apps. The order of the sources is the order
// of the apps where dependencies leave a choice. All problems of all files are
// reported at once.
func Load(sources ...Source) (*Graph, error) {
	g, err := gather(sources, true)
	if err != nil {
		return nil, err
	}
	return g.checked()
}

// gather reads the migrations of all apps. After a merge of branches, HEAD need
// not be right.
func gather(sources []Source, heads bool) (*Graph, error) {
	g := &Graph{read: map[string][]*File{}, files: map[string]*File{}, steppers: map[string]GoSteps{}}
	var problems []error
	for _, s := range sources {
		if slices.Contains(g.apps, s.App) {
			problems = append(problems, fmt.Errorf("migrate: two sources are called %s", s.App))
			continue
		}
		files, squashes, err := s.read(heads)
		if err != nil {
			problems = append(problems, err)
		}
		g.apps = append(g.apps, s.App)
		g.read[s.App], g.steppers[s.App] = files, s.Steps
		for _, f := range files {
			g.files[f.Key()] = f
		}
		g.squashes = append(g.squashes, squashes...)
	}
	return g, errors.Join(problems...)
}

// checked returns the graph with its squashes in force, once it is known that it
// also holds together without those that it can do without.
func (g *Graph) checked() (*Graph, error) {
	if slices.ContainsFunc(g.squashes, hasOld) {
		if _, err := g.sound(hasOld); err != nil {
			return nil, err
		}
	}
	return g.sound(never)
}

// sound returns a view in which everything follows from what is before it.
func (g *Graph) sound(old func(*squash) bool) (*Graph, error) {
	v, err := g.view(old)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(g.renamed(), v.lines()); err != nil {
		return nil, err
	}
	_, err = v.State()
	return v, err
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
	for _, key := range f.Depends {
		if other := g.lookup(key); other != nil && !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	if !slices.ContainsFunc(list, func(other *File) bool { return other.App == f.App }) {
		if other := g.previous(f); other != nil {
			list = append(list, other)
		}
	}
	return list
}

// previous is the migration of the same app with the next lower number, or nil.
func (g *Graph) previous(f *File) *File {
	files := g.byApp[f.App]
	for i := slices.Index(files, f) - 1; i >= 0; i-- {
		if files[i].Number() < f.Number() {
			return files[i]
		}
	}
	return nil
}

// lookup finds a migration, or what is in its place.
func (g *Graph) lookup(key string) *File {
	if f := g.byKey[key]; f != nil {
		return f
	}
	return g.byKey[g.instead[key]]
}

// sort orders the files, app by app as far as dependencies allow.
func (g *Graph) sort() error {
	var problems []error
	for _, app := range g.apps {
		for _, f := range g.byApp[app] {
			for _, key := range f.Depends {
				if g.lookup(key) == nil {
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
		return f.wrong("depends", key, "it depends on %s, but the site has no app %s; %s", key, app, known(app, g.apps))
	}
	var keys []string
	for _, other := range g.byApp[app] {
		keys = append(keys, other.Key())
	}
	return f.wrong("depends", key, "it depends on %s, which does not exist; %s", key, known(key, keys))
}

// circleError says that migrations depend on each other.
type circleError struct {
	file *File
	path string
}

func (e *circleError) Error() string {
	return position{}.in(e.file.place(), "migrations depend on each other in a circle: %s", e.path).Error()
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
	if slices.Contains(s.path, f) {
		e := &circleError{f, circle(s.path, f, " needs ")}
		if slices.ContainsFunc(s.path, func(f *File) bool { return len(f.Replaces) > 0 }) {
			e.path += "; a squash is one of them, and what it stands for was not: squash two shorter stretches instead, or all apps together with gofw squashmigrations --all"
		}
		return e
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
