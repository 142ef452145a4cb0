package forms

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

// entry is one input of a form: a field of its row, or a collection.
type entry struct {
	name    string          // of the input, without the prefix of the form
	label   string          // for people
	help    string          // a sentence; empty is none
	field   *schema.Field   // nil for a collection
	column  orm.Column[any] // nil in the form of a struct
	rows    offer           // the rows to choose from; nil if it is no row that is chosen
	choices choices         // the values to choose from; nil if all are fine
	several bool            // a list of what is chosen
	free    bool            // of a struct, where a list may be required
	checks  []check
	look    view.Field // what a rule says instead
}

// check is a rule of the form beside those of the model. It returns what is
// wrong; empty is nothing.
type check func(v reflect.Value) string

// choices are the values that are offered at the moment.
type choices func(ctx context.Context) ([]orm.Choice, error)

func always(list []orm.Choice) choices {
	return func(context.Context) ([]orm.Choice, error) { return list, nil }
}

// offer is the rows that can be chosen.
type offer func(ctx context.Context, ask orm.OptionQuery) ([]orm.Option, error)

// required reports whether the input must not stay empty.
func (e *entry) required() bool {
	f := e.field
	if f == nil || f.Null || f.Blank || f.Kind == schema.Bool || f.SlugFrom != "" {
		return false
	}
	return !f.Kind.Listed() || e.free && e.several
}

// entries are the inputs of the form.
func (d Declaration) entries() []*entry {
	if d.shape != nil {
		return d.shape.entries()
	}
	all := make([]*entry, 0, len(d.Fields))
	for _, c := range d.Fields {
		all = append(all, d.ofColumn(c))
	}
	return all
}

// ofColumn is the input of a column.
func (d Declaration) ofColumn(c orm.Column[any]) *entry {
	ref := orm.RefOf(c)
	e := &entry{name: InputName(c), label: ref.Label(), field: ref.Field, column: c}
	if f := ref.Field; f == nil {
		e.help, e.several = ref.Collection.Help, true
	} else {
		e.help = f.Help
		if len(f.Choices) > 0 {
			e.choices = always(f.Choices)
		}
	}
	if ref.Field == nil || ref.Field.Relation != nil {
		e.rows = func(ctx context.Context, ask orm.OptionQuery) ([]orm.Option, error) {
			return orm.OptionsOf(ctx, c, ask)
		}
	}
	if list, ok := d.Several[e.name]; ok {
		e.choices, e.several = always(list), true
	}
	return e
}

// shape is the inputs of a struct that is no model, which its type says.
type shape struct {
	typ    reflect.Type
	fields []schema.Field
}

// shapes keeps what has been read of each struct: a shape follows from the type
// alone.
var shapes sync.Map

// shapeOf reads the declaration of a struct. It panics, naming the declaration,
// if that cannot be a form.
func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	fields, problems := schema.InputsOf(t)
	if len(problems) > 0 {
		panic("forms: " + t.String() + ": " + problems[0].Message + ": " + problems[0].Hint)
	}
	s, _ := shapes.LoadOrStore(t, &shape{t, fields})
	return s.(*shape)
}

func (s *shape) entries() []*entry {
	var all []*entry
	for i := range s.fields {
		f := &s.fields[i]
		if f.Hidden || f.ReadOnly {
			continue
		}
		e := &entry{name: schema.ColumnName(f.Name), label: f.Label, help: f.Help, field: f, free: true}
		if len(f.Choices) > 0 {
			e.choices, e.several = always(f.Choices), f.Kind.Element() != ""
		}
		all = append(all, e)
	}
	return all
}

// entryOf is the input of a field of the row, by the field's address.
func (b *Form) entryOf(field any) *entry {
	i := slices.IndexFunc(b.entries, func(e *entry) bool {
		return e.field != nil && fieldOf(b.row, e.field).Addr().Interface() == field
	})
	if i < 0 {
		return nil
	}
	return b.entries[i]
}

// entry is the input of that name; nil if there is none.
func (b *Form) entry(name string) *entry {
	for _, e := range b.entries {
		if e.name == name {
			return e
		}
	}
	return nil
}

// input is what a browser calls an input of the form.
func (b *Form) input(name string) string { return join(b.decl.Prefix, name) }

func join(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return strings.TrimSuffix(prefix, "-") + "-" + name
}
