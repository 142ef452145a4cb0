package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
	"github.com/gofw/gofw/framework/web"
)

// Item is one entry of a feed. What is empty is left out.
type Item struct {
	Title      string // plain text
	Link       string // the page of the entry
	Summary    string // plain text
	Content    string // HTML, whole; it must be safe already, and its links whole addresses
	Author     string // a name: short for Authors
	Authors    []Person
	Published  time.Time
	Updated    time.Time // zero is Published
	Categories []string
	ID         string // never changes; empty is the link. See [TagURI]
	Permalink  bool   // the ID is the address of a page; one that is the link always is
	Enclosures []Enclosure
	Image      string // the address of a picture; for an episode a square
	Language   string // if it is not that of the feed; not in RSS
	Comments   string // the page of the comments
	Copyright  string // plain text
	Episode    *Episode
	Elements   []Element // of other vocabularies; not in JSON
}

// Person is somebody who has written something.
type Person struct {
	Name  string
	Email string
	Link  string // a page about the person
}

// Enclosure is a file that belongs to an entry, such as the sound of an episode.
// RSS allows several, but many readers know the first alone.
type Enclosure struct {
	Link   string
	Type   string // "audio/mpeg"; empty is application/octet-stream
	Length int64  // in bytes; 0 or less is not known
}

// normal fills in what follows from other fields, and makes everything such that a
// format can hold it.
func (i Item) normal(c web.Context) Item {
	i.Title, i.Summary, i.Content = markup.Clean(i.Title), markup.Clean(i.Summary), markup.Clean(i.Content)
	i.Link, i.Comments, i.Image = answer.Address(c, i.Link), answer.Address(c, i.Comments), answer.Address(c, i.Image)
	i.Copyright, i.Language = markup.Clean(i.Copyright), markup.Clean(i.Language)
	i.Published, i.Updated = moment(i.Published), moment(i.Updated)
	if i.Updated.IsZero() {
		i.Updated = i.Published
	}
	i.Authors, i.Author = people(c, i.Author, i.Authors), ""
	i.Categories = words(i.Categories)
	i.Enclosures = enclosures(c, i.Enclosures)
	i.identify(c)
	if i.Episode != nil {
		e := i.Episode.normal(c)
		i.Episode = &e
	}
	return i
}

// identify gives the entry an ID if it has none, and the site's host to a tag
// without one.
func (i *Item) identify(c web.Context) {
	i.ID = strings.TrimSpace(markup.Clean(i.ID))
	if rest, ok := strings.CutPrefix(i.ID, "tag:,"); ok {
		i.ID = strings.Replace("tag:"+host(c)+","+rest, ",:", ":", 1) // without a day
	}
	if i.ID == "" {
		i.ID = i.Link
	}
	i.Permalink = i.ID != "" && (i.Permalink || i.ID == i.Link)
	if i.ID == "" { // two formats want one of every entry
		sum := sha256.Sum256([]byte(i.Title + "\x00" + i.Summary + "\x00" + i.Content + i.Published.String()))
		i.ID = "urn:sha256:" + hex.EncodeToString(sum[:])
	}
}

// people is all who have a name or an e-mail address.
func people(c web.Context, name string, more []Person) []Person {
	all := make([]Person, 0, 1+len(more))
	for _, p := range append([]Person{{Name: name}}, more...) {
		p = Person{strings.TrimSpace(markup.Clean(p.Name)), strings.TrimSpace(markup.Clean(p.Email)), answer.Address(c, p.Link)}
		if p.Name != "" || p.Email != "" {
			all = append(all, p)
		}
	}
	return all
}

// name is what to call a person.
func (p Person) name() string {
	if p.Name == "" {
		return p.Email
	}
	return p.Name
}

// words is all texts that are not empty.
func words(texts []string) []string {
	var all []string
	for _, text := range texts {
		if text = strings.TrimSpace(markup.Clean(text)); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// enclosures is all files that have an address.
func enclosures(c web.Context, files []Enclosure) []Enclosure {
	var all []Enclosure
	for _, e := range files {
		if e.Link = answer.Address(c, e.Link); e.Link == "" {
			continue
		}
		if e.Type = strings.TrimSpace(markup.Clean(e.Type)); e.Type == "" {
			e.Type = "application/octet-stream"
		}
		e.Length = max(e.Length, 0)
		all = append(all, e)
	}
	return all
}

// moment is a time in UTC; one that the formats cannot spell is no time.
func moment(t time.Time) time.Time {
	t = t.UTC()
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}
