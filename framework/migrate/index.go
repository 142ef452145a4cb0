package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// Index covers one or more fields, given by name: "title", or "-views" for
// descending order. An expression has its fields in braces: "lower({title})".
type Index struct {
	Name   string   `json:"name"`
	Fields []string `json:"fields"`
	Unique bool     `json:"unique,omitempty"`
	Where  string   `json:"where,omitempty"` // of the rows it covers, fields in braces; empty: all
}

// isExpression reports whether an entry of an index is more than a field.
func isExpression(entry string) bool { return strings.ContainsRune(entry, '{') }

// names lists the fields that the index speaks of.
func (x Index) names() []string {
	var names []string
	x.renamed(func(name string) string { names = append(names, name); return name })
	return names
}

// keys lists the fields that it is over, without those of its condition.
func (x Index) keys() []string {
	x.Where = ""
	return x.names()
}

// renamed is the index with its fields called otherwise.
func (x Index) renamed(to func(name string) string) Index {
	x.Fields = slices.Clone(x.Fields)
	for i, entry := range x.Fields {
		name, desc := strings.CutPrefix(entry, "-")
		switch {
		case isExpression(entry):
			x.Fields[i] = expand(entry, to)
		case desc:
			x.Fields[i] = "-" + to(name)
		default:
			x.Fields[i] = to(entry)
		}
	}
	x.Where = expand(x.Where, to)
	return x
}

// expand replaces the fields in braces of an expression, and keeps the braces.
func expand(text string, to func(name string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(s string) string { return "{" + to(strings.Trim(s, "{}")) + "}" })
}

// covers compares indexes by what they do. Their names stay as they were when
// the table is renamed, and are no difference.
func (x Index) covers(y Index) bool {
	return x.Unique == y.Unique && x.Where == y.Where && slices.Equal(x.Fields, y.Fields)
}

// columns writes the columns of an index of the model, names in quotes.
func (x Index) columns(m *Model, quote func(string) string) string {
	return strings.Join(x.parts(m, quote), ", ")
}

func (x Index) parts(m *Model, quote func(string) string) []string {
	column := func(name string) string { return quote(m.Field(name).ColumnName()) }
	parts := make([]string, len(x.Fields))
	for i, entry := range x.Fields {
		name, desc := strings.CutPrefix(entry, "-")
		switch {
		case isExpression(entry):
			parts[i] = "(" + fill(strings.TrimPrefix(entry, "-"), column) + ")"
		default:
			parts[i] = column(name)
		}
		if desc {
			parts[i] += " DESC"
		}
	}
	return parts
}

// condition writes which rows the index covers; empty for all.
func (x Index) condition(m *Model, quote func(string) string) string {
	return fill(x.Where, func(name string) string { return quote(m.Field(name).ColumnName()) })
}

// fill replaces the fields of an expression, braces and all.
func fill(text string, to func(name string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(s string) string { return to(strings.Trim(s, "{}")) })
}

func (e *editor) addIndex(m *Model, x Index) error {
	if owner := e.owner(x.Name); owner != nil {
		return fmt.Errorf("the name %s belongs to an index or constraint of %s already", x.Name, owner.Key())
	}
	if err := checkName("the name of the index", x.Name); err != nil {
		return err
	}
	if len(x.Fields) == 0 {
		return fmt.Errorf("the index %s has no fields", x.Name)
	}
	for _, name := range x.names() {
		if m.find(name) < 0 {
			return fmt.Errorf("the index %s names %q, which is not a field of %s; %s", x.Name, name, m.Key(), known(name, m.fieldNames()))
		}
	}
	for i, entry := range x.Fields {
		if slices.ContainsFunc(x.Fields[:i], func(other string) bool { return strings.TrimPrefix(other, "-") == strings.TrimPrefix(entry, "-") }) {
			return fmt.Errorf("the index %s names %q twice", x.Name, strings.TrimPrefix(entry, "-"))
		}
	}
	if x.Where != "" && !isExpression(x.Where) {
		return fmt.Errorf("the index %s has a condition without fields: put them in braces, as in \"{deleted_at} IS NULL\"", x.Name)
	}
	x.Fields = slices.Clone(x.Fields)
	m.Indexes = append(m.Indexes, x)
	return nil
}

// tableIndex is an index as the database has it, those of single fields included.
type tableIndex struct {
	Index
	model    *Model
	identity string // what it covers, with fields by their identity
}

func (m *Model) tableIndex(x Index) tableIndex {
	byID := x.renamed(func(name string) string { return fmt.Sprint(m.Field(name).id) })
	return tableIndex{x, m, fmt.Sprint(byID.Unique, byID.Fields, byID.Where)}
}

// indexes lists the indexes of a model in the order of their fields. A foreign
// key has one of its own, unless another index begins with it.
func (m *Model) indexes() []tableIndex {
	var list []tableIndex
	for _, f := range m.Fields {
		switch {
		case f.Unique && !f.PK:
			list = append(list, m.tableIndex(Index{Name: f.names.unique, Fields: []string{f.Name}, Unique: true}))
		case f.Type == ForeignKey && !f.PK && !m.indexBeginsWith(f.Name):
			list = append(list, m.tableIndex(Index{Name: f.names.index, Fields: []string{f.Name}}))
		}
	}
	for _, x := range m.Indexes {
		list = append(list, m.tableIndex(x))
	}
	return list
}

func (m *Model) indexBeginsWith(field string) bool {
	return slices.ContainsFunc(m.Indexes, func(x Index) bool { return x.Where == "" && strings.TrimPrefix(x.Fields[0], "-") == field })
}

// same compares by identity: a renamed column takes its indexes along.
func (x tableIndex) same(y tableIndex) bool { return x.Name == y.Name && x.identity == y.identity }

func hasIndex(list []tableIndex, x tableIndex) bool { return slices.ContainsFunc(list, x.same) }
