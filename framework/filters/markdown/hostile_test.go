package markdown_test

import (
	"bytes"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	unsafe "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gofw/gofw/framework/filters/markdown"
)

// attacks is a text for each line of testdata/xss.txt, in which \n, \t, \x01 and
// \u0338 stand for characters and \\ for a backslash.
func attacks(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	characters := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t", `\x00`, "\x00", `\x01`, "\x01", `\x20`, " ", `\u0338`, "\u0338", `\u003c`, "<", `\u003e`, ">", `\ufeff`, "\ufeff", `\u202e`, "\u202e")
	var list []string
	for line := range strings.Lines(string(data)) {
		list = append(list, characters.Replace(strings.TrimSuffix(line, "\n")))
	}
	return list
}

// Allowed is written down once more here, so that a policy that grows is noticed.
var (
	elements   = strings.Fields("p br hr h1 h2 h3 h4 h5 h6 blockquote pre div details summary figure figcaption ul ol li dl dt dd table caption thead tbody tfoot tr th td em strong b i u s del ins mark small sub sup code kbd samp var abbr cite dfn q a img input")
	attributes = strings.Fields("href src alt title rel id class role align start value colspan rowspan width height open type checked disabled")
	id         = regexp.MustCompile(`^md-`)
	class      = regexp.MustCompile(`^(footnotes|footnote-ref|footnote-backref|language-[A-Za-z0-9_+#.-]+)$`)
)

// harm says what in some HTML could do anything but show text, as a browser reads it.
func harm(t testing.TB, markup string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, top := range nodes {
		found = append(found, harmOf(top)...)
		for n := range top.Descendants() {
			found = append(found, harmOf(n)...)
		}
	}
	return found
}

func harmOf(n *html.Node) (found []string) {
	if n.Type != html.ElementNode {
		return nil
	}
	if n.Namespace != "" || !slices.Contains(elements, n.Data) {
		found = append(found, "<"+n.Data+">")
	}
	for _, a := range n.Attr {
		if !slices.Contains(attributes, a.Key) || !fit(a) {
			found = append(found, a.Key+"="+a.Val)
		}
	}
	return found
}

// fit reports whether an attribute holds what it may.
func fit(a html.Attribute) bool {
	switch a.Key {
	case "href", "src":
		u, err := url.Parse(a.Val)
		return err == nil && slices.Contains([]string{"", "http", "https", "mailto"}, u.Scheme) && !strings.ContainsFunc(a.Val, dropped)
	case "id":
		return id.MatchString(a.Val)
	case "class":
		return class.MatchString(a.Val)
	case "rel":
		return a.Val == "nofollow ugc noopener"
	case "type":
		return a.Val == "checkbox"
	}
	return true
}

// dropped is what browsers drop from addresses.
func dropped(r rune) bool { return r < ' ' }

func TestAttacksDoNothing(t *testing.T) {
	t.Parallel()
	list := attacks(t)
	if len(list) < 200 {
		t.Errorf("only %d attacks", len(list))
	}
	for _, source := range list {
		for _, text := range []string{source, "text " + source + " text", "# " + source, "> " + source, "| " + source + " |\n|---|", source + "\n\n" + source} {
			if found := harm(t, markdown.Render(text).String()); found != nil {
				t.Errorf("%q lets through %q:\n%s", text, found, markdown.Render(text))
			}
		}
	}
	all := strings.Join(list, "\n")
	if found := harm(t, markdown.Render(all).String()); found != nil {
		t.Errorf("all together let through %q", found)
	}
}

// Without the policy most attacks are harmful: the test above sees harm.
func TestAttacksAreAttacks(t *testing.T) {
	t.Parallel()
	plain := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAutoHeadingID()), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
	harmful := 0
	for _, source := range attacks(t) {
		var out bytes.Buffer
		if err := plain.Convert([]byte(source), &out); err != nil {
			t.Fatal(err)
		}
		if harm(t, out.String()) != nil {
			harmful++
		}
	}
	if harmful < 140 {
		t.Errorf("only %d are harmful", harmful)
	}
}

func FuzzNothingHarmful(f *testing.F) {
	for _, source := range attacks(f) {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if found := harm(t, markdown.Render(source).String()); found != nil {
			t.Errorf("%q lets through %q", source, found)
		}
	})
}

// What takes other renderers minutes is done: the test ends.
func TestHostileTextsAreDoneWithInTime(t *testing.T) {
	t.Parallel()
	length := 1 << 19
	if testing.Short() {
		length >>= 4
	}
	for _, p := range []string{
		"[", "]", "![", "[a](", "[](", "[x](<", "[a]: b\n", "[a]: <", "[^a]: ", "[^1]", "*", "*a ", "_a ", "*a_ ", "**_* ", "~", "`", "``", "<", "<a", "<a href=\"", "<!--", "<b>", "&", ">", "> ", "> > ", "- ", "1. ", "  - ", "# a\n",
		"|", "|a|\n|-|\n", "a\n", "=\n", "\\", "www.", "http://a.b,", "a@", "\"", "\t", "\n", "~~~\n", "- [ ] a\n",
	} {
		text := strings.Repeat(p, length/len(p))
		if got := markdown.Render(text).String(); len(got) > 100*length {
			t.Errorf("%d bytes of %q become %d", len(text), p, len(got))
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, source, in string
		want            int
	}{
		{"a hundred containers lie in each other", strings.Repeat(">", 500) + "a", "<blockquote>", 100},
		{"lists count with their items", strings.Repeat("- ", 500) + "a", "<ul>", 50},
		{"a thousand marks mean something in a block", strings.Repeat("*a* ", 2000), "<em>", 500},
		{"what is beyond is text", strings.Repeat("*a* ", 2000), "*", 3000},
		{"another block has its own", strings.Repeat("*a*\n\n", 2000), "<em>", 2000},
		{"lists of definitions may be long", strings.Repeat("[a]: /b\n", 1700) + "[c]: /d\n[c]", `<a href="/d">`, 1},
		{"what follows the definitions stays", strings.Repeat("[a]: /b\n", 700) + "x [a]", `<p>x <a href="/b">`, 1},
		{"a long paragraph stays", strings.Repeat("word\n", 1700), "word", 1700},
	} {
		if got := strings.Count(markdown.Render(c.source).String(), c.in); got != c.want {
			t.Errorf("%s: %d of %s, want %d", c.why, got, c.in, c.want)
		}
	}
}
