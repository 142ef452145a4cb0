package templates_test

import (
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/templates"
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

// pages are all pages, filled with text that would like to be markup.
func pages() map[string]templ.Component {
	failure := templates.Failure{Status: 404, Message: hostile, RequestID: hostile}
	return map[string]templ.Component{
		"error": templates.ErrorPage(failure),
		"report": templates.ErrorReport(templates.Report{
			Failure: failure,
			Errors:  []string{hostile, hostile},
			Calls:   []templates.Call{{Function: hostile, Place: hostile, Own: true, Source: []templates.Line{{Number: 7, Text: hostile, Here: true}}}},
			Request: []templates.Fact{{Name: hostile, Value: hostile}},
		}),
		"welcome": templates.Welcome(templates.Site{Name: hostile, Admin: "/admin/"}),
		"layout":  templates.Layout(templates.Frame{Title: hostile, Lang: hostile, Theme: hostile}),
	}
}

var inline = regexp.MustCompile(`(?i)<script|<style|\sstyle=|\son[a-z]+="|javascript:`)

func TestPagesEscapeAndHaveNoInlineStyleOrScript(t *testing.T) {
	t.Parallel()
	for name, page := range pages() {
		html := render(t, page)
		if found := inline.FindString(html); found != "" {
			t.Errorf("%s has %q:\n%s", name, found, html)
		}
		if !strings.HasPrefix(html, "<!doctype html>") || !strings.HasSuffix(html, "</html>") {
			t.Errorf("%s is no whole page", name)
		}
	}
}

func TestLinksOfPagesExist(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`(?:href|src)="` + templates.StaticPrefix + `([^"]+)"`)
	for name, page := range pages() {
		links := link.FindAllStringSubmatch(render(t, page), -1)
		if len(links) == 0 {
			t.Errorf("%s has no style", name)
		}
		for _, l := range links {
			if _, err := fs.Stat(templates.Assets(), l[1]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestEveryStatusHasATitle(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{400: "Bad request", 403: "Not allowed", 404: "Page not found", 405: "Method not allowed", 413: "Too large", 418: "Request refused", 429: "Too many requests", 500: "Something went wrong", 502: "Something went wrong", 503: "Too busy", 0: "Something went wrong"} {
		if got := (templates.Failure{Status: status}).Title(); got != want {
			t.Errorf("%d: %q", status, got)
		}
	}
}

func TestAnAdminThatIsNotThereIsNotMentioned(t *testing.T) {
	t.Parallel()
	if html := render(t, templates.Welcome(templates.Site{Name: "shop"})); strings.Contains(html, "the admin") || !strings.Contains(html, "shop works") {
		t.Error(html)
	}
	if html := render(t, templates.Welcome(templates.Site{Name: "shop", Admin: "javascript:alert(1)"})); strings.Contains(html, "javascript:") {
		t.Error(html)
	}
}

// A token that two style sheets define must not drift apart.
func TestTokensAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	token := regexp.MustCompile(`(?m)^\s+(--[a-z-]+): (.+);$`)
	values := map[string]string{}
	sheets, err := fs.Glob(templates.Assets(), "*.css")
	if err != nil || len(sheets) < 2 {
		t.Fatalf("style sheets %v, %v", sheets, err)
	}
	for _, sheet := range sheets {
		text, err := fs.ReadFile(templates.Assets(), sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range token.FindAllStringSubmatch(string(text), -1) {
			if v, ok := values[m[1]]; ok && v != m[2] {
				t.Errorf("%s: %s is %q, elsewhere %q", sheet, m[1], m[2], v)
			}
			values[m[1]] = m[2]
		}
	}
	if values["--accent"] != "light-dark(#1d56c4, #8ab4ff)" {
		t.Errorf("--accent is %q", values["--accent"])
	}
}
