// Package markdown turns Markdown into HTML that is safe to show, whoever wrote
// it: CommonMark with tables, strikethrough, task lists, footnotes, links for
// bare addresses, and headings that links can lead to.
//
//	templ Post(p *Post) {
//		<article>@markdown.Render(p.Body)</article>
//	}
//
// Whatever comes of a text goes through a list of elements and attributes that
// are allowed; all others are taken out. Scripts, styles, forms, frames, event
// handlers and addresses that run code are not on it. [New] makes a renderer
// that knows the site's own hosts or allows more.
package markdown

import (
	"bytes"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/gofw/gofw/framework/filters"
)

// Options say how Markdown is shown. The zero value suits texts of strangers.
type Options struct {
	// Hosts are names of the site itself, as "example.org". Links to other hosts get
	// rel="nofollow ugc noopener"; without Hosts, those are all with a host.
	Hosts []string

	// HardBreaks keeps the line breaks of a text, as people expect who write comments.
	HardBreaks bool

	// Allow adds to what texts may hold. It is for sites that know their writers:
	// what is allowed here is allowed to everybody whose texts this renderer shows.
	//
	//	Allow: func(p *bluemonday.Policy) { p.AllowAttrs("src", "controls").OnElements("video") }
	Allow func(*bluemonday.Policy)
}

// Renderer turns Markdown into HTML. It is made by [New] and may be shared.
type Renderer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
	hosts    map[string]bool
}

// New makes a renderer; make it once, as a variable of a package.
func New(o Options) *Renderer {
	look := []goldmark.Option{
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough, extension.Linkify, extension.TaskList,
			extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(prefixOf)),
		),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithBlockParsers(util.Prioritized(newDepth(), 0)),
			parser.WithInlineParsers(util.Prioritized(marks{}, 0)),
			parser.WithParagraphTransformers(util.Prioritized(definitions{}, 0)),
			parser.WithASTTransformers(util.Prioritized(secure{}, 1000)),
		),
		goldmark.WithRendererOptions(html.WithUnsafe()), // the policy judges raw HTML with all the rest
	}
	if o.HardBreaks {
		look = append(look, goldmark.WithRendererOptions(html.WithHardWraps()))
	}
	r := &Renderer{markdown: goldmark.New(look...), policy: policy(), hosts: map[string]bool{}}
	if o.Allow != nil {
		o.Allow(r.policy)
	}
	for _, h := range o.Hosts {
		r.hosts[hostname(h)] = true
	}
	return r
}

var standard = sync.OnceValue(func() *Renderer { return New(Options{}) })

// Render is the HTML of a text by the zero [Options].
func Render(source string) filters.HTML { return standard().HTML(source) }

// HTML is the HTML of a text. Ids in it begin with "md-", so that they cannot
// stand for anything of the page.
func (r *Renderer) HTML(source string) filters.HTML { return r.HTMLOf(source, "") }

// HTMLOf is [Renderer.HTML] for a page that shows several texts: key, which sets one
// apart from the others, becomes part of its ids, "md-7-fn:1".
func (r *Renderer) HTMLOf(source, key string) filters.HTML {
	ids := newIDs(key)
	raw := []byte(source)
	doc := r.markdown.Parser().Parse(text.NewReader(raw), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	doc.OwnerDocument().AddMeta(prefixKey, ids.prefix)
	var out bytes.Buffer
	if err := r.markdown.Renderer().Render(&out, raw, doc); err != nil {
		return filters.Escape(source) // only a writer can fail, and a buffer does not
	}
	return filters.Safe(r.linked(r.policy.SanitizeBytes(out.Bytes())))
}

const prefixKey = "gofw.prefix"

// prefixOf is how the ids of a document begin.
func prefixOf(node ast.Node) []byte {
	prefix, _ := node.OwnerDocument().Meta()[prefixKey].(string)
	return []byte(prefix)
}
