package sitetest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/gofw/gofw/framework/schema"
)

// named is a control with one of its names.
type named struct {
	node *html.Node
	name string
}

// controls is what people fill in.
func control(n *html.Node) bool {
	return is(n, "textarea", "select") || is(n, "input") && !button(n) && attr(n, "type") != "hidden"
}

// button reports whether an element is one that is pressed.
func button(n *html.Node) bool {
	return is(n, "button") || is(n, "input") && slices.Contains([]string{"submit", "image", "button", "reset"}, strings.ToLower(attr(n, "type")))
}

// labelled lists the controls of a page with the texts of their labels.
func (r *Response) labelled() []named {
	var all []named
	for n := range elements(r.root()) {
		if !control(n) || !shown(n) {
			continue
		}
		for _, name := range r.namesOf(n) {
			all = append(all, named{n, name})
		}
	}
	return all
}

// namesOf are the texts by which a person knows a control.
func (r *Response) namesOf(n *html.Node) []string {
	var names []string
	if ids := attr(n, "aria-labelledby"); ids != "" {
		names = append(names, r.textOf(ids))
	}
	if text := attr(n, "aria-label"); text != "" {
		names = append(names, text)
	}
	if l := closest(n, "label"); l != nil && !has(l, "for") {
		names = append(names, labelText(l))
	}
	if id := attr(n, "id"); id != "" {
		for l := range elements(r.tree(), "label") {
			if attr(l, "for") == id {
				names = append(names, labelText(l))
			}
		}
	}
	return names
}

// labelText is the text of a label, without what a control in it holds.
func labelText(l *html.Node) string {
	return visibleText(l, func(n *html.Node) bool { return is(n, "select", "textarea", "button") })
}

// textOf is the text of the elements with these IDs.
func (r *Response) textOf(ids string) string {
	var texts []string
	for _, id := range strings.Fields(ids) {
		for n := range elements(r.tree()) {
			if attr(n, "id") == id {
				texts = append(texts, visibleText(n, nil))
			}
		}
	}
	return strings.Join(texts, " ")
}

// pick finds the one thing of a name: the whole name, or its first words, since a
// label may end in a hint or a star.
func pick(what, name string, all []named) (*html.Node, error) {
	var whole, begins []*html.Node
	var names []string
	for _, n := range all {
		names = append(names, n.name)
		rest, ok := strings.CutPrefix(n.name, name)
		switch {
		case !ok || name == "":
		case rest == "" && !slices.Contains(whole, n.node):
			whole = append(whole, n.node)
		case rest != "" && strings.ContainsAny(rest[:1], " *:(") && !slices.Contains(begins, n.node):
			begins = append(begins, n.node)
		}
	}
	found := whole
	if len(found) == 0 {
		found = begins
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		hint := ""
		if near := schema.Nearest(name, names); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return nil, fmt.Errorf("there is no %s %q%s; there are %q", what, name, hint, slices.Compact(names))
	}
	return nil, fmt.Errorf("%d of the page are called %s %q: use Within for a part of the page", len(found), what, name)
}

// field finds a control by its label.
func (r *Response) field(label string) *html.Node {
	t := r.client.t
	t.Helper()
	n, err := pick("field", label, r.labelled())
	if err != nil {
		t.Fatalf("%v: %s", err, r)
	}
	return n
}

// group finds what holds radio buttons or checkboxes, by its legend; nil if there
// is none.
func (r *Response) group(legend string) *html.Node {
	var all []named
	for n := range elements(r.root()) {
		if name := r.groupName(n); name != "" {
			all = append(all, named{n, name})
		}
	}
	n, _ := pick("group", legend, all)
	return n
}

func (r *Response) groupName(n *html.Node) string {
	switch {
	case is(n, "fieldset"):
		for c := range n.ChildNodes() {
			if is(c, "legend") {
				return visibleText(c, nil)
			}
		}
	case attr(n, "role") != "group" && attr(n, "role") != "radiogroup":
		return ""
	}
	if ids := attr(n, "aria-labelledby"); ids != "" {
		return r.textOf(ids)
	}
	return attr(n, "aria-label")
}

// disabled reports whether a control is: by itself, or with its fieldset, unless
// it stands in the fieldset's legend.
func disabled(n *html.Node) bool {
	if has(n, "disabled") {
		return true
	}
	for at := n; at.Parent != nil; at = at.Parent {
		if is(at.Parent, "fieldset") && has(at.Parent, "disabled") && !firstLegend(at) {
			return true
		}
	}
	return false
}

func firstLegend(n *html.Node) bool {
	if !is(n, "legend") {
		return false
	}
	for before := n.PrevSibling; before != nil; before = before.PrevSibling {
		if is(before, "legend") {
			return false
		}
	}
	return true
}
