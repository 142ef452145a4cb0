package admin

import (
	"context"

	"github.com/gofw/gofw/framework/orm"
)

// Model says how editors see and change rows of T. The zero value shows the
// short columns, searches the texts, filters by what has few values, and edits
// everything that is not set by itself.
type Model[T any] struct {
	List     []orm.Column[*T]  // columns of the list; the first is the link
	Computed []Computed[T]     // further columns, worked out in Go
	Filters  []orm.Column[*T]  // choices, booleans, times, relations and collections
	Search   []orm.Column[*T]  // text columns; every word must stand in one of them
	Fields   []orm.Column[*T]  // what the form edits, in order
	Sections []Section[T]      // the same in sections; wins over Fields
	ReadOnly []orm.Column[*T]  // shown in the form, never changed
	Reserved []orm.Column[*T]  // edited by superusers alone; others see them
	Actions  []Action[T]       // things to do with chosen rows
	PageSize int               // rows of a page; 0 is 50
	Query    *orm.QuerySet[*T] // the rows that editors see; nil is all
	ViewURL  func(*T) string   // a row's page on the site; nil is none

	// Clean checks a row as a whole before it is saved. See [forms.Wrong].
	Clean func(*T) error
	// Several says, by input, what a list of strings may hold. See [forms.Model].
	Several map[string][]orm.Choice
	// Protected says which rows only superusers may change or delete; nil is none.
	Protected func(*T) bool
	// Tools adds links to a row's form.
	Tools []Tool
}

// Computed is a column of the list that is worked out from the row.
type Computed[T any] struct {
	Label string
	Value func(*T) string
}

// Section is a group of fields of the form.
type Section[T any] struct {
	Title  string // empty is none
	Side   bool   // beside the main column, where there is room
	Fields []orm.Column[*T]
}

// Action is something to do with chosen rows. Run gets them as a queryset, in a
// transaction, and returns how many it changed.
type Action[T any] struct {
	Label string
	Run   func(ctx context.Context, selected *orm.QuerySet[*T]) (int64, error)
}

// Tool is a link on a row's form.
type Tool struct {
	Label string
	URL   string // below the row's own address: "password"
}

// AnyModel is a [Model] of any type.
type AnyModel interface {
	// declaration is the model without its type, so that the admin's code is
	// compiled once and not for each model.
	declaration() declaration
}

// declaration is a [Model] without the type of its rows. Nil lists take their
// default.
type declaration struct {
	key      string // the model: "blog.Post"
	list     []orm.Column[any]
	computed []computed
	filters  []orm.Column[any]
	search   []orm.Column[any]
	sections []section
	readOnly []orm.Column[any]
	reserved []orm.Column[any]
	actions  []action
	pageSize int
	query    orm.AnyRows // the zero value is all rows
	viewURL  func(any) string
	clean    func(any) error
	guarded  func(any) bool
	several  map[string][]orm.Choice
	tools    []Tool
}

type computed struct {
	label string
	value func(any) string
}

type section struct {
	title  string
	side   bool
	fields []orm.Column[any]
}

type action struct {
	label string
	run   func(ctx context.Context, selected orm.AnyRows) (int64, error)
}

func (m Model[T]) declaration() declaration {
	d := declaration{
		key: orm.ModelKey((*T)(nil)), list: orm.AnyColumns(m.List), filters: orm.AnyColumns(m.Filters),
		search: orm.AnyColumns(m.Search), readOnly: orm.AnyColumns(m.ReadOnly), reserved: orm.AnyColumns(m.Reserved), pageSize: m.PageSize,
		several: m.Several, tools: m.Tools, query: orm.Untyped(m.Query),
	}
	for _, c := range m.Computed {
		d.computed = append(d.computed, computed{c.Label, func(row any) string { return c.Value(row.(*T)) }})
	}
	for _, a := range m.Actions {
		d.actions = append(d.actions, action{a.Label, func(ctx context.Context, rows orm.AnyRows) (int64, error) {
			return a.Run(ctx, orm.Typed[*T](rows))
		}})
	}
	for _, s := range m.Sections {
		d.sections = append(d.sections, section{s.Title, s.Side, orm.AnyColumns(s.Fields)})
	}
	if m.Sections == nil && m.Fields != nil {
		d.sections = []section{{fields: orm.AnyColumns(m.Fields)}}
	}
	if m.ViewURL != nil {
		d.viewURL = func(row any) string { return m.ViewURL(row.(*T)) }
	}
	if m.Clean != nil {
		d.clean = func(row any) error { return m.Clean(row.(*T)) }
	}
	if m.Protected != nil {
		d.guarded = func(row any) bool { return m.Protected(row.(*T)) }
	}
	return d
}
