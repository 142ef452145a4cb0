package forms

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/schema"
	view "github.com/gofw/gofw/templates/forms"
)

// Component draws the whole set as a form when the page is rendered.
func (s *Rows) Component(look Look) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		set, err := s.View(ctx, look)
		if err != nil {
			return err
		}
		return view.Whole(view.Form{Action: look.Action, Submit: look.Submit, Sets: []view.Set{set}}).Render(ctx, w)
	})
}

// View is the set as data for package templates/forms.
func (s *Rows) View(ctx context.Context, look Look) (view.Set, error) {
	set := view.Set{Name: s.name, Title: schema.Capital(s.title), One: s.one}
	if err := s.load(ctx); err != nil {
		return set, err
	}
	if !s.asking {
		set.Errors = s.errors
	}
	set.Add = s.more()
	for i, b := range s.forms {
		row, err := s.row(ctx, i, b, look)
		if err != nil {
			return set, err
		}
		set.Rows = append(set.Rows, row)
	}
	return set, nil
}

// row is one row as data.
func (s *Rows) row(ctx context.Context, i int, b *Form, look Look) (view.Row, error) {
	row := view.Row{Title: fmt.Sprintf("%s %d", schema.Capital(s.one), i+1), Errors: b.mistakes(""), Deleted: b.deleted}
	if b.key != "" {
		row.Hidden = append(row.Hidden, view.Field{Name: s.input(keyPart, i), Kind: view.Hidden, Value: b.key})
	}
	var err error
	if row.Fields, err = b.inputs(ctx, look); err != nil {
		return row, err
	}
	was, is := b.decl.Prefix, join(s.name, strconv.Itoa(i)) // a row above may have gone
	for j := range row.Fields {
		f := &row.Fields[j]
		f.Name = is + strings.TrimPrefix(f.Name, was)
		if f.SlugFrom != "" {
			f.SlugFrom = is + strings.TrimPrefix(f.SlugFrom, was)
		}
	}
	if s.order {
		in := view.Field{Name: s.input(orderPart, i), Label: "Place", Kind: view.Number, Step: "1", Optional: true, Required: true}
		switch {
		case b.place > 0:
			in.Value = strconv.Itoa(b.place)
		case !b.isNew:
			in.Value = strconv.Itoa(i + 1)
		}
		row.Fields = append(row.Fields, in)
	}
	if !s.keep {
		row.Delete = &view.Field{Name: s.input(deletePart, i), Label: "Delete this " + s.one, Kind: view.Checkbox, Value: strconv.FormatBool(b.deleted)}
	}
	return row, nil
}

// load makes the forms of a set of which nothing was sent.
func (s *Rows) load(ctx context.Context) error {
	if s.loaded {
		return nil
	}
	s.loaded = true
	rows, err := s.all(ctx)
	if err != nil {
		return err
	}
	for i, row := range rows {
		b := s.at(i, row, newSending())
		if t := s.form.table(); t != nil {
			b.key = t.KeyOf(row)
		}
		s.forms = append(s.forms, b)
	}
	s.fill()
	return nil
}

// fill adds the rows that are empty at first.
func (s *Rows) fill() {
	n := max(len(s.forms)+s.extra, s.min)
	for len(s.forms) < n && s.more() {
		s.forms = append(s.forms, s.at(len(s.forms), nil, newSending()))
	}
}
