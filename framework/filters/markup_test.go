package filters_test

import (
	"strings"
	"testing"

	tokens "golang.org/x/net/html"

	"github.com/gofw/gofw/framework/filters"
)

func TestTruncatedHTML(t *testing.T) {
	t.Parallel()
	chars, words := filters.TruncateCharsHTML, filters.TruncateWordsHTML
	for _, c := range []struct {
		why  string
		cut  func(filters.HTML, int) filters.HTML
		n    int
		in   string
		want string
	}{
		{"text of just that length stays", chars, 3, "<p>abc</p>", "<p>abc</p>"},
		{"a character reference is one character", chars, 3, "<p>&lt;&eacute;&#x1F44D;</p>", "<p>&lt;&eacute;&#x1F44D;</p>"},
		{"a character reference is never cut", chars, 3, "&amp;&amp;&amp;&amp;", "&amp;&amp;…"},
		{"a reference without its semicolon, too", chars, 2, "&ampx yz", "&ampx…"},
		{"an ampersand alone is a character", chars, 3, "& &; x", "& …"},
		{"a mark on a character does not count", chars, 2, "e\u0301e\u0301", "e\u0301e\u0301"},
		{"a mark stays with its character", chars, 2, "e\u0301e\u0301e\u0301", "e\u0301…"},
		{"no mark becomes part of a tag", chars, 2, "<b>\u0338 x=y onclick=alert(1)>abc</b>", "<b>\u0338 …</b>"},
		{"comments do not count and stay", chars, 3, "<b>a<!-- > -->b</b>cdef", "<b>a<!-- > -->b…</b>"},
		{"scripts do not count and stay whole", chars, 2, "<script>if (a<b) x()</script>abc", "<script>if (a<b) x()</script>a…"},
		{"one character leaves no tags", chars, 1, "<p><b>abc</b></p>", "…"},
		{"what is open in each other is closed in order", chars, 2, "<p><b><i>abc</i></b></p>", "<p><b><i>a…</i></b></p>"},
		{"an end tag closes what is open inside", chars, 3, "<p><b>x</p>yzw", "<p><b>x</b></p>y…"},
		{"an end tag of nothing is dropped", chars, 3, "<p>x</i></div>yzw</p>", "<p>xy…</p>"},
		{"an element that closes itself is closed", chars, 3, "<b/>xyzw", "<b/></b>xy…"},
		{"a slash in a value does not close", chars, 3, "<a href=/x/>xyzw</a>", "<a href=/x/>xy…</a>"},
		{"a text area that closes itself is open, and what is in it no markup", chars, 3, "<textarea/><img onerror=x></textarea>xyzw", "<textarea/><img onerror=x></textarea>xy…"},
		{"an ellipsis that is there is enough", chars, 3, "<b>a…bc</b>", "<b>a…</b>"},
		{"a tag that never ends is not there", chars, 3, "abcd<b title='", "ab…"},
		{"whatever is the case of names", chars, 2, "<DIV><Br>abc</dIv>", "<DIV><Br>a…</div>"},
		{"what is dropped makes no tag", chars, 3, "<</b>img src=x onerror=alert(1)>", "&lt;i…"},
		{"what is dropped makes no tag of words", words, 2, "<</b>img src=x onerror=alert(1)>", "&lt;img …"},
		{"words are counted", words, 2, "<p>one <b>two</b> three</p>", "<p>one <b>two …</b></p>"},
		{"blanks between words stay", words, 3, "<p>one\n  two\tthree four</p>", "<p>one\n  two\tthree …</p>"},
		{"blanks are no words", words, 2, "<p>one</p> <p>two</p> ", "<p>one</p> <p>two</p> "},
		{"a tag ends a word", words, 1, "on<b>e</b>", "on …"},
		{"a reference belongs to its word", words, 1, "a&nbsp;b c", "a&nbsp;b …"},
	} {
		if got := c.cut(filters.Safe(c.in), c.n).String(); got != c.want {
			t.Errorf("%s: %s becomes %s, want %s", c.why, c.in, got, c.want)
		}
	}
}

func TestStrippedTags(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a <!-- never ends > b":                            "a ",
		`a <b title="never ends> b <i>c</i>`:               "a  b c",
		`a <b title="never ends`:                           `a <b title="never ends`,
		"<<script>script>alert(1)<</script>/script>":       "alert(1)",
		strings.Repeat("<", 60) + strings.Repeat("b>", 60): "b>b>b>b>b>b>b>b>b>b>",
		"1 < 2 > 0":   "1 < 2 > 0",
		"&lt;b&gt;":   "&lt;b&gt;",
		"<p>a</p\n>b": "ab",
	} {
		if got := filters.StripTags(in); got != want {
			t.Errorf("%s becomes %q, want %q", in, got, want)
		}
	}
}

func TestLinksInText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"javascript:alert(1)":                     "javascript:alert(1)",
		"https://example.com/?a=1&b=\u00e9+c%20d": `<a href="https://example.com/?a=1&amp;b=%C3%A9+c+d" rel="nofollow">https://example.com/?a=1&amp;b=é+c%20d</a>`,
		"https://example.com/&quot;onclick=x":     `<a href="https://example.com/%22onclick=x" rel="nofollow">https://example.com/&amp;quot;onclick=x</a>`,
		"(see [www.example.com].)":                `(see [<a href="https://www.example.com" rel="nofollow">www.example.com</a>].)`,
		"www.example.com/a_(b)_(c):":              `<a href="https://www.example.com/a_(b)_(c)" rel="nofollow">www.example.com/a_(b)_(c)</a>:`,
		"a..b@example.com":                        "a..b@example.com",
		"a@-example.com":                          "a@-example.com",
		"a@example.c0m":                           "a@example.c0m",
		"a@example.xn--p1ai":                      `<a href="mailto:a@example.xn--p1ai">a@example.xn--p1ai</a>`,
		"-example.com":                            "-example.com",
		strings.Repeat("a", 64) + ".com":          strings.Repeat("a", 64) + ".com",
		"\xff https://example.com/\xff":           "\xff " + `<a href="https://example.com/%FF" rel="nofollow">https://example.com/` + "\xff</a>",
	} {
		if got := filters.Urlize(in).String(); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
	if got, want := filters.UrlizeTrunc("https://example.com/👍👍👍", 21).String(), `<a href="https://example.com/%F0%9F%91%8D%F0%9F%91%8D%F0%9F%91%8D" rel="nofollow">https://example.com/…</a>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// shown is the text that a browser shows of HTML, and the tags in it.
func shown(markup string) (text string, tags []tokens.Token) {
	var b strings.Builder
	z := tokens.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case tokens.ErrorToken:
			return b.String(), tags
		case tokens.TextToken:
			b.WriteString(tokens.UnescapeString(string(z.Raw())))
		default:
			tags = append(tags, z.Token())
		}
	}
}

// hostile is where the fuzzers begin.
var hostile = []string{
	"<</b>e <b>x", "<<!---->b>", "", "plain", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", `"><svg/onload=alert(1)>`, "' onclick='x", "<!-- ", "<![CDATA[", "</p></div>", "<p", "&", "&amp;&lt;&#60;&#x3c;&quot", "&#0;&#xD800;&#x110000;",
	"<<b>b>", "<a href='x>y'>", "a\x00b<\x00b>", "\u202e\u2066rtl", "e\u0301\u0338>\u0338<\u0338b", "𝒳👩\u200d👧🏽", "\r\n\r\r\n", "\u2028\u0085\x1c", "\xff\xfe<\xc0", "https://example.com/\"><script>", "http://[::1]:80/(a)b)", "www.a@b.com", "a@b.c",
	"<textarea/><b>", "<title><b></title>", "<plaintext><b>", "<svg><style><img onerror=x>", "<b/><br/>", strings.Repeat("(", 50) + "https://a.b" + strings.Repeat(")", 50), "https://a.b/&lt;;;", "data:text/html,x", "javascript&colon;alert(1)", "HTTPS://A.B/%",
}

// What people typed is text, whatever it is: no tag is there but the filter's
// own, and a browser shows the text as it was.
func FuzzTextIsEscaped(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, c := range map[string]struct {
			got  filters.HTML
			tags string
		}{
			"Escape":        {filters.Escape(s), ""},
			"Linebreaks":    {filters.Linebreaks(s), " p br "},
			"LinebreaksBR":  {filters.LinebreaksBR(s), " br "},
			"LineNumbers":   {filters.LineNumbers(s), ""},
			"Urlize":        {filters.Urlize(s), " a "},
			"UrlizeTrunc":   {filters.UrlizeTrunc(s, 5), " a "},
			"Join":          {filters.Join([]string{s, s}, s), ""},
			"UnorderedList": {filters.UnorderedList([]filters.Item[string]{{Text: s, Items: []filters.Item[string]{{Text: s}}}}), " ul li "},
			"both":          {filters.Linebreaks(filters.Urlize(s)), " p br a "},
		} {
			text, tags := shown(c.got.String())
			for _, tag := range tags {
				if !strings.Contains(c.tags, " "+tag.Data+" ") || len(tag.Attr) > 0 && !harmless(tag) {
					t.Errorf("%s makes %s of %q", name, tag, s)
				}
			}
			if name == "Escape" && text != s || name == "Urlize" && text != s {
				t.Errorf("%s shows %q as %q", name, s, text)
			}
		}
		if h, err := filters.JSONScript(s, s); err != nil || strings.Count(h.String(), "<") != 2 {
			t.Errorf("JSONScript makes %s of %q (%v)", h, s, err)
		}
		if js := filters.EscapeJS(s); strings.ContainsAny(js, "<>&'\"`\n\r\u2028\u2029") {
			t.Errorf("EscapeJS makes %q of %q", js, s)
		}
	})
}

// harmless reports whether a link leads to a page or a mail address.
func harmless(tag tokens.Token) bool {
	for _, a := range tag.Attr {
		switch {
		case a.Key == "rel" && a.Val == "nofollow":
		case a.Key == "href" && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:")):
		default:
			return false
		}
	}
	return true
}

// HTML that is cut ends every element that it begins, and begins every one that
// it ends.
func FuzzTruncatedHTMLIsWellFormed(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 3)
		f.Add("<p>one <b>two <i>three</b> four</p>"+s+" and more words", 3)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		for name, cut := range map[string]filters.HTML{"chars": filters.TruncateCharsHTML(filters.Safe(s), n), "words": filters.TruncateWordsHTML(filters.Safe(s), n)} {
			got := cut.String()
			if got == s {
				continue
			}
			_, tags := shown(got)
			if open := unbalanced(tags); open != "" {
				t.Errorf("%s: %q cut to %d is %q, where %s", name, s, n, got, open)
			}
		}
	})
}

// unbalanced says which tag has no counterpart.
func unbalanced(tags []tokens.Token) string {
	const void = " area base br col embed hr img input link meta param source track wbr frame spacer "
	var open []string
	for _, tag := range tags {
		isVoid := strings.Contains(void, " "+tag.Data+" ")
		switch {
		case tag.Type == tokens.CommentToken || tag.Type == tokens.DoctypeToken || isVoid && tag.Type != tokens.EndTagToken:
		case tag.Type != tokens.EndTagToken:
			open = append(open, tag.Data)
		case len(open) == 0 || open[len(open)-1] != tag.Data:
			return tag.String() + " ends nothing"
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return open[0] + " is not closed"
	}
	return ""
}

func FuzzNoTagIsLeft(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := filters.StripTags(s)
		_, tags := shown(got)
		for _, tag := range tags {
			if tag.Type != tokens.CommentToken && tag.Type != tokens.DoctypeToken {
				t.Errorf("%q becomes %q with %s", s, got, tag)
			}
		}
		if len(got) > len(s) {
			t.Errorf("%q grows to %q", s, got)
		}
	})
}

// Whatever a filter is asked, it answers, and not at length.
func FuzzFiltersAnswer(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		n %= 1000
		for name, got := range map[string]string{
			"CapFirst": filters.CapFirst(s), "Title": filters.Title(s), "Slugify": filters.Slugify(s), "SlugifyUnicode": filters.SlugifyUnicode(s),
			"WordWrap": filters.WordWrap(s, n), "TruncateChars": filters.TruncateChars(s, n), "TruncateWords": filters.TruncateWords(s, n),
			"FloatFormat": filters.FloatFormat(s, n), "IntComma": filters.IntComma(s), "IntWord": filters.IntWord(s), "APNumber": filters.APNumber(s),
			"FileSizeFormat": filters.FileSizeFormat(s), "Pluralize": filters.Pluralize(s, s), "Phone2Numeric": filters.Phone2Numeric(s),
			"URLEncode": filters.URLEncode(s, s), "IRIEncode": filters.IRIEncode(s), "AddSlashes": filters.AddSlashes(s), "YesNo": filters.YesNo(true, s),
		} {
			if len(got) > 18*len(s)+500 {
				t.Errorf("%s makes %d bytes of %q", name, len(got), s)
			}
		}
		if slug := filters.Slugify(s); strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" || slug != filters.Slugify(slug) {
			t.Errorf("%q becomes the slug %q", s, slug)
		}
	})
}
