package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

// Detect returns the operations of one app that lead from a state to the
// declared one. It asks where a rename cannot be told from a removal and an
// addition, and where existing rows need a value. Afterwards a second detection
// finds nothing.
func Detect(app string, from, declared *State, ask Asker) ([]Op, error) {
	d := newDetector(from, declared, ask)
	if err := d.detect([]string{app}); err != nil {
		return nil, err
	}
	return d.ops[app], nil
}

// detector applies each operation it finds to a copy of the state, so that what
// follows sees the renames before it.
type detector struct {
	editor   *editor
	declared *State
	ask      Asker
	ops      map[string][]Op // by app
	renamed  *State          // with models and fields renamed and nothing else done
}

func newDetector(from, declared *State, ask Asker) *detector {
	return &detector{editor: from.edit(), declared: declared, ask: ask, ops: map[string][]Op{}}
}

// detect finds the operations of some apps. Renames come first in all of them,
// because foreign keys of other apps follow them. Then names become free before
// they are taken.
func (d *detector) detect(apps []string) error {
	if err := each(apps, d.renameModels, d.renameJoins, d.renameFields); err != nil {
		return err
	}
	d.renamed = d.editor.snapshot()
	return each(apps, d.shrink, d.deleteModels, d.createModels, d.grow)
}

// each takes all apps through one phase after another.
func each(apps []string, phases ...func(app string) error) error {
	for _, phase := range phases {
		for _, app := range apps {
			if err := phase(app); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *detector) do(app string, op Op) error {
	if err := d.editor.apply(app, &op); err != nil {
		return fmt.Errorf("migrate: %s of %s.%s: %w", op.Kind, app, op.Model, err)
	}
	d.ops[app] = append(d.ops[app], op)
	return nil
}

// have lists the models of an app as they are now.
func (d *detector) have(app string) []*Model {
	return slices.DeleteFunc(d.editor.state.Models(), func(m *Model) bool { return m.App != app })
}

// want lists the models of an app as declared.
func (d *detector) want(app string) []*Model {
	return slices.DeleteFunc(d.declared.Models(), func(m *Model) bool { return m.App != app })
}

// shrink takes away what is in the way of changes.
func (d *detector) shrink(app string) error {
	for _, m := range d.want(app) {
		if d.editor.state.models[m.Key()] == nil {
			continue
		}
		if err := d.removeParts(m, d.editor.state.models[m.Key()]); err != nil {
			return err
		}
	}
	return nil
}

// covers compares checks by what they demand. Those of models keep their names
// when the table is renamed, which is no difference.
func (c Check) covers(other Check) bool {
	return c.Expr == other.Expr && (c.Name == other.Name || !c.byHand() && !other.byHand())
}

// byHand reports whether a migration added the check without a model that asked.
func (c Check) byHand() bool { return !strings.HasSuffix(c.Name, declaredCheck) }

// freeCheck returns a name that no other check has, ending as it did.
func (e *editor) freeCheck(wanted string) string {
	base, declared := strings.CutSuffix(wanted, declaredCheck)
	if !declared {
		return e.free(wanted)
	}
	name := wanted
	for n := 2; e.owner(name) != nil; n++ {
		name = fmt.Sprintf("%s_%d%s", base[:min(len(base), longestName-8)], n, declaredCheck)
	}
	return name
}

// holds reports whether a model has all fields that a check speaks of.
func (m *Model) holds(c Check) bool {
	for _, match := range placeholder.FindAllStringSubmatch(c.Expr, -1) {
		if m.find(match[1]) < 0 {
			return false
		}
	}
	return true
}

func (d *detector) removeParts(m, old *Model) error {
	for _, c := range old.Checks {
		if !slices.ContainsFunc(m.Checks, c.covers) && !(d.declared.ofModels && c.byHand() && m.holds(c)) {
			if err := d.do(m.App, Op{Kind: RemoveCheck, Model: m.Name, Name: c.Name}); err != nil {
				return err
			}
		}
	}
	for _, x := range old.Indexes {
		if !slices.ContainsFunc(m.Indexes, x.covers) {
			if err := d.do(m.App, Op{Kind: RemoveIndex, Model: m.Name, Name: x.Name}); err != nil {
				return err
			}
		}
	}
	return d.removeFields(m, old, func(f Field) bool { return !source(m, old, f) })
}

// source reports whether a field that stays is worked out from this one so far.
func source(m, old *Model, f Field) bool {
	return slices.ContainsFunc(old.Fields, func(g Field) bool {
		return m.find(g.Name) >= 0 && strings.Contains(g.Generated, "{"+f.Name+"}")
	})
}

// removeFields removes fields that are not declared any more, if they are due.
func (d *detector) removeFields(m, old *Model, due func(Field) bool) error {
	leave := slices.Clone(old.Fields)
	slices.SortStableFunc(leave, func(f, g Field) int { return strings.Compare(g.Generated, f.Generated) }) // those that are worked out from others first
	for _, f := range leave {
		if m.find(f.Name) >= 0 || !due(f) {
			continue
		}
		op := Op{Kind: RemoveField, Model: m.Name, Name: f.Name}
		if value, ok := f.zero(); ok && f.Generated == "" && !f.Nullable && f.Default == nil {
			op.Backfill = &value // going back needs one
		}
		if err := d.do(m.App, op); err != nil {
			return err
		}
	}
	return nil
}

func (d *detector) deleteModels(app string) error {
	for _, m := range slices.Backward(d.have(app)) {
		if slices.Contains(d.declared.unmanaged, m.Key()) {
			return fmt.Errorf("migrate: %s has a table that migrations made, and is Unmanaged now: they would have to drop it; leave the model managed, or remove it in one migration and declare it Unmanaged after that", m.Key())
		}
		if d.declared.models[m.Key()] == nil {
			if err := d.do(app, Op{Kind: DeleteModel, Model: m.Name}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *detector) createModels(app string) error {
	for _, m := range d.want(app) {
		if d.editor.state.models[m.Key()] != nil {
			continue
		}
		op := Op{Kind: CreateModel, Model: m.Name, Table: m.Table, Auto: m.Auto}
		for _, f := range m.Fields {
			op.Fields = append(op.Fields, f.declared())
		}
		for _, x := range m.Indexes {
			x.Name = d.editor.free(x.Name)
			op.Indexes = append(op.Indexes, x)
		}
		for _, c := range m.Checks {
			c.Name = d.editor.freeCheck(c.Name)
			op.Checks = append(op.Checks, c)
		}
		if err := d.do(app, op); err != nil {
			return err
		}
	}
	return nil
}

// declared is the field without what a state knows about it.
func (f Field) declared() Field {
	f.id, f.names, f.hint = 0, frozen{}, ""
	return f
}

// grow changes and adds fields, then indexes and checks.
func (d *detector) grow(app string) error {
	for _, m := range d.want(app) {
		old := d.editor.state.models[m.Key()]
		if err := d.growFields(m, old); err != nil {
			return err
		}
		old = d.editor.state.models[m.Key()]
		if err := d.removeFields(m, old, func(Field) bool { return true }); err != nil { // those that others were worked out from
			return err
		}
		old = d.editor.state.models[m.Key()]
		for _, x := range m.Indexes {
			if !slices.ContainsFunc(old.Indexes, x.covers) {
				x.Name = d.editor.free(x.Name)
				if err := d.do(app, Op{Kind: AddIndex, Model: m.Name, Index: &x}); err != nil {
					return err
				}
			}
		}
		for _, c := range m.Checks {
			if !slices.ContainsFunc(old.Checks, c.covers) {
				c.Name = d.editor.freeCheck(c.Name)
				if err := d.do(app, Op{Kind: AddCheck, Model: m.Name, Check: &c}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// growFields alters before it adds, and takes the key from one field before it
// gives it to another. What is worked out from others comes last.
func (d *detector) growFields(m, old *Model) error {
	fields := slices.Clone(m.Fields)
	slices.SortStableFunc(fields, func(a, b Field) int { return growOrder(old, a) - growOrder(old, b) })
	for _, f := range fields {
		op := Op{Kind: AddField, Model: m.Name, Field: new(f.declared())}
		was := old.Field(f.Name)
		if was != nil {
			if was.same(f) {
				continue
			}
			op.Kind = AlterField
		}
		if err := d.backfill(m, was, f, &op); err != nil {
			return err
		}
		if err := d.do(m.App, op); err != nil {
			return err
		}
	}
	return nil
}

func growOrder(old *Model, f Field) int {
	was := old.Field(f.Name)
	switch {
	case was != nil && was.PK && !f.PK:
		return 0
	case f.Generated != "":
		return 3
	case was != nil:
		return 1
	}
	return 2
}

// same compares two fields of the same name.
func (f Field) same(g Field) bool {
	return strings.EqualFold(f.ColumnName(), g.ColumnName()) && f.Type == g.Type && f.Size == g.Size && f.Scale == g.Scale && f.Generated == g.Generated &&
		f.Nullable == g.Nullable && f.PK == g.PK && f.Unique == g.Unique && sameText(f.Default, g.Default) &&
		f.To == g.To && (f.Type != ForeignKey || f.deletes() == g.deletes())
}

// backfill asks for a value where rows that exist would have none.
func (d *detector) backfill(m *Model, was *Field, f Field, op *Op) error {
	if f.Nullable || f.Default != nil || f.Generated != "" || f.Type == schema.BigAuto || was != nil && !was.Nullable {
		return nil
	}
	if f.hint != "" {
		op.Backfill = new(f.hint)
		return nil
	}
	name := m.Key() + "." + f.Name
	value, err := d.ask.Backfill(name, f.declared())
	if err != nil {
		return err
	}
	if err := f.Accepts(value); err != nil {
		return fmt.Errorf("migrate: existing rows of %s: %w", name, err)
	}
	op.Backfill = &value
	return nil
}
