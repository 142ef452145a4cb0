package inspect

import (
	"fmt"
	"strings"

	"github.com/gofw/gofw/framework/schema"
)

const (
	noInt64   = "whose key is not an int64"
	notInFile = "which is not in this file"
)

// settleKeys finds the Go types of the keys. Whole numbers are read as 64 bits
// wide, whatever their column, because relations need that.
func (p *plan) settleKeys() {
	for _, m := range p.models {
		key := m.table.Column(m.table.PrimaryKey[0])
		m.goKey = goKinds[key.Kind].name
		if key.Kind == schema.Integer || key.Kind == schema.SmallInt {
			m.goKey = "int64"
		}
		switch {
		case key.Values != nil:
			m.goKey = "" // a type with constants
		case key.Kind == schema.BigInt && key.Unsigned && !key.Auto:
			m.goKey = "uint64"
		}
	}
}

// target says what a foreign key points at: the Go type of the model, or why
// there can be no relation.
func (p *plan) target(t *Table, f *ForeignKey) (typ, why string) {
	if f.Outside {
		return "", "which is in another schema"
	}
	if len(f.Columns) > 1 {
		return "", "by " + count(len(f.Columns)) + " columns together"
	}
	e, known := p.elses[f.Table]
	m := p.byTable[f.Table]
	switch {
	case known:
		typ = e.name
	case m == nil:
		return "", notInFile
	case len(f.To) != 1 || f.To[0] != m.table.PrimaryKey[0]:
		return "", "but not at its key"
	case m.goKey != "int64":
		return "", noInt64
	default:
		typ = m.Name
	}
	if c := t.Column(f.Columns[0]); c == nil || !whole(c) {
		return "", "by a column that is not a whole number"
	}
	if p.circular(t, f) {
		return "", "whose key points at a key, which points at a key, and so on"
	}
	return typ, ""
}

// deepest is through how many tables a key may lead that is a relation itself.
// Migrations follow ten.
const deepest = 8

// circular reports whether a key that is a relation leads back to itself, or
// through more tables than migrations follow.
func (p *plan) circular(t *Table, f *ForeignKey) bool {
	for seen := map[string]bool{t.Name: true}; f != nil && len(t.PrimaryKey) == 1 && f.Columns[0] == t.PrimaryKey[0]; f = t.foreign(t.PrimaryKey[0]) {
		m := p.byTable[f.Table]
		if m == nil {
			return false
		}
		if seen[f.Table] || len(seen) > deepest {
			return true
		}
		t = m.table
		seen[t.Name] = true
	}
	return false
}

// whole reports whether a column holds whole numbers, which relations need.
func whole(c *Column) bool {
	return c.Kind == schema.BigInt || c.Kind == schema.Integer || c.Kind == schema.SmallInt
}

// relate finds the relation that a column holds the key of.
func (p *plan) relate(m *model, c *column) {
	for i := range m.table.Foreign {
		f := &m.table.Foreign[i]
		if len(f.Columns) != 1 || f.Columns[0] != c.Name {
			continue
		}
		typ, why := p.target(m.table, f)
		switch {
		case why == "" && c.relation == "":
			c.foreign, c.target, c.relation = f, p.qualified(f, typ), relationName(c.Name, f.Table, typ)
			if f.Note != "" {
				c.comment = append(c.comment, "The database says "+f.Note+", which no relation can.")
			}
			if f.OnDelete == schema.SetNull && (!c.Null || c.key) {
				c.comment = append(c.comment, "The database says ON DELETE SET NULL, but the column takes no NULL.")
			}
		case why == "":
			c.comment = append(c.comment, "It points at "+commented(f.Table)+" as well.")
		case p.byTable[f.Table] != nil:
			to := p.byTable[f.Table].Name
			c.comment = append(c.comment, fmt.Sprintf("%s *%s is left out: it points at %s, %s.", relationName(c.Name, f.Table, to), to, commented(f.Table), why))
		default:
			c.comment = append(c.comment, fmt.Sprintf("It points at %s, %s.", commented(f.Table), why))
		}
	}
}

// relationName is what the row is called that a column points at: author_id
// and authorId give Author. Where the column says no more than "id", it is
// called after its model.
func relationName(column, table, model string) string {
	list := words(column)
	short := withoutID(list)
	one := strings.Join(singular(words(table)), "")
	if len(list) == 1 && (strings.EqualFold(list[0], "id") || strings.EqualFold(list[0], one+"id") || strings.EqualFold(list[0], model+"id")) {
		return model
	}
	return camel(short, "Field")
}

// withoutID drops the last word if it only says that the column is a key.
func withoutID(list []string) []string {
	if n := len(list); n > 1 && (strings.EqualFold(list[n-1], "id") || strings.EqualFold(list[n-1], "fk")) {
		return list[:n-1]
	}
	return list
}

// relationField is the pointer behind a key field.
func (p *plan) relationField(c *column) field {
	var words []string
	if c.name != c.relation+"ID" {
		words = append(words, "foreignKey:"+c.name)
	}
	usual := schema.Restrict
	if c.Null && !c.key {
		usual = schema.SetNull
	}
	f := field{Name: c.relation, Type: "*" + c.target}
	switch action := c.foreign.OnDelete; {
	case action == usual:
	case action == schema.SetNull: // said at the key field
	default:
		words = append(words, "constraint:OnDelete:"+strings.ToUpper(string(action)))
	}
	f.Tag = quoteTag(words...)
	return f
}
