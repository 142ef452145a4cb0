package migrate

import (
	"cmp"
	"fmt"
	"slices"
)

// sameTables returns the first difference between the tables of an app in two
// states of any line of history. An empty app compares all. The order of indexes
// and checks is no difference.
func sameTables(app string, want, got *State) error {
	return tablesDiffer(app, want, got, true)
}

// likeTables is sameTables but for the order of columns.
func likeTables(app string, want, got *State) error {
	return tablesDiffer(app, want, got, false)
}

func tablesDiffer(app string, want, got *State, order bool) error {
	for _, m := range got.Models() {
		if (app == "" || m.App == app) && want.models[m.Key()] == nil {
			return fmt.Errorf("there is a table of %s more", m.Key())
		}
	}
	for _, m := range want.Models() {
		if app != "" && m.App != app {
			continue
		}
		other := got.models[m.Key()]
		if other == nil {
			return fmt.Errorf("there is no table of %s", m.Key())
		}
		if what := m.differs(other, order); what != "" {
			return fmt.Errorf("%s differs in %s", m.Key(), what)
		}
	}
	return nil
}

// differs names the first difference of two models.
func (m *Model) differs(other *Model, order bool) string {
	switch {
	case m.Table != other.Table:
		return fmt.Sprintf("its table: %s and %s", m.Table, other.Table)
	case m.Auto != other.Auto:
		return "the collection it is for"
	case len(m.Fields) != len(other.Fields):
		return fmt.Sprintf("the number of its fields: %d and %d", len(m.Fields), len(other.Fields))
	}
	for i, f := range m.Fields {
		g := other.Field(f.Name)
		if order {
			g = &other.Fields[i]
		}
		if g == nil || !f.equal(*g) || f.used() != g.used() {
			return "the field " + f.Name
		}
	}
	byName := func(a, b Index) int { return cmp.Compare(a.Name, b.Name) }
	if !slices.EqualFunc(slices.SortedFunc(slices.Values(m.Indexes), byName), slices.SortedFunc(slices.Values(other.Indexes), byName),
		func(a, b Index) bool { return a.Name == b.Name && a.covers(b) }) {
		return "its indexes"
	}
	checks := func(a, b Check) int { return cmp.Compare(a.Name, b.Name) }
	if !slices.Equal(slices.SortedFunc(slices.Values(m.Checks), checks), slices.SortedFunc(slices.Values(other.Checks), checks)) {
		return "its checks"
	}
	return ""
}
