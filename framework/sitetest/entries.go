package sitetest

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// entry is a pair of a name and a value that a form sends.
type entry struct {
	name, value string
	file        *File // instead of the value
}

// formOf is the form that a control belongs to, nil if there is none.
func (r *Response) formOf(n *html.Node) *html.Node {
	id, ok := attribute(n, "form")
	if !ok {
		return closest(n, "form")
	}
	for f := range elements(r.tree(), "form") {
		if id != "" && attr(f, "id") == id {
			return f
		}
	}
	return nil
}

// entries is what a browser sends of a form when a button is pressed (HTML
// Standard, constructing the entry list), in the order of the page.
func (r *Response) entries(form, pressed *html.Node) []entry {
	var all []entry
	for n := range elements(r.tree(), "input", "select", "textarea", "button") {
		name := attr(n, "name")
		if disabled(n) || r.formOf(n) != form || closest(n, "datalist") != nil || button(n) && n != pressed {
			continue
		}
		kind := strings.ToLower(attr(n, "type"))
		switch {
		case is(n, "input") && kind == "image":
			all = append(all, entry{name: dotted(name, "x"), value: "0"}, entry{name: dotted(name, "y"), value: "0"})
		case name == "", (kind == "checkbox" || kind == "radio") && !has(n, "checked"):
		case is(n, "select"):
			for _, o := range chosen(n) {
				if !off(o) {
					all = append(all, entry{name: name, value: optionValue(o)})
				}
			}
		case kind == "file":
			all = append(all, r.attached(n, name)...)
		case kind == "checkbox" || kind == "radio":
			all = append(all, entry{name: name, value: orOn(n)})
		default:
			all = append(all, entry{name: name, value: lines(valueOf(n))})
		}
	}
	return all
}

func dotted(name, part string) string {
	if name == "" {
		return part
	}
	return name + "." + part
}

func (r *Response) attached(n *html.Node, name string) []entry {
	if len(r.files[n]) == 0 {
		return []entry{{name: name, file: &File{Content: strings.NewReader("")}}} // a file without a name, as browsers do
	}
	var all []entry
	for _, f := range r.files[n] {
		all = append(all, entry{name: name, file: &f})
	}
	return all
}

func orOn(n *html.Node) string {
	if v, ok := attribute(n, "value"); ok {
		return v
	}
	return "on"
}

// valueOf is the text that a control holds.
func valueOf(n *html.Node) string {
	if !is(n, "textarea") {
		return attr(n, "value")
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(c.Data)
	}
	return b.String()
}

// chosen are the options of a list that are on. A list that shows one has always
// one: the first that can be chosen.
func chosen(list *html.Node) []*html.Node {
	var on []*html.Node
	var first *html.Node
	for o := range elements(list, "option") {
		if has(o, "selected") {
			on = append(on, o)
		}
		if first == nil && !off(o) {
			first = o
		}
	}
	if has(list, "multiple") {
		return on
	}
	if len(on) > 0 {
		return on[len(on)-1:]
	}
	if first == nil || attr(list, "size") != "" && attr(list, "size") != "1" {
		return nil
	}
	return []*html.Node{first}
}

func optionValue(o *html.Node) string {
	if v, ok := attribute(o, "value"); ok {
		return v
	}
	return visibleText(o, nil)
}

// lines are ended in the way in which forms are sent.
func lines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n", "\r\n")
}

// encode is entries as a query, in their order.
func encode(all []entry) string {
	var b strings.Builder
	for _, e := range all {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		value := e.value
		if e.file != nil {
			value = e.file.Name // a form that is not multipart sends the name alone
		}
		b.WriteString(url.QueryEscape(e.name) + "=" + url.QueryEscape(value))
	}
	return b.String()
}
