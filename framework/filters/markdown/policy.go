package markdown

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// What attributes may hold that browsers give a meaning.
var (
	ownID    = regexp.MustCompile(`^md-[\pL\pN_:-]+$`)
	language = regexp.MustCompile(`^language-[A-Za-z0-9_+#.-]+$`)
	footnote = regexp.MustCompile(`^(footnotes|footnote-ref|footnote-backref)$`)
	role     = regexp.MustCompile(`^doc-(noteref|backlink|endnotes)$`)
	aligned  = regexp.MustCompile(`^(left|center|right)$`)
	checkbox = regexp.MustCompile(`^checkbox$`)
	nothing  = regexp.MustCompile(`^$`)
	number   = regexp.MustCompile(`^[0-9]{1,5}$`)
	open     = regexp.MustCompile(`^(open)?$`)
)

// policy lists what a text may hold. It begins with nothing.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div", "details", "summary", "figure", "figcaption",
		"ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
		"em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "code", "kbd", "samp", "var", "abbr", "cite", "dfn", "q",
	)
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img")
	p.AllowAttrs("title").Matching(bluemonday.Paragraph).OnElements("a", "img", "abbr", "dfn")
	p.AllowAttrs("id").Matching(ownID).OnElements("h1", "h2", "h3", "h4", "h5", "h6", "li", "sup")
	p.AllowAttrs("class").Matching(footnote).OnElements("a", "div")
	p.AllowAttrs("role").Matching(role).OnElements("a", "div")
	p.AllowAttrs("class").Matching(language).OnElements("code")
	p.AllowAttrs("align").Matching(aligned).OnElements("th", "td")
	p.AllowAttrs("start", "value").Matching(number).OnElements("ol", "li")
	p.AllowAttrs("colspan", "rowspan").Matching(number).OnElements("th", "td")
	p.AllowAttrs("open").Matching(open).OnElements("details")
	p.AllowAttrs("type").Matching(checkbox).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(nothing).OnElements("input")
	return p
}
