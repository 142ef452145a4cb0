package forms

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// Declaration is a [Model] or a [Struct] without the type of its rows, for code
// that serves every model.
type Declaration struct {
	Fields  []orm.Column[any]
	Clean   func(any) error
	Rules   func(any) []Rule
	Several map[string][]orm.Choice
	Prefix  string
	Inlines []Inlined

	shape *shape // of a struct; Fields are empty then
}

// Form is a form together with a row and what was typed. It belongs to one
// request.
type Form struct {
	row     any // after Bind with what was typed, as far as it could be read
	decl    Declaration
	entries []*entry
	isNew   bool
	errors  map[string][]string // by input; "" is the form as a whole
	links   map[string][]string
	before  map[string]string // what was shown, by input; see Changed
	sets    []*Rows           // of its inlines
	asking  bool              // another row was asked for, so nothing is complained about yet
	*sending

	line // if the form is one row of a set
}

// Blank is the form for a new row, with nothing typed.
func (d Declaration) Blank() *Form {
	b := d.Of(d.table().New()).asNew()
	b.defaults()
	return b
}

// Of is the form for a row that exists, with nothing typed.
func (d Declaration) Of(row any) *Form { return d.of(row, newSending()) }

func (d Declaration) of(row any, s *sending) *Form {
	b := &Form{
		row: row, decl: d, entries: d.entries(), errors: map[string][]string{}, links: map[string][]string{}, sending: s,
	}
	b.rule()
	for _, inline := range d.Inlines {
		b.sets = append(b.sets, inline.rows(b))
	}
	return b
}

// Bind reads and checks what a request sent for a new row. The error is for
// requests that cannot be read; mistakes of the person are in the form.
func (d Declaration) Bind(c web.Context) (*Form, error) { return d.Blank().bind(c) }

// BindRow reads and checks what a request sent for a row that exists.
func (d Declaration) BindRow(c web.Context, row any) (*Form, error) { return d.Of(row).bind(c) }

// table is that of the rows; nil for a struct.
func (d Declaration) table() *orm.Table {
	if d.shape != nil {
		return nil
	}
	return orm.TableOf(d.Fields[0])
}

// Row is the row, after Bind with what was typed, as far as it could be read.
func (b *Form) Row() any { return b.row }

func (b *Form) asNew() *Form {
	b.isNew = true
	return b
}

// defaults puts the defaults of the declaration into a new row.
func (b *Form) defaults() {
	for _, e := range b.entries {
		if f := e.field; f != nil && f.Default != nil {
			_ = set(f, fieldOf(b.row, f), *f.Default) // the generator has checked it
		}
	}
}

// fieldOf is a field of a row, a pointer.
func fieldOf(row any, f *schema.Field) reflect.Value {
	return reflect.ValueOf(row).Elem().FieldByIndex(f.Path)
}

func (b *Form) bind(c web.Context) (*Form, error) {
	if err := b.parse(c, b); err != nil {
		return nil, err
	}
	return b, b.read(c.Request().Context())
}

// read reads what was sent, and checks it.
func (b *Form) read(ctx context.Context) error {
	if err := b.readAll(ctx); err != nil {
		return err
	}
	if err := b.check(ctx); err != nil {
		return err
	}
	for _, s := range b.sets {
		if err := s.read(ctx); err != nil {
			return err
		}
		b.asking = b.asking || s.asking
	}
	return nil
}

// readAll reads each input by itself.
func (b *Form) readAll(ctx context.Context) error {
	b.remember()
	for _, e := range b.entries {
		if b.fixed(e) {
			continue
		}
		if err := b.readEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// fixed reports whether an input is left out: a row keeps its key.
func (b *Form) fixed(e *entry) bool { return e.field != nil && e.field.PrimaryKey && !b.isNew }

// check looks at the row as a whole, once each input is right.
func (b *Form) check(ctx context.Context) error {
	b.slugs()
	if len(b.errors) == 0 && b.decl.Clean != nil {
		b.note(b.decl.Clean(b.row))
	}
	if v, ok := b.row.(orm.Validator); ok && len(b.errors) == 0 {
		b.note(v.Validate(ctx))
	}
	if len(b.errors) > 0 || b.decl.shape != nil {
		return nil
	}
	b.conditions()
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
	var m *misplaced
	switch {
	case err == nil || err == orm.ErrInvalid: // which only says that there is more
	case errors.As(err, &m):
		name := ""
		if e := b.entryOf(m.field); e != nil {
			name = e.name
		}
		b.fail(name, m.message)
	case errors.As(err, &w) && b.entry(w.Column) == nil:
		b.fail("", w.Message)
	case errors.As(err, &w):
		b.fail(w.Column, w.Message)
	default:
		b.fail("", err.Error())
	}
}

func (b *Form) fail(input, message string) {
	b.errors[input] = append(b.errors[input], message)
}

// Valid reports whether something was sent and nothing is wrong with it, nor with
// the rows of its inlines.
func (b *Form) Valid() bool {
	if b.values == nil || b.asking || len(b.errors) > 0 {
		return false
	}
	for _, s := range b.sets {
		if !s.Valid() {
			return false
		}
	}
	return true
}

// Status is that of the page which shows the form: 422 if something is wrong with
// what was sent, else 200.
func (b *Form) Status() int {
	if b.values == nil || b.asking || b.Valid() {
		return http.StatusOK
	}
	return http.StatusUnprocessableEntity
}

// Errors returns what is wrong, by name of the input; "" is the form as a whole.
// Inputs have no prefix here; those of an inline's rows are lines-0-amount.
func (b *Form) Errors() map[string][]string {
	if len(b.sets) == 0 {
		return b.errors
	}
	all := map[string][]string{}
	for name, messages := range b.errors {
		all[name] = messages
	}
	for _, s := range b.sets {
		for name, messages := range s.Errors() {
			all[name] = messages
		}
	}
	return all
}

// Fail adds a mistake that only the caller can see, as [Model.Clean] does: an
// error of [Wrong] or [At] stands at its input, any other above the form.
func (b *Form) Fail(err error) { b.note(err) }

// Rows is the rows of an inline, by the name of its inputs; nil if there is none.
func (b *Form) Rows(name string) *Rows {
	for _, s := range b.sets {
		if s.name == name {
			return s
		}
	}
	return nil
}
