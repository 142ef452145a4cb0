package templates

import "strconv"

// Frame is what the layout needs to know about a page. The zero value is a page
// in English without a title.
type Frame struct {
	Title string
	Lang  string // empty is "en"
	Theme string // "light" or "dark"; empty follows the system
	Wide  bool   // for tables and code
}

func (f Frame) lang() string {
	if f.Lang == "" {
		return "en"
	}
	return f.Lang
}

func (f Frame) main() string {
	if f.Wide {
		return "wide"
	}
	return ""
}

// Failure is what an error page shows.
type Failure struct {
	Status    int
	Message   string // a sentence for people
	RequestID string // to name when asking for help; may be empty
}

// Title is the heading of the error page.
func (f Failure) Title() string {
	switch f.Status {
	case 400:
		return "Bad request"
	case 403:
		return "Not allowed"
	case 404:
		return "Page not found"
	case 405:
		return "Method not allowed"
	case 413:
		return "Too large"
	case 429:
		return "Too many requests"
	case 503:
		return "Too busy"
	}
	if f.Status >= 400 && f.Status < 500 {
		return "Request refused"
	}
	return "Something went wrong"
}

func (f Failure) code() string { return "Error " + strconv.Itoa(f.Status) }

// Report is what the error page of development shows beside the failure.
type Report struct {
	Failure
	Errors  []string // the error and those it wraps, outermost first
	Calls   []Call   // where it panicked, innermost first; empty if it did not
	Request []Fact   // method, address, route, headers
	More    []Section
}

// Section is a list of facts of one kind, such as the statements that ran.
type Section struct {
	Title string
	Facts []Fact
}

// Call is one function of a stack.
type Call struct {
	Function string
	Place    string // file:line
	Source   []Line // around the line; may be empty
	Own      bool   // of the site, not of a library
}

// Line is one line of source.
type Line struct {
	Number int
	Text   string
	Here   bool // the one that was running
}

func (l Line) number() string { return strconv.Itoa(l.Number) }

func (l Line) class() string {
	if l.Here {
		return "here"
	}
	return ""
}

// Fact is a name and what it is.
type Fact struct{ Name, Value string }

// Site is what the welcome page says about a new site.
type Site struct {
	Name  string
	Admin string // address of the admin; empty if there is none
}
