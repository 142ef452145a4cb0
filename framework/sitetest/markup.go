package sitetest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup is a piece of HTML in its outline: a line for each tag and each text,
// with one indentation, without comments and blanks, attributes and classes in
// order. A whole page begins with its doctype or <html>.
func markup(text string) []string {
	whole := strings.ToLower(strings.TrimSpace(text))
	if strings.HasPrefix(whole, "<!doctype") || strings.HasPrefix(whole, "<html") {
		document, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return []string{err.Error()}
		}
		return outline(document)
	}
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: parentOf(whole), DataAtom: atom.Lookup([]byte(parentOf(whole)))})
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	for _, n := range nodes {
		lines = appendOutline(lines, n, false)
	}
	return lines
}

// around is where an element must stand, since a parser drops it elsewhere.
var around = map[string]string{"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "tfoot": "table", "caption": "table", "option": "select", "optgroup": "select"}

// parentOf is the element in which a piece of HTML stands.
func parentOf(text string) string {
	for inner, outer := range around {
		if rest, ok := strings.CutPrefix(text, "<"+inner); ok && rest != "" && strings.ContainsAny(rest[:1], " >\n\t/") {
			return outer
		}
	}
	return "body"
}

// outline is the lines of what a node holds.
func outline(n *html.Node) []string {
	var lines []string
	for c := range n.ChildNodes() {
		lines = appendOutline(lines, c, is(n, "pre", "textarea"))
	}
	return lines
}

// appendOutline has no indentation, so that a piece of a page is the same wherever
// it stands.
func appendOutline(lines []string, n *html.Node, verbatim bool) []string {
	switch n.Type {
	case html.DoctypeNode:
		return append(lines, "<!doctype "+n.Data+">")
	case html.TextNode:
		text := strings.Join(strings.Fields(n.Data), " ")
		if verbatim {
			text = n.Data
		}
		if text == "" {
			return lines
		}
		return append(lines, text)
	case html.ElementNode:
		lines = append(lines, tag(n))
		for c := range n.ChildNodes() {
			lines = appendOutline(lines, c, verbatim || is(n, "pre", "textarea"))
		}
		if void[n.Data] {
			return lines
		}
		return append(lines, "</"+n.Data+">")
	}
	return lines
}

var void = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true, "meta": true, "source": true, "track": true, "wbr": true}

func tag(n *html.Node) string {
	var attributes []string
	for _, a := range n.Attr {
		name, value := a.Key, a.Val
		if a.Namespace != "" {
			name = a.Namespace + ":" + name
		}
		if name == "class" {
			classes := strings.Fields(value)
			slices.Sort(classes)
			value = strings.Join(slices.Compact(classes), " ")
		}
		attributes = append(attributes, fmt.Sprintf(" %s=%q", name, value))
	}
	slices.Sort(attributes)
	return "<" + n.Data + strings.Join(attributes, "") + ">"
}
