package forms_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/gofw/gofw/framework/forms"
)

// render is what a browser sends of the page that shows the form: the values of
// its inputs. It fails the test if the page is not accessible.
func render(t *testing.T, ctx context.Context, form *forms.Form) url.Values {
	t.Helper()
	var b strings.Builder
	must(t, form.Component(forms.Look{}).Render(ctx, &b))
	return page(t, b.String())
}

func page(t *testing.T, text string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	must(t, err)
	accessible(t, doc)
	values := url.Values{}
	for n := range doc.Descendants() {
		name, value := attr(n, "name"), attr(n, "value")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "input" && (attr(n, "type") == "checkbox" || attr(n, "type") == "radio"):
			if has(n, "checked") {
				values.Add(name, value)
			}
		case n.Data == "input" && attr(n, "type") != "file":
			values.Add(name, value)
		case n.Data == "textarea":
			values.Add(name, strings.TrimPrefix(inner(n), "\n"))
		case n.Data == "select":
			values.Add(name, chosen(n))
		}
	}
	return values
}

// accessible checks that every input has a name for people, that ids are there
// once, that what describes an input is there, and that each mistake is linked.
func accessible(t *testing.T, doc *html.Node) {
	t.Helper()
	ids, labelled, wrong, linked := map[string]int{}, map[string]bool{}, []string{}, []string{}
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" && inner(n) != "" {
			labelled[attr(n, "for")] = true
		}
		if href, ok := strings.CutPrefix(attr(n, "href"), "#"); n.Data == "a" && ok {
			linked = append(linked, href)
		}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, id := range strings.Fields(attr(n, "aria-describedby")) {
			if ids[id] != 1 {
				t.Errorf("%s is described by %q, which is there %d times", attr(n, "name"), id, ids[id])
			}
		}
		if attr(n, "aria-invalid") == "true" {
			wrong = append(wrong, attr(n, "id"))
			if attr(n, "aria-describedby") == "" {
				t.Errorf("%s is wrong and does not say why", attr(n, "name"))
			}
		}
		if slices.Contains([]string{"input", "select", "textarea"}, n.Data) && attr(n, "type") != "hidden" && !labelled[attr(n, "id")] && !within(n, "label") {
			t.Errorf("%s has no label", attr(n, "name"))
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("the id %s is there %d times", id, n)
		}
	}
	for _, id := range linked {
		if ids[id] != 1 {
			t.Errorf("the summary links to %q, which is there %d times", id, ids[id])
		}
	}
	for _, id := range wrong {
		if !slices.ContainsFunc(linked, func(to string) bool { return id == to || strings.HasPrefix(id, to+"_") }) {
			t.Errorf("%s is wrong, and the summary does not say so", id)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func inner(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}

// chosen is the value of a select: that of the chosen option, else of the first.
func chosen(n *html.Node) string {
	first, found := "", false
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		if has(o, "selected") {
			return attr(o, "value")
		}
		if !found {
			first, found = attr(o, "value"), true
		}
	}
	return first
}
