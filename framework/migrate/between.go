package migrate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// between returns the operations of an app that lead from one state to a later
// one of the same line of history. Models and fields are paired by identity, so
// what was renamed is renamed. Fill has values for rows that exist.
func between(app string, before, after *State, fill Backfills) ([]Op, error) {
	d := &differ{app: app, before: before, after: after, fill: fill, editor: before.edit()}
	if err := d.run(); err != nil {
		return nil, err
	}
	if err := d.arrived(); err != nil {
		return nil, err
	}
	return d.ops, nil
}

// differ applies each operation to a copy of the earlier state.
type differ struct {
	app           string
	before, after *State
	fill          Backfills
	editor        *editor
	ops           []Op
}

func (d *differ) do(op Op) error {
	if err := d.editor.apply(d.app, &op); err != nil {
		return fmt.Errorf("%s of %s.%s: %w", op.Kind, d.app, op.Model, err)
	}
	d.ops = append(d.ops, op)
	return nil
}

// all does operations until one fails.
func (d *differ) all(ops ...Op) error {
	for _, op := range ops {
		if err := d.do(op); err != nil {
			return err
		}
	}
	return nil
}

func (d *differ) mine(s *State) []*Model {
	return slices.DeleteFunc(s.Models(), func(m *Model) bool { return m.App != d.app })
}

// run makes names free before they are taken.
func (d *differ) run() error {
	had, has := d.before.byID(), d.after.byID()
	var kept []pair
	var created []*Model
	for _, m := range d.mine(d.after) {
		if old := had[m.id]; old != nil {
			kept = append(kept, pair{old, m})
		} else {
			created = append(created, m)
		}
	}
	for _, p := range kept {
		if err := d.shrink(p); err != nil {
			return err
		}
	}
	for _, m := range slices.Backward(d.mine(d.before)) {
		if has[m.id] == nil {
			if err := d.do(Op{Kind: DeleteModel, Model: m.Name}); err != nil {
				return err
			}
		}
	}
	if err := d.all(d.renames(kept)...); err != nil {
		return err
	}
	for _, m := range created {
		if err := d.create(m); err != nil {
			return err
		}
	}
	for _, p := range kept {
		if err := d.grow(p.new); err != nil {
			return err
		}
	}
	return nil
}

// shrink takes away what a model does not have any more.
func (d *differ) shrink(p pair) error {
	has := checkKeys(p.new)
	for i, key := range checkKeysInOrder(p.old) {
		if !slices.Contains(has, key) {
			if err := d.do(Op{Kind: RemoveCheck, Model: p.old.Name, Name: p.old.Checks[i].Name}); err != nil {
				return err
			}
		}
	}
	for _, x := range p.old.Indexes {
		same := func(y Index) bool { return p.old.tableIndex(x).same(p.new.tableIndex(y)) }
		if !slices.ContainsFunc(p.new.Indexes, same) {
			if err := d.do(Op{Kind: RemoveIndex, Model: p.old.Name, Name: x.Name}); err != nil {
				return err
			}
		}
	}
	fields := slices.Clone(p.old.Fields)
	slices.SortStableFunc(fields, func(f, g Field) int { return strings.Compare(g.Generated, f.Generated) }) // worked-out ones first
	for _, f := range fields {
		if p.new.byID(f.id) == nil {
			if err := d.do(d.filled(Op{Kind: RemoveField, Model: p.old.Name, Name: f.Name}, f)); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkKeysInOrder is like checkKeys, in the order of the checks.
func checkKeysInOrder(m *Model) []string {
	keys := make([]string, len(m.Checks))
	for i := range m.Checks {
		one := *m
		one.Checks = m.Checks[i : i+1]
		keys[i] = checkKeys(&one)[0]
	}
	return keys
}

// filled adds the value that rows got which existed when it was needed.
func (d *differ) filled(op Op, f Field) Op {
	if value, ok := d.fill[f.id]; ok && f.Accepts(value) == nil {
		op.Backfill = &value
	}
	return op
}

// renames gives models and fields their later names.
func (d *differ) renames(kept []pair) []Op {
	var models []rename
	var ops []Op
	tables := map[string]string{}
	for _, p := range kept {
		tables[p.new.Name] = p.new.Table
		if p.old.Name != p.new.Name {
			models = append(models, rename{p.old.Name, p.new.Name})
		} else if p.old.Table != p.new.Table || p.old.Auto != p.new.Auto {
			ops = append(ops, d.renameModel(p.old.Name, p.new.Name, p.new.Table))
		}
	}
	for _, r := range orderRenames(models) {
		table := tables[r.to]
		if table == "" {
			table = r.to // parked
		}
		ops = append(ops, d.renameModel(r.from, r.to, table))
	}
	for i := range ops {
		if m := d.after.models[d.app+"."+ops[i].To]; m != nil {
			ops[i].Auto = m.Auto
		}
	}
	for _, p := range kept {
		var fields []rename
		for _, f := range p.old.Fields {
			if g := p.new.byID(f.id); g != nil && g.Name != f.Name {
				fields = append(fields, rename{f.Name, g.Name})
			}
		}
		for _, r := range orderRenames(fields) {
			ops = append(ops, Op{Kind: RenameField, Model: p.new.Name, Name: r.from, To: r.to})
		}
	}
	return ops
}

func (d *differ) renameModel(from, to, table string) Op {
	op := Op{Kind: RenameModel, Model: from, To: to}
	if table != tableOf(d.app, to) {
		op.Table = table
	}
	return op
}

// create makes a whole table.
func (d *differ) create(m *Model) error {
	op := Op{Kind: CreateModel, Model: m.Name, Table: m.Table, Auto: m.Auto, Indexes: m.Indexes, Checks: m.Checks}
	for _, f := range m.Fields {
		op.Fields = append(op.Fields, f.declared())
	}
	trial := d.editor.state.edit()
	if err := trial.apply(d.app, &op); err != nil {
		return err
	}
	for i, f := range trial.state.models[m.Key()].Fields {
		if f.used() != m.Fields[i].used() {
			op.Fields[i].Names = m.Fields[i].used()
		}
	}
	return d.do(op)
}

// grow changes and adds what a model has.
func (d *differ) grow(m *Model) error {
	now := d.editor.state.models[m.Key()]
	for _, adding := range []bool{false, true} {
		for _, f := range m.Fields {
			was := now.Field(f.Name)
			if adding != (was == nil) || was != nil && was.equal(f) {
				continue
			}
			if err := d.growField(m, f, adding); err != nil {
				return err
			}
		}
	}
	now = d.editor.state.models[m.Key()]
	for _, x := range m.Indexes {
		if !slices.ContainsFunc(now.Indexes, func(y Index) bool { return x.Name == y.Name }) {
			if err := d.do(Op{Kind: AddIndex, Model: m.Name, Index: &x}); err != nil {
				return err
			}
		}
	}
	for _, c := range m.Checks {
		if !slices.ContainsFunc(now.Checks, func(other Check) bool { return c.Name == other.Name }) {
			if err := d.do(Op{Kind: AddCheck, Model: m.Name, Check: &c}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *differ) growField(m *Model, f Field, adding bool) error {
	op := Op{Kind: AlterField, Model: m.Name, Field: new(f.declared())}
	if adding {
		op.Kind = AddField
	}
	op = d.filled(op, f)
	trial := d.editor.state.edit()
	if err := trial.apply(d.app, &op); err != nil {
		return err
	}
	if trial.state.models[m.Key()].Field(f.Name).used() != f.used() {
		op.Field.Names = f.used()
	}
	return d.do(op)
}

// equal reports whether two fields of one name are the same column.
func (f Field) equal(g Field) bool {
	defaults := sameText(f.Default, g.Default)
	f, g = f.declared(), g.declared()
	f.Default, g.Default = nil, nil
	return defaults && f == g
}

// arrived reports whether the operations lead where they should.
func (d *differ) arrived() error {
	if err := sameTables(d.app, d.after, d.editor.state); err != nil {
		return err
	}
	for _, m := range d.mine(d.after) {
		got := d.editor.state.models[m.Key()]
		same := pairs(m.id, got.id, d.before.last)
		for i, f := range m.Fields {
			same = same && pairs(f.id, got.Fields[i].id, d.before.last)
		}
		if !same {
			return errors.New(m.Key() + " is not paired with what it was")
		}
	}
	return nil
}

// pairs reports whether two identities are the same, or both newer than a state.
func pairs(a, b, last Identity) bool { return a == b || a > last && b > last }
