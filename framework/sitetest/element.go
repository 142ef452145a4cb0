package sitetest

import (
	"iter"
	"strings"

	"golang.org/x/net/html"
)

// Element is an element of a page.
type Element struct{ node *html.Node }

// Text is what a person reads: the text within, without what is hidden, with
// single blanks.
func (e Element) Text() string { return visibleText(e.node, nil) }

// Attr is an attribute, empty if there is none.
func (e Element) Attr(name string) string {
	v, _ := attribute(e.node, name)
	return v
}

// Has reports whether there is an attribute, as for disabled and checked.
func (e Element) Has(name string) bool {
	_, ok := attribute(e.node, name)
	return ok
}

// HTML is the element itself.
func (e Element) HTML() string {
	var b strings.Builder
	_ = html.Render(&b, e.node) // a strings.Builder does not fail
	return b.String()
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, name string) string {
	v, _ := attribute(n, name)
	return v
}

func has(n *html.Node, name string) bool {
	_, ok := attribute(n, name)
	return ok
}

func setAttr(n *html.Node, name, value string) {
	for i, a := range n.Attr {
		if a.Key == name {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}

func dropAttr(n *html.Node, name string) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != name {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// elements are those below a node, in order, with one of the tags, or any.
func elements(root *html.Node, tags ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && (len(tags) == 0 || is(n, tags...)) && !yield(n) {
				return
			}
		}
	}
}

func is(n *html.Node, tags ...string) bool {
	for _, tag := range tags {
		if n.Type == html.ElementNode && n.Data == tag {
			return true
		}
	}
	return false
}

// closest is the nearest element around a node with the tag, nil if there is none.
func closest(n *html.Node, tag string) *html.Node {
	for up := n.Parent; up != nil; up = up.Parent {
		if is(up, tag) {
			return up
		}
	}
	return nil
}

// visibleText is the text of a node with single blanks. Nodes that are hidden, or
// that skip wants left out, do not count.
func visibleText(n *html.Node, skip func(*html.Node) bool) string {
	var b strings.Builder
	writeText(&b, n, skip)
	return strings.Join(strings.Fields(b.String()), " ")
}

func writeText(b *strings.Builder, n *html.Node, skip func(*html.Node) bool) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && (hidden(n) || skip != nil && skip(n)):
		return
	}
	block := n.Type == html.ElementNode && !inline[n.Data]
	if block {
		b.WriteByte(' ')
	}
	for c := range n.ChildNodes() {
		writeText(b, c, skip)
	}
	if block {
		b.WriteByte(' ')
	}
}

// inline elements stand in a line with the text around them.
var inline = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "data": true, "del": true, "dfn": true, "em": true, "i": true,
	"ins": true, "kbd": true, "label": true, "mark": true, "q": true, "s": true, "samp": true, "small": true, "span": true, "strong": true, "sub": true,
	"sup": true, "time": true, "u": true, "var": true, "wbr": true,
}

// hidden reports whether a person sees nothing of an element, as far as HTML
// alone says.
func hidden(n *html.Node) bool {
	return is(n, "script", "style", "template", "head", "noscript", "datalist") || has(n, "hidden") || attr(n, "aria-hidden") == "true" ||
		is(n, "input") && attr(n, "type") == "hidden"
}

// shown reports whether neither an element nor one around it is hidden.
func shown(n *html.Node) bool {
	for up := n; up != nil; up = up.Parent {
		if up.Type == html.ElementNode && hidden(up) {
			return false
		}
	}
	return true
}
