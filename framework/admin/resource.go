package admin

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/framework/web"
)

// resource is a model's pages, whatever its type.
type resource interface {
	schema() *schema.Model
	count(context.Context) (int64, error)
	list(web.Context) error
	add(web.Context) error
	change(web.Context) error
	remove(web.Context) error
	bulk(web.Context) error
	options(web.Context) error
}

// pages is the pages of one model, with every default settled.
type pages[T any] struct {
	Model[T]
	site   *Site
	table  orm.Table[T]
	rows   orm.QuerySet[T]
	facts  []fact[T] // to show in the form, not to edit
	sorts  map[string]orm.Column[T]
	filter map[string]orm.Column[T]
}

// fact is a column that the form only shows.
type fact[T any] struct{ column orm.Column[T] }

func (m Model[T]) key() string { return reflect.TypeFor[T]().String() }

// resource settles the defaults of a declaration for one site.
func (m Model[T]) resource(s *Site) (resource, []error) {
	table, ok := orm.TableOf[T](s.registry)
	if !ok {
		return nil, []error{fmt.Errorf("admin: %s has an admin but is not a model of the site: run gofw generate", m.key())}
	}
	p := &pages[T]{Model: m, site: s, table: table, rows: table.QuerySet, sorts: map[string]orm.Column[T]{}, filter: map[string]orm.Column[T]{}}
	if m.Query != nil {
		p.rows = *m.Query
	}
	if p.PageSize <= 0 {
		p.PageSize = 50
	}
	d := defaults[T]{site: s, model: table.Schema()}
	if p.List == nil {
		p.List = d.list()
	}
	if p.Search == nil {
		p.Search = d.search()
	}
	if p.Filters == nil {
		p.Filters = d.filters()
	}
	d.problems = append(d.problems, p.sections(&d)...)
	d.problems = append(d.problems, p.check()...)
	for _, c := range p.List {
		if ref := c.Ref(); ref.Field != nil && ref.Field.Relation == nil && len(ref.Relations) == 0 && sortable(ref.Field) {
			p.sorts[inputName(c)] = c
		}
	}
	for _, c := range p.Filters {
		p.filter[inputName(c)] = c
	}
	return p, d.problems
}

func (p *pages[T]) schema() *schema.Model { return p.table.Schema() }

// count is the number of rows, up to the limit.
func (p *pages[T]) count(ctx context.Context) (int64, error) {
	return p.rows.CountUpTo(ctx, countLimit)
}

// sections settles what the form edits and what it only shows.
func (p *pages[T]) sections(d *defaults[T]) []error {
	if p.Sections == nil && p.Fields != nil {
		p.Sections = []Section[T]{{Fields: p.Fields}}
	}
	if p.Sections == nil {
		p.Sections = d.sections()
	}
	readOnly := func(c orm.Column[T]) bool {
		ref := c.Ref()
		if ref.Field != nil && (ref.Field.AutoAdd || ref.Field.AutoUpdate || ref.Field.ReadOnly || ref.Field.PrimaryKey) {
			return true
		}
		return slices.ContainsFunc(p.ReadOnly, func(r orm.Column[T]) bool { return inputName(r) == inputName(c) })
	}
	sections := make([]Section[T], len(p.Sections))
	for i, s := range p.Sections {
		sections[i] = Section[T]{Title: s.Title, Side: s.Side}
		for _, c := range s.Fields {
			if readOnly(c) {
				p.facts = append(p.facts, fact[T]{c})
				continue
			}
			sections[i].Fields = append(sections[i].Fields, c)
		}
	}
	p.Sections = sections
	return nil
}

// check finds columns in places where they cannot work.
func (p *pages[T]) check() []error {
	var problems []error
	for _, c := range p.Search {
		if f := c.Ref().Field; f == nil || !f.Kind.Textual() {
			problems = append(problems, fmt.Errorf("admin: %s searches %s, which is not a text", p.key(), c.Ref().Name()))
		}
	}
	for _, s := range p.Sections {
		for _, c := range s.Fields {
			ref := c.Ref()
			if len(ref.Relations) > 0 || ref.Collection != nil && ref.Collection.Table == "" {
				problems = append(problems, fmt.Errorf("admin: the form of %s edits %s, which belongs to another table", p.key(), ref.Name()))
			}
		}
	}
	return problems
}

func sortable(f *schema.Field) bool {
	return f.Kind != schema.Text && f.Kind != schema.Binary && f.Kind != schema.JSON
}

func inputName[T any](c orm.Column[T]) string { return schema.ColumnName(c.Ref().Name()) }
