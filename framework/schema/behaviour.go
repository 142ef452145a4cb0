package schema

import (
	"strings"

	"github.com/gofw/gofw/framework/schema/condition"
)

// position makes the order that people make that of queries, and gives it an
// index.
func (b *builder) position() {
	m := b.model
	if m.Position == "" {
		return
	}
	if f := m.Field(m.Position); f.Null || f.Kind != BigInt && f.Kind != Integer || len(f.Choices) > 0 {
		b.wrong(m.Position, "make it an int64", "counts its rows by %s, which is not a whole number", m.Position)
	}
	by := []string{m.Position}
	if m.Within != "" {
		if m.Field(m.Within) == nil {
			b.wrong(m.Position, b.nearestField(m.Within), "counts its rows within %q, which is not a field", m.Within)
			m.Within = ""
			return
		}
		by = []string{m.Within, m.Position}
	}
	if len(b.decl.Meta.Ordering) == 0 {
		for _, name := range by {
			m.Ordering = append(m.Ordering, Order{Field: name})
		}
	}
	m.Indexes = append(m.Indexes, Index{Fields: by})
}

// generated looks at the expressions of fields that the database works out.
func (b *builder) generated() {
	for i := range b.model.Fields {
		f := &b.model.Fields[i]
		if f.Generated == "" {
			continue
		}
		c, err := condition.Parse(f.Generated)
		if err != nil {
			b.wrong(f.Name, "write what every database and Go understand alike, such as {Price} * {Pieces}", "cannot work out %s: %v", f.Name, err)
			continue
		}
		if f.PrimaryKey || f.Default != nil || f.Relation != nil || f.Kind == JSON || f.Kind == Binary {
			b.wrong(f.Name, "remove one of the two words", "works out %s, which cannot be a key, JSON or bytes, nor have a default", f.Name)
		}
		for _, name := range c.Fields() {
			from := b.model.Field(name)
			switch {
			case from == nil:
				b.wrong(f.Name, b.nearestField(name), "works out %s from %q, which is not a field", f.Name, name)
			case from.Generated != "" || from.PrimaryKey:
				b.wrong(f.Name, "name the fields that it is worked out from itself", "works out %s from %s, which is not known when a row is written", f.Name, name)
			case from.Null && !f.Null && !strings.Contains(strings.ToLower(f.Generated), "coalesce("):
				b.wrong(f.Name, "make "+f.Name+" a pointer, or write coalesce({"+name+"}, 0)", "works out %s from %s, which may be missing", f.Name, name)
			}
		}
	}
}
