package feeds

import (
	"html"
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/internal/markup"
)

// rss writes RSS 2.0, with Atom's links, Dublin Core's names of authors and whole
// texts as the content module has them.
type rss struct{ heading }

func (rss) contentType() string { return RSS.mediaType() + "; charset=utf-8" }

func (f rss) head(w *markup.Writer, updated time.Time) {
	f.begin(w)
	spaces := []string{
		"version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
	}
	if f.podcast != nil {
		spaces = append(spaces, "xmlns:itunes", itunes, "xmlns:podcast", podcasting)
	}
	w.Open("rss", spaces...)
	w.Open("channel")
	w.Element("title", f.title)
	w.Element("link", f.link)
	w.Element("description", f.description)
	w.Element("atom:link", "", "href", f.self, "rel", "self", "type", f.kind.mediaType())
	for _, hub := range f.hubs {
		w.Element("atom:link", "", "href", hub, "rel", "hub")
	}
	w.Element("language", f.language)
	w.Element("copyright", f.copyright)
	f.writtenBy(w, "managingEditor", f.authors)
	for _, name := range f.categories {
		w.Element("category", name)
	}
	if f.ttl > 0 {
		w.Element("ttl", strconv.FormatInt(int64((f.ttl+time.Minute-1)/time.Minute), 10))
	}
	if f.picture != "" {
		w.Open("image")
		w.Element("url", f.picture)
		w.Element("title", f.title)
		w.Element("link", f.link)
		w.Close("image")
	}
	w.Element("lastBuildDate", rssTime(updated))
	f.podcast.write(w, f.heading)
	writeElements(w, f.elements)
	w.WriteByte('\n')
}

// writtenBy names authors. RSS has room for one, and wants an e-mail address; the
// others stand in elements of Dublin Core.
func (rss) writtenBy(w *markup.Writer, element string, authors []Person) {
	named := false
	for _, p := range authors {
		switch {
		case named || p.Email == "":
			w.Element("dc:creator", p.name())
			continue
		case p.Name == "":
			w.Element(element, p.Email)
		default:
			w.Element(element, p.Email+" ("+p.Name+")")
		}
		named = true
	}
}

// item writes an entry. Readers take descriptions for HTML, so plain text is
// escaped once more. An entry without a title has a description at least.
func (f rss) item(w *markup.Writer, i Item) error {
	w.Open("item")
	w.Element("title", i.Title)
	w.Element("link", i.Link)
	switch {
	case i.Summary != "":
		w.Element("description", html.EscapeString(i.Summary))
	case i.Title == "" && i.Content == "":
		w.Element("title", i.ID)
	case i.Title == "":
		w.Element("description", i.Content)
	}
	w.Element("content:encoded", i.Content)
	f.writtenBy(w, "author", i.Authors)
	for _, name := range i.Categories {
		w.Element("category", name)
	}
	w.Element("comments", i.Comments)
	for _, e := range i.Enclosures {
		w.Element("enclosure", "", "url", e.Link, "length", strconv.FormatInt(e.Length, 10), "type", e.Type)
	}
	w.Element("guid", i.ID, "isPermaLink", strconv.FormatBool(i.Permalink))
	w.Element("pubDate", rssTime(i.Published))
	w.Element("dc:rights", i.Copyright)
	if f.podcast != nil {
		i.Episode.write(w, i)
	}
	err := writeElements(w, i.Elements)
	w.Close("item")
	w.WriteByte('\n')
	return err
}

func (rss) tail(w *markup.Writer) { w.WriteString("</channel></rss>\n") }

// rssTime is a time as RFC 822 has it, with four digits of the year.
func rssTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC1123Z)
}
