package admin

import (
	"context"

	"github.com/gofw/gofw/framework/orm"
)

// Model says how editors see and change rows of T. The zero value shows the
// short columns, searches the texts, filters by what has few values, and edits
// everything that is not set by itself.
type Model[T any] struct {
	List     []orm.Column[T]  // columns of the list; the first is the link
	Computed []Computed[T]    // further columns, worked out in Go
	Filters  []orm.Column[T]  // choices, booleans, times, relations and collections
	Search   []orm.Column[T]  // text columns; every word must stand in one of them
	Fields   []orm.Column[T]  // what the form edits, in order
	Sections []Section[T]     // the same in sections; wins over Fields
	ReadOnly []orm.Column[T]  // shown in the form, never changed
	Actions  []Action[T]      // things to do with chosen rows
	PageSize int              // rows of a page; 0 is 50
	Query    *orm.QuerySet[T] // the rows that editors see; nil is all
	ViewURL  func(*T) string  // a row's page on the site; nil is none

	// Clean checks a row as a whole before it is saved. See [forms.Wrong].
	Clean func(*T) error
	// Several says, by input, what a list of strings may hold. See [forms.Model].
	Several map[string][]orm.Choice
	// Tools adds links to a row's form. The key of the row replaces {id}.
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
	Fields []orm.Column[T]
}

// Action is something to do with chosen rows. Run gets them as a queryset, in a
// transaction, and returns how many it changed.
type Action[T any] struct {
	Label string
	Run   func(ctx context.Context, selected orm.QuerySet[T]) (int64, error)
}

// Tool is a link on a row's form.
type Tool struct {
	Label string
	URL   string // below the row's own address: "password"
}

// AnyModel is a [Model] of any type.
type AnyModel interface {
	resource(s *Site) (resource, []error)
	key() string
}
