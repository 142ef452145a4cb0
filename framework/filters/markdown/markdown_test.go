package markdown_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/microcosm-cc/bluemonday"

	"github.com/gofw/gofw/framework/filters/markdown"
)

func TestWhatMarkdownBecomes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, source, want string }{
		{"nothing", "", ""},
		{"paragraphs and emphasis", "a *b* **c**\nd\n\ne", "<p>a <em>b</em> <strong>c</strong>\nd</p>\n<p>e</p>\n"},
		{"text is escaped", `1 < 2 & "x"`, "<p>1 &lt; 2 &amp; &#34;x&#34;</p>\n"},
		{"code keeps its language", "```go\na<b\n```", "<pre><code class=\"language-go\">a&lt;b\n</code></pre>\n"},
		{"a table with aligned columns", "| a | b |\n| :- | -: |\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"left\">1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"strikethrough", "~~a~~", "<p><del>a</del></p>\n"},
		{"tasks cannot be ticked", "- [ ] a\n- [x] b", "<ul>\n<li><input disabled=\"\" type=\"checkbox\"> a</li>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> b</li>\n</ul>\n"},
		{"headings have ids, each its own", "# Über uns\n# Über uns\n# !", "<h1 id=\"md-über-uns\">Über uns</h1>\n<h1 id=\"md-über-uns-1\">Über uns</h1>\n<h1 id=\"md-heading\">!</h1>\n"},
		{"an id that is taken is not given twice", "# a\n# a\n# a-1", "<h1 id=\"md-a\">a</h1>\n<h1 id=\"md-a-1\">a</h1>\n<h1 id=\"md-a-1-1\">a-1</h1>\n"},
		{"bare addresses are links", "https://a.example/b and www.a.example and x@a.example", `<p><a href="https://a.example/b" rel="nofollow ugc noopener">https://a.example/b</a> and <a href="https://www.a.example" rel="nofollow ugc noopener">www.a.example</a> and <a href="mailto:x@a.example">x@a.example</a></p>` + "\n"},
		{"raw HTML that is harmless stays", "<kbd>Ctrl</kbd> <sub>2</sub> <details open><summary>s</summary>t</details>", "<p><kbd>Ctrl</kbd> <sub>2</sub> <details open=\"\"><summary>s</summary>t</details></p>\n"},
		{"a list begins where it says", "7. a", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"},
		{"pictures", "![a \"b\"](c.png \"d\")", `<p><img src="c.png" alt="a &#34;b&#34;" title="d"></p>` + "\n"},
		{"line breaks are blanks, unless two are before them", "a\nb  \nc", "<p>a\nb<br>\nc</p>\n"},
	} {
		if got := markdown.Render(c.source).String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.why, got, c.want)
		}
	}
}

func TestFootnotesLeadThereAndBack(t *testing.T) {
	t.Parallel()
	got := markdown.New(markdown.Options{}).HTMLOf("a[^n]\n\n[^n]: b", "Comment 7").String()
	for _, want := range []string{`<sup id="md-comment-7-fnref:1"><a href="#md-comment-7-fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`, `<li id="md-comment-7-fn:1">`, `<a href="#md-comment-7-fnref:1" class="footnote-backref" role="doc-backlink">`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestLinksThatLeaveTheSite(t *testing.T) {
	t.Parallel()
	r := markdown.New(markdown.Options{Hosts: []string{"Example.org", "www.example.org"}})
	for href, leaves := range map[string]bool{
		"/path": false, "path": false, "#top": false, "?q=1": false, "mailto:a@b.example": false,
		"https://example.org/a": false, "http://EXAMPLE.org:8080/": false, "//www.example.org/": false, "https://example.org./": false,
		"https://example.com/": true, "//example.com": true, "https://example.org.evil.example/": true, "https://evil.example/example.org": true,
		"https://example.org@evil.example/": true, "https://sub.example.org/": true,
	} {
		for _, source := range []string{"[x](" + href + ")", `<a href="` + href + `" rel="opener">x</a>`} {
			got := r.HTML(source).String()
			if strings.Contains(got, ` rel="nofollow ugc noopener">`) != leaves || strings.Count(got, "rel=") > 1 || !strings.Contains(got, "href=") {
				t.Errorf("%s becomes %s", source, got)
			}
		}
	}
	for _, href := range []string{`/\evil.example`, `\\evil.example`, "/&#9;/evil.example", "/&#10;/evil.example"} {
		if got := r.HTML(`<a href="` + href + `">x</a>`).String(); strings.Contains(got, "href=") && !strings.Contains(got, "rel=") && !strings.Contains(got, "%5C") {
			t.Errorf("%s becomes %s", href, got)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	if got := markdown.New(markdown.Options{HardBreaks: true}).HTML("a\nb").String(); got != "<p>a<br>\nb</p>\n" {
		t.Errorf("hard breaks give %s", got)
	}
	wide := markdown.New(markdown.Options{Allow: func(p *bluemonday.Policy) { p.AllowAttrs("src", "controls").OnElements("video") }})
	const film = `<video src="/a.mp4" controls onplay="alert(1)"></video>`
	if got := wide.HTML(film).String(); !strings.Contains(got, `<video src="/a.mp4" controls=""></video>`) {
		t.Errorf("got %s", got)
	}
	if got := markdown.Render(film).String(); strings.Contains(got, "video") {
		t.Errorf("one renderer widens another: %s", got)
	}
}

func TestARendererMayBeShared(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if got := markdown.Render("# a\n# a").String(); got != "<h1 id=\"md-a\">a</h1>\n<h1 id=\"md-a-1\">a</h1>\n" {
					t.Error(got)
				}
			}
		})
	}
	all.Wait()
}
