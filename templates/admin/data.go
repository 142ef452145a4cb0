// Package admin draws the admin's pages. Data in, HTML out: the package admin of
// the framework decides what they show.
package admin

import "github.com/gofw/gofw/templates/forms"

// Frame is what surrounds every page.
type Frame struct {
	Site     string // the site's name
	Title    string // of the page
	Prefix   string // "/admin"
	User     string // who is signed in
	Theme    string // "light", "dark" or "" for the system's choice
	Debug    bool   // shows a badge: this is development
	Groups   []Group
	Parent   Link // the page above this one; empty on the home page
	Messages []Message
}

// Group is an app in the navigation.
type Group struct {
	Label string
	Items []Item
}

// Item is a model in the navigation.
type Item struct {
	Label   string // "Posts"
	URL     string
	Add     string // where to add one; empty without the right
	One     string // "post"
	Current bool
}

// Link is a text with an address.
type Link struct{ Label, URL string }

// Message is a notice shown once. Level is success, info, warning or error.
type Message struct{ Level, Text string }

// Home is the first page.
type Home struct {
	Frame
	Counts map[string]string // by URL of the item: "12", "10,000+"
	Recent []Change          // nil: no record is kept, nothing is shown
}

// Change is something that was done lately.
type Change struct {
	When  string // "5 minutes ago"
	Time  string // machine-readable
	Who   string
	What  string // "changed"
	Label string
	URL   string // empty if it is gone
}

// List is the page of a model's rows.
type List struct {
	Frame
	One, Many  string // "post", "posts"
	Add        string // empty without the right
	Count      string // "1,204", "10,000+"
	Searchable bool
	SearchHint string // "Search title or body"
	Query      string // what was searched
	Clear      string // address without search and filters; empty if there are none
	Filters    []Filter
	Kept       []Hidden // filters and order that a search form must keep
	Columns    []Column
	Rows       []Row
	Actions    []Action
	Bulk       string // where the form of chosen rows goes: their "ids", and the "action", which is empty if Enter was pressed on a box
	All        bool   // offers to choose all that match, sent as "all"; Bulk then has search and filters in its query
	First      string // addresses of pages; empty means there is none
	Previous   string
	Next       string
	Range      string // "1–50 of 1,204"
	Total      int    // rows that match; 0 if unknown
	Empty      bool   // the table has no row at all
}

// Filter is one menu of filters.
type Filter struct {
	Label   string
	Chosen  string // label of what is chosen; empty is nothing
	Options []FilterOption
	Clear   string // address without this filter
}

// FilterOption is one entry of a filter's menu.
type FilterOption struct {
	Label, URL string
	Chosen     bool
}

// Hidden is a value that a form carries along.
type Hidden struct{ Name, Value string }

// Column is a column of the list.
type Column struct {
	Label   string
	Sort    string // address that sorts by it; empty if it cannot be
	Sorted  string // "ascending", "descending" or ""
	Numeric bool
}

// Row is a row of the list.
type Row struct {
	ID    string
	Label string // what the row is, for the checkbox's name
	URL   string
	Cells []Cell
}

// Cell is a cell of the list.
type Cell struct {
	Text string
	Bool string // "yes" or "no" for a boolean; empty otherwise
	Time string // machine-readable time; empty if it is none
	Tone string // of a choice: "" or one of good, warn, bad, info
	URL  string // of a related row, or of a file

	Picture string // address of a picture, shown small; empty is none
}

// Action is something to do with chosen rows.
type Action struct {
	Name, Label string
	Danger      bool
}

// Form is the page that adds or changes a row.
type Form struct {
	Frame
	forms.Form
	Heading string // "Add post", or the row's label
	New     bool
	ViewURL string // the row's page on the site; empty if unknown
	Tools   []Link // further pages of the row, such as "Set password"
	Delete  string // where to delete it; empty without the right or when new
	Times   []Fact // created, changed
}

// Fact is a label and a text.
type Fact struct{ Label, Value string }

// Delete is the page that asks before deleting.
type Delete struct {
	Frame
	Label   string // of the row, or "3 posts"
	Action  string // where the form goes
	Cancel  string
	IDs     []string // of chosen rows, sent as "ids" with "action" and "confirmed"; empty for one
	Also    []Effect // what goes with it
	Stopped []Effect // what makes it impossible
	Count   int
}

// Effect is what a delete does to another table.
type Effect struct {
	Label string // "comments"
	Count string // "12", "1,000+"
	What  string // "are deleted too", "lose their author", "stop this"
}

// Problem is a page that says why something cannot be shown.
type Problem struct {
	Frame
	Status  int
	Message string
	Home    string // where the way out leads
}

// Password is the page that sets a user's password.
type Password struct {
	Frame
	forms.Form
}
