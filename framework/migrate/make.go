package migrate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// MakeOptions says which migrations to make.
type MakeOptions struct {
	// Apps are the apps that get migrations. Empty is every app that has models
	// or migrations; name them where some belong to somebody else.
	Apps []string

	// Name is what follows the number in the names. Empty derives it from the
	// operations.
	Name string

	// Ask answers questions. Nil is NoInput.
	Ask Asker

	// Empty makes a migration without operations for each of Apps, to be filled
	// by hand.
	Empty bool
}

// MakeMigrations returns the migrations that lead from the newest state of the
// graph to the declared one, in an order in which they can be applied; none if
// there is nothing to do. An app gets more than one if apps need each other.
func MakeMigrations(g *Graph, declared *State, o MakeOptions) ([]*File, error) {
	if o.Ask == nil {
		o.Ask = NoInput{}
	}
	if o.Name != "" && !fileName.MatchString("0001_"+o.Name) {
		return nil, fmt.Errorf("migrate: the name %q is not one of lower-case letters, digits and underscores", o.Name)
	}
	from, err := g.State()
	if err != nil {
		return nil, err
	}
	m, err := newMaker(g, o)
	if err != nil {
		return nil, err
	}
	if o.Empty {
		if len(o.Apps) == 0 {
			return nil, errors.New("migrate: name the app that gets the empty migration")
		}
		for _, app := range o.Apps {
			if err := m.emit(app, nil); err != nil {
				return nil, err
			}
		}
		return m.files, nil
	}
	apps := o.Apps
	all := allApps(g, declared)
	if len(apps) == 0 {
		apps = all
	}
	for _, app := range apps {
		if !slices.Contains(all, app) {
			return nil, fmt.Errorf("migrate: there is no app %q; %s", app, known(app, all))
		}
	}
	d := newDetector(from, declared, o.Ask)
	if err := d.detect(apps); err != nil {
		return nil, err
	}
	m.ops, m.state = d.ops, d.renamed
	if err := m.arrange(apps); err != nil {
		return nil, err
	}
	if _, err := g.with(m.files).State(); err != nil {
		return nil, fmt.Errorf("migrate: the migrations that were made do not fit together: %w", err)
	}
	return m.files, nil
}

func allApps(g *Graph, declared *State) []string {
	apps := g.Apps()
	for _, m := range declared.Models() {
		if !slices.Contains(apps, m.App) {
			apps = append(apps, m.App)
		}
	}
	return apps
}

// with returns the graph with more files, which must fit.
func (g *Graph) with(files []*File) *Graph {
	more := &Graph{apps: g.Apps(), byApp: map[string][]*File{}, byKey: map[string]*File{}, instead: g.instead}
	maps.Copy(more.byApp, g.byApp)
	maps.Copy(more.byKey, g.byKey)
	for _, f := range files {
		if !slices.Contains(more.apps, f.App) {
			more.apps = append(more.apps, f.App)
		}
		more.byApp[f.App] = append(slices.Clip(more.byApp[f.App]), f)
		more.byKey[f.Key()] = f
	}
	if err := more.sort(); err != nil {
		panic("migrate: " + err.Error()) // files depend on those before them only
	}
	return more
}

// maker puts operations into files.
type maker struct {
	options MakeOptions
	ops     map[string][]Op // not in a file yet, by app
	state   *State          // before the operations, but with models and fields renamed
	files   []*File

	// What the files so far amount to.
	editor *editor
	home   map[string]*File            // the file that gave a model its key
	users  map[string]map[string]*File // by model and app, the last file that began or ceased to point at it
	latest map[string]*File            // of each app
}

func newMaker(g *Graph, o MakeOptions) (*maker, error) {
	m := &maker{
		options: o, state: new(State), editor: new(State).edit(),
		home: map[string]*File{}, users: map[string]map[string]*File{}, latest: map[string]*File{},
	}
	for _, f := range g.order {
		if err := m.settle(f); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// settle notes what a file does to models and what points at them.
func (m *maker) settle(f *File) error {
	m.latest[f.App] = f
	return f.apply(m.editor, func(op *Op, before bool) {
		key, renamed := f.App+"."+op.Model, f.App+"."+op.To
		switch {
		case before:
			for _, to := range m.released(key, op) {
				m.uses(f, to)
			}
			return
		case op.Kind == CreateModel:
			m.home[key] = f
		case op.Kind == DeleteModel:
			delete(m.home, key)
		case op.Kind == RenameModel && key != renamed:
			m.home[renamed], m.users[renamed] = f, m.users[key]
			delete(m.home, key)
			delete(m.users, key)
		}
		for _, to := range op.references() {
			m.uses(f, to)
		}
	})
}

// released lists the models that an operation may cease to point at.
func (m *maker) released(key string, op *Op) []string {
	model := m.editor.state.models[key]
	if model == nil {
		return nil
	}
	var keys []string
	for _, field := range model.Fields {
		if field.Type == ForeignKey && (op.Kind == DeleteModel || op.part() == field.Name) {
			keys = append(keys, field.To)
		}
	}
	return keys
}

func (m *maker) uses(f *File, key string) {
	if m.users[key] == nil {
		m.users[key] = map[string]*File{}
	}
	m.users[key][f.App] = f
}

// emit makes a file of operations.
func (m *maker) emit(app string, ops []Op) error {
	f := &File{App: app, Ops: ops}
	number := 1
	if last := m.latest[app]; last != nil {
		number = last.Number() + 1
		f.Depends = []string{last.Key()}
	}
	f.Name = fmt.Sprintf("%04d_%s", number, m.name(number, ops))
	f.Depends = append(f.Depends, m.depends(app, ops)...)
	m.files = append(m.files, f)
	return m.settle(f)
}

// depends lists the migrations of other apps that operations build on.
func (m *maker) depends(app string, ops []Op) []string {
	var keys []string
	add := func(f *File) {
		if f != nil && f.App != app && !slices.Contains(keys, f.Key()) {
			keys = append(keys, f.Key())
		}
	}
	for _, op := range ops {
		for _, to := range op.references() {
			add(m.home[to])
		}
		if op.Kind == DeleteModel || op.Kind == RenameModel {
			// Files that speak of the model under its key come before.
			for _, f := range m.users[app+"."+op.Model] {
				add(f)
			}
		}
	}
	slices.Sort(keys)
	return keys
}
