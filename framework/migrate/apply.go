package migrate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Apply returns the state after the operations of an app. Errors say what is
// wrong with which operation; the receiver stays as it is.
func (s *State) Apply(app string, ops ...Op) (*State, error) {
	e := s.edit()
	for i := range ops {
		if err := e.apply(app, &ops[i]); err != nil {
			return nil, fmt.Errorf("operation %d (%s): %w", i+1, ops[i].Kind, err)
		}
	}
	if err := e.whole(); err != nil {
		return nil, err
	}
	return e.state, nil
}

// editor changes a state that nobody else has seen yet.
type editor struct{ state *State }

// edit starts a copy. Models are shared until an operation touches them.
func (s *State) edit() *editor {
	models := maps.Clone(s.models)
	if models == nil {
		models = map[string]*Model{}
	}
	return &editor{&State{models: models, order: slices.Clone(s.order), last: s.last}}
}

// snapshot publishes the state so far; the editor goes on with a copy.
func (e *editor) snapshot() *State {
	s := e.state
	e.state = s.edit().state
	return s
}

func (e *editor) next() Identity {
	e.state.last++
	return e.state.last
}

// model returns a private copy of a model.
func (e *editor) model(app, name string) (*Model, error) {
	m := e.state.models[app+"."+name]
	if m == nil {
		var names []string
		for _, key := range e.state.order {
			if n, ok := strings.CutPrefix(key, app+"."); ok {
				names = append(names, n)
			}
		}
		return nil, fmt.Errorf("there is no model %s.%s at this point; %s", app, name, known(name, names))
	}
	m = m.clone()
	e.state.models[m.Key()] = m
	return m, nil
}

func (e *editor) apply(app string, op *Op) error {
	if !op.plans() {
		return nil
	}
	if op.Kind == CreateModel {
		return e.createModel(app, op)
	}
	m, err := e.model(app, op.Model)
	if err != nil {
		return err
	}
	switch op.Kind {
	case DeleteModel:
		delete(e.state.models, m.Key())
		e.state.order = slices.DeleteFunc(e.state.order, func(key string) bool { return key == m.Key() })
		return nil
	case RenameModel:
		return e.renameModel(m, op)
	case AddField:
		return e.addField(m, op.Field)
	case RemoveField:
		return e.removeField(m, op.Name)
	case AlterField:
		return e.alterField(m, op.Field)
	case RenameField:
		return e.renameField(m, op.Name, op.To)
	case AddIndex:
		return e.addIndex(m, *op.Index)
	case AddCheck:
		return e.addCheck(m, *op.Check)
	case RemoveIndex:
		return remove(&m.Indexes, op.Name, "index", m, func(x Index) string { return x.Name })
	case RemoveCheck:
		return remove(&m.Checks, op.Name, "check", m, func(c Check) string { return c.Name })
	}
	return fmt.Errorf("operation %q is not known", op.Kind)
}

func (e *editor) createModel(app string, op *Op) error {
	m := &Model{App: app, Name: op.Model, Table: op.Table, Auto: op.Auto, id: e.next()}
	if m.Table == "" {
		m.Table = tableOf(app, op.Model)
	}
	if e.state.models[m.Key()] != nil {
		return fmt.Errorf("there is a model %s already", m.Key())
	}
	if err := checkName("the name of the model", m.Name); err != nil {
		return err
	}
	if err := e.tableFree(m.Table); err != nil {
		return err
	}
	e.state.models[m.Key()] = m
	e.state.order = append(e.state.order, m.Key())
	for i := range op.Fields {
		if err := e.addField(m, &op.Fields[i]); err != nil {
			return err
		}
	}
	for _, x := range op.Indexes {
		if err := e.addIndex(m, x); err != nil {
			return err
		}
	}
	for _, c := range op.Checks {
		if err := e.addCheck(m, c); err != nil {
			return err
		}
	}
	return nil
}

func (e *editor) tableFree(table string) error {
	if err := checkName("the table", table); err != nil {
		return err
	}
	for _, m := range e.state.models {
		if strings.EqualFold(m.Table, table) {
			return fmt.Errorf("the table %s belongs to %s already", table, m.Key())
		}
	}
	return nil
}

func (e *editor) renameModel(m *Model, op *Op) error {
	old := m.Key()
	table := op.Table
	if table == "" {
		table = tableOf(m.App, op.To)
	}
	if key := m.App + "." + op.To; key != old && e.state.models[key] != nil {
		return fmt.Errorf("there is a model %s already", key)
	}
	if table != m.Table {
		delete(e.state.models, old)
		if err := e.tableFree(table); err != nil {
			return err
		}
	}
	delete(e.state.models, old)
	prefix := m.Name + "."
	m.Name, m.Table = op.To, table
	if op.Auto != "" {
		m.Auto = op.Auto
	}
	e.state.models[m.Key()] = m
	e.state.order[slices.Index(e.state.order, old)] = m.Key()
	for _, key := range e.state.order {
		e.followRename(key, old, m, prefix)
	}
	return nil
}

// followRename points a model's foreign keys, and the note of what asked for
// it, at the new name of another.
func (e *editor) followRename(key, old string, renamed *Model, prefix string) {
	x := e.state.models[key]
	refers := func(f Field) bool { return f.Type == ForeignKey && f.To == old }
	rest, auto := strings.CutPrefix(x.Auto, prefix)
	auto = auto && x.App == renamed.App
	if !auto && !slices.ContainsFunc(x.Fields, refers) {
		return
	}
	x = x.clone()
	for i := range x.Fields {
		if refers(x.Fields[i]) {
			x.Fields[i].To = renamed.Key()
		}
	}
	if auto {
		x.Auto = renamed.Name + "." + rest
	}
	e.state.models[key] = x
}

// remove takes the named element out of a list of the model.
func remove[T any](list *[]T, name, what string, m *Model, nameOf func(T) string) error {
	var names []string
	for i, x := range *list {
		if nameOf(x) == name {
			*list = slices.Delete(*list, i, i+1)
			return nil
		}
		names = append(names, nameOf(x))
	}
	return fmt.Errorf("%s has no %s %q; %s", m.Key(), what, name, known(name, names))
}

func (e *editor) addCheck(m *Model, c Check) error {
	if owner := e.owner(c.Name); owner != nil {
		return fmt.Errorf("the name %s belongs to an index or constraint of %s already", c.Name, owner.Key())
	}
	if err := checkName("the name of the check", c.Name); err != nil {
		return err
	}
	if strings.TrimSpace(c.Expr) == "" {
		return fmt.Errorf("the check %s has no expression", c.Name)
	}
	for _, match := range placeholder.FindAllStringSubmatch(c.Expr, -1) {
		if m.find(match[1]) < 0 {
			return fmt.Errorf("the check %s names {%s}, which is not a field of %s; %s", c.Name, match[1], m.Key(), known(match[1], m.fieldNames()))
		}
	}
	m.Checks = append(m.Checks, c)
	return nil
}

// whole reports what must hold once all operations of a migration are done:
// every table has a key, and every foreign key points at one.
func (e *editor) whole() error {
	var problems []error
	for _, key := range e.state.order {
		m := e.state.models[key]
		if m.key() == nil {
			problems = append(problems, fmt.Errorf("%s has no primary key; give one field pk: true", key))
			continue
		}
		for i := range m.Fields {
			f := &m.Fields[i]
			if f.Type == ForeignKey && e.state.keyOf(f) == nil {
				problems = append(problems, &missingTarget{m.Key() + "." + f.Name, f.To})
			}
			for _, match := range placeholder.FindAllStringSubmatch(f.Generated, -1) {
				if m.find(match[1]) < 0 {
					problems = append(problems, fmt.Errorf("%s.%s is worked out from {%s}, which is not a field; %s", m.Key(), f.Name, match[1], known(match[1], m.fieldNames())))
				}
			}
		}
	}
	return errors.Join(problems...)
}

// missingTarget says that a foreign key points at a model that does not exist.
type missingTarget struct{ field, to string }

func (e *missingTarget) Error() string {
	return fmt.Sprintf("%s points at %s, which does not exist at this point", e.field, e.to)
}
