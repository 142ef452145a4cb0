package admin_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"github.com/gofw/gofw/templates/admin"
	"github.com/gofw/gofw/templates/forms"
)

const hostile = `<script>alert(1)</script>" onload="x`

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// elements lists the elements with one of the names, or all.
func elements(doc *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range names {
			if n.Data == name {
				found = append(found, n)
			}
		}
		if len(names) == 0 {
			found = append(found, n)
		}
	}
	return found
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func frame(word string) admin.Frame {
	return admin.Frame{
		Site: word, Title: word, Prefix: "/admin", User: word, Theme: word, Debug: true,
		Parent:   admin.Link{Label: word, URL: "/admin/"},
		Messages: []admin.Message{{Level: word, Text: word}},
		Groups:   []admin.Group{{Label: word, Items: []admin.Item{{Label: word, URL: "/admin/a/b", Add: "/admin/a/b/add", One: word, Current: true}, {Label: word, URL: "/admin/a/c"}}}},
	}
}

// list is a page of rows whose texts are a word each.
func list(word string, rows int) admin.List {
	l := admin.List{
		Frame: frame(word), One: word, Many: word, Add: "/admin/a/b/add", Count: "8,214", Searchable: true, SearchHint: word, Query: word, Clear: "/admin/a/b",
		Filters: []admin.Filter{{Label: word, Chosen: word, Clear: "/admin/a/b", Options: []admin.FilterOption{{Label: word, URL: "/admin/a/b?c=1", Chosen: true}, {Label: word, URL: "/admin/a/b?c=2"}}}},
		Kept:    []admin.Hidden{{Name: word, Value: word}},
		Actions: []admin.Action{{Name: word, Label: word}, {Name: "delete", Label: word, Danger: true}},
		Bulk:    "/admin/a/b/bulk", All: true, Total: 8214, Next: "/admin/a/b?after=50", Range: "1–50 of 8,214",
		Columns: []admin.Column{{Label: word, Sort: "/admin/a/b?o=t"}, {Label: word}, {Label: "Status"}, {Label: "Featured"}, {Label: "Published at", Sort: "/admin/a/b?o=-p", Sorted: "ascending"}, {Label: "Words", Numeric: true}, {Label: "Tags"}},
	}
	for i := range rows {
		l.Rows = append(l.Rows, admin.Row{ID: fmt.Sprint(i), Label: word, URL: fmt.Sprintf("/admin/a/b/%d", i), Cells: []admin.Cell{
			{Text: word}, {Text: word, URL: "/admin/a/c/1"}, {Text: "Published", Tone: "good"}, {Text: "Yes", Bool: "yes"},
			{Text: "2025-06-01 12:00", Time: "2025-06-01T12:00:00Z"}, {Text: "1,204"}, {},
		}})
	}
	return l
}

func form(word string) forms.Form {
	var fields []forms.Field
	for _, kind := range []forms.Kind{forms.Text, forms.Number, forms.Email, forms.URL, forms.Password, forms.Hidden, forms.DateTime, forms.Textarea,
		forms.Markdown, forms.Checkbox, forms.Select, forms.Checkboxes, forms.Combobox, forms.Chips, forms.Static} {
		fields = append(fields, forms.Field{Name: "f_" + string(kind), Kind: kind, Label: word, Help: word, Error: word, Value: word, Options: []forms.Option{{Value: "1", Label: word}}})
	}
	return forms.Form{Errors: []string{word}, Sections: []forms.Section{{Title: word, Fields: fields[:8]}, {Side: true, Fields: fields[8:]}}}
}

// pages are all pages, filled with a word, and as empty as they can be.
func pages(word string) map[string]templ.Component {
	none, never := list(word, 0), list(word, 0)
	never.Empty, never.Clear, never.Query = true, "", ""
	still := list(word, 2)
	still.Actions, still.Next = nil, ""
	bare := admin.Frame{Prefix: "/admin", Title: "Bare"}
	return map[string]templ.Component{
		"home": admin.HomePage(admin.Home{Frame: frame(word), Counts: map[string]string{"/admin/a/b": word},
			Recent: []admin.Change{{When: word, Time: word, Who: word, What: word, Label: word, URL: "/admin/a/b/1"}, {Label: word}}}),
		"home without rights":  admin.HomePage(admin.Home{Frame: bare, Recent: []admin.Change{}}),
		"list":                 admin.ListPage(list(word, 3)),
		"list without actions": admin.ListPage(still),
		"list, none match":     admin.ListPage(none),
		"list, never any":      admin.ListPage(never),
		"bare list":            admin.ListPage(admin.List{Frame: bare, Rows: []admin.Row{{ID: "1", Cells: []admin.Cell{{}}}}, Columns: []admin.Column{{Label: "Key"}}}),
		"form": admin.FormPage(admin.Form{Frame: frame(word), Form: form(word), Heading: word, ViewURL: "/view", Delete: "/delete",
			Tools: []admin.Link{{Label: word, URL: "/tool"}}, Times: []admin.Fact{{Label: word, Value: word}}}),
		"form, read only":    admin.FormPage(admin.Form{Frame: bare, Heading: "Bare", Form: forms.Form{Sections: []forms.Section{{Fields: []forms.Field{{Name: "f", Kind: forms.Static, Label: word}}}}}}),
		"delete":             admin.DeletePage(admin.Delete{Frame: frame(word), Label: word, Cancel: "/back", IDs: []string{word}, Also: []admin.Effect{{Label: word, Count: word, What: word}}, Count: 3}),
		"delete, impossible": admin.DeletePage(admin.Delete{Frame: frame(word), Label: word, Cancel: "/back", Stopped: []admin.Effect{{Label: word, Count: word, What: word}}}),
		"problem":            admin.ProblemPage(admin.Problem{Frame: frame(word), Home: "/admin/", Status: 404, Message: word}),
		"bare problem":       admin.ProblemPage(admin.Problem{Home: "/"}),
		"password":           admin.PasswordPage(admin.Password{Frame: frame(word), Form: form(word)}),
	}
}

func eachPage(t *testing.T, check func(t *testing.T, doc *html.Node, page string)) {
	t.Helper()
	t.Parallel()
	for _, word := range []string{"Word", hostile} {
		for name, page := range pages(word) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				page := render(t, page)
				check(t, parse(t, page), page)
			})
		}
	}
}
