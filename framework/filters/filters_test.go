package filters_test

import (
	"context"
	"encoding/json"
	"html/template"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/filters"
)

// HTML goes into a template as a component does.
var _ templ.Component = filters.HTML{}

func TestHTMLIsRenderedAsItIs(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := filters.Linebreaks("<b>\n&").Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "<p>&lt;b&gt;<br>&amp;</p>" {
		t.Errorf("rendered %s", got)
	}
}

func TestHTMLIsNotEscapedTwice(t *testing.T) {
	t.Parallel()
	got := filters.Linebreaks(filters.Urlize("a <b>\nhttps://example.com")).String()
	want := `<p>a &lt;b&gt;<br><a href="https://example.com" rel="nofollow">https://example.com</a></p>`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Templates of html/template show HTML as it is and escape all else.
func TestFunctionsOfTemplates(t *testing.T) {
	t.Parallel()
	three, price := 3, json.Number("6666.666")
	published := time.Date(2026, 2, 4, 16, 30, 0, 0, time.UTC)
	var never *time.Time
	data := map[string]any{
		"Body": "<i>\nwww.example.org", "HTML": template.HTML("<b>one two three</b>"), "Text": "<b>one two three</b>",
		"Three": &three, "Price": price, "Published": &published, "Never": never, "Now": published.Add(2 * time.Hour), "Tags": []string{"a", "<b>"},
	}
	for source, want := range map[string]string{
		`{{ .Body | linebreaks }}`:                 "<p>&lt;i&gt;<br>www.example.org</p>",
		`{{ .Body | urlize | linebreaksbr }}`:      `&lt;i&gt;<br><a href="https://www.example.org" rel="nofollow">www.example.org</a>`,
		`{{ .HTML | truncatewords_html 2 }}`:       "<b>one two …</b>",
		`{{ .Text | truncatewords 2 }}`:            "&lt;b&gt;one two …",
		`{{ .Text | striptags }}`:                  "one two three",
		`vote{{ .Three | pluralize }}`:             "votes",
		`{{ .Tags | pluralize "y,ies" }}`:          "ies",
		`{{ .Price | floatformat "2g" }}`:          "6,666.67",
		`{{ .Price | floatformat 1 }}`:             "6666.7",
		`{{ .Price | floatformat "gu" }}`:          "6,666.7",
		`{{ .Three | add 4 }}`:                     "7",
		`{{ "a" | add "b" }}`:                      "ab",
		`{{ .Published | date "j M Y" }}`:          "4 Feb 2026",
		`{{ .Published | timesince .Now }} ago`:    "2\u00a0hours ago",
		`{{ .Published | naturalday .Now "j M" }}`: "today",
		`{{ .Never | date "j M Y" }}.`:             ".",
		`{{ .Never | default "never" }}`:           "never",
		`{{ .Tags | join ", " }}`:                  "a, &lt;b&gt;",
		`{{ .Tags | last }}`:                       "&lt;b&gt;",
		`<p title="{{ .Text | capfirst }}">`:       `<p title="&lt;b&gt;one two three&lt;/b&gt;">`,
		`{{ 5 | stringformat "03d" }}`:             "005",
		`{{ .Three | divisibleby 3 }}`:             "true",
	} {
		if got, err := execute(source, data); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", source, got, err, want)
		}
	}
	for source, problem := range map[string]string{
		`{{ .Text | truncatewords_html 2 }}`: "expected template.HTML; got string",
		`{{ .Three | divisibleby 0 }}`:       "nothing is divisible by 0",
		`{{ .Text | ordinal }}`:              "is no whole number",
		`{{ .Price | floatformat "two" }}`:   `floatformat "two": the number of places is no whole number`,
		`{{ date 1 2 3 }}`:                   "date takes a value and at most one argument before it, not 3",
		`{{ .Three | join "," }}`:            "join takes a list, not *int",
	} {
		if got, err := execute(source, data); err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%s is %q with the error %v, want %q", source, got, err, problem)
		}
	}
}

func execute(source string, data any) (string, error) {
	page, err := template.New("page").Funcs(filters.FuncMap()).Parse(source)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = page.Execute(&b, data)
	return b.String(), err
}

func TestNumbersOfEveryType(t *testing.T) {
	t.Parallel()
	type cents int64
	for got, want := range map[string]string{
		filters.IntComma(cents(-1234567)):                           "-1,234,567",
		filters.IntComma(uint64(math.MaxUint64)):                    "18,446,744,073,709,551,615",
		filters.IntComma(int64(math.MinInt64)):                      "-9,223,372,036,854,775,808",
		filters.IntComma(float32(1.5)):                              "1.5",
		filters.IntComma(filters.FloatFormat(6e6, 2)):               "6,000,000.00",
		filters.Ordinal(uint64(math.MaxUint64)):                     "18446744073709551615th",
		filters.Ordinal(-3):                                         "-3",
		filters.FloatFormat("1e1000000000", 2):                      "1e1000000000",
		filters.FloatFormat("1e99999999999999999999", 2):            "",
		filters.FloatFormat(strings.Repeat("9", 500), 2):            strings.Repeat("9", 500),
		filters.FloatFormat(1, 1<<40):                               "1",
		filters.FloatFormat("0x10", 2):                              "",
		filters.FloatFormat(" 9.995 ", 2):                           "10.00",
		filters.FloatFormat(math.NaN(), 2):                          "nan",
		filters.FileSizeFormat(math.Inf(1)):                         "0\u00a0bytes",
		filters.FileSizeFormat(math.NaN()):                          "0\u00a0bytes",
		filters.IntWord("1e60"):                                     "1" + strings.Repeat("0", 60),
		filters.IntWord(1e102):                                      "100.0 googol",
		filters.Pluralize(1.0, "s") + filters.Pluralize("1.0", "s"): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := filters.GetDigit(int8(-128), 2); got != 2 {
		t.Errorf("digit 2 of -128 is %d", got)
	}
	if a, b, c := filters.WidthRatio(175, 200, 100), filters.WidthRatio(1, 0, 100), filters.WidthRatio(1, 8, 4); a != 88 || b != 0 || c != 0 {
		t.Errorf("widths %d, %d, %d", a, b, c)
	}
}

func TestWhatIsMissing(t *testing.T) {
	t.Parallel()
	var none *time.Time
	now := time.Date(2026, 2, 4, 16, 30, 0, 0, time.UTC)
	for _, got := range []string{
		filters.Date(none, "Y"), filters.Date(time.Time{}, ""), filters.Time(none, ""), filters.TimeSince(none, now),
		filters.TimeUntil(none, now), filters.NaturalTime(time.Time{}, now), filters.NaturalDay(none, now, ""),
		filters.Title(""), filters.CapFirst(""), filters.WordWrap("", 5), filters.TruncateChars("abc", 0), filters.TruncateWords("abc", -1),
		filters.TruncateCharsHTML(filters.Safe("<b>abc</b>"), 0).String(), filters.UnorderedList[string](nil).String(), filters.Lorem(0), filters.Lorem(-1),
	} {
		if got != "" {
			t.Errorf("got %q", got)
		}
	}
	if got := filters.YesNo(none == nil, "") + filters.YesNo((*bool)(nil), "") + filters.YesNo((*bool)(nil), "a,b"); got != "yesmaybeb" {
		t.Errorf("got %q", got)
	}
}

func TestQueryStringsWithChanges(t *testing.T) {
	t.Parallel()
	query := url.Values{"q": {"a b"}, "tag": {"x", "y"}, "page": {"3"}}
	for _, c := range []struct {
		changes url.Values
		want    string
	}{
		{nil, "?page=3&q=a+b&tag=x&tag=y"},
		{url.Values{"page": {"4"}}, "?page=4&q=a+b&tag=x&tag=y"},
		{url.Values{"page": nil, "q": {}, "tag": nil}, "?"},
		{url.Values{"tag": {"&=<>"}, "q": nil}, "?page=3&tag=%26%3D%3C%3E"},
	} {
		if got := filters.QueryString(query, c.changes); got != c.want {
			t.Errorf("%v gives %s, want %s", c.changes, got, c.want)
		}
	}
	if query.Get("page") != "3" {
		t.Error("the query itself was changed")
	}
}

func TestRowsAreRegrouped(t *testing.T) {
	t.Parallel()
	rows := []string{"apple", "avocado", "banana", "apricot"}
	got := filters.Regroup(rows, func(s string) byte { return s[0] })
	want := []filters.Group[byte, string]{{Key: 'a', Rows: []string{"apple", "avocado"}}, {Key: 'b', Rows: []string{"banana"}}, {Key: 'a', Rows: []string{"apricot"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got[0].Rows = append(got[0].Rows, "not in the rows")
	if rows[2] != "banana" {
		t.Error("a group writes into the rows of the next")
	}
}

func TestLoremIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	if got := filters.Lorem(5); got != "lorem ipsum dolor sit amet" {
		t.Errorf("got %q", got)
	}
	if got := filters.Lorem(200); filters.WordCount(got) != 200 || got != filters.Lorem(200) {
		t.Errorf("got %q", got)
	}
	list := filters.LoremParagraphs(3)
	if len(list) != 3 || list[1] == list[2] || !strings.HasPrefix(list[0], "Lorem ipsum") || !strings.HasSuffix(list[2], ".") {
		t.Errorf("got %q", list)
	}
}
