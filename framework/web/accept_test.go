package web_test

import (
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/web"
)

func TestAccepts(t *testing.T) {
	t.Parallel()
	offers := []string{"text/html", "application/json", "text/csv"}
	for _, tc := range []struct{ name, accept, want string }{
		{"nothing said: the first offer", "", "text/html"},
		{"anything: the first offer", "*/*", "text/html"},
		{"what a browser sends", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"},
		{"one type", "application/json", "application/json"},
		{"the one with more weight", "text/html;q=0.5, application/json;q=0.9", "application/json"},
		{"the most specific range counts, not the largest weight", "text/*;q=0.9, text/html;q=0.1, application/json;q=0.5", "text/csv"},
		{"a type that is refused", "text/html;q=0, */*;q=0.1", "application/json"},
		{"a type named twice has its larger weight", "text/html;q=0.9, text/html;q=0.1, text/csv;q=0.5", "text/html"},
		{"none of the offers", "image/png", ""},
		{"all refused", "*/*;q=0", ""},
		{"upper case and spaces", " APPLICATION/JSON ; Q=1.0 ", "application/json"},
		{"a parameter that the offer lacks", "text/html;level=1, text/csv", "text/csv"},
		{"a weight that is none refuses", "application/json;q=nonsense, text/csv;q=0.1", "text/csv"},
		{"a weight over one refuses", "application/json;q=2, text/csv;q=0.1", "text/csv"},
		{"a weight with too many digits refuses", "application/json;q=0.99999, text/csv;q=0.1", "text/csv"},
		{"quotes hide commas", `text/html;a=",application/json", text/csv`, "text/csv"},
		{"nonsense alone counts as nothing said", "nonsense,,;;", "text/html"},
		{"half a range", "*/html, application/json", "application/json"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, rec := request("GET", "/")
			if tc.accept != "" {
				c.Request().Header.Set("Accept", tc.accept)
			}
			if got := web.Accepts(c, offers...); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
			if rec.Header().Get("Vary") != "Accept" {
				t.Error("the answer does not say that it depends on Accept")
			}
		})
	}
}

func TestVary(t *testing.T) {
	t.Parallel()
	c, rec := request("GET", "/")
	rec.Header().Set("Vary", "Cookie, Accept-Encoding")
	web.Vary(c, "cookie", "Accept")
	web.Vary(c, "Accept")
	if got := strings.Join(rec.Header()["Vary"], "|"); got != "Cookie, Accept-Encoding|Accept" {
		t.Error(got)
	}
	rec.Header().Set("Vary", "*")
	web.Vary(c, "Accept")
	if got := rec.Header()["Vary"]; len(got) != 1 {
		t.Error(got)
	}
}

func FuzzAccept(f *testing.F) {
	for _, v := range []string{"", "*/*", "text/html;q=0.5,*/*;q=0.1", `a/b;c="d,e";q=1`, ";q=1,/", "text/html;q=.", `text/html;x="\`} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		c, _ := request("GET", "/")
		c.Request().Header["Accept"] = []string{accept}
		switch got := web.Accepts(c, "text/html", "application/json"); got {
		case "", "text/html", "application/json":
		default:
			t.Fatalf("%q wants %q", accept, got)
		}
	})
}
