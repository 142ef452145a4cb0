package admin

import (
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// defaults works out what a declaration leaves open.
type defaults[T any] struct {
	site     *Site
	model    *schema.Model
	problems []error
}

// column returns a column by its Go name.
func (d *defaults[T]) column(name string) []orm.Column[T] {
	c, err := orm.ColumnOf[T](d.site.registry, name)
	if err != nil {
		d.problems = append(d.problems, err)
		return nil
	}
	return []orm.Column[T]{c}
}

// name is the Go name by which a field is shown: that of its relation.
func name(f *schema.Field) string {
	if f.Relation != nil {
		return f.Relation.Name
	}
	return f.Name
}

func short(f *schema.Field) bool {
	return !f.Hidden && !f.PrimaryKey && f.Kind != schema.Text && f.Kind != schema.Binary && f.Kind != schema.JSON && f.Widget != schema.Password
}

// list is the first text and up to six further short fields.
func (d *defaults[T]) list() []orm.Column[T] {
	var columns []orm.Column[T]
	first := -1
	for i := range d.model.Fields {
		if f := &d.model.Fields[i]; short(f) && f.Kind == schema.String && f.Format != schema.Slug && len(f.Choices) == 0 {
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
func (d *defaults[T]) search() []orm.Column[T] {
	var columns []orm.Column[T]
	for i := range d.model.Fields {
		if f := &d.model.Fields[i]; short(f) && f.Kind == schema.String && len(f.Choices) == 0 {
			columns = append(columns, d.column(f.Name)...)
		}
	}
	return columns
}

// filters is choices, booleans and the first time that people set.
func (d *defaults[T]) filters() []orm.Column[T] {
	var columns []orm.Column[T]
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
func (d *defaults[T]) sections() []Section[T] {
	main, side := Section[T]{}, Section[T]{Side: true}
	for i := range d.model.Fields {
		f := &d.model.Fields[i]
		if f.PrimaryKey || f.Hidden || f.AutoAdd && f.Name == "CreatedAt" || f.AutoUpdate {
			continue
		}
		to := &main
		if f.Kind == schema.Bool || f.Kind == schema.DateTime || len(f.Choices) > 0 || f.Relation != nil {
			to = &side
		}
		to.Fields = append(to.Fields, d.column(name(f))...)
	}
	for _, c := range d.model.Collections {
		if c.Table != "" {
			side.Fields = append(side.Fields, d.column(c.Name)...)
		}
	}
	if len(main.Fields) == 0 {
		return []Section[T]{{Fields: side.Fields}}
	}
	return []Section[T]{main, side}
}
