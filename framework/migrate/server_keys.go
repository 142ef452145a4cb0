package migrate

import (
	"fmt"
	"slices"
)

// dropForeignKeys drops those that go, and those in the way of what changes.
func (p *serverPlan) dropForeignKeys() {
	has := p.after.byID()
	for _, m := range p.before.Models() {
		for _, f := range m.Fields {
			if f.Type != ForeignKey {
				continue
			}
			if n := has[m.id]; n != nil && !p.mustDrop(pair{m, n}, f) || n == nil && !p.dropsLater(m, f) {
				continue
			}
			p.foreign[f.id] = true
			p.clause(m.Table, "%s", p.dropForeignKey(p.quote(f.names.constraint)))
		}
	}
	p.flush()
}

// dropsLater reports whether a table that is dropped is in the way of another
// one that is dropped before it.
func (p *serverPlan) dropsLater(m *Model, f Field) bool {
	place := func(x *Model) int { return slices.IndexFunc(p.dropped, func(d *Model) bool { return d.id == x.id }) }
	at := place(p.before.models[f.To])
	return at >= 0 && at < place(m)
}

func (p *serverPlan) mustDrop(pair pair, f Field) bool {
	g := pair.new.byID(f.id)
	if g == nil || !p.sameTarget(f, *g) || p.columnDiffers(f, *g) || p.keyDiffers(f, *g) {
		return true
	}
	return p.needsIndex() && slices.ContainsFunc(p.changes, func(c *tableChange) bool {
		return c.old == pair.old && slices.ContainsFunc(c.indexesDropped, func(x tableIndex) bool { return x.Fields[0] == f.Name })
	})
}

// keyDiffers reports whether the key that a foreign key points at changes.
func (p *serverPlan) keyDiffers(old, new Field) bool {
	return p.columnDiffers(*p.before.models[old.To].key(), *p.after.models[new.To].key())
}

func (p *serverPlan) addForeignKeys() {
	had := p.before.byID()
	for _, m := range p.after.Models() {
		old := had[m.id]
		for _, f := range m.Fields {
			if f.Type != ForeignKey {
				continue
			}
			if old != nil && old.byID(f.id) != nil && old.byID(f.id).Type == ForeignKey && !p.foreign[f.id] {
				continue
			}
			p.clause(m.Table, "ADD %s", p.foreignKey(f))
		}
	}
	p.flush()
}

// foreignKey is a foreign key as it stands in a table. Restrict is NO ACTION: it
// refuses too, but lets a row go whose children go in the same statement.
func (p *serverPlan) foreignKey(f Field) string {
	target := p.after.models[f.To]
	return fmt.Sprintf("CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s",
		p.quote(f.names.constraint), p.quote(f.ColumnName()), p.quote(target.Table), p.quote(target.key().ColumnName()), p.action(f.deletes()))
}
