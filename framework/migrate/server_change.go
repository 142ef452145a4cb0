package migrate

import (
	"slices"
	"strings"
)

// tableChange is what happens to one table that stays.
type tableChange struct {
	pair
	anew      map[Identity]bool // generated columns that are dropped and worked out again
	unsettled map[Identity]bool // columns that change so that expressions must not speak of them meanwhile

	indexesDropped, indexesAdded []tableIndex
	indexesRenamed               []rename
	checksDropped, checksAdded   []Check
}

func (p *serverPlan) change(pair pair) *tableChange {
	c := &tableChange{pair: pair, anew: map[Identity]bool{}, unsettled: map[Identity]bool{}}
	for _, f := range pair.old.Fields {
		g := pair.new.byID(f.id)
		if g == nil || p.unsettles(p.before.stored(f), p.after.stored(*g)) {
			c.unsettled[f.id] = true
		}
	}
	for _, f := range pair.old.Fields {
		g := pair.new.byID(f.id)
		if g == nil || g.Generated == "" {
			continue
		}
		differs := generated(pair.old, f) != generated(pair.new, *g) || p.columnDiffers(f, *g)
		if differs || c.speaksOf(pair.old, f.Generated, c.unsettled) {
			c.anew[f.id], c.unsettled[f.id] = true, true
		}
	}
	p.compareIndexes(c)
	c.compareChecks()
	return c
}

// columnDiffers compares all but the names of two columns.
func (p *serverPlan) columnDiffers(old, new Field) bool {
	a, b := p.before.stored(old), p.after.stored(new)
	return p.columnType(a) != p.columnType(b) || a.Nullable != b.Nullable || a.PK != b.PK ||
		counts(a) != counts(b) || !sameText(a.Default, b.Default) || (a.Generated == "") != (b.Generated == "")
}

// speaksOf reports whether an expression names one of some fields.
func (c *tableChange) speaksOf(m *Model, expr string, fields map[Identity]bool) bool {
	return slices.ContainsFunc(placeholder.FindAllStringSubmatch(expr, -1), func(match []string) bool {
		return fields[m.Field(match[1]).id]
	})
}

func (p *serverPlan) compareIndexes(c *tableChange) {
	had, has := p.indexes(c.old), p.indexes(c.new)
	same := func(list []tableIndex, x tableIndex) bool {
		return slices.ContainsFunc(list, func(y tableIndex) bool { return x.Name == y.Name && p.identity(x) == p.identity(y) })
	}
	for _, x := range had {
		if !same(has, x) || p.endangered(c, x) {
			c.indexesDropped = append(c.indexesDropped, x)
		}
	}
	for _, x := range has {
		dropped := slices.ContainsFunc(c.indexesDropped, func(y tableIndex) bool { return x.Name == y.Name })
		if !same(had, x) || dropped {
			c.indexesAdded = append(c.indexesAdded, x)
		}
	}
	p.pairRenames(c)
}

// endangered reports whether an index would not live through the change of a
// column. A plain one follows it.
func (p *serverPlan) endangered(c *tableChange, x tableIndex) bool {
	for _, entry := range x.Fields {
		if isExpression(entry) {
			if c.speaksOf(x.model, entry, c.unsettled) {
				return true
			}
			continue
		}
		if c.anew[x.model.Field(strings.TrimPrefix(entry, "-")).id] {
			return true
		}
	}
	return c.speaksOf(x.model, x.Where, c.unsettled)
}

// pairRenames turns an index that goes, and one that comes and does the same,
// into a rename.
func (p *serverPlan) pairRenames(c *tableChange) {
	for i := 0; i < len(c.indexesDropped); i++ {
		x := c.indexesDropped[i]
		j := slices.IndexFunc(c.indexesAdded, func(y tableIndex) bool {
			return y.Name != x.Name && p.identity(x) == p.identity(y) && len(p.hidden(x)) == 0 && !p.endangered(c, x)
		})
		if j < 0 {
			continue
		}
		c.indexesRenamed = append(c.indexesRenamed, rename{x.Name, c.indexesAdded[j].Name})
		c.indexesDropped = slices.Delete(c.indexesDropped, i, i+1)
		c.indexesAdded = slices.Delete(c.indexesAdded, j, j+1)
		i--
	}
}

func (c *tableChange) compareChecks() {
	had, has := checkKeys(c.old), checkKeys(c.new)
	gone := map[string]bool{}
	for _, check := range c.old.Checks {
		if !slices.Contains(has, checkKey(c.old, check)) || c.speaksOf(c.old, check.Expr, c.unsettled) {
			c.checksDropped = append(c.checksDropped, check)
			gone[check.Name] = true
		}
	}
	for _, check := range c.new.Checks {
		if !slices.Contains(had, checkKey(c.new, check)) || gone[check.Name] {
			c.checksAdded = append(c.checksAdded, check)
		}
	}
}

// dropIndexesAndChecks comes for all tables before anything takes their names,
// and with the columns that are dropped because others are worked out from them.
func (p *serverPlan) dropIndexesAndChecks() {
	p.flush()
	for _, c := range p.changes {
		for _, check := range c.checksDropped {
			p.clause(c.old.Table, "DROP CONSTRAINT %s", p.quote(check.Name))
		}
		for _, x := range c.indexesDropped {
			p.dropIndex(p, c.old.Table, x)
		}
		for _, f := range c.old.Fields {
			if f.Generated != "" && (c.new.byID(f.id) == nil || c.anew[f.id]) {
				p.clause(c.old.Table, "DROP COLUMN %s", p.quote(f.ColumnName()))
			}
		}
	}
	p.flush()
}

func (p *serverPlan) dropColumns() {
	for _, c := range p.changes {
		for _, f := range c.old.Fields {
			if f.Generated == "" && (c.new.byID(f.id) == nil || c.anew[f.id]) {
				p.clause(c.old.Table, "DROP COLUMN %s", p.quote(f.ColumnName()))
			}
		}
	}
	p.flush()
}

// renameIndexes is for all tables at once: on PostgreSQL their indexes share
// their names.
func (p *serverPlan) renameIndexes() {
	tables := map[string]string{}
	var wanted []rename
	for _, c := range p.changes {
		for _, r := range c.indexesRenamed {
			tables[r.from] = c.new.Table
			wanted = append(wanted, r)
		}
	}
	for _, r := range orderRenames(wanted) {
		p.renameIndex(p, tables[r.from], r)
		tables[r.to] = tables[r.from]
	}
}
