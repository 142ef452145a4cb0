package admin

import (
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// defaults works out what a declaration leaves open.
type defaults struct {
	site     *Site
	table    *orm.Table
	model    *schema.Model
	problems []error
}

// column returns a column by its Go name.
func (d *defaults) column(name string) []orm.Column[any] {
	c, err := orm.ColumnOf(d.site.registry, d.table, name)
	if err != nil {
		d.problems = append(d.problems, err)
		return nil
	}
	return []orm.Column[any]{c}
}

// name is the Go name by which a field is shown: that of its relation.
func name(f *schema.Field) string {
	if f.Relation != nil {
		return f.Relation.Name
	}
	return f.Name
}

func short(f *schema.Field) bool {
	if f.Relation != nil {
		return !f.Hidden
	}
	return !f.Hidden && (!f.PrimaryKey || f.TypedKey()) && f.Kind != schema.Text && f.Kind != schema.Binary && !f.Kind.Listed() && f.Kind != schema.UUID && f.Widget != schema.Password
}

// list is the first text and up to six further short fields.
func (d *defaults) list() []orm.Column[any] {
	var columns []orm.Column[any]
	first := -1
	for i := range d.model.Fields {
		if f := &d.model.Fields[i]; short(f) && f.Kind == schema.String && f.Format != schema.Slug && len(f.Choices) == 0 && !f.Own && f.Relation == nil && !f.PrimaryKey {
			columns, first = d.column(f.Name), i
			break
		}
	}
	if first < 0 {
		columns = d.column(d.model.PrimaryKey().Name)
	}
	for i := range d.model.Fields {
		f := &d.model.Fields[i]
		if i == first || !short(f) || f.Format == schema.Slug || f.AutoUpdate || f.AutoAdd || len(columns) > 6 {
			continue
		}
		columns = append(columns, d.column(name(f))...)
	}
	return columns
}

// search is the short texts.
func (d *defaults) search() []orm.Column[any] {
	var columns []orm.Column[any]
	for i := range d.model.Fields {
		if f := &d.model.Fields[i]; short(f) && f.Kind == schema.String && len(f.Choices) == 0 && f.Relation == nil {
			columns = append(columns, d.column(f.Name)...)
		}
	}
	return columns
}

// filters is choices, booleans and the first time that people set.
func (d *defaults) filters() []orm.Column[any] {
	var columns []orm.Column[any]
	times := 0
	for i := range d.model.Fields {
		f := &d.model.Fields[i]
		switch {
		case f.Hidden || f.AutoUpdate || f.AutoAdd:
		case f.Kind == schema.Bool || len(f.Choices) > 0:
			columns = append(columns, d.column(f.Name)...)
		case f.Kind == schema.DateTime && times == 0:
			times++
			columns = append(columns, d.column(f.Name)...)
		}
	}
	return columns
}

// sections puts texts in the main column, and what classifies beside it.
func (d *defaults) sections() []section {
	main, side := section{}, section{side: true}
	for i := range d.model.Fields {
		f := &d.model.Fields[i]
		if f.PrimaryKey && !f.TypedKey() || f.Hidden || f.AutoAdd && f.Name == "CreatedAt" || f.AutoUpdate {
			continue
		}
		to := &main
		if f.Kind == schema.Bool || f.Kind == schema.DateTime || len(f.Choices) > 0 || f.Relation != nil {
			to = &side
		}
		to.fields = append(to.fields, d.column(name(f))...)
	}
	for _, c := range d.model.Collections {
		if c.Table != "" {
			side.fields = append(side.fields, d.column(c.Name)...)
		}
	}
	if len(main.fields) == 0 {
		return []section{{fields: side.fields}}
	}
	return []section{main, side}
}
