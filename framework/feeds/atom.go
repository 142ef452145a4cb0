package feeds

import (
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/internal/markup"
)

// atom writes Atom 1.0. It demands a time of every entry and an author of the
// feed: what has no time is as old as Unix, and the site is its own author.
type atom struct{ heading }

func (atom) contentType() string { return Atom.mediaType() + "; charset=utf-8" }

func (f atom) head(w *markup.Writer, updated time.Time) {
	f.begin(w)
	w.Open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", f.language, "xml:base", f.link)
	w.Open("title")
	w.Text(f.title)
	w.Close("title")
	if f.description != f.title {
		w.Element("subtitle", f.description)
	}
	w.Element("link", "", "href", f.link, "rel", "alternate") // before the ID: some parsers take an ID that comes first for the link
	w.Element("link", "", "href", f.self, "rel", "self", "type", f.kind.mediaType())
	w.Element("id", f.id)
	for _, hub := range f.hubs {
		w.Element("link", "", "href", hub, "rel", "hub")
	}
	w.Element("updated", atomTime(updated))
	authors := f.authors
	if len(authors) == 0 {
		authors = []Person{{Name: f.title}}
	}
	f.writtenBy(w, authors)
	f.categorize(w, f.categories)
	w.Element("logo", f.picture)
	w.Element("rights", f.copyright)
	writeElements(w, f.elements)
	w.WriteByte('\n')
}

func (atom) writtenBy(w *markup.Writer, authors []Person) {
	for _, p := range authors {
		w.Open("author")
		w.Element("name", p.name())
		w.Element("uri", p.Link)
		w.Element("email", p.Email)
		w.Close("author")
	}
}

func (atom) categorize(w *markup.Writer, names []string) {
	for _, name := range names {
		w.Element("category", "", "term", name)
	}
}

func (f atom) item(w *markup.Writer, i Item) error {
	w.Open("entry", "xml:lang", i.Language)
	w.Open("title")
	w.Text(i.Title)
	w.Close("title")
	if i.Link != "" {
		w.Element("link", "", "href", i.Link, "rel", "alternate")
	}
	w.Element("id", i.ID)
	for _, e := range i.Enclosures {
		length := ""
		if e.Length > 0 {
			length = strconv.FormatInt(e.Length, 10)
		}
		w.Element("link", "", "href", e.Link, "rel", "enclosure", "length", length, "type", e.Type)
	}
	if i.Comments != "" {
		w.Element("link", "", "href", i.Comments, "rel", "replies")
	}
	if !i.Published.IsZero() {
		w.Element("published", atomTime(i.Published))
	}
	w.Element("updated", atomTime(i.Updated))
	f.writtenBy(w, i.Authors)
	f.categorize(w, i.Categories)
	w.Element("summary", i.Summary)
	switch {
	case i.Content != "":
		w.Element("content", i.Content, "type", "html")
	case i.Link == "": // an entry without a page has a text
		w.Open("content")
		w.Text(i.Summary)
		w.Close("content")
	}
	w.Element("rights", i.Copyright)
	err := writeElements(w, i.Elements)
	w.Close("entry")
	w.WriteByte('\n')
	return err
}

func (atom) tail(w *markup.Writer) { w.WriteString("</feed>\n") }

func atomTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC()
	}
	return t.Format(time.RFC3339)
}
