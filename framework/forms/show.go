package forms

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

// few is the number of rows up to which a relation is a plain list of choices.
// Above it, the input searches on the server.
const few = 20

// Look says how to draw a form. The zero value is fine.
type Look struct {
	Action string                          // where it is sent; empty is the page itself
	Submit string                          // the button's text; empty is "Save"
	Search func(input string) (url string) // where large relations are searched; nil offers the first 100 rows
	Labels map[string]string               // other labels, by input
}

// Component draws the whole form when the page is rendered.
func (b *Form) Component(look Look) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		form, err := b.View(ctx, look)
		if err != nil {
			return err
		}
		return view.Whole(form).Render(ctx, w)
	})
}

// View is the form as data for package templates/forms.
func (b *Form) View(ctx context.Context, look Look) (view.Form, error) {
	form := view.Form{Action: look.Action, Submit: look.Submit, Errors: b.errors[""]}
	if form.Submit == "" {
		form.Submit = "Save"
	}
	var section view.Section
	for _, c := range b.decl.Fields {
		if ref := orm.RefOf(c); ref.Field != nil && ref.Field.PrimaryKey && !b.isNew {
			continue // a row keeps its key
		}
		f, err := b.Input(ctx, c, look)
		if err != nil {
			return form, err
		}
		section.Fields = append(section.Fields, f)
	}
	form.Sections = []view.Section{section}
	return form, nil
}

// Input is one column's input as data.
func (b *Form) Input(ctx context.Context, c orm.Column[any], look Look) (view.Field, error) {
	ref, name := orm.RefOf(c), InputName(c)
	in := view.Field{Name: name, Label: schema.Capital(ref.Label()), Error: strings.Join(b.errors[name], " ")}
	if label := look.Labels[name]; label != "" {
		in.Label = label
	}
	if ref.Collection != nil {
		in.Help = ref.Collection.Help
		err := b.collection(ctx, c, look, &in)
		return in, err
	}
	f := ref.Field
	in.Help, in.MaxLength = f.Help, f.Size
	in.Required = !f.Null && !f.Blank && f.Kind != schema.Bool && !f.Kind.Listed() && f.SlugFrom == ""
	if in.Help == "" && f.Kind.Element() != "" {
		in.Help = "One on each line."
	}
	in.Value = Format(f, fieldOf(b.row, f))
	if v := fieldOf(b.row, f); b.isNew && b.typed == nil && f.Default == nil && f.Kind.Number() && v.IsZero() {
		in.Value = ""
	}
	if b.typed != nil {
		in.Value = b.typed.Get(name)
		if in.Error == "" && f.Kind != schema.Bool {
			in.Value = Format(f, fieldOf(b.row, f))
		}
	}
	if choices, ok := b.decl.Several[name]; ok {
		b.several(f, choices, &in)
		return in, nil
	}
	if f.Upload != nil {
		b.file(ctx, f, &in)
		return in, nil
	}
	b.kind(f, &in)
	if f.SlugFrom != "" {
		in.SlugFrom = schema.ColumnName(f.SlugFrom)
	}
	if f.Relation != nil {
		err := b.relation(ctx, c, look, &in)
		return in, err
	}
	return in, nil
}

// several offers the values of a list of strings.
func (b *Form) several(f *schema.Field, choices []orm.Choice, in *view.Field) {
	in.Kind, in.Value = view.Checkboxes, ""
	if len(choices) > few {
		in.Kind = view.Chips
	}
	chosen, _ := fieldOf(b.row, f).Interface().([]string)
	for _, c := range choices {
		in.Options = append(in.Options, view.Option{Value: c.Value, Label: c.Label, Selected: slices.Contains(chosen, c.Value)})
	}
}

// kind chooses the input for a plain field.
func (b *Form) kind(f *schema.Field, in *view.Field) {
	switch {
	case len(f.Choices) > 0:
		in.Kind = view.Select
		if !in.Required {
			in.Options = append(in.Options, view.Option{Label: "—", Selected: in.Value == ""})
		}
		for _, c := range f.Choices {
			in.Options = append(in.Options, view.Option{Value: c.Value, Label: c.Label, Selected: c.Value == in.Value})
		}
	case spellsItself(f, fieldOf(b.row, f)):
		in.Kind, in.MaxLength = view.Text, 0
	case f.Kind == schema.Bool:
		in.Kind = view.Checkbox
		in.Value = strconv.FormatBool(in.Value == "true" || in.Value == "on" || in.Value == "1")
	case f.Kind == schema.DateTime:
		in.Kind = view.DateTime
	case f.Kind == schema.Date:
		in.Kind = view.Date
	case f.Kind == schema.Time:
		in.Kind, in.Step = view.Time, "any"
	case f.Kind == schema.Decimal:
		in.Kind, in.Step, in.MaxLength = view.Number, decimal.New(1, -int32(f.Scale)).String(), 0
	case f.Kind == schema.Float:
		in.Kind, in.Step = view.Number, "any"
	case f.Kind.Number():
		in.Kind, in.Step = view.Number, "1"
	case f.Widget == schema.Markdown:
		in.Kind = view.Markdown
	case f.Widget == schema.Password:
		in.Kind, in.Value = view.Password, ""
	case f.Widget == schema.Textarea, f.Kind == schema.Text, f.Kind.Listed():
		in.Kind = view.Textarea
	case f.Format == schema.Email:
		in.Kind, in.Autocomplete = view.Email, "email"
	case f.Format == schema.URL:
		in.Kind = view.URL
	default:
		in.Kind = view.Text
	}
}

func (b *Form) relation(ctx context.Context, c orm.Column[any], look Look, in *view.Field) error {
	in.Kind, in.Step, in.MaxLength = view.Select, "", 0
	if v := fieldOf(b.row, orm.RefOf(c).Field); b.typed == nil && v.IsZero() {
		in.Value = ""
	}
	offered, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: few + 1})
	if err != nil {
		return err
	}
	if len(offered) > few {
		in.Kind = view.Combobox
		if look.Search != nil {
			in.Search = look.Search(in.Name)
		}
		if offered, err = orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: 100}); err != nil {
			return err
		}
	}
	if in.Value != "" && !slices.ContainsFunc(offered, func(o orm.Option) bool { return o.Key == in.Value }) {
		chosen, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: []string{in.Value}})
		if err != nil {
			return err
		}
		offered = append(chosen, offered...)
	}
	if !in.Required || in.Value == "" {
		in.Options = append(in.Options, view.Option{Label: "—", Selected: in.Value == ""})
	}
	for _, o := range offered {
		in.Options = append(in.Options, view.Option{Value: o.Key, Label: o.Label, Selected: o.Key == in.Value})
	}
	return nil
}

func (b *Form) collection(ctx context.Context, c orm.Column[any], look Look, in *view.Field) error {
	in.Kind = view.Checkboxes
	chosen, sent := b.links[in.Name]
	if !sent && !b.isNew {
		var err error
		if chosen, err = orm.Links(ctx, c, b.row); err != nil {
			return err
		}
	}
	offered, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: few + 1})
	if err != nil {
		return err
	}
	if len(offered) > few {
		in.Kind = view.Chips
		if look.Search != nil {
			in.Search = look.Search(in.Name)
		}
		if offered, err = orm.OptionsOf(ctx, c, orm.OptionQuery{Limit: 100}); err != nil {
			return err
		}
		missing := slices.DeleteFunc(slices.Clone(chosen), func(key string) bool {
			return slices.ContainsFunc(offered, func(o orm.Option) bool { return o.Key == key })
		})
		if len(missing) > 0 {
			more, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: missing, Limit: len(missing)})
			if err != nil {
				return err
			}
			offered = append(more, offered...)
		}
	}
	for _, o := range offered {
		in.Options = append(in.Options, view.Option{Value: o.Key, Label: o.Label, Selected: slices.Contains(chosen, o.Key)})
	}
	return nil
}
