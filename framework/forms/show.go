package forms

import (
	"context"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

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
	form := view.Form{Action: b.action(look.Action), Submit: look.Submit, Errors: b.mistakes("")}
	if form.Submit == "" {
		form.Submit = "Save"
	}
	fields, err := b.inputs(ctx, look)
	if err != nil {
		return form, err
	}
	form.Sections = []view.Section{{Fields: fields}}
	form.Sets, err = b.Sets(ctx, look)
	return form, err
}

// Sets is the rows of the form's inlines as data.
func (b *Form) Sets(ctx context.Context, look Look) ([]view.Set, error) {
	var sets []view.Set
	for _, s := range b.sets {
		shown, err := s.View(ctx, look)
		if err != nil {
			return nil, err
		}
		sets = append(sets, shown)
	}
	return sets, nil
}

// action is the address that the form is sent to: see [Declaration.Sent].
func (b *Form) action(address string) string {
	switch {
	case b.decl.Prefix == "":
		return address
	case strings.Contains(address, "?"):
		return address + "&" + url.QueryEscape(b.decl.Prefix)
	}
	return address + "?" + url.QueryEscape(b.decl.Prefix)
}

func (b *Form) inputs(ctx context.Context, look Look) ([]view.Field, error) {
	var fields []view.Field
	for _, e := range b.entries {
		if b.fixed(e) {
			continue
		}
		f, err := b.draw(ctx, e, look)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// mistakes is what is wrong with an input, unless another row was only asked for.
func (b *Form) mistakes(input string) []string {
	if b.asking {
		return nil
	}
	return b.errors[input]
}

// Input is one column's input as data. The form need not have the column.
func (b *Form) Input(ctx context.Context, c orm.Column[any], look Look) (view.Field, error) {
	e := b.entry(InputName(c))
	if e == nil {
		e = b.decl.ofColumn(c)
	}
	return b.draw(ctx, e, look)
}

// draw is one input as data.
func (b *Form) draw(ctx context.Context, e *entry, look Look) (view.Field, error) {
	in := view.Field{
		Name: b.input(e.name), Label: schema.Capital(e.label), Help: e.help, Required: e.required(), Optional: b.inSet && b.isNew,
		Error: strings.Join(b.mistakes(e.name), " "),
	}
	if label := look.Labels[e.name]; label != "" {
		in.Label = label
	}
	err := b.drawKind(ctx, e, look, &in)
	e.show(&in)
	if e.field != nil && b.values != nil && len(b.errors[e.name]) > 0 {
		keepTyped(&in)
	}
	return in, err
}

func (b *Form) drawKind(ctx context.Context, e *entry, look Look, in *view.Field) error {
	f := e.field
	if f == nil {
		chosen, sent := b.links[e.name]
		if !sent && !b.isNew {
			var err error
			if chosen, err = orm.Links(ctx, e.column, b.row); err != nil {
				return err
			}
		}
		return b.collection(ctx, e, chosen, look, in)
	}
	in.MaxLength = f.Size
	if f.Upload != nil {
		b.file(ctx, e, in)
		return nil
	}
	if e.several {
		return b.several(ctx, e, look, in)
	}
	if in.Help == "" && f.Kind.Element() != "" {
		in.Help = "One on each line."
	}
	in.Value = b.value(ctx, e)
	if err := b.kind(ctx, e, in); err != nil {
		return err
	}
	if f.SlugFrom != "" {
		in.SlugFrom = b.input(schema.ColumnName(f.SlugFrom))
	}
	if e.rows != nil {
		return b.relation(ctx, e, look, in)
	}
	return nil
}

// value is the text in an input: what was typed, as long as something is wrong
// with it, else what the row holds.
func (b *Form) value(ctx context.Context, e *entry) string {
	f, v := e.field, fieldOf(b.row, e.field)
	if b.values != nil && (len(b.errors[e.name]) > 0 || f.Kind == schema.Bool) {
		return b.values.Get(b.input(e.name))
	}
	text := b.format(ctx, e)
	if b.isNew && f.Default == nil && v.IsZero() && (b.values == nil || b.typed(e) == "") && (f.Kind.Number() || f.Kind == schema.Decimal || e.rows != nil) {
		return ""
	}
	return text
}

// format writes what the row holds as the reader of the page would.
func (b *Form) format(ctx context.Context, e *entry) string {
	text := Format(e.field, fieldOf(b.row, e.field))
	if e.field.Fraction() {
		text = languageOf(ctx).number(text)
	}
	return text
}

// kind chooses the input for a plain field.
func (b *Form) kind(ctx context.Context, e *entry, in *view.Field) error {
	f := e.field
	switch {
	case e.choices != nil:
		list, err := e.choices(ctx)
		in.Kind = view.Select
		if f.Widget == schema.Radio {
			in.Kind = view.Radios
		}
		if !in.Required {
			in.Options = append(in.Options, view.Option{Label: "—", Selected: in.Value == ""})
		}
		for _, c := range list {
			in.Options = append(in.Options, view.Option{Value: c.Value, Label: c.Label, Selected: c.Value == in.Value})
		}
		return err
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
		b.comma(ctx, in)
	case f.Kind == schema.Float:
		in.Kind, in.Step = view.Number, "any"
		b.comma(ctx, in)
	case f.Kind.Number():
		in.Kind, in.Step = view.Number, "1"
	case f.Widget == schema.Markdown:
		in.Kind = view.Markdown
	case f.Widget == schema.Password:
		in.Kind, in.Value = view.Password, ""
	case f.Widget == schema.Tel:
		in.Kind, in.Autocomplete = view.Tel, "tel"
	case f.Widget == schema.Search:
		in.Kind = view.Search
	case f.Widget == schema.Color:
		in.Kind, in.MaxLength = view.Color, 0
		if !in.Required { // a browser's input for colors is never empty
			in.Kind, in.Placeholder = view.Text, "#ff8800"
		}
	case f.Widget == schema.Textarea, f.Kind == schema.Text && !e.free, f.Kind.Listed():
		in.Kind = view.Textarea
	case f.Format == schema.Email:
		in.Kind, in.Autocomplete = view.Email, "email"
	case f.Format == schema.URL:
		in.Kind = view.URL
	default:
		in.Kind = view.Text
	}
	return nil
}

// spellings are what browsers keep in an input of a kind; anything else they drop in
// silence (HTML, value sanitization).
var spellings = map[view.Kind]*regexp.Regexp{
	view.Number:   regexp.MustCompile(`^-?([0-9]+|[0-9]*\.[0-9]+)([eE][-+]?[0-9]+)?$`),
	view.Date:     regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`),
	view.Time:     regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$`),
	view.DateTime: regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$`),
	view.Color:    regexp.MustCompile(`^#[0-9a-fA-F]{6}$`),
}

// keepTyped draws an input as one for text if it would lose what was typed.
func keepTyped(in *view.Field) {
	spelling := spellings[in.Kind]
	if spelling == nil || in.Value == "" || spelling.MatchString(in.Value) {
		return
	}
	if in.Kind == view.Number {
		in.InputMode = "decimal"
	}
	in.Kind, in.Step, in.Min, in.Max = view.Text, "", "", ""
}

// comma draws a number as a text where it is written with a comma: an input for
// numbers follows the language of the browser, which may be another.
func (b *Form) comma(ctx context.Context, in *view.Field) {
	if languageOf(ctx).comma() {
		in.Kind, in.Step, in.InputMode = view.Text, "", "decimal"
	}
}
