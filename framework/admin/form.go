package admin

import (
	"context"
	"net/http"
	"strings"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
	view "github.com/gofw/gofw/templates/admin"
	formview "github.com/gofw/gofw/templates/forms"
)

// form is what the person may edit.
func (p *pages) form(c web.Context) forms.Declaration {
	f := forms.Declaration{Clean: p.decl.clean, Several: p.decl.several}
	for _, s := range p.decl.sections {
		for _, column := range s.fields {
			if !p.reserved(c, column) {
				f.Fields = append(f.Fields, column)
			}
		}
	}
	return f
}

// stored is what the pages show of a row as it is in the database, whatever is
// typed into its form.
type stored struct {
	id    string
	label string
	view  string // address of its page on the site; empty if unknown
	facts []formview.Field
	times []view.Fact
}

func (p *pages) stored(ctx context.Context, row any) *stored {
	s := &stored{id: p.table.KeyOf(row), label: orm.LabelOf(row)}
	if p.decl.viewURL != nil {
		s.view = p.decl.viewURL(row)
	}
	for i := range p.schema().Fields {
		if f := &p.schema().Fields[i]; f.AutoAdd || f.AutoUpdate {
			cell := p.site.cell(ctx, row, orm.Ref{Model: p.schema(), Field: f})
			s.times = append(s.times, view.Fact{Label: schema.Capital(f.Label), Value: cell.Text})
		}
	}
	for _, c := range p.facts {
		ref := orm.RefOf(c)
		if f := ref.Field; f != nil && (f.AutoAdd || f.AutoUpdate || f.PrimaryKey) {
			continue // among the times
		}
		cell := p.site.cell(ctx, row, ref)
		fact := formview.Field{Name: forms.InputName(c), Label: schema.Capital(ref.Label()), Kind: formview.Static, Value: cell.Text}
		if ref.Field != nil && ref.Field.Upload != nil {
			fact.Upload = &formview.Upload{Name: cell.Text, URL: cell.URL, Picture: cell.Picture != ""}
		}
		s.facts = append(s.facts, fact)
	}
	return s
}

// add shows the form of a new row, and creates it.
func (p *pages) add(c web.Context) error {
	if err := p.site.may(c, "add", p); err != nil {
		return err
	}
	if c.Request().Method != http.MethodPost {
		return p.showForm(c, http.StatusOK, p.form(c).Blank(), nil)
	}
	b, err := p.form(c).Bind(c)
	if err != nil {
		return err
	}
	return p.save(c, b, nil)
}

// change shows the form of a row, and changes it.
func (p *pages) change(c web.Context) error {
	row, err := p.find(c)
	if err != nil {
		return err
	}
	old := p.stored(c.Request().Context(), row)
	if c.Request().Method != http.MethodPost {
		if err := p.site.may(c, "view", p); err != nil {
			return err
		}
		return p.showForm(c, http.StatusOK, p.form(c).Of(row), old)
	}
	if err := p.site.may(c, "change", p); err != nil {
		return err
	}
	if err := p.mayTouch(c, row); err != nil {
		return err
	}
	b, err := p.form(c).BindRow(c, row)
	if err != nil {
		return err
	}
	return p.save(c, b, old)
}

// find is the row that the address names; without it the page is not found.
func (p *pages) find(c web.Context) (any, error) {
	return orm.Find(c.Request().Context(), p.related(p.rows), keyIn(c.Param("id")))
}

// save stores what was typed; old is nil for a new row.
func (p *pages) save(c web.Context, b *forms.Form, old *stored) error {
	if !b.Valid() {
		return p.showForm(c, http.StatusUnprocessableEntity, b, old)
	}
	ok, err := b.Save(c.Request().Context())
	if err != nil {
		return err
	}
	if !ok {
		return p.showForm(c, http.StatusConflict, b, old)
	}
	what := "changed"
	if old == nil {
		what = "added"
	}
	messages.Success(c, "The "+p.schema().Label+" “"+orm.LabelOf(b.Row())+"” was "+what+".")
	id := keyPath(p.table.KeyOf(b.Row()))
	switch {
	case c.FormValue("_addanother") != "":
		return web.Redirect(c, p.site.urlOf(p, "/add"))
	case c.FormValue("_continue") != "":
		return web.Redirect(c, p.site.urlOf(p, "/", id))
	case old == nil && p.schema().Key() == userKey:
		return web.Redirect(c, p.site.urlOf(p, "/", id, "/password"))
	}
	return web.Redirect(c, p.site.urlOf(p))
}

// showForm shows the form; old is nil for a new row.
func (p *pages) showForm(c web.Context, status int, b *forms.Form, old *stored) error {
	v := view.Form{New: old == nil, Heading: "Add " + p.schema().Label}
	if old != nil {
		v.Heading, v.ViewURL, v.Times = old.label, old.view, old.times
		if p.site.can(c, "delete", p) {
			v.Delete = p.site.urlOf(p, "/", old.id, "/delete")
		}
		for _, t := range p.decl.tools {
			v.Tools = append(v.Tools, view.Link{Label: t.Label, URL: p.site.urlOf(p, "/", old.id, "/", t.URL)})
		}
	}
	var err error
	if v.Frame, err = p.site.frame(c, v.Heading, p, view.Link{Label: schema.Capital(p.schema().LabelPlural), URL: p.site.urlOf(p)}); err != nil {
		return err
	}
	if v.Form, err = p.sectionsOf(c, b, old); err != nil {
		return err
	}
	return web.PageStatus(c, status, view.FormPage(v))
}

// sectionsOf draws the form's sections; without the right to change, every
// field is only shown.
func (p *pages) sectionsOf(c web.Context, b *forms.Form, old *stored) (formview.Form, error) {
	ctx := c.Request().Context()
	form := formview.Form{Errors: b.Errors()[""], Cancel: p.site.urlOf(p), Submit: "Save"}
	look := forms.Look{Search: func(input string) string { return p.site.urlOf(p, "/options?input=", input) }}
	locked := old != nil && (!p.site.can(c, "change", p) || p.mayTouch(c, b.Row()) != nil)
	for _, s := range p.decl.sections {
		section := formview.Section{Title: s.title, Side: s.side}
		for _, col := range s.fields {
			in, err := b.Input(ctx, col, look)
			if err != nil {
				return form, err
			}
			if ref := orm.RefOf(col); locked || p.reserved(c, col) || old != nil && ref.Field != nil && ref.Field.PrimaryKey {
				in = still(in)
			}
			section.Fields = append(section.Fields, in)
		}
		form.Sections = append(form.Sections, section)
	}
	if len(form.Sections) == 0 {
		return form, nil
	}
	if old != nil {
		last := &form.Sections[len(form.Sections)-1]
		last.Fields = append(last.Fields, old.facts...)
	}
	if locked {
		form.Submit = ""
	}
	if old == nil && len(form.Sections[0].Fields) > 0 {
		form.Sections[0].Fields[0].Autofocus = true
	}
	return form, nil
}

// still turns an input into its value.
func still(in formview.Field) formview.Field {
	text := in.Value
	switch {
	case len(in.Options) > 0:
		var chosen []string
		for _, o := range in.Options {
			if o.Selected && o.Value != "" {
				chosen = append(chosen, o.Label)
			}
		}
		text = strings.Join(chosen, ", ")
	case in.Kind == formview.Checkbox && text == "true":
		text = "Yes"
	case in.Kind == formview.Checkbox:
		text = "No"
	case in.Kind == formview.DateTime:
		text = strings.Replace(strings.TrimSuffix(text, ":00"), "T", " ", 1)
	}
	return formview.Field{Name: in.Name, Label: in.Label, Kind: formview.Static, Value: text, Upload: in.Upload}
}
