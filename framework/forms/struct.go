package forms

import (
	"reflect"

	"github.com/gofw/gofw/framework/web"
)

// Struct is a form over a struct that is no model: a search, a message, a step of
// an order. The fields of T are declared as those of a model are, by type and
// tags; a string without a size is of any length. It is a declaration: share it
// freely.
//
//	type Message struct {
//		Name  string `gorm:"size:80"`
//		Email string `gofw:"email"`
//		Topic Topic  `gofw:"widget=radio"` // a type with constants
//		Text  string `gofw:"widget=textarea"`
//	}
//
//	var MessageForm = forms.Struct[Message]{}
//
// A field of the type []Topic holds several choices, a media.File a file. If *T
// has the method Validate of [orm.Validator], it is asked too.
type Struct[T any] struct {
	Rules  func(*T) []Rule // about single fields; nil says nothing
	Clean  func(*T) error  // checks the whole; see [At]. nil checks nothing
	Prefix string          // before the names of all inputs, where several forms share a page
}

// Blank is the form with nothing typed. It shows the values of initial, if given.
func (s Struct[T]) Blank(initial ...T) *Form {
	row := new(T)
	if len(initial) > 0 {
		*row = initial[0]
		return s.declaration().Of(row).asNew()
	}
	b := s.declaration().Of(row).asNew()
	b.defaults()
	return b
}

// Bind reads and checks what a request sent. The value holds what was typed as far as
// it could be read; it is complete if the form is valid. A value of initial says what
// was shown, for [Form.Changed].
func (s Struct[T]) Bind(c web.Context, initial ...T) (*Form, *T, error) {
	b := s.Blank(initial...)
	row := b.row.(*T)
	b, err := b.bind(c)
	return b, row, err
}

// Sent reports whether a request sends this form, rather than another with its own prefix.
func (s Struct[T]) Sent(c web.Context) bool { return s.declaration().Sent(c) }

func (s Struct[T]) declaration() Declaration {
	return Declaration{
		shape: shapeOf(reflect.TypeFor[T]()), Prefix: s.Prefix, Clean: untypedClean(s.Clean), Rules: untypedRules(s.Rules),
	}
}

func untypedClean[T any](clean func(*T) error) func(any) error {
	if clean == nil {
		return nil
	}
	return func(row any) error { return clean(row.(*T)) }
}

func untypedRules[T any](rules func(*T) []Rule) func(any) []Rule {
	if rules == nil {
		return nil
	}
	return func(row any) []Rule { return rules(row.(*T)) }
}
