package admin

import (
	"strconv"
	"strings"

	"github.com/gofw/gofw/templates/forms"
)

// documentTitle is the title of the browser's tab.
func (f Frame) documentTitle() string {
	switch {
	case f.Title == "" || f.Title == f.Site:
		return f.Site
	case f.Site == "":
		return f.Title
	}
	return f.Title + " · " + f.Site
}

func (f Frame) home() string { return f.Prefix + "/" }

// tone is the class of a message. An unknown level is shown as a plain notice.
func (m Message) tone() string {
	switch m.Level {
	case "success":
		return "good"
	case "warning":
		return "warn"
	case "error":
		return "bad"
	}
	return "info"
}

// count says how many rows a model has: nothing if that is unknown.
func (h Home) count(i Item) string { return h.Counts[i.URL] }

// homeTitle is what the page is called if nobody said.
func (h Home) homeTitle() string {
	if h.Title != "" {
		return h.Title
	}
	return h.Site
}

// first is the text of a row's link, which is never empty.
func (r Row) first() string {
	for _, text := range []string{r.Cells[0].Text, r.Label, r.ID} {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return "(empty)"
}

// button says what pressing it does: "Delete", "Delete 3".
func (d Delete) button() string {
	if d.Count > 1 {
		return "Delete " + strconv.Itoa(d.Count)
	}
	return "Delete"
}

// matching tells whether to offer the rows that match on other pages too.
func (l List) matching() bool { return l.All && l.Total > len(l.Rows) }

// chosen lists the filters that are set.
func (l List) chosen() []Filter {
	var set []Filter
	for _, f := range l.Filters {
		if f.Chosen != "" {
			set = append(set, f)
		}
	}
	return set
}

// paged tells whether there is any other page.
func (l List) paged() bool { return l.First != "" || l.Previous != "" || l.Next != "" }

// label joins a cell with the label of its column, for the phone.
func (l List) label(i int) string {
	if i < len(l.Columns) {
		return l.Columns[i].Label
	}
	return ""
}

func (l List) numeric(i int) bool { return i < len(l.Columns) && l.Columns[i].Numeric }

// yes is the text of a boolean.
func (c Cell) yes() string {
	switch {
	case c.Text != "":
		return c.Text
	case c.Bool == "yes":
		return "Yes"
	}
	return "No"
}

// readOnly tells whether the form has nothing to send.
func readOnly(f forms.Form) bool {
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if field.Kind != forms.Static && field.Kind != forms.Hidden {
				return false
			}
		}
	}
	return true
}

// failed tells whether the form comes back with problems.
func failed(f forms.Form) bool { return len(f.Errors) > 0 || len(f.Failed()) > 0 }

// titled says in the tab that a form came back with problems.
func titled(f Frame, form forms.Form) Frame {
	if failed(form) {
		f.Title = "Error: " + f.Title
	}
	return f
}

// heading says what went wrong.
func (p Problem) heading() string {
	if p.Title == "" {
		return "Something went wrong"
	}
	return p.Title
}

func (p Problem) code() string {
	if p.Status == 0 {
		return ""
	}
	return "Error " + strconv.Itoa(p.Status)
}
