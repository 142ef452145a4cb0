package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// arrange puts the operations of apps into files, each behind those it needs.
// An app whose operations can all be done goes first. Where apps need each
// other, one gets its tables without the foreign keys that stand in the way,
// and the foreign keys in a later file.
func (m *maker) arrange(apps []string) error {
	for m.left(apps) > 0 {
		app := m.complete(apps)
		if app == "" {
			app = m.incomplete(apps)
		}
		if app == "" {
			if !m.splitDeletes(apps) {
				return m.blockedError(apps)
			}
			continue
		}
		ready, blocked := m.ready(app)
		m.ops[app] = blocked
		if err := m.emit(app, ready); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) left(apps []string) int {
	n := 0
	for _, app := range apps {
		n += len(m.ops[app])
	}
	return n
}

// complete returns an app whose operations can all be done.
func (m *maker) complete(apps []string) string {
	for _, app := range apps {
		if ready, blocked := m.ready(app); len(ready) > 0 && len(blocked) == 0 {
			return app
		}
	}
	return ""
}

// incomplete returns the app of which the least is left to do later, with its
// tables split.
func (m *maker) incomplete(apps []string) string {
	best, fewest := "", 0
	for _, app := range apps {
		whole := m.ops[app]
		m.ops[app] = m.splitCreates(app)
		ready, blocked := m.ready(app)
		m.ops[app] = whole
		if len(ready) > 0 && (best == "" || len(blocked) < fewest) {
			best, fewest = app, len(blocked)
		}
	}
	if best != "" {
		m.ops[best] = m.splitCreates(best)
	}
	return best
}

// ready divides the operations of an app into those that can be done now,
// together, and those that cannot.
func (m *maker) ready(app string) (ready, blocked []Op) {
	ready = m.ops[app]
	for {
		keep := make([]bool, len(ready))
		for i := range ready {
			keep[i] = m.blocker(app, &ready[i], ready) == "" && m.inTurn(app, &ready[i], ready)
		}
		if !slices.Contains(keep, false) {
			return ready, blockedOps(m.ops[app], ready)
		}
		var next []Op
		for i := range ready {
			if keep[i] {
				next = append(next, ready[i])
			}
		}
		ready = next
	}
}

// inTurn reports whether all earlier operations on the same model are together
// with this one.
func (m *maker) inTurn(app string, op *Op, together []Op) bool {
	for i := range m.ops[app] {
		earlier := &m.ops[app][i]
		switch {
		case earlier.sameAs(op):
			return true
		case earlier.Model != op.Model && earlier.To != op.Model:
		case !slices.ContainsFunc(together, func(p Op) bool { return p.sameAs(earlier) }):
			return false
		}
	}
	return true
}

// blockedOps lists the operations that are not among the ready ones, in order.
func blockedOps(all, ready []Op) []Op {
	var blocked []Op
	for i := range all {
		if !slices.ContainsFunc(ready, func(op Op) bool { return op.sameAs(&all[i]) }) {
			blocked = append(blocked, all[i])
		}
	}
	return blocked
}

// sameAs compares by what an operation is about, which no two of an app share.
func (o *Op) sameAs(p *Op) bool {
	return o.Kind == p.Kind && o.Model == p.Model && o.part() == p.part()
}

// part is the field, index or check that an operation is about.
func (o *Op) part() string {
	switch {
	case o.Field != nil:
		return o.Field.Name
	case o.Index != nil:
		return o.Index.Name
	case o.Check != nil:
		return o.Check.Name
	}
	return o.Name
}

// blocker names what an operation waits for, given those in the same file; it
// is empty if there is nothing.
func (m *maker) blocker(app string, op *Op, together []Op) string {
	for _, to := range op.references() {
		if m.home[to] == nil && !makes(app, together, to) {
			return to
		}
	}
	if op.Kind == DeleteModel {
		return m.pointer(app, op.Model, together)
	}
	if op.Kind != CreateModel && m.home[app+"."+op.Model] == nil && !makes(app, together, app+"."+op.Model) {
		return app + "." + op.Model // it is renamed or created by an operation that waits
	}
	return ""
}

// makes reports whether operations of an app give a model its key.
func makes(app string, ops []Op, key string) bool {
	return slices.ContainsFunc(ops, func(op Op) bool {
		return op.Kind == CreateModel && app+"."+op.Model == key || op.Kind == RenameModel && app+"."+op.To == key
	})
}

// pointer names a field of another model that still points at one that is to go.
func (m *maker) pointer(app, model string, together []Op) string {
	for _, other := range m.apps() {
		for _, op := range m.ops[other] {
			if other == app && slices.ContainsFunc(together, func(p Op) bool { return p.sameAs(&op) }) {
				continue
			}
			if field := m.releases(other, &op, app+"."+model); field != "" {
				return field
			}
		}
	}
	return ""
}

func (m *maker) apps() []string {
	var apps []string
	for _, model := range m.state.Models() {
		if !slices.Contains(apps, model.App) {
			apps = append(apps, model.App)
		}
	}
	return apps
}

// releases names the field with which an operation stops pointing at a model.
func (m *maker) releases(app string, op *Op, key string) string {
	model := m.state.models[app+"."+op.Model]
	if model == nil {
		return ""
	}
	for _, f := range model.Fields {
		if f.Type != ForeignKey || f.To != key {
			continue
		}
		named := (op.Kind == RemoveField || op.Kind == AlterField) && op.part() == f.Name
		if named || op.Kind == DeleteModel && !m.removes(app, op.Model, f.Name) {
			return model.Key() + "." + f.Name
		}
	}
	return ""
}

// removes reports whether a field of a model that is to go was taken out of it
// beforehand.
func (m *maker) removes(app, model, field string) bool {
	for _, f := range m.files {
		if f.App == app && slices.ContainsFunc(f.Ops, func(op Op) bool {
			return op.Kind == RemoveField && op.Model == model && op.Name == field
		}) {
			return true
		}
	}
	return false
}

func (m *maker) blockedError(apps []string) error {
	var waits []string
	for _, app := range apps {
		for i := range m.ops[app] {
			op := &m.ops[app][i]
			if what := m.blocker(app, op, m.ops[app]); what != "" {
				waits = append(waits, fmt.Sprintf("%s.%s needs %s", app, op.Model, what))
			}
		}
	}
	return fmt.Errorf("migrate: no migration creates what these models need: %s; declare the missing models, or make the change in two steps", strings.Join(waits, ", "))
}
