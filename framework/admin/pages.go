package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
)

// pages is the pages of one model, with every default settled.
type pages struct {
	decl   declaration
	site   *Site
	table  *orm.Table
	rows   *orm.QuerySet[any]
	facts  []orm.Column[any] // to show in the form, not to edit
	sorts  map[string]orm.Column[any]
	filter map[string]orm.Column[any]
}

// newPages settles the defaults of a declaration for one site.
func newPages(d declaration, s *Site) (*pages, []error) {
	table, ok := s.registry.Table(d.key)
	if !ok {
		return nil, []error{fmt.Errorf("admin: %s has an admin but is not a model of the site: run gofw generate", d.key)}
	}
	p := &pages{decl: d, site: s, table: table, rows: orm.RowsOf(table), sorts: map[string]orm.Column[any]{}, filter: map[string]orm.Column[any]{}}
	if table.Schema().Position != "" {
		p.decl.actions = append(slices.Clip(p.decl.actions), moves(table, "Move up", -1), moves(table, "Move down", 1))
	}
	if orm.TableOfRows(d.query) != nil {
		p.rows = orm.Typed[any](d.query)
	}
	if p.decl.pageSize <= 0 {
		p.decl.pageSize = 50
	}
	from := defaults{site: s, table: table, model: table.Schema()}
	if p.decl.list == nil {
		p.decl.list = from.list()
	}
	if p.decl.search == nil {
		p.decl.search = from.search()
	}
	if p.decl.filters == nil {
		p.decl.filters = from.filters()
	}
	p.settleSections(&from)
	problems := append(from.problems, p.check()...)
	for _, c := range p.decl.list {
		if ref := orm.RefOf(c); ref.Field != nil && ref.Field.Relation == nil && len(ref.Relations) == 0 && sortable(ref.Field) {
			p.sorts[forms.InputName(c)] = c
		}
	}
	for _, c := range p.decl.filters {
		p.filter[forms.InputName(c)] = c
	}
	return p, problems
}

func (p *pages) schema() *schema.Model { return p.table.Schema() }

// count is the number of rows, up to the limit.
func (p *pages) count(ctx context.Context) (int64, error) {
	return p.rows.CountUpTo(ctx, countLimit)
}

// settleSections settles what the form edits and what it only shows.
func (p *pages) settleSections(d *defaults) {
	if p.decl.sections == nil {
		p.decl.sections = d.sections()
	}
	readOnly := func(c orm.Column[any]) bool {
		ref := orm.RefOf(c)
		if ref.Field != nil && (ref.Field.AutoAdd || ref.Field.AutoUpdate || ref.Field.ReadOnly || ref.Field.PrimaryKey && !ref.Field.TypedKey()) {
			return true
		}
		return slices.ContainsFunc(p.decl.readOnly, func(r orm.Column[any]) bool { return forms.InputName(r) == forms.InputName(c) })
	}
	sections := make([]section, len(p.decl.sections))
	for i, s := range p.decl.sections {
		sections[i] = section{title: s.title, side: s.side}
		for _, c := range s.fields {
			if readOnly(c) {
				p.facts = append(p.facts, c)
				continue
			}
			sections[i].fields = append(sections[i].fields, c)
		}
	}
	p.decl.sections = sections
}

// check finds columns in places where they cannot work.
func (p *pages) check() []error {
	var problems []error
	for _, c := range p.decl.search {
		if f := orm.RefOf(c).Field; f == nil || !f.Kind.Textual() {
			problems = append(problems, fmt.Errorf("admin: %s searches %s, which is not a text", p.decl.key, orm.RefOf(c).Name()))
		}
	}
	for _, s := range p.decl.sections {
		for _, c := range s.fields {
			ref := orm.RefOf(c)
			if len(ref.Relations) > 0 || ref.Collection != nil && ref.Collection.Table == "" {
				problems = append(problems, fmt.Errorf("admin: the form of %s edits %s, which belongs to another table", p.decl.key, ref.Name()))
			}
		}
	}
	return problems
}

func sortable(f *schema.Field) bool {
	return f.Kind != schema.Text && f.Kind != schema.Binary && !f.Kind.Listed()
}
