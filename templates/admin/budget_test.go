package admin_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gofw/gofw/templates"
	"github.com/gofw/gofw/templates/admin"
)

func asset(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(templates.Assets(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func zipped(t *testing.T, text string) int {
	t.Helper()
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// The budgets are 6 and 8 kB of brotli, which is about an eighth less than gzip.
func TestAssetsStayWithinTheirBudget(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]int{"admin.css": 6_750, "admin.js": 9_000} {
		if n := zipped(t, asset(t, name)); n > limit {
			t.Errorf("%s is %d bytes of gzip, more than %d", name, n, limit)
		}
	}
}

func TestAListOfFiftyRowsStaysWithinItsBudget(t *testing.T) {
	t.Parallel()
	page := render(t, admin.ListPage(list("A title of forty letters, as they come up", 50)))
	if len(page) > 50_000 {
		t.Errorf("%d bytes", len(page))
	}
	if n := zipped(t, page); n > 5_000 {
		t.Errorf("%d bytes of gzip", n)
	}
	if n := len(elements(parse(t, page))); n > 1_500 {
		t.Errorf("%d elements", n)
	}
}

var pair = regexp.MustCompile(`--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)`)

// colors are the tokens of a style sheet: light and dark.
func colors(sheet string) map[string][2]string {
	found := map[string][2]string{}
	for _, m := range pair.FindAllStringSubmatch(sheet, -1) {
		found[m[1]] = [2]string{m[2], m[3]}
	}
	return found
}

func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestColorsHaveContrast(t *testing.T) {
	t.Parallel()
	c := colors(asset(t, "admin.css"))
	for _, pair := range []struct {
		front, back string
		least       float64
	}{
		{"text", "bg", 4.5}, {"text", "surface", 4.5}, {"text", "sunken", 4.5}, {"text", "accent-soft", 4.5}, {"text", "bad-soft", 4.5},
		{"muted", "bg", 4.5}, {"muted", "surface", 4.5}, {"muted", "sunken", 4.5}, {"muted", "accent-soft", 4.5},
		{"accent", "bg", 4.5}, {"accent", "surface", 4.5}, {"accent", "accent-soft", 4.5}, {"on-accent", "accent", 4.5}, {"bg", "bad", 4.5},
		{"bad", "bg", 4.5}, {"bad", "bad-soft", 4.5}, {"bad", "accent-soft", 4.5}, {"good", "bg", 4.5}, {"good", "good-soft", 4.5}, {"good", "accent-soft", 4.5},
		{"warn", "surface", 4.5}, {"warn", "warn-soft", 4.5}, {"control", "bg", 3}, {"control", "surface", 3},
	} {
		for i, theme := range []string{"light", "dark"} {
			a, b := luminance(c[pair.front][i]), luminance(c[pair.back][i])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < pair.least {
				t.Errorf("%s: %s on %s is %.2f, less than %v", theme, pair.front, pair.back, ratio, pair.least)
			}
		}
	}
}

func TestTokensAreThoseOfTheOtherPages(t *testing.T) {
	t.Parallel()
	mine := colors(asset(t, "admin.css"))
	for name, want := range colors(asset(t, "tokens.css")) {
		if mine[name] != want {
			t.Errorf("--%s is %v in admin.css, %v in tokens.css", name, mine[name], want)
		}
	}
}

func TestAssetsLoadNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"admin.css", "admin.js"} {
		text := regexp.MustCompile(`//[^\n]*|http://www.w3.org/2000/svg`).ReplaceAllString(asset(t, name), "")
		for _, bad := range []string{"http:", "https:", "@import", "eval(", "innerHTML", "import(", ".style."} {
			if strings.Contains(text, bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
}
