package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// difference pairs the models of two states by identity.
type difference struct {
	before, after *State
	created       []*Model // in order of creation
	dropped       []*Model // newest first
	kept          []pair   // those that may differ, in order of creation
}

// pair is one model before and after.
type pair struct{ old, new *Model }

func compare(before, after *State) difference {
	d := difference{before: before, after: after}
	had, has := before.byID(), after.byID()
	for _, m := range after.Models() {
		old := had[m.id]
		switch {
		case old == nil:
			d.created = append(d.created, m)
		case old != m || d.keysChanged(m):
			d.kept = append(d.kept, pair{old, m})
		}
	}
	for _, key := range slices.Backward(before.order) {
		if m := before.models[key]; has[m.id] == nil {
			d.dropped = append(d.dropped, m)
		}
	}
	return d
}

// keysChanged reports whether a foreign key of a model, which is the same in
// both states, points at another column or holds values of another type now,
// because the key changed that it points at.
func (d *difference) keysChanged(m *Model) bool {
	return slices.ContainsFunc(m.Fields, func(f Field) bool {
		if f.Type != ForeignKey {
			return false
		}
		old, new := d.before.stored(f), d.after.stored(f)
		return old.Type != new.Type || old.Size != new.Size || old.Scale != new.Scale || !d.sameKey(f, f)
	})
}

// sameTarget reports whether two foreign keys point at the same model, renamed
// or not, and do the same when it is deleted.
func (d *difference) sameTarget(old, new Field) bool {
	if old.Type != ForeignKey || new.Type != ForeignKey {
		return old.Type == new.Type
	}
	return d.before.models[old.To].id == d.after.models[new.To].id && d.sameKey(old, new) &&
		old.deletes() == new.deletes() && old.names.constraint == new.names.constraint
}

// sameKey reports whether the models that two foreign keys point at have the
// same field as their key.
func (d *difference) sameKey(old, new Field) bool {
	return d.before.models[old.To].key().id == d.after.models[new.To].key().id
}

// sameChecks reports whether two versions of a model have the same checks,
// again by identity.
func sameChecks(x, y *Model) bool {
	return slices.Equal(checkKeys(x), checkKeys(y))
}

func checkKeys(m *Model) []string {
	keys := make([]string, len(m.Checks))
	for i, c := range m.Checks {
		keys[i] = checkKey(m, c)
	}
	slices.Sort(keys)
	return keys
}

func checkKey(m *Model, c Check) string {
	return c.Name + " " + expand(c.Expr, func(field string) string { return fmt.Sprint(m.Field(field).id) })
}

// rename is one name that becomes another.
type rename struct{ from, to string }

// orderRenames puts renames in an order in which no name is taken twice. Where
// they form a circle, one goes through a parked name. Names differ by more
// than their case.
func orderRenames(wanted []rename) []rename {
	var steps []rename
	for parked := 0; len(wanted) > 0; {
		i := slices.IndexFunc(wanted, func(r rename) bool {
			return !slices.ContainsFunc(wanted, func(other rename) bool { return strings.EqualFold(other.from, r.to) })
		})
		if i < 0 {
			parked++
			name := fmt.Sprintf("gofw_parked_%d", parked)
			steps = append(steps, rename{wanted[0].from, name})
			wanted[0].from = name
			continue
		}
		steps = append(steps, wanted[i])
		wanted = slices.Delete(wanted, i, i+1)
	}
	return steps
}
