package feeds

import (
	"net/http"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
	"github.com/gofw/gofw/framework/web"
)

// heading is what a feed says about itself, whatever its rows are. Everything in
// it is such that a format can hold it.
type heading struct {
	kind                             Format
	title, description, link, self   string
	id, language, copyright, picture string
	authors                          []Person
	categories, hubs                 []string
	ttl                              time.Duration
	stylesheets                      []Stylesheet
	podcast                          *Podcast
	elements                         []Element
}

// heading makes whole addresses of those in the declaration.
func (f Feed[T]) heading(c web.Context) heading {
	h := heading{
		kind: f.Format, title: markup.Clean(f.Title), description: markup.Clean(f.Description),
		link: answer.Address(c, f.Link), self: answer.Address(c, f.Self), id: strings.TrimSpace(markup.Clean(f.ID)),
		language: markup.Clean(f.Language), copyright: markup.Clean(f.Copyright), picture: answer.Address(c, f.Image),
		authors: people(c, f.Author, f.Authors), categories: words(f.Categories), ttl: f.TTL, elements: f.Elements,
		stylesheets: stylesheets(c, f.Stylesheets),
	}
	if h.description == "" {
		h.description = h.title
	}
	if h.link == "" {
		h.link = web.AbsoluteURL(c, "/")
	}
	if h.self == "" {
		h.self = web.AbsoluteURL(c, c.Request().URL.EscapedPath())
	}
	if h.id == "" {
		h.id = h.self
	}
	for _, hub := range f.Hubs {
		if hub = answer.Address(c, hub); hub != "" {
			h.hubs = append(h.hubs, hub)
		}
	}
	if f.Podcast != nil {
		p := f.Podcast.normal(c, h.authors)
		h.podcast = &p
	}
	return h
}

// announce says in the header where a reader can subscribe to news, as WebSub §4
// wants it.
func (h heading) announce(header http.Header) {
	if len(h.hubs) == 0 {
		return
	}
	links := make([]string, 0, len(h.hubs)+1)
	for _, hub := range h.hubs {
		links = append(links, "<"+hub+`>; rel="hub"`)
	}
	header.Add("Link", strings.Join(append(links, "<"+h.self+`>; rel="self"`), ", "))
}

// format writes a feed. The parts are written one after another.
type format interface {
	contentType() string
	head(w *markup.Writer, updated time.Time)
	item(w *markup.Writer, i Item) error
	tail(w *markup.Writer)
}

func (h heading) format() format {
	switch h.kind {
	case Atom:
		return atom{h}
	case JSON:
		return &jsonFeed{heading: h}
	}
	return rss{h}
}

// head is the beginning of the feed; a zero time is not known.
func (h heading) head(out format, updated time.Time) []byte {
	var w markup.Writer
	out.head(&w, updated)
	return w.Bytes()
}

// mediaType is the type of a format, without parameters.
func (f Format) mediaType() string {
	switch f {
	case Atom:
		return "application/atom+xml"
	case JSON:
		return "application/feed+json"
	}
	return "application/rss+xml"
}

// Stylesheet is how a browser shows a feed that somebody opens in it.
type Stylesheet struct {
	Link  string
	Type  string // empty follows from the link: text/css for .css, else text/xsl
	Media string // "screen"; empty is all
}

func stylesheets(c web.Context, sheets []Stylesheet) []Stylesheet {
	var all []Stylesheet
	for _, s := range sheets {
		if s.Link = answer.Address(c, s.Link); s.Link == "" {
			continue
		}
		if s.Type == "" {
			s.Type = "text/xsl"
			if path, _, _ := strings.Cut(s.Link, "?"); strings.HasSuffix(path, ".css") {
				s.Type = "text/css"
			}
		}
		all = append(all, s)
	}
	return all
}

// begin writes what stands before the root of an XML document.
func (h heading) begin(w *markup.Writer) {
	w.WriteString(markup.Header)
	for _, s := range h.stylesheets {
		w.WriteString("<?xml-stylesheet")
		w.Attribute("href", s.Link)
		w.Attribute("type", s.Type)
		w.Attribute("media", s.Media)
		w.WriteString("?>\n")
	}
}
