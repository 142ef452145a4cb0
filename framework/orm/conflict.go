package orm

import "github.com/gofw/gofw/framework/schema"

// Conflict says what BulkCreate does with a row that would break a unique set.
type Conflict[P any] struct {
	c conflict
	// Update writes these columns, and UpdatedAt, of the row that is there.
	Update func(columns ...Column[P]) Conflict[P]
}

type conflict struct {
	columns []*schema.Field // the unique set
	update  []*schema.Field // nil: the row that is there stays as it is
}

// OnConflict names the columns of a unique set. A row that is there with the
// same values stays as it is, unless Update says otherwise. MySQL looks at every
// unique set of the table.
func OnConflict[P any](columns ...Column[P]) Conflict[P] {
	return conflictOf[P](conflict{columns: fieldsOf(abouts(columns))})
}

func conflictOf[P any](c conflict) Conflict[P] {
	return Conflict[P]{c, func(columns ...Column[P]) Conflict[P] {
		return conflictOf[P](conflict{c.columns, fieldsOf(abouts(columns))})
	}}
}

// fieldsOf is the fields of the row itself among columns.
func fieldsOf(columns []about) []*schema.Field {
	var fields []*schema.Field
	for _, c := range columns {
		if c.column.field != nil && c.collection == nil && c.column.node.parent == nil {
			fields = append(fields, c.column.field)
		}
	}
	return fields
}

// render writes what follows the VALUES of an INSERT.
func (c *conflict) render(b *builder, t *Table) {
	if len(c.columns) == 0 {
		b.fail("OnConflict names no column of %s", t.model.Key())
		return
	}
	update := c.update
	for i := range t.model.Fields {
		if f := &t.model.Fields[i]; len(update) > 0 && f.AutoUpdate {
			update = append(update[:len(update):len(update)], f)
		}
	}
	if b.dialect == mysqlDialect {
		b.raw(" ON DUPLICATE KEY UPDATE ")
		if len(update) == 0 { // nothing, in MySQL's words
			key := t.model.PrimaryKey().Column
			b.name(key)
			b.raw(" = ")
			b.name(t.model.Table)
			b.raw(".")
			b.name(key)
		}
		c.assign(b, update, "VALUES(", ")")
		return
	}
	b.raw(" ON CONFLICT (")
	for i, f := range c.columns {
		b.raw([]string{"", ", "}[min(i, 1)])
		b.name(f.Column)
	}
	b.raw(")")
	if t.gone != nil { // the unique index covers the rows that are there
		b.raw(" WHERE ")
		b.name(t.gone.Column)
		b.raw(" IS NULL")
	}
	if len(update) == 0 {
		b.raw(" DO NOTHING")
		return
	}
	b.raw(" DO UPDATE SET ")
	c.assign(b, update, "excluded.", "")
}

func (c *conflict) assign(b *builder, fields []*schema.Field, before, after string) {
	for i, f := range fields {
		b.raw([]string{"", ", "}[min(i, 1)])
		b.name(f.Column)
		b.raw(" = " + before)
		b.name(f.Column)
		b.raw(after)
	}
}
