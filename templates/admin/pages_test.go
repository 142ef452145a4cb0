package admin_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/gofw/gofw/templates/admin"
	"github.com/gofw/gofw/templates/forms"
)

func TestPagesHoldNoInlineStyleOrScript(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node, page string) {
		for _, n := range elements(doc) {
			if n.Data == "style" {
				t.Error("a style element")
			}
			if src, _ := attribute(n, "src"); n.Data == "script" && (src != "/static/gofw/admin.js" && src != "/admin.js" || n.FirstChild != nil) {
				t.Errorf("a script from %q with %q", src, text(n))
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
				}
			}
		}
	})
}

func TestLinksLeadSomewhere(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node, page string) {
		ids := map[string]int{}
		for _, n := range elements(doc) {
			if id, ok := attribute(n, "id"); ok {
				ids[id]++
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("id %q is there %d times", id, n)
			}
		}
		for _, n := range elements(doc, "a", "form", "link") {
			for _, key := range []string{"href", "action"} {
				to, ok := attribute(n, key)
				fragment, inside := strings.CutPrefix(to, "#")
				if ok && to == "" || inside && ids[fragment] != 1 {
					t.Errorf("%s %q leads to %q", n.Data, text(n), to)
				}
			}
			if _, ok := attribute(n, "href"); n.Data == "a" && (!ok || text(n) == "") {
				t.Errorf("a link %q without text or address", text(n))
			}
		}
	})
}

func TestEveryControlHasAName(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node, page string) {
		labels := map[string]string{}
		for _, l := range elements(doc, "label") {
			if id, ok := attribute(l, "for"); ok {
				labels[id] = text(l)
			}
		}
		for _, n := range elements(doc, "input", "select", "textarea", "button") {
			kind, _ := attribute(n, "type")
			_, hidden := attribute(n, "hidden")
			id, _ := attribute(n, "id")
			named, _ := attribute(n, "aria-label")
			around := n.Parent.Data == "label" && text(n.Parent) != ""
			if kind != "hidden" && !hidden && labels[id] == "" && named == "" && !around && (n.Data != "button" || text(n) == "") {
				t.Errorf("%s %q has no name", n.Data, id)
			}
		}
	})
}

func TestEveryPageHasOneHeadingAndOneMain(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node, page string) {
		if h := elements(doc, "h1"); len(h) != 1 || text(h[0]) == "" {
			t.Errorf("%d first headings", len(h))
		}
		if len(elements(doc, "main")) != 1 || !strings.HasPrefix(page, "<!doctype html><html lang=\"en\"") {
			t.Error(page)
		}
	})
}

func TestHeadersSayHowTheyAreSorted(t *testing.T) {
	t.Parallel()
	doc := parse(t, render(t, admin.ListPage(list("Word", 2))))
	var sorted []string
	for _, th := range elements(doc, "th") {
		if scope, _ := attribute(th, "scope"); scope == "" {
			t.Errorf("%q has no scope", text(th))
		}
		if s, ok := attribute(th, "aria-sort"); ok {
			sorted = append(sorted, text(th)+" "+s)
		}
	}
	if len(sorted) != 1 || sorted[0] != "Published at ascending" {
		t.Error(sorted)
	}
}

func TestBulkFormSendsKeysAndAction(t *testing.T) {
	t.Parallel()
	l := list("Word", 2)
	page := render(t, admin.ListPage(l))
	for _, want := range []string{`<form class="rows" method="post" action="/admin/a/b/bulk"`, `name="ids" value="1" aria-label="Word"`, `name="action" value="delete" class="danger"`, `name="all"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	first := strings.Index(page, `<button name="action" value="" hidden>`)
	if first < 0 || first > strings.Index(page, `name="ids"`) {
		t.Error("Enter on a box would run the first action")
	}
	l.All = false
	if strings.Contains(render(t, admin.ListPage(l)), `name="all"`) {
		t.Error("offers all that match though nobody said that this works")
	}
	l.Actions = nil
	if page := render(t, admin.ListPage(l)); strings.Contains(page, `name="ids"`) || strings.Contains(page, "bulk") {
		t.Error("boxes without anything to do")
	}
}

func TestEmptyListsSayWhy(t *testing.T) {
	t.Parallel()
	for name, wants := range map[string][]string{
		"list, none match": {"No Word match “Word”", "Without Word: Word", "Show all Word"},
		"list, never any":  {"There are no Word yet.", "Add the first Word"},
	} {
		page := text(parse(t, render(t, pages("Word")[name])))
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s in %s", name, want, page)
			}
		}
	}
}

func TestFormSendsHowToGoOn(t *testing.T) {
	t.Parallel()
	page := render(t, pages("Word")["form"])
	save, another, stay := strings.Index(page, `name="_save"`), strings.Index(page, `name="_addanother"`), strings.Index(page, `name="_continue"`)
	if save < 0 || another < save || stay < save {
		t.Error("Enter must press Save, which comes first:", save, another, stay)
	}
	if !strings.Contains(page, "<title>Error: Word · Word</title>") {
		t.Error("the tab does not say that something is wrong")
	}
	if page := render(t, pages("Word")["form, read only"]); strings.Contains(page, "_save") || strings.Contains(page, "<form method=\"post\" data-once data-guard") {
		t.Error("nothing can be edited, but saved")
	}
}

func TestAFormKeepsWhatWasTypedWrongly(t *testing.T) {
	t.Parallel()
	f := forms.Form{Sections: []forms.Section{{Fields: []forms.Field{{Name: "n", Label: "N", Kind: forms.Number, Value: "12x", Error: "Not a number."}}}}}
	page := render(t, admin.FormPage(admin.Form{Form: f, Heading: "H"}))
	for _, want := range []string{`value="12x"`, "data-unsaved", `<a href="#id_n">N</a>: Not a number.`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestDeleteSendsKeysOnlyWhenNothingStopsIt(t *testing.T) {
	t.Parallel()
	page := render(t, pages("7")["delete"])
	for _, want := range []string{`name="ids" value="7"`, `name="action" value="delete"`, `name="confirmed" value="1"`, "Delete 3<", `<td class="n">7</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if page := render(t, pages("7")["delete, impossible"]); strings.Contains(page, "confirmed") {
		t.Error("offers to delete what cannot be deleted")
	}
}

func TestAddressesOfScriptsAreNotLinks(t *testing.T) {
	t.Parallel()
	l := list("Word", 1)
	l.Rows[0].URL, l.Rows[0].Cells[1].URL, l.Add, l.Next = "javascript:a", "JavaScript:b", "data:text/html,c", "vbscript:d"
	if page := strings.ToLower(render(t, admin.ListPage(l))); strings.Contains(page, "javascript:") || strings.Contains(page, "data:text") || strings.Contains(page, "vbscript:") {
		t.Error("leads to a script")
	}
}
