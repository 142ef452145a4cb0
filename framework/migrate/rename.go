package migrate

import (
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// renameModels asks about models that look like one that is gone. A model that
// only moves to another table is renamed to its own name.
func (d *detector) renameModels(app string) error {
	for _, m := range d.want(app) {
		old := d.editor.state.models[m.Key()]
		if old != nil {
			if old.Table != m.Table && m.Auto == "" {
				if err := d.do(app, Op{Kind: RenameModel, Model: m.Name, To: m.Name, Table: m.Table}); err != nil {
					return err
				}
			}
			continue
		}
		if m.Auto != "" {
			continue
		}
		for _, old := range d.gone(app) {
			if old.Auto != "" || !alike(old, m) {
				continue
			}
			yes, err := d.ask.Renamed(old.Key(), m.Key())
			if err != nil {
				return err
			}
			if yes {
				if err := d.do(app, Op{Kind: RenameModel, Model: old.Name, To: m.Name, Table: m.Table}); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// gone lists the models of an app that are not declared any more.
func (d *detector) gone(app string) []*Model {
	return slices.DeleteFunc(d.have(app), func(m *Model) bool { return d.declared.models[m.Key()] != nil })
}

// alike reports whether one model may be the other under a new name: at least
// half of the fields that either has, keys and times aside, are in both.
func alike(old, new *Model) bool {
	type field struct {
		name string
		kind schema.Kind
	}
	count := map[field]int{}
	for _, m := range []*Model{old, new} {
		for _, f := range m.Fields {
			if !f.PK && f.Name != "created_at" && f.Name != "updated_at" {
				count[field{f.Name, f.Type}]++
			}
		}
	}
	both := 0
	for _, n := range count {
		if n == 2 {
			both++
		}
	}
	return 2*both >= len(count)
}

// renameJoins follows with the join tables, without asking: what belongs to a
// collection is known by its table or by the collection's name.
func (d *detector) renameJoins(app string) error {
	for _, m := range d.want(app) {
		if m.Auto == "" {
			continue
		}
		old := d.joinOf(m)
		if old == nil || old.Key() == m.Key() && old.Table == m.Table && old.Auto == m.Auto {
			continue
		}
		op := Op{Kind: RenameModel, Model: old.Name, To: m.Name, Table: m.Table}
		if old.Auto != m.Auto {
			op.Auto = m.Auto
		}
		if err := d.do(app, op); err != nil {
			return err
		}
	}
	return nil
}

// joinOf finds the join table that a declared one was so far.
func (d *detector) joinOf(m *Model) *Model {
	if old := d.editor.state.models[m.Key()]; old != nil {
		return old
	}
	gone := slices.DeleteFunc(d.gone(m.App), func(old *Model) bool { return old.Auto == "" || !sameTargets(old, m) })
	for _, old := range gone {
		if old.Table == m.Table || old.Auto == m.Auto {
			return old
		}
	}
	return nil
}

// sameTargets reports whether two join tables join the same models.
func sameTargets(x, y *Model) bool {
	targets := func(m *Model) []string {
		var keys []string
		for _, f := range m.Fields {
			if f.Type == ForeignKey {
				keys = append(keys, f.To)
			}
		}
		slices.Sort(keys)
		return keys
	}
	return slices.Equal(targets(x), targets(y))
}

// renameFields asks about fields that look like one that is gone, those that
// are equal but for the name first. In a join table there is nothing to ask.
func (d *detector) renameFields(app string) error {
	for _, m := range d.want(app) {
		if d.editor.state.models[m.Key()] == nil {
			continue
		}
		for _, f := range m.Fields {
			if err := d.renameField(m, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *detector) renameField(m *Model, f Field) error {
	old := d.editor.state.models[m.Key()]
	if old.find(f.Name) >= 0 {
		return nil
	}
	for _, candidate := range candidates(old, m, f) {
		yes := m.Auto != ""
		if !yes {
			var err error
			if yes, err = d.ask.Renamed(m.Key()+"."+candidate.Name, m.Key()+"."+f.Name); err != nil {
				return err
			}
		}
		if yes {
			return d.do(m.App, Op{Kind: RenameField, Model: m.Name, Name: candidate.Name, To: f.Name})
		}
	}
	return nil
}

// candidates lists the fields that a new one may have been called before.
func candidates(old, m *Model, f Field) []Field {
	var list []Field
	for _, g := range old.Fields {
		if m.find(g.Name) < 0 && g.Type == f.Type && g.To == f.To && g.PK == f.PK {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b Field) int { return distance(a, f) - distance(b, f) })
	return list
}

// distance is 0 for fields that differ by their names only.
func distance(g, f Field) int {
	g.Name, g.Column, f.Column = f.Name, "", ""
	if g.same(f) {
		return 0
	}
	return 1
}
