package check

import (
	"strconv"

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
				if other := tables[many.Table]; other != "" {
					c.wrong(m.At(many.Name), "name another table in many2many", "%s.%s is joined through the table of %s", m.Name, many.Name, other)
				}
			}
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
		if index.Fields[0] == first {
			return
		}
	}
	c.hint(m.At("Meta"), "add {"+strconv.Quote(first)+"} to the Indexes of Meta", "%s is ordered by %s, which no index begins with", m.Name, first)
}

// keys finds relations and collections of models whose key is not a number,
// which relations cannot hold.
func (c *checker) keys(m *source.Model) {
	refuse := func(at, key string) {
		if target := c.model(key); target != nil && target.PrimaryKey().GoType != "int64" {
			c.wrong(m.At(at), "embed orm.Model in "+target.Name+", and give its "+target.PrimaryKey().Name+" the tag gorm:\"unique\"",
				"%s.%s points at %s, whose key %s is not an int64", m.Name, at, key, target.PrimaryKey().Name)
		}
	}
	for _, f := range m.Fields {
		if f.Relation != nil {
			refuse(f.Relation.Name, f.Relation.Target)
		}
	}
	for _, many := range m.Collections {
		refuse(many.Name, many.Target)
		if m.PrimaryKey().GoType != "int64" {
			c.wrong(m.At(many.Name), "embed orm.Model, and give "+m.PrimaryKey().Name+" the tag gorm:\"unique\"",
				"%s.%s needs rows of %s that have an int64 as key", m.Name, many.Name, m.Name)
		}
	}
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
			found = found || f.Column == many.By && f.Relation != nil && f.Relation.Target == m.Key()
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
