package forms

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/filters"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// readEntry reads what was sent for one input into the row.
func (b *Form) readEntry(ctx context.Context, e *entry) error {
	var err error
	switch {
	case e.field == nil:
		return b.readLinks(ctx, e)
	case e.field.Upload != nil:
		err = b.readFile(ctx, e)
	case e.rows != nil && e.several:
		err = b.readKeys(ctx, e)
	case e.rows != nil:
		err = b.readRelation(ctx, e)
	case e.choices != nil && e.several:
		err = b.readSeveral(ctx, e)
	case e.field.Format == schema.Row:
		err = b.readName(ctx, e)
	default:
		err = b.readField(ctx, e)
	}
	if err != nil || len(b.errors[e.name]) > 0 {
		return err
	}
	v := fieldOf(b.row, e.field)
	if v.IsZero() && v.Kind() != reflect.Bool && b.typed(e) == "" && len(b.values[b.input(e.name)]) == 0 {
		return nil // nothing came, which is fine
	}
	for _, wrong := range e.checks {
		if v.Kind() != reflect.Bool && b.typed(e) == "" && e.field.Upload == nil {
			break
		}
		if message := wrong(v); message != "" {
			b.fail(e.name, message)
		}
	}
	return nil
}

// typed is the text that was sent for an input, with the line breaks of Go.
func (b *Form) typed(e *entry) string {
	text := strings.ReplaceAll(b.values.Get(b.input(e.name)), "\r\n", "\n")
	if f := e.field; f == nil || !f.Widget.Long() && f.Widget != schema.Password {
		text = strings.TrimSpace(text)
	}
	return text
}

func (b *Form) readField(ctx context.Context, e *entry) error {
	f, text := e.field, b.typed(e)
	if text == "" && f.SlugFrom != "" {
		return nil // made from the other field
	}
	if f.Fraction() && languageOf(ctx).comma() {
		text = languageOf(ctx).plain(text)
	}
	if err := set(f, fieldOf(b.row, f), text); err != nil {
		b.fail(e.name, err.Error())
		return nil
	}
	if e.choices == nil || text == "" || len(f.Choices) > 0 {
		return nil
	}
	list, err := e.choices(ctx)
	if err == nil && !slices.ContainsFunc(list, func(c orm.Choice) bool { return c.Value == text }) {
		b.fail(e.name, "Choose one of the values offered.")
	}
	return err
}

// readName reads the name of a row of any model, which must be there.
func (b *Form) readName(ctx context.Context, e *entry) error {
	if err := b.readField(ctx, e); err != nil {
		return err
	}
	v := reflect.Indirect(fieldOf(b.row, e.field))
	if !v.IsValid() {
		return nil
	}
	id, ok := v.Interface().(orm.RowID)
	if !ok || id.IsZero() || len(b.errors[e.name]) > 0 {
		return nil
	}
	_, err := orm.FindRow(ctx, id)
	if errors.Is(err, orm.ErrNotFound) {
		b.fail(e.name, "There is no such row.")
		return nil
	}
	return err
}

// sentOnce is the texts that were sent for an input, without empty and repeated ones.
func (b *Form) sentOnce(e *entry) []string {
	var texts []string
	for _, text := range b.values[b.input(e.name)] {
		if text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// readSeveral reads a list of values, in the order in which they are offered.
func (b *Form) readSeveral(ctx context.Context, e *entry) error {
	list, err := e.choices(ctx)
	if err != nil {
		return err
	}
	sent := b.sentOnce(e)
	chosen := []string{}
	for _, c := range list {
		if slices.Contains(sent, c.Value) {
			chosen = append(chosen, c.Value)
		}
	}
	if len(chosen) < len(sent) {
		b.fail(e.name, "Choose among the values offered.")
	}
	b.setList(e, chosen)
	return nil
}

// setList puts a list of texts into a field, each in the type of its elements.
func (b *Form) setList(e *entry, texts []string) {
	to := fieldOf(b.row, e.field)
	if len(texts) == 0 && e.required() {
		to.SetZero()
		b.failOnce(e.name, string(required))
		return
	}
	list := reflect.MakeSlice(to.Type(), 0, len(texts))
	for _, text := range texts {
		element := reflect.New(to.Type().Elem()).Elem()
		if set(&schema.Field{Kind: e.element()}, element, text) != nil {
			b.failOnce(e.name, "Choose among the values offered.")
			continue
		}
		list = reflect.Append(list, element)
	}
	to.Set(list)
}

// failOnce adds a mistake to an input that has none yet.
func (b *Form) failOnce(input, message string) {
	if len(b.errors[input]) == 0 {
		b.fail(input, message)
	}
}

// element is the kind of what a list holds; JSON lists hold texts.
func (e *entry) element() schema.Kind {
	if k := e.field.Kind.Element(); k != "" {
		return k
	}
	return schema.Text
}

// readKeys reads the keys of several rows, all of which must be offered.
func (b *Form) readKeys(ctx context.Context, e *entry) error {
	sent := b.sentOnce(e)
	found := []orm.Option{}
	if len(sent) > 0 {
		var err error
		if found, err = e.rows(ctx, orm.OptionQuery{Keys: sent, Limit: len(sent) + 1}); err != nil {
			return err
		}
	}
	if len(found) < len(sent) {
		b.fail(e.name, "A row you chose is no longer there. Choose among the rows offered.")
	}
	var keys []string
	for _, o := range found {
		keys = append(keys, o.Key)
	}
	b.setList(e, keys)
	return nil
}

func (b *Form) readRelation(ctx context.Context, e *entry) error {
	f, text := e.field, b.typed(e)
	if err := set(f, fieldOf(b.row, f), text); err != nil {
		if text != "" {
			err = mistake("Choose one of the rows offered.")
		}
		b.fail(e.name, err.Error())
		return nil
	}
	if text == "" {
		return nil
	}
	found, err := e.rows(ctx, orm.OptionQuery{Keys: []string{text}})
	if err == nil && len(found) == 0 {
		b.fail(e.name, "The row you chose is no longer there. Choose another.")
	}
	return err
}

func (b *Form) readLinks(ctx context.Context, e *entry) error {
	keys := b.sentOnce(e)
	for _, key := range keys {
		if !orm.IsKey(e.column, key) {
			b.fail(e.name, "Choose among the rows offered.")
			return nil
		}
	}
	found, err := e.rows(ctx, orm.OptionQuery{Keys: append([]string{}, keys...), Limit: len(keys) + 1})
	if err != nil {
		return err
	}
	b.links[e.name] = []string{}
	for _, o := range found { // rows that have gone meanwhile are left out
		b.links[e.name] = append(b.links[e.name], o.Key)
	}
	return nil
}

// slugs makes the slugs that were left empty.
func (b *Form) slugs() {
	for _, e := range b.entries {
		f := e.field
		if f == nil || f.SlugFrom == "" || b.typed(e) != "" {
			continue
		}
		source := b.field(f.SlugFrom)
		slug := filters.Slugify(fieldOf(b.row, source).String())
		if f.Size > 0 && len(slug) > f.Size {
			slug = strings.Trim(slug[:f.Size], "-_")
		}
		if slug == "" {
			if b.errors[schema.ColumnName(f.SlugFrom)] == nil {
				b.fail(e.name, "Enter a slug: none can be made from the "+source.Label+".")
			}
			continue
		}
		fieldOf(b.row, f).SetString(slug)
	}
}

// field is a field of the row by its Go name; nil if there is none.
func (b *Form) field(name string) *schema.Field {
	if b.decl.shape == nil {
		return b.decl.table().Schema().Field(name)
	}
	for i := range b.decl.shape.fields {
		if f := &b.decl.shape.fields[i]; f.Name == name {
			return f
		}
	}
	return nil
}
