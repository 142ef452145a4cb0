package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/source"
)

// tables finds names that only one may have in a site: apps, tables.
func (c *checker) tables() {
	apps, tables := map[string]string{}, map[string]string{}
	for _, a := range c.apps {
		if other, twice := apps[a.Name]; twice && len(a.Models) > 0 {
			c.wrong(a.Models[0].Pos, "give one of the packages another name", "the folders %s and %s both hold an app called %s", other, a.Display, a.Name)
			continue
		}
		apps[a.Name] = a.Display
		for _, m := range a.Models {
			if other, twice := tables[m.Table]; twice {
				c.wrong(m.Pos, "set another Table in Meta", "%s and %s are both kept in the table %s", other, m.Key(), strconv.Quote(m.Table))
				continue
			}
			tables[m.Table] = m.Key()
		}
	}
	for _, a := range c.apps {
		for _, m := range a.Models {
			for _, many := range m.Collections {
				through := c.model(tables[many.Table])
				if through == nil {
					continue
				}
				if missing := missingKey(through, many, m); missing != "" {
					c.wrong(m.At(many.Name), "add it there, or name the fields that it has with gorm:\"many2many:"+many.Table+";joinForeignKey:…;joinReferences:…\"",
						"%s.%s is joined through %s, which has no relation with the column %s", m.Name, many.Name, through.Key(), missing)
				}
			}
		}
	}
}

// missingKey is the column of a join table that a model of its own lacks, or
// whose relation leads elsewhere.
func missingKey(through *source.Model, many schema.Collection, m *source.Model) string {
	leads := func(column, to string) bool {
		return slices.ContainsFunc(through.Fields, func(f schema.Field) bool {
			return f.Column == column && f.Relation != nil && f.Relation.Target == to
		})
	}
	switch {
	case !leads(many.Near, m.Key()):
		return many.Near
	case !leads(many.Far, many.Target):
		return many.Far
	}
	return ""
}

// reverses finds relations whose other side does not point back, or more than
// once.
func (c *checker) reverses(m *source.Model) {
	for _, r := range m.Reverses {
		target := c.model(r.Target)
		if target == nil {
			continue
		}
		var back *schema.Field
		for i := range target.Fields {
			if f := &target.Fields[i]; f.Column == r.By && f.Relation != nil && f.Relation.Target == m.Key() {
				back = f
			}
		}
		switch {
		case back == nil:
			c.wrong(m.At(r.Name), "add the fields "+m.Name+"ID int64 `gorm:\"unique\"` and "+m.Name+" *"+m.Name+" to "+target.Name+",\nor name the field that points back with gorm:\"foreignKey:…\"",
				"%s.%s is the row of %s that points back, but none does by the column %s", m.Name, r.Name, target.Key(), r.By)
		case !back.Unique && !back.PrimaryKey:
			c.wrong(m.At(r.Name), "give "+target.Name+"."+back.Name+" the tag gorm:\"unique\", or make "+r.Name+" a slice",
				"%s.%s is one row of %s, but several may point at the same %s", m.Name, r.Name, target.Key(), m.Label)
		}
	}
}

// orders finds models whose order the database can only make by sorting the
// whole table: a list of a million rows is then slow, and nobody knows why.
func (c *checker) orders(m *source.Model) {
	if len(m.Ordering) == 0 {
		return
	}
	first := m.Ordering[0].Field
	if f := m.Field(first); f == nil || f.PrimaryKey || f.Unique || f.Index {
		return
	}
	for _, index := range m.Indexes {
		if (index.Where == "" || index.Where == m.Alive()) && strings.TrimPrefix(index.Fields[0], "-") == first {
			return
		}
	}
	c.hint(m.At("Meta"), "add {"+strconv.Quote(first)+"} to the Indexes of Meta", "%s is ordered by %s, which no index begins with", m.Name, first)
}

// keys finds relations whose field cannot hold the key that it points at.
func (c *checker) keys(m *source.Model) {
	for _, f := range m.Fields {
		if f.Relation == nil {
			continue
		}
		target := c.model(f.Relation.Target)
		if target == nil {
			continue
		}
		if key := target.PrimaryKey(); f.Kind != key.Kind && !(f.Kind == schema.BigInt && key.Kind == schema.BigAuto) && !(f.Kind.Textual() && key.Kind.Textual()) {
			c.wrong(m.At(f.Name), "make it "+article(key.GoType)+" "+key.GoType+", or *"+key.GoType+" if it may be missing",
				"%s has the field %s of the type %s; it holds the key of %s, which is %s %s", m.Name, f.Name, f.GoType, target.Key(), article(key.GoType), key.GoType)
		}
	}
}

// article is what stands before a type in a sentence.
func article(typ string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(typ[0])) && !strings.HasPrefix(typ, "u") {
		return "an"
	}
	return "a"
}

// collections finds collections without join table whose rows do not point back.
func (c *checker) collections(m *source.Model) {
	for _, many := range m.Collections {
		target := c.model(many.Target)
		if many.Table != "" || target == nil {
			continue
		}
		found := false
		for _, f := range target.Fields {
			found = found || f.Column == many.By && (f.Format == schema.Row || f.Relation != nil && f.Relation.Target == m.Key())
		}
		if !found {
			c.wrong(m.At(many.Name), "add the fields "+m.Name+"ID int64 and "+m.Name+" *"+m.Name+" to "+target.Name+",\nor name the field that points back with gorm:\"foreignKey:…\",\nor join them with gorm:\"many2many:"+schema.TableName(m.App, m.Name)+"_"+schema.ColumnName(many.Name)+"\"",
				"%s.%s holds rows of %s that do not point back", m.Name, many.Name, target.Key())
		}
	}
}

func (c *checker) model(key string) *source.Model {
	for _, a := range c.apps {
		for _, m := range a.Models {
			if m.Key() == key {
				return m
			}
		}
	}
	return nil
}
