package feeds

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/gofw/gofw/framework/internal/markup"
)

// jsonFeed writes JSON Feed 1.1, an item a line.
type jsonFeed struct {
	heading
	begun bool // there is an item already
}

type jsonHead struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Home        string       `json:"home_page_url"`
	Self        string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Authors     []jsonPerson `json:"authors,omitempty"`
	Language    string       `json:"language,omitempty"`
	Hubs        []jsonHub    `json:"hubs,omitempty"`
}

type jsonPerson struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID          string           `json:"id"`
	URL         string           `json:"url,omitempty"`
	Title       string           `json:"title,omitempty"`
	Summary     string           `json:"summary,omitempty"`
	HTML        string           `json:"content_html,omitempty"`
	Text        *string          `json:"content_text,omitempty"`
	Image       string           `json:"image,omitempty"`
	Published   *time.Time       `json:"date_published,omitempty"`
	Modified    *time.Time       `json:"date_modified,omitempty"`
	Authors     []jsonPerson     `json:"authors,omitempty"`
	Tags        []string         `json:"tags,omitempty"`
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL      string  `json:"url"`
	Type     string  `json:"mime_type"`
	Size     int64   `json:"size_in_bytes,omitempty"`
	Duration float64 `json:"duration_in_seconds,omitempty"`
}

func (*jsonFeed) contentType() string { return JSON.mediaType() }

func (f *jsonFeed) head(w *markup.Writer, _ time.Time) {
	head := jsonHead{
		Version: "https://jsonfeed.org/version/1.1", Title: f.title, Home: f.link, Self: f.self,
		Icon: f.picture, Authors: jsonPeople(f.authors), Language: f.language,
	}
	if f.description != f.title {
		head.Description = f.description
	}
	for _, hub := range f.hubs {
		head.Hubs = append(head.Hubs, jsonHub{"WebSub", hub})
	}
	text, _ := json.Marshal(head) // texts always can
	w.Write(bytes.TrimSuffix(text, []byte("}")))
	w.WriteString(`,"items":[`)
}

// item writes an entry. Each must have a text, so one that has none has an empty
// one.
func (f *jsonFeed) item(w *markup.Writer, i Item) error {
	item := jsonItem{
		ID: i.ID, URL: i.Link, Title: i.Title, Summary: i.Summary, HTML: i.Content, Image: i.Image,
		Published: jsonTime(i.Published), Modified: jsonTime(i.Updated),
		Authors: jsonPeople(i.Authors), Tags: i.Categories, Language: i.Language,
	}
	if i.Content == "" {
		item.Text = &i.Summary
	}
	for at, e := range i.Enclosures {
		a := jsonAttachment{URL: e.Link, Type: e.Type, Size: e.Length}
		if at == 0 && i.Episode != nil {
			a.Duration = i.Episode.Duration.Seconds()
		}
		item.Attachments = append(item.Attachments, a)
	}
	text, err := json.Marshal(item)
	if err != nil {
		return err
	}
	if f.begun {
		w.WriteByte(',')
	}
	f.begun = true
	w.WriteByte('\n')
	w.Write(text)
	return nil
}

func (*jsonFeed) tail(w *markup.Writer) { w.WriteString("\n]}\n") }

func jsonPeople(people []Person) []jsonPerson {
	var all []jsonPerson
	for _, p := range people {
		all = append(all, jsonPerson{p.name(), p.Link})
	}
	return all
}

func jsonTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.Truncate(time.Second)
	return &t
}
