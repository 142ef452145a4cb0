// Package forms draws inputs, labels, help and errors. Data in, HTML out: a site
// may replace any component by its own.
package forms

import (
	"slices"
	"strconv"
)

// Kind is how a field is drawn.
type Kind string

// The kinds of inputs.
const (
	Text       Kind = "text"
	Number     Kind = "number"
	Email      Kind = "email"
	URL        Kind = "url"
	Password   Kind = "password"
	Hidden     Kind = "hidden"
	DateTime   Kind = "datetime-local" // in UTC
	Date       Kind = "date"
	Time       Kind = "time"
	Textarea   Kind = "textarea"
	Markdown   Kind = "markdown" // a tall text area with a hint
	Checkbox   Kind = "checkbox"
	Select     Kind = "select"
	Checkboxes Kind = "checkboxes" // several of a few
	Combobox   Kind = "combobox"   // one of many, searched on the server
	Chips      Kind = "chips"      // several of many, searched on the server
	Radios     Kind = "radios"     // one of a few, all of which are seen
	Tel        Kind = "tel"
	Search     Kind = "search"
	Color      Kind = "color"
	File       Kind = "file"   // see Upload
	Static     Kind = "static" // shown, not edited
)

// Field is one input with everything around it.
type Field struct {
	Name         string // name and, with "id_" before it, id of the input
	Label        string
	Help         string // a sentence; empty is none
	Error        string // what is wrong; empty is nothing
	Kind         Kind
	Value        string   // of inputs with one value; "true" for a checked box
	Options      []Option // to choose from; of Combobox and Chips all that are chosen and, so that they work without script, up to a hundred more
	Search       string   // where Combobox and Chips ask: URL?q=…, answered by JSON [{"value":"1","label":"Ada"}]; empty searches the options
	Required     bool
	Optional     bool   // required only if other inputs are filled, so that the browser does not insist
	MaxLength    int    // in characters; 0 is no limit
	Step         string // of Number: "1" or "any"
	Min, Max     string // of Number and of days and times; empty is no limit
	InputMode    string // the HTML attribute; empty follows from the kind
	Placeholder  string // an example in an empty input; never instead of a label
	Autocomplete string // the HTML attribute; empty is none
	SlugFrom     string // name of the input whose text becomes this slug while untouched
	Autofocus    bool
	Upload       *Upload // of File; nil is like an empty one
}

// Upload is what stands beside an input for files.
type Upload struct {
	Name    string // of the file that there is; empty is none
	URL     string // where it can be seen; empty is nowhere
	Picture bool   // URL is that of a picture
	Note    string // "2.4 MB"
	Token   string // of a file that came with an earlier try, sent as the input's name and "-kept"
	Clear   bool   // offers to remove the file, sent as the input's name and "-clear"
	Cleared bool   // and that is chosen
	Accept  string // types, with commas; empty is all
	Max     int64  // the largest file in bytes; 0 is no limit
}

// Option is one thing to choose.
type Option struct {
	Value    string
	Label    string
	Selected bool
}

// ID is the id of the input.
func (f Field) ID() string { return "id_" + f.Name }

// DescribedBy lists the ids of what explains the input, for aria-describedby.
func (f Field) DescribedBy() string {
	ids := ""
	if f.Help != "" {
		ids = f.ID() + "_help"
	}
	if f.Error != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID() + "_error"
	}
	return ids
}

// Form is a list of fields in sections, and what is wrong with it as a whole.
type Form struct {
	Action   string // empty is the page itself
	Sections []Section
	Sets     []Set    // lists of rows, below the sections
	Errors   []string // that belong to no field
	Submit   string   // the button's text
	Cancel   string   // where the cancel link leads; empty is none
}

// Section is a group of fields under a heading.
type Section struct {
	Title  string // empty is none
	Side   bool   // beside the main column, where there is room
	Fields []Field
}

// Set is a list of rows, each with the same inputs.
type Set struct {
	Name   string // of its inputs; its id is "id_" and the name
	Title  string // empty is none
	One    string // what a row is called: "line"
	Errors []string
	Rows   []Row
	Add    bool // offers another row, sent as the set's name and "-add"
}

// Row is one row of a set.
type Row struct {
	Title   string // "Line 3"
	Errors  []string
	Fields  []Field
	Hidden  []Field // that nobody sees
	Delete  *Field  // the box that deletes the row; nil is none
	Deleted bool    // and that is chosen
}

// ID is the id of the set.
func (s Set) ID() string { return "id_" + s.Name }

// RowID is the id of a row.
func (s Set) RowID(i int) string { return s.ID() + "-row-" + strconv.Itoa(i) }

// fields lists all fields of the form, in order.
func (f Form) fields() []Field {
	var all []Field
	for _, s := range f.Sections {
		all = append(all, s.Fields...)
	}
	for _, s := range f.Sets {
		for _, row := range s.Rows {
			all = append(all, row.Fields...)
		}
	}
	return all
}

// Files reports whether the form sends files, for which it needs another
// encoding.
func (f Form) Files() bool {
	return slices.ContainsFunc(f.fields(), func(field Field) bool { return field.Kind == File })
}

// Failed lists the fields that have an error, in order.
func (f Form) Failed() []Field {
	return slices.DeleteFunc(f.fields(), func(field Field) bool { return field.Error == "" })
}

// problem is a line of the summary.
type problem struct{ href, label, message string }

// problems lists all that is wrong, in the order of the page.
func (f Form) problems() []problem {
	var all []problem
	for _, e := range f.Errors {
		all = append(all, problem{message: e})
	}
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			all = append(all, field.problem("")...)
		}
	}
	for _, s := range f.Sets {
		for _, e := range s.Errors {
			all = append(all, problem{"#" + s.ID(), s.name(), e})
		}
		for i, row := range s.Rows {
			for _, e := range row.Errors {
				all = append(all, problem{"#" + s.RowID(i), row.Title, e})
			}
			for _, field := range row.Fields {
				all = append(all, field.problem(row.Title)...)
			}
		}
	}
	return all
}

// problem is what is wrong with one field, if anything is.
func (f Field) problem(row string) []problem {
	switch {
	case f.Error == "":
		return nil
	case f.Kind == Hidden:
		return []problem{{message: f.Error}}
	case row != "":
		return []problem{{"#" + f.ID(), row + ", " + f.Label, f.Error}}
	}
	return []problem{{"#" + f.ID(), f.Label, f.Error}}
}

func (s Set) name() string {
	if s.Title == "" {
		return "Rows"
	}
	return s.Title
}
