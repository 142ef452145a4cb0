package feeds

import (
	"bytes"
	"encoding/json"
	"time"
)

type jsonFeed struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	HomePage    string     `json:"home_page_url"`
	Feed        string     `json:"feed_url"`
	Description string     `json:"description,omitempty"`
	Items       []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	HTML      string       `json:"content_html,omitempty"`
	Text      *string      `json:"content_text,omitempty"` // required without HTML
	Published *time.Time   `json:"date_published,omitempty"`
	Modified  *time.Time   `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// json writes JSON Feed 1.1.
func (d document) json() ([]byte, error) {
	f := jsonFeed{
		Version:  "https://jsonfeed.org/version/1.1",
		Title:    d.title,
		HomePage: d.link,
		Feed:     d.self,
		Items:    []jsonItem{},
	}
	if d.description != d.title {
		f.Description = d.description
	}
	for _, i := range d.items {
		item := jsonItem{ID: i.ID, URL: i.Link, Title: i.Title, HTML: i.Content, Published: known(i.Published), Modified: known(i.Updated), Tags: i.Categories}
		if i.Content == "" {
			item.Text = &i.Summary
		} else {
			item.Summary = i.Summary
		}
		if i.Author != "" {
			item.Authors = []jsonAuthor{{i.Author}}
		}
		f.Items = append(f.Items, item)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(f)
	return b.Bytes(), err
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
