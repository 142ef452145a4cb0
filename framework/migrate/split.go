package migrate

import (
	"slices"
	"strings"
)

// splitCreates takes the foreign keys that wait for other apps out of new tables.
func (m *maker) splitCreates(app string) []Op {
	var ops []Op
	for _, op := range m.ops[app] {
		if op.Kind == CreateModel {
			ops = append(ops, m.splitCreate(app, op)...)
			continue
		}
		ops = append(ops, op)
	}
	return ops
}

// splitDeletes takes the foreign keys to other apps out of the first table that
// is to go and has any.
func (m *maker) splitDeletes(apps []string) bool {
	for _, app := range apps {
		for i, op := range m.ops[app] {
			if op.Kind != DeleteModel {
				continue
			}
			if parts := m.splitDelete(app, op); len(parts) > 1 {
				m.ops[app] = slices.Concat(m.ops[app][:i], parts, m.ops[app][i+1:])
				return true
			}
		}
	}
	return false
}

// splitCreate turns a new table into one without the foreign keys that wait,
// and what adds them later.
func (m *maker) splitCreate(app string, op Op) []Op {
	table := op
	table.Fields, table.Indexes, table.Checks = nil, nil, nil
	var later []Op
	var out []string
	for _, f := range op.Fields {
		if f.Type == ForeignKey && !f.PK && !strings.HasPrefix(f.To, app+".") && m.home[f.To] == nil {
			later = append(later, Op{Kind: AddField, Model: op.Model, Field: &f})
			out = append(out, f.Name)
			continue
		}
		table.Fields = append(table.Fields, f)
	}
	for _, x := range op.Indexes {
		if slices.ContainsFunc(x.names(), func(name string) bool { return slices.Contains(out, name) }) {
			later = append(later, Op{Kind: AddIndex, Model: op.Model, Index: &x})
			continue
		}
		table.Indexes = append(table.Indexes, x)
	}
	for _, c := range op.Checks {
		if slices.ContainsFunc(out, func(name string) bool { return strings.Contains(c.Expr, "{"+name+"}") }) {
			later = append(later, Op{Kind: AddCheck, Model: op.Model, Check: &c})
			continue
		}
		table.Checks = append(table.Checks, c)
	}
	return append([]Op{table}, later...)
}

// splitDelete takes foreign keys to other apps out of a table before it goes.
func (m *maker) splitDelete(app string, op Op) []Op {
	model := m.state.models[app+"."+op.Model]
	if model == nil {
		return nil
	}
	var parts []Op
	for _, x := range model.Indexes {
		if !m.done(app, Op{Kind: RemoveIndex, Model: op.Model, Name: x.Name}) {
			parts = append(parts, Op{Kind: RemoveIndex, Model: op.Model, Name: x.Name})
		}
	}
	for _, f := range model.Fields {
		remove := Op{Kind: RemoveField, Model: op.Model, Name: f.Name}
		if f.Type == ForeignKey && !f.PK && !strings.HasPrefix(f.To, app+".") && !m.done(app, remove) {
			parts = append(parts, remove)
		}
	}
	return append(parts, op)
}

// done reports whether an operation is in a file or waits to be.
func (m *maker) done(app string, op Op) bool {
	same := func(p Op) bool { return p.sameAs(&op) }
	return slices.ContainsFunc(m.ops[app], same) ||
		slices.ContainsFunc(m.files, func(f *File) bool { return f.App == app && slices.ContainsFunc(f.Ops, same) })
}
