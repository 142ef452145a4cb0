package sitetest

import (
	"strings"

	"golang.org/x/net/html"
)

// root is what is looked at: the page, or a part of it.
func (r *Response) root() *html.Node {
	r.client.t.Helper()
	if r.part != nil {
		return r.part
	}
	return r.tree()
}

func (r *Response) tree() *html.Node {
	r.client.t.Helper()
	if r.document == nil {
		document, err := html.Parse(strings.NewReader(r.Body))
		if err != nil {
			r.client.t.Fatalf("reading the page: %v: %s", err, r)
		}
		r.document, r.files = document, map[*html.Node][]File{}
	}
	return r.document
}

// Find returns the elements that a CSS selector means, in order: tag, #id,
// .class, [attr=value], a descendant, a child, alternatives.
func (r *Response) Find(selector string) []Element {
	t := r.client.t
	t.Helper()
	s, err := compile(selector)
	if err != nil {
		t.Fatal(err)
	}
	var found []Element
	for n := range elements(r.root()) {
		if s.matches(n) {
			found = append(found, Element{n})
		}
	}
	return found
}

// One is Find for the only element that is meant. None, or more, fails the test.
func (r *Response) One(selector string) Element {
	t := r.client.t
	t.Helper()
	found := r.Find(selector)
	if len(found) != 1 {
		t.Fatalf("%d elements are %s, one was expected: %s", len(found), selector, r)
	}
	return found[0]
}

// Texts are the texts of the elements that a selector means, as for the cells of a
// table.
func (r *Response) Texts(selector string) []string {
	r.client.t.Helper()
	var texts []string
	for _, e := range r.Find(selector) {
		texts = append(texts, e.Text())
	}
	return texts
}

// Text is what a person reads on the page, with single blanks.
func (r *Response) Text() string {
	r.client.t.Helper()
	return visibleText(r.root(), nil)
}

// Within is the part of the page that a selector means, for pages with more than
// one field or button of a name.
func (r *Response) Within(selector string) *Response {
	r.client.t.Helper()
	part := *r
	part.part = r.One(selector).node
	part.document, part.files = r.document, r.files
	return &part
}
