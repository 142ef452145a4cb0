package views

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/views"
)

var (
	errNoForm = errors.New("the view has no Form: name the columns that people fill in")
	errNoThen = errors.New("the view leads nowhere afterwards: set Then")
)

// NextParam is what an address has to lead somewhere else afterwards than the view
// says: /posts/add?next=/drafts. An address of another site is left aside.
const NextParam = "next"

// Editing is a form and its row, for a page that shows it.
type Editing[T any] struct {
	// Row is the row as it is stored, whatever is typed; a row that is not created
	// yet has the values it begins with.
	Row  *T
	Form *forms.Form
	New  bool // the row is not created yet

	// Action is where the form is sent: its own address, and which version of the
	// row is on the page. A form that is drawn with it, as
	// e.Form.Component(forms.Look{Action: e.Action}), does not undo what somebody
	// else has changed meanwhile.
	Action string
}

// HasURL is a row that knows the address of its page: where people come to after
// they created or changed it, unless the view says otherwise.
type HasURL interface{ URL() string }

// errRefused ends a transaction whose reason is in the form already.
var errRefused = errors.New("views: the form has a mistake")

// saving is what happens to a form that was sent.
type saving[T any] struct {
	form          forms.Model[T]
	before, after func(ctx context.Context, row *T) error
	message       func(*T) string
	then          func(*T) string
	version       string // of the row for which the form was made; empty is any
}

// check reports a view that leads nowhere afterwards.
func (s saving[T]) check() error {
	if _, ok := any(new(T)).(HasURL); s.then == nil && !ok {
		return fmt.Errorf("%w, or give %T a method URL() string", errNoThen, *new(T))
	}
	return nil
}

// save stores what was typed, with the view's own code in the same transaction.
// False says that the form is to be shown again.
func (s saving[T]) save(ctx context.Context, f *forms.Form, row *T) (bool, error) {
	table := orm.TableOf(s.form.Fields[0])
	err := orm.Atomic(ctx, func(ctx context.Context) error {
		err := fresh(ctx, table, row, s.version)
		if err == nil {
			err = own(ctx, s.before, row)
		}
		if err != nil {
			return err
		}
		ok, err := f.Save(ctx)
		if err != nil {
			return err
		}
		if !ok {
			return errRefused
		}
		return own(ctx, s.after, row)
	})
	switch {
	case errors.Is(err, errRefused):
		return false, nil
	case mistaken(err):
		f.Fail(err)
		return false, nil
	}
	return err == nil, err
}

func own[T any](ctx context.Context, code func(context.Context, *T) error, row *T) error {
	if code == nil {
		return nil
	}
	return code(ctx, row)
}

// mistaken reports whether an error is for the person who typed.
func mistaken(err error) bool {
	var wrong *orm.Invalid
	return errors.Is(err, orm.ErrInvalid) || errors.As(err, &wrong)
}

// leave tells what was done and leads on.
func (s saving[T]) leave(c web.Context, row *T) error {
	if s.message != nil {
		if text := s.message(row); text != "" {
			messages.Success(c, text)
		}
	}
	var to string
	if s.then != nil {
		to = s.then(row)
	} else {
		to = any(row).(HasURL).URL()
	}
	return web.Redirect(c, web.SafeNext(c, c.QueryParam(NextParam), to))
}

// sent reports whether a request sends a form.
func sent(c web.Context) bool {
	m := c.Request().Method
	return m != http.MethodGet && m != http.MethodHead
}

// editor is a page with a form, in the look of the framework unless the view has a
// component of its own.
func editor[T any](s shows[Editing[T]], table *orm.Table, verb string) shows[Editing[T]] {
	if s.template == nil && s.render == nil {
		heading := verb + " " + table.Schema().Label
		s.template = func(e Editing[T]) templ.Component {
			return view.FormPage(heading, e.Form.Component(forms.Look{Action: e.Action}))
		}
	}
	return s
}
