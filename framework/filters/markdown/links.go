package markdown

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// foreign is what a link to another site says of itself: the site does not vouch
// for it, a visitor wrote it, and the page there gets no hold of this one.
const foreign = "nofollow ugc noopener"

// linked goes through HTML that is clean and marks the links that leave the site.
// No other rel is kept.
func (r *Renderer) linked(clean []byte) string {
	var out strings.Builder
	z := html.NewTokenizer(bytes.NewReader(clean))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		if name, _ := z.TagName(); kind == html.StartTagToken && (string(name) == "a" || string(name) == "area") {
			raw = r.link(raw)
		}
		out.WriteString(raw)
	}
}

// link writes the start tag of a link anew.
func (r *Renderer) link(raw string) string {
	z := html.NewTokenizer(strings.NewReader(raw))
	z.Next()
	tag := z.Token()
	tag.Attr = slices.DeleteFunc(tag.Attr, func(a html.Attribute) bool { return a.Key == "rel" })
	if slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return a.Key == "href" && r.leaves(a.Val) }) {
		tag.Attr = append(tag.Attr, html.Attribute{Key: "rel", Val: foreign})
	}
	return tag.String()
}

// browsers do to an address before they look at it.
var browsers = strings.NewReplacer(`\`, "/", "\t", "", "\n", "", "\r", "")

// leaves reports whether an address is on another host than the site's.
func (r *Renderer) leaves(href string) bool {
	u, err := url.Parse(strings.TrimFunc(browsers.Replace(href), func(c rune) bool { return c <= ' ' }))
	if err != nil {
		return true
	}
	return u.Host != "" && !r.hosts[hostname(u.Hostname())]
}

// hostname is a host as it is compared.
func hostname(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

// secure makes links of bare names lead to https, as filters.Urlize does.
type secure struct{}

// Transform gives the scheme to addresses that have none.
func (secure) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.AutoLink); ok && entering && link.AutoLinkType == ast.AutoLinkURL && string(link.Protocol) == "http" {
			link.Protocol = []byte("https")
		}
		return ast.WalkContinue, nil
	})
}
