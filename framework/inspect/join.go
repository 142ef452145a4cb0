package inspect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/schema"
	"github.com/jinzhu/inflection"
)

// join is a table that is a many2many field.
type join struct {
	table *Table
	owner *model
	name  string // of the field, if it is free
	typ   string // of the rows at the other end
	tag   string // what it says beside the table, where the columns are not called as gofw would
	note  string
}

// field is the field, after those of the owner's columns.
func (j *join) field() field {
	f := field{Name: j.owner.names.take(j.name, "List"), Type: "[]" + j.typ, Tag: quoteTag("many2many:" + j.table.Name + j.tag)}
	if j.note != "" {
		f.Comment = []string{j.note}
	}
	return f
}

// joins reports whether a table consists of two foreign keys, with or without a
// key of its own.
func joins(t *Table) bool {
	ends := joinEnds(t)
	if t.View != "" || len(ends) != 2 || odd(t.Name) != "" {
		return false
	}
	both := []string{ends[0].Columns[0], ends[1].Columns[0]}
	if both[0] == both[1] {
		return false
	}
	for _, c := range t.Columns {
		own := len(t.PrimaryKey) == 1 && c.Name == t.PrimaryKey[0] && c.Auto
		if !own && (!slices.Contains(both, c.Name) || c.Null) {
			return false
		}
	}
	slices.Sort(both)
	key := slices.Sorted(slices.Values(t.PrimaryKey))
	return len(key) == 1 && !slices.Contains(both, key[0]) || slices.Equal(key, both) || len(key) == 0 && joinsOnce(t)
}

func joinEnds(t *Table) []*ForeignKey {
	var ends []*ForeignKey
	for i := range t.Foreign {
		ends = append(ends, &t.Foreign[i])
		if len(t.Foreign[i].Columns) != 1 {
			return nil
		}
	}
	// In the order of the columns: the owner comes first.
	slices.SortStableFunc(ends, func(a, b *ForeignKey) int {
		position := func(f *ForeignKey) int {
			return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == f.Columns[0] })
		}
		return position(a) - position(b)
	})
	return ends
}

// joinsOnce reports whether no pair of rows can be joined twice.
func joinsOnce(t *Table) bool {
	if len(t.PrimaryKey) == 2 {
		return true
	}
	return slices.ContainsFunc(t.Indexes, func(x Index) bool { return x.Unique && x.Special == "" && len(x.Columns) == 2 })
}

// join makes a table a field of one of the two models, or says why not.
func (p *plan) join(t *Table) (*join, string) {
	ends := joinEnds(t)
	types := [2]string{}
	for i, f := range ends {
		typ, why := p.target(t, f)
		if why != "" {
			return nil, "one end is " + commented(f.Table) + ", " + why
		}
		types[i] = typ
	}
	order := []int{0, 1}
	if owned(t.Name, ends[1].Table) && !owned(t.Name, ends[0].Table) || p.byTable[ends[0].Table] == nil {
		order = []int{1, 0}
	}
	var expected string
	for _, near := range order {
		owner := p.byTable[ends[near].Table]
		if owner == nil {
			continue
		}
		j, problem := p.joinFrom(t, owner, ends, types, near)
		if j != nil {
			return j, ""
		}
		expected = cmp.Or(expected, problem)
	}
	return nil, expected
}

// owned reports whether a join table is called after a table, as in blog_post_tags.
func owned(join, table string) bool { return strings.HasPrefix(join, table+"_") }

// joinFrom makes the field. Where the columns are called otherwise than gofw would
// call them, it names them; a name that no field gives is the reason why not.
func (p *plan) joinFrom(t *Table, owner *model, ends []*ForeignKey, types [2]string, near int) (*join, string) {
	far := 1 - near
	name := inflection.Plural(types[far])
	if rest, ok := strings.CutPrefix(t.Name, owner.table.Name+"_"); ok && len(words(rest)) > 0 {
		name = camel(words(rest), "Field")
	}
	wantNear, wantFar := schema.ColumnName(owner.Name)+"_id", schema.ColumnName(types[far])+"_id"
	self := wantNear == wantFar
	if self {
		wantFar = schema.ColumnName(strings.TrimSuffix(name, "s")) + "_id"
	}
	tag := ""
	if ends[near].Columns[0] != wantNear || ends[far].Columns[0] != wantFar || self && !p.keepsName(owner, name) {
		nearField, farField := camel(words(ends[near].Columns[0]), "Field"), camel(words(ends[far].Columns[0]), "Field")
		if schema.ColumnName(nearField) != ends[near].Columns[0] || schema.ColumnName(farField) != ends[far].Columns[0] {
			return nil, "no fields give the names of its columns"
		}
		tag = ";joinForeignKey:" + nearField + ";joinReferences:" + farField
	}
	j := &join{table: t, owner: owner, name: name, typ: p.qualified(ends[far], types[far]), tag: tag}
	if !joinsOnce(t) {
		j.note = "The table " + t.Name + " may hold a pair twice."
	}
	return j, ""
}

// keepsName reports whether a field gets its name: between rows of one table,
// gofw derives a column from it.
func (p *plan) keepsName(m *model, name string) bool {
	if m.names[name] || slices.ContainsFunc(p.joins, func(j *join) bool { return j.owner == m && j.name == name }) {
		return false
	}
	return !slices.ContainsFunc(m.table.Columns, func(c Column) bool {
		list := words(c.Name)
		return camel(list, "Field") == name || camel(withoutID(list), "Field") == name
	})
}
