package inspect

import (
	"fmt"
	"slices"
	"strings"
)

// indexes puts the indexes of a table into the tags of fields and into Meta. It
// returns those that neither can say. An index that another one makes needless
// goes without a word, as does that of a relation, which gofw makes by itself.
func (p *plan) indexes(m *model, columns []*column) (more []string) {
	byName := map[string]*column{}
	for _, c := range columns {
		byName[c.Name] = c
	}
	var common, unique [][]string
	for _, x := range m.table.Indexes {
		what := map[bool]string{false: "the index ", true: "the unique index "}[x.Unique] + x.Name
		if x.Special != "" {
			more = append(more, what+": "+x.Special)
			continue
		}
		var fields []string
		for _, part := range x.Columns {
			if c := byName[part.Name]; c != nil && c.name != "" {
				fields = append(fields, c.name)
			}
		}
		if len(fields) < len(x.Columns) || len(fields) == 0 {
			more = append(more, what+" over "+columnList(x)+", not all of which are fields")
			continue
		}
		one := byName[x.Columns[0].Name]
		tagged := len(fields) == 1 && !(m.Embed && slices.Contains(embedded, one.Name))
		switch {
		case len(fields) == 1 && one.key:
		case tagged && x.Unique:
			one.unique = true
		case tagged:
			one.index = one.relation == ""
		case x.Unique:
			unique = addSet(unique, fields)
		default:
			if mixed(x) {
				for i := range fields {
					if x.Columns[i].Desc {
						fields[i] = "-" + fields[i]
					}
				}
			}
			common = addSet(common, fields)
		}
	}
	for _, set := range common {
		if !slices.ContainsFunc(unique, func(u []string) bool { return slices.Equal(u, set) }) {
			m.Meta.Indexes = append(m.Meta.Indexes, set)
		}
	}
	m.Meta.Unique = unique
	return more
}

func addSet(sets [][]string, set []string) [][]string {
	if slices.ContainsFunc(sets, func(other []string) bool { return slices.Equal(other, set) }) {
		return sets
	}
	return append(sets, set)
}

// mixed reports whether an index runs forwards in some columns and backwards in
// others. One that runs backwards in all is read from its end.
func mixed(x Index) bool {
	return slices.ContainsFunc(x.Columns, func(c IndexColumn) bool { return c.Desc != x.Columns[0].Desc })
}

func columnList(x Index) string {
	names := make([]string, len(x.Columns))
	for i, c := range x.Columns {
		names[i] = c.Name
		if c.Desc {
			names[i] = fmt.Sprintf("%s DESC", c.Name)
		}
	}
	return strings.Join(names, ", ")
}
