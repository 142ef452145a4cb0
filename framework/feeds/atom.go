package feeds

import (
	"encoding/xml"
	"time"
)

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Links    []atomLink  `xml:"link"`
	Updated  string      `xml:"updated"`
	Author   atomPerson  `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr,omitempty"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Link       atomLink       `xml:"link"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Author     *atomPerson    `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomText      `xml:"content"`
}

// atom writes Atom 1.0. It demands a time of every entry and an author of the
// feed: what has no time is as old as Unix, and the site is its own author.
func (d document) atom() ([]byte, error) {
	f := atomFeed{
		Title:   d.title,
		ID:      d.self,
		Links:   []atomLink{{d.self, "self"}, {d.link, "alternate"}},
		Updated: atomTime(d.updated),
		Author:  atomPerson{d.title},
	}
	if d.description != d.title {
		f.Subtitle = d.description
	}
	for _, i := range d.items {
		e := atomEntry{Title: i.Title, ID: i.ID, Link: atomLink{Href: i.Link}, Updated: atomTime(i.Updated), Summary: i.Summary}
		if !i.Published.IsZero() {
			e.Published = atomTime(i.Published)
		}
		if i.Author != "" {
			e.Author = &atomPerson{i.Author}
		}
		if i.Content != "" {
			e.Content = &atomText{"html", i.Content}
		}
		for _, name := range i.Categories {
			e.Categories = append(e.Categories, atomCategory{name})
		}
		f.Entries = append(f.Entries, e)
	}
	return marshal(f)
}

func atomTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).UTC()
	}
	return t.Format(time.RFC3339)
}
