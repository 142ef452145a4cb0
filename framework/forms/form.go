package forms

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// Declaration is a [Model] without the type of its rows, for code that serves
// every model.
type Declaration struct {
	Fields  []orm.Column[any]
	Clean   func(any) error
	Several map[string][]orm.Choice
}

// Form is a form together with a row and what was typed. It belongs to one
// request.
type Form struct {
	row    any // after Bind with what was typed, as far as it could be read
	decl   Declaration
	typed  url.Values // nil if nothing was sent
	isNew  bool
	errors map[string][]string // by input; "" is the form as a whole
	links  map[string][]string

	received map[string]received // files, by input
	stored   map[string]string   // the keys that the row had before, by input
}

// Blank is the form for a new row, with nothing typed.
func (d Declaration) Blank() *Form {
	b := d.Of(orm.TableOf(d.Fields[0]).New())
	b.isNew = true
	b.defaults()
	return b
}

// Of is the form for a row that exists, with nothing typed.
func (d Declaration) Of(row any) *Form {
	return &Form{
		row: row, decl: d, errors: map[string][]string{}, links: map[string][]string{},
		received: map[string]received{}, stored: map[string]string{},
	}
}

// Bind reads and checks what a request sent for a new row. The error is for
// requests that cannot be read; mistakes of the person are in the form.
func (d Declaration) Bind(c web.Context) (*Form, error) { return d.Blank().bind(c) }

// BindRow reads and checks what a request sent for a row that exists.
func (d Declaration) BindRow(c web.Context, row any) (*Form, error) { return d.Of(row).bind(c) }

// Row is the row, after Bind with what was typed, as far as it could be read.
func (b *Form) Row() any { return b.row }

// defaults puts the defaults of the model into a new row.
func (b *Form) defaults() {
	for _, c := range b.decl.Fields {
		if f := orm.RefOf(c).Field; f != nil && f.Default != nil {
			_ = set(f, fieldOf(b.row, f), *f.Default) // the generator has checked it
		}
	}
}

// fieldOf is a field of a row, a pointer.
func fieldOf(row any, f *schema.Field) reflect.Value {
	return reflect.ValueOf(row).Elem().FieldByIndex(f.Path)
}

func (b *Form) bind(c web.Context) (*Form, error) {
	if err := b.parse(c); err != nil {
		return nil, err
	}
	return b, b.read(c.Request().Context())
}

func (b *Form) read(ctx context.Context) error {
	for _, c := range b.decl.Fields {
		var err error
		switch ref := orm.RefOf(c); {
		case ref.Field != nil && ref.Field.PrimaryKey && !b.isNew: // a row keeps its key
		case ref.Collection != nil:
			err = b.readLinks(ctx, c)
		case ref.Field.Relation != nil:
			err = b.readRelation(ctx, c)
		case ref.Field.Upload != nil:
			err = b.readFile(ctx, ref.Field, InputName(c))
		case ref.Field.Format == schema.Row:
			err = b.readName(ctx, ref.Field, InputName(c))
		default:
			b.readField(ref.Field, InputName(c))
		}
		if err != nil {
			return err
		}
	}
	b.slugs()
	if len(b.errors) == 0 && b.decl.Clean != nil {
		b.note(b.decl.Clean(b.row))
	}
	if v, ok := b.row.(orm.Validator); ok && len(b.errors) == 0 {
		b.note(v.Validate(ctx))
	}
	if len(b.errors) > 0 {
		return nil
	}
	return b.unique(ctx)
}

// note files the mistakes in an error from Clean.
func (b *Form) note(err error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range several.Unwrap() {
			b.note(e)
		}
		return
	}
	var w *orm.Invalid
	switch {
	case err == nil || err == orm.ErrInvalid: // which only says that there is more
	case errors.As(err, &w) && !b.has(w.Column):
		b.fail("", w.Message)
	case errors.As(err, &w):
		b.fail(w.Column, w.Message)
	default:
		b.fail("", err.Error())
	}
}

// has reports whether the form has an input of that name.
func (b *Form) has(input string) bool {
	return slices.ContainsFunc(b.decl.Fields, func(c orm.Column[any]) bool { return InputName(c) == input })
}

func (b *Form) fail(input, message string) {
	b.errors[input] = append(b.errors[input], message)
}

func (b *Form) readField(f *schema.Field, name string) {
	if choices, ok := b.decl.Several[name]; ok {
		b.readSeveral(f, name, choices)
		return
	}
	text := strings.ReplaceAll(b.typed.Get(name), "\r\n", "\n")
	if f.Kind != schema.Text || f.Widget == "" {
		text = strings.TrimSpace(text)
	}
	if text == "" && f.SlugFrom != "" {
		return // made from the other field
	}
	if err := set(f, fieldOf(b.row, f), text); err != nil {
		b.fail(name, err.Error())
	}
}

// readName reads the name of a row of any model, which must be there.
func (b *Form) readName(ctx context.Context, f *schema.Field, input string) error {
	b.readField(f, input)
	v := reflect.Indirect(fieldOf(b.row, f))
	if !v.IsValid() {
		return nil
	}
	id, ok := v.Interface().(orm.RowID)
	if !ok || id.IsZero() || len(b.errors[input]) > 0 {
		return nil
	}
	_, err := orm.FindRow(ctx, id)
	if errors.Is(err, orm.ErrNotFound) {
		b.fail(input, "There is no such row.")
		return nil
	}
	return err
}

// readSeveral reads a list of strings; values that are not offered are dropped.
func (b *Form) readSeveral(f *schema.Field, name string, choices []orm.Choice) {
	chosen := []string{}
	for _, c := range choices {
		if slices.Contains(b.typed[name], c.Value) {
			chosen = append(chosen, c.Value)
		}
	}
	fieldOf(b.row, f).Set(reflect.ValueOf(chosen))
}

// slugs makes the slugs that were left empty.
func (b *Form) slugs() {
	for _, c := range b.decl.Fields {
		f := orm.RefOf(c).Field
		if f == nil || f.SlugFrom == "" || strings.TrimSpace(b.typed.Get(InputName(c))) != "" {
			continue
		}
		source := orm.RefOf(c).Model.Field(f.SlugFrom)
		slug := filters.Slugify(fieldOf(b.row, source).String())
		if f.Size > 0 && len(slug) > f.Size {
			slug = strings.Trim(slug[:f.Size], "-_")
		}
		if slug == "" {
			if b.errors[schema.ColumnName(f.SlugFrom)] == nil {
				b.fail(InputName(c), "Enter a slug: none can be made from the "+source.Label+".")
			}
			continue
		}
		fieldOf(b.row, f).SetString(slug)
	}
}

func (b *Form) readRelation(ctx context.Context, c orm.Column[any]) error {
	f, name := orm.RefOf(c).Field, InputName(c)
	text := strings.TrimSpace(b.typed.Get(name))
	if err := set(f, fieldOf(b.row, f), text); err != nil {
		if text != "" {
			err = mistake("Choose one of the rows offered.")
		}
		b.fail(name, err.Error())
		return nil
	}
	if text == "" {
		return nil
	}
	found, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: []string{text}})
	if err == nil && len(found) == 0 {
		b.fail(name, "The row you chose is no longer there. Choose another.")
	}
	return err
}

func (b *Form) readLinks(ctx context.Context, c orm.Column[any]) error {
	name := InputName(c)
	keys := slices.DeleteFunc(slices.Clone(b.typed[name]), func(text string) bool { return text == "" })
	for _, key := range keys {
		if !orm.IsKey(c, key) {
			b.fail(name, "Choose among the rows offered.")
			return nil
		}
	}
	found, err := orm.OptionsOf(ctx, c, orm.OptionQuery{Keys: append([]string{}, keys...), Limit: len(keys) + 1})
	if err != nil {
		return err
	}
	b.links[name] = b.links[name][:0]
	for _, o := range found { // rows that have gone meanwhile are left out
		b.links[name] = append(b.links[name], o.Key)
	}
	return nil
}

// unique looks for another row that holds a value which may occur only once.
func (b *Form) unique(ctx context.Context) error {
	for _, c := range b.decl.Fields {
		f := orm.RefOf(c).Field
		if f == nil || !f.Unique && !(f.PrimaryKey && b.isNew) {
			continue
		}
		v := reflect.Indirect(fieldOf(b.row, f))
		if !v.IsValid() {
			continue
		}
		taken, err := b.taken(ctx, c, v.Interface())
		if err != nil {
			return err
		}
		if taken && f.SlugFrom != "" && strings.TrimSpace(b.typed.Get(InputName(c))) == "" {
			if err := b.number(ctx, c); err != nil {
				return err
			}
			continue
		}
		if taken {
			b.fail(InputName(c), fmt.Sprintf("Another %s has this %s already.", orm.RefOf(c).Model.Label, f.Label))
		}
	}
	return nil
}

func (b *Form) taken(ctx context.Context, c orm.Column[any], v any) (bool, error) {
	t := orm.TableOf(c)
	q := orm.RowsOf(t).Filter(orm.Equals(c, v))
	if !b.isNew {
		q = q.Filter(orm.Not(orm.KeyIn(t, t.KeyOf(b.row))))
	}
	return q.Exists(ctx)
}

// number finds a free slug by counting: news, news-2, news-3.
func (b *Form) number(ctx context.Context, c orm.Column[any]) error {
	f := orm.RefOf(c).Field
	base := reflect.Indirect(fieldOf(b.row, f)).String()
	for n := 2; n < 1000; n++ {
		tail := "-" + strconv.Itoa(n)
		slug := base[:min(len(base), max(f.Size, len(tail)+1)-len(tail))] + tail
		taken, err := b.taken(ctx, c, slug)
		if err != nil {
			return err
		}
		if !taken {
			fieldOf(b.row, f).SetString(slug)
			return nil
		}
	}
	b.fail(InputName(c), "Enter a slug: all like this one are taken.")
	return nil
}

// Valid reports whether something was sent and nothing is wrong with it.
func (b *Form) Valid() bool { return b.typed != nil && len(b.errors) == 0 }

// Errors returns what is wrong, by name of the input; "" is the form as a whole.
func (b *Form) Errors() map[string][]string { return b.errors }

// Fail adds a mistake that only the caller can see, as [Model.Clean] does: an
// error of [Wrong] stands at its input, any other above the form.
func (b *Form) Fail(err error) { b.note(err) }

// Save writes the row and its collections in one transaction: a new row whole,
// an old one only in the columns of the form. A value that another request has
// taken meanwhile becomes a mistake of the form, and Save returns false.
func (b *Form) Save(ctx context.Context) (bool, error) {
	if !b.Valid() {
		return false, errors.New("forms: Save of a form that is not valid")
	}
	files, ok, err := b.keep(ctx)
	if err != nil || !ok {
		return false, err
	}
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		if err := b.write(ctx); err != nil {
			return err
		}
		for _, c := range b.decl.Fields {
			keys, sent := b.links[InputName(c)]
			if orm.RefOf(c).Collection == nil || !sent {
				continue
			}
			if err := orm.SetLinks(ctx, c, b.row, keys); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.release(ctx, files)
	}
	if errors.Is(err, orm.ErrInvalid) {
		b.note(err)
		return false, nil
	}
	if errors.Is(err, orm.ErrDuplicate) || errors.Is(err, orm.ErrForeignKey) {
		b.fail("", "Somebody changed the data meanwhile: a value is taken now, or a chosen row has gone. Check and save again.")
		return false, nil
	}
	return err == nil, err
}

// write writes the row itself.
func (b *Form) write(ctx context.Context) error {
	t := orm.TableOf(b.decl.Fields[0])
	if b.isNew {
		return t.Create(ctx, b.row)
	}
	var fields []*schema.Field
	for _, c := range b.decl.Fields {
		ref := orm.RefOf(c)
		if ref.Field == nil || len(ref.Relations) > 0 {
			continue
		}
		fields = append(fields, ref.Field)
		if u := ref.Field.Upload; u != nil {
			for _, name := range []string{u.Width, u.Height} {
				if size := ref.Model.Field(name); size != nil {
					fields = append(fields, size)
				}
			}
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return t.Save(ctx, b.row, fields...)
}
