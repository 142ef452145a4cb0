package forms

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/schema/condition"
)

// unique looks for another row that holds values which may occur only once.
func (b *Form) unique(ctx context.Context) error {
	model := b.decl.table().Schema()
	for _, e := range b.entries {
		f := e.field
		if f == nil || !f.Unique && !(f.PrimaryKey && b.isNew) {
			continue
		}
		taken, err := b.taken(ctx, f)
		if err != nil {
			return err
		}
		if taken && f.SlugFrom != "" && b.typed(e) == "" {
			if err := b.number(ctx, e); err != nil {
				return err
			}
			continue
		}
		if taken {
			b.fail(e.name, already(model, f.Label))
		}
	}
	for _, x := range model.Indexes {
		if err := b.together(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// together looks for another row with the same values in all fields of a unique
// index. What the form does not set is known of a row that exists only.
func (b *Form) together(ctx context.Context, x schema.Index) error {
	model := b.decl.table().Schema()
	set := model.Set(x)
	var last *entry
	var labels []string
	for _, f := range set {
		e := b.of(f)
		if e == nil && !b.knows(f) {
			return nil
		}
		if e != nil {
			last = e
		}
		labels = append(labels, f.Label)
	}
	if last == nil {
		return nil
	}
	taken, err := b.taken(ctx, set...)
	if err != nil || !taken {
		return err
	}
	message := x.Message
	if message == "" {
		message = already(model, strings.Join(labels, " and "))
	}
	b.fail(last.name, message)
	return nil
}

// of is the input of a field; nil if the form has none.
func (b *Form) of(f *schema.Field) *entry {
	i := slices.IndexFunc(b.entries, func(e *entry) bool { return e.field == f })
	if i < 0 {
		return nil
	}
	return b.entries[i]
}

// knows reports whether the value of a field without an input will be stored as it is now.
func (b *Form) knows(f *schema.Field) bool { return !b.isNew || b.owner == f && b.owned }

// taken reports whether another row has the same values in these fields. An
// unknown one is like no other.
func (b *Form) taken(ctx context.Context, fields ...*schema.Field) (bool, error) {
	t := b.decl.table()
	q := orm.RowsOf(t)
	for _, f := range fields {
		v := reflect.Indirect(fieldOf(b.row, f))
		if !v.IsValid() {
			return false, nil
		}
		q = q.Filter(orm.Equals(orm.FieldColumn(t, f), v.Interface()))
	}
	if !b.isNew {
		q = q.Filter(orm.Not(orm.KeyIn(t, t.KeyOf(b.row))))
	}
	if len(b.beside) > 0 {
		q = q.Filter(orm.Not(orm.KeyIn(t, b.beside...)))
	}
	return q.Exists(ctx)
}

// number finds a free slug by counting: news, news-2, news-3.
func (b *Form) number(ctx context.Context, e *entry) error {
	f := e.field
	base := reflect.Indirect(fieldOf(b.row, f)).String()
	for n := 2; n < 1000; n++ {
		tail := "-" + strconv.Itoa(n)
		fieldOf(b.row, f).SetString(base[:min(len(base), max(f.Size, len(tail)+1)-len(tail))] + tail)
		taken, err := b.taken(ctx, f)
		if err != nil || !taken {
			return err
		}
	}
	b.fail(e.name, "Enter a slug: all like this one are taken.")
	return nil
}

// conditions looks at the checks of the model, as the database will when the row
// is written. One about what the form cannot know yet is left to it.
func (b *Form) conditions() {
	model := b.decl.table().Schema()
	for _, c := range model.Checks {
		holds, err := condition.Parse(c.Expr)
		if err != nil {
			continue // schema has said so
		}
		var first *entry
		known := true
		for _, name := range holds.Fields() {
			f := model.Field(name)
			e := b.of(f)
			if first == nil {
				first = e
			}
			known = known && !f.Own && (e != nil || b.knows(f))
		}
		if !known || first == nil || !holds.Broken(func(name string) any { return fieldOf(b.row, model.Field(name)).Interface() }) {
			continue
		}
		message := c.Message
		if message == "" {
			message = "This must hold: " + model.Labelled(c.Expr) + "."
		}
		b.fail(first.name, message)
	}
}

// already is the mistake of a value that another row has.
func already(m *schema.Model, label string) string {
	return "Another " + m.Label + " has this " + label + " already."
}
