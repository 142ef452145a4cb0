// Package auth draws the pages with which people log in and change their
// password. Data in, HTML out: the package auth of the framework decides what
// they show.
package auth

import "github.com/gofw/gofw/templates/forms"

// Page is what surrounds the content.
type Page struct {
	Title string
	Site  string // the site's name; empty shows none
	Home  string // where the name leads
}

// Login is the page that asks for name and password.
type Login struct {
	Form forms.Form
}

// Password is the page on which users change their own password.
type Password struct {
	Form forms.Form
	Done bool   // it was changed: the form is not shown any more
	Home string // where to go on
}

// title is the text of the browser's tab.
func (p Page) title() string {
	if p.Site == "" {
		return p.Title
	}
	return p.Title + " · " + p.Site
}
