package forms

import (
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// Model is a form for some columns of T. It is a declaration: share it freely.
type Model[T any] struct {
	Fields []orm.Column[*T] // what can be set: fields, to-one relations, collections with a join table; at least one
	Clean  func(*T) error   // checks the row as a whole; see [Wrong] and [At]. nil checks nothing
	Rules  func(*T) []Rule  // about single fields; nil says nothing
	Prefix string           // before the names of all inputs, where several forms share a page

	// Inlines are rows of other models that belong to this one, edited and saved
	// with it: see [Inline].
	Inlines []Inlined

	// Several says, by input, what a list of strings may hold. A field of type
	// []string without it is edited as JSON.
	Several map[string][]orm.Choice
}

// Blank is the form for a new row, with nothing typed. It shows the values of
// initial, if given, else the defaults of the model.
func (m Model[T]) Blank(initial ...T) *Form {
	if len(initial) == 0 {
		return m.declaration().Blank()
	}
	return m.declaration().Of(&initial[0]).asNew()
}

// Of is the form for a row that exists, with nothing typed.
func (m Model[T]) Of(row *T) *Form { return m.declaration().Of(row) }

// Bind reads and checks what a request sent for a new row, which comes with
// the form: it holds what was typed as far as it could be read, and Save writes
// it. The error is for requests that cannot be read; mistakes of the person are
// in the form.
func (m Model[T]) Bind(c web.Context) (*Form, *T, error) {
	f, err := m.declaration().Bind(c)
	if f == nil {
		return nil, nil, err
	}
	return f, f.row.(*T), err
}

// BindRow reads and checks what a request sent for a row that exists.
func (m Model[T]) BindRow(c web.Context, row *T) (*Form, error) {
	return m.declaration().BindRow(c, row)
}

// Sent reports whether a request sends this form, rather than another with its own prefix.
func (m Model[T]) Sent(c web.Context) bool { return m.declaration().Sent(c) }

func (m Model[T]) declaration() Declaration {
	return Declaration{
		Fields: orm.AnyColumns(m.Fields), Several: m.Several, Prefix: m.Prefix, Inlines: m.Inlines,
		Clean: untypedClean(m.Clean), Rules: untypedRules(m.Rules),
	}
}

// Wrong is what Clean returns when a column is wrong: see [orm.Wrong].
func Wrong[P any](c orm.Column[P], message string) error { return orm.Wrong(c, message) }

// InputName is the name of a column's input: author, published_at, tags.
func InputName[P any](c orm.Column[P]) string { return schema.ColumnName(orm.RefOf(c).Name()) }
