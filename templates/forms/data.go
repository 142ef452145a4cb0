// Package forms draws inputs, labels, help and errors. Data in, HTML out: a site
// may replace any component by its own.
package forms

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
	File       Kind = "file"       // see Upload
	Static     Kind = "static"     // shown, not edited
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
	MaxLength    int    // in characters; 0 is no limit
	Step         string // of Number: "1" or "any"
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

// Files reports whether the form sends files, for which it needs another
// encoding.
func (f Form) Files() bool {
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if field.Kind == File {
				return true
			}
		}
	}
	return false
}

// Failed lists the fields that have an error, in order.
func (f Form) Failed() []Field {
	var failed []Field
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if field.Error != "" {
				failed = append(failed, field)
			}
		}
	}
	return failed
}
