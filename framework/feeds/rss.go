package feeds

import (
	"encoding/xml"
	"html"
	"time"
)

type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Self        rssSelf   `xml:"atom:link"`
	Built       string    `xml:"lastBuildDate,omitempty"`
	Items       []rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	Title       string   `xml:"title,omitempty"`
	Link        string   `xml:"link"`
	Description string   `xml:"description,omitempty"`
	Content     string   `xml:"content:encoded,omitempty"`
	Author      string   `xml:"dc:creator,omitempty"`
	Categories  []string `xml:"category"`
	ID          rssID    `xml:"guid"`
	Published   string   `xml:"pubDate,omitempty"`
}

type rssID struct {
	Link bool   `xml:"isPermaLink,attr"`
	ID   string `xml:",chardata"`
}

// rss writes RSS 2.0. Readers take descriptions for HTML, so plain text is
// escaped once more.
func (d document) rss() ([]byte, error) {
	f := rssFeed{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom",
		Content: "http://purl.org/rss/1.0/modules/content/",
		DC:      "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			Title:       d.title,
			Link:        d.link,
			Description: d.description,
			Self:        rssSelf{d.self, "self", "application/rss+xml"},
			Built:       rssTime(d.updated),
		},
	}
	for _, i := range d.items {
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title:       i.Title,
			Link:        i.Link,
			Description: html.EscapeString(i.Summary),
			Content:     i.Content,
			Author:      i.Author,
			Categories:  i.Categories,
			ID:          rssID{i.ID == i.Link, i.ID},
			Published:   rssTime(i.Published),
		})
	}
	return marshal(f)
}

func rssTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC1123Z)
}

func marshal(v any) ([]byte, error) {
	body, err := xml.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}
