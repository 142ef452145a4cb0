package admin

import (
	"net/http"
	"strconv"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
	formview "github.com/gofw/gofw/templates/forms"
)

// form is what the pages edit.
func (p *pages[T]) form() forms.Model[T] {
	f := forms.Model[T]{Clean: p.Clean, Several: p.Several}
	for _, s := range p.Sections {
		f.Fields = append(f.Fields, s.Fields...)
	}
	return f
}

// add shows the form of a new row, and creates it.
func (p *pages[T]) add(c web.Context) error {
	if err := p.site.may(c, "add", p); err != nil {
		return err
	}
	if c.Request().Method != http.MethodPost {
		return p.showForm(c, http.StatusOK, p.form().Blank(), nil)
	}
	b, err := p.form().Bind(c)
	if err != nil {
		return err
	}
	return p.save(c, b, nil, "added")
}

// change shows the form of a row, and changes it.
func (p *pages[T]) change(c web.Context) error {
	row, err := p.find(c)
	if err != nil {
		return err
	}
	if c.Request().Method != http.MethodPost {
		if err := p.site.may(c, "view", p); err != nil {
			return err
		}
		return p.showForm(c, http.StatusOK, p.form().Of(row), row)
	}
	if err := p.site.may(c, "change", p); err != nil {
		return err
	}
	before := *row // what the page's title and facts show, whatever was typed
	b, err := p.form().BindRow(c, row)
	if err != nil {
		return err
	}
	return p.save(c, b, &before, "changed")
}

// find is the row that the address names; without it the page is not found.
func (p *pages[T]) find(c web.Context) (*T, error) {
	id, err := web.Int64Param(c, "id")
	if err != nil {
		return nil, err
	}
	return p.related(p.rows).Get(c.Request().Context(), id)
}

func (p *pages[T]) save(c web.Context, b *forms.Bound[T], row *T, what string) error {
	if !b.Valid() {
		return p.showForm(c, http.StatusUnprocessableEntity, b, row)
	}
	ok, err := b.Save(c.Request().Context())
	if err != nil {
		return err
	}
	if !ok {
		return p.showForm(c, http.StatusConflict, b, row)
	}
	messages.Success(c, "The "+p.schema().Label+" “"+orm.LabelOf(b.Row)+"” was "+what+".")
	id := strconv.FormatInt(p.table.KeyOf(b.Row), 10)
	switch {
	case c.FormValue("_addanother") != "":
		return web.Redirect(c, p.site.urlOf(p, "/add"))
	case c.FormValue("_continue") != "":
		return web.Redirect(c, p.site.urlOf(p, "/", id))
	case what == "added" && p.key() == userKey:
		return web.Redirect(c, p.site.urlOf(p, "/", id, "/password"))
	}
	return web.Redirect(c, p.site.urlOf(p))
}

// showForm shows the form; row is nil for a new one.
func (p *pages[T]) showForm(c web.Context, status int, b *forms.Bound[T], row *T) error {
	v := view.Form{New: row == nil, Heading: "Add " + p.schema().Label}
	if row != nil {
		v.Heading = orm.LabelOf(row)
	}
	var err error
	if v.Frame, err = p.site.frame(c, v.Heading, p, view.Link{Label: capital(p.schema().LabelPlural), URL: p.site.urlOf(p)}); err != nil {
		return err
	}
	if v.Form, err = p.sectionsOf(c, b, row); err != nil {
		return err
	}
	if row != nil {
		p.around(c, &v, row)
	}
	return web.PageStatus(c, status, view.FormPage(v))
}

// around adds what surrounds the form of an existing row.
func (p *pages[T]) around(c web.Context, v *view.Form, row *T) {
	id := strconv.FormatInt(p.table.KeyOf(row), 10)
	if p.site.can(c, "delete", p) {
		v.Delete = p.site.urlOf(p, "/", id, "/delete")
	}
	if p.ViewURL != nil {
		v.ViewURL = p.ViewURL(row)
	}
	for _, t := range p.Tools {
		v.Tools = append(v.Tools, view.Link{Label: t.Label, URL: p.site.urlOf(p, "/", id, "/", t.URL)})
	}
	for _, f := range p.schema().Fields {
		if f.AutoAdd || f.AutoUpdate {
			cell := p.site.cell(row, orm.Ref{Model: p.schema(), Field: &f})
			v.Times = append(v.Times, view.Fact{Label: capital(f.Label), Value: cell.Text})
		}
	}
}

// sectionsOf draws the form's sections; without the right to change, every
// field is only shown.
func (p *pages[T]) sectionsOf(c web.Context, b *forms.Bound[T], row *T) (formview.Form, error) {
	ctx := c.Request().Context()
	form := formview.Form{Errors: b.Errors()[""], Cancel: p.site.urlOf(p), Submit: "Save"}
	look := forms.Look{Search: func(input string) string { return p.site.urlOf(p, "/options?input=", input) }}
	locked := row != nil && !p.site.can(c, "change", p)
	for _, s := range p.Sections {
		section := formview.Section{Title: s.Title, Side: s.Side}
		for _, col := range s.Fields {
			in, err := b.Input(ctx, col, look)
			if err != nil {
				return form, err
			}
			if locked {
				in = still(in)
			}
			section.Fields = append(section.Fields, in)
		}
		form.Sections = append(form.Sections, section)
	}
	p.showFacts(&form, row)
	if locked {
		form.Submit = ""
	}
	if row == nil && len(form.Sections) > 0 && len(form.Sections[0].Fields) > 0 {
		form.Sections[0].Fields[0].Autofocus = true
	}
	return form, nil
}

// showFacts adds the columns that are only shown, to the last section.
func (p *pages[T]) showFacts(form *formview.Form, row *T) {
	if row == nil || len(form.Sections) == 0 {
		return
	}
	last := &form.Sections[len(form.Sections)-1]
	for _, f := range p.facts {
		ref := f.column.Ref()
		if ref.Field != nil && (ref.Field.AutoAdd || ref.Field.AutoUpdate || ref.Field.PrimaryKey) {
			continue // shown below the form
		}
		last.Fields = append(last.Fields, formview.Field{
			Name: inputName(f.column), Label: capital(ref.Label()), Kind: formview.Static, Value: p.site.cell(row, ref).Text,
		})
	}
}

// still turns an input into its value.
func still(in formview.Field) formview.Field {
	text := in.Value
	for i, o := range in.Options {
		if o.Selected && o.Value != "" {
			if text = o.Label; i > 0 && in.Kind == formview.Chips {
				text += ", "
			}
		}
	}
	return formview.Field{Name: in.Name, Label: in.Label, Kind: formview.Static, Value: text}
}
