// Package feeds lets people follow a site: RSS 2.0, Atom 1.0 and JSON Feed 1.1.
//
//	var LatestPosts = feeds.Feed[Post]{
//		Title: "Example Blog",
//		Query: Published.Limit(20),
//		Item: func(p *Post) feeds.Item {
//			return feeds.Item{Title: p.Title, Link: p.URL(), Summary: p.Summary(), Published: *p.PublishedAt}
//		},
//	}
//
// A route shows it: urls.Show("/feed.xml", LatestPosts).
package feeds

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Format is how a feed is written.
type Format string

// The formats of feeds. The zero value is RSS.
const (
	RSS  Format = ""
	Atom Format = "atom"
	JSON Format = "json"
)

// Feed is the newest rows of a queryset. Addresses may be paths; readers get
// whole addresses.
type Feed[T any] struct {
	Title       string
	Description string            // empty is the title
	Link        string            // the page that the feed is of; empty is "/"
	Query       *orm.QuerySet[*T] // newest first, with a limit: all its rows are in the feed
	Item        func(*T) Item
	Format      Format
}

// Item is one entry of a feed.
type Item struct {
	Title      string // plain text
	Link       string
	Summary    string // plain text
	Content    string // HTML, whole; it must be safe already
	Author     string // a name
	Published  time.Time
	Updated    time.Time // zero is Published
	Categories []string
	ID         string // never changes; empty is the link
}

// Methods says that a feed is only read.
func (f Feed[T]) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declaration.
func (f Feed[T]) Check([]string) error {
	switch {
	case f.Title == "":
		return errors.New("the feed has no Title")
	case reflect.ValueOf(f.Query).IsZero():
		return errors.New("the feed has no Query: name the rows that it shows")
	case f.Item == nil:
		return errors.New("the feed has no Item: say how a row becomes an entry")
	case f.Format != RSS && f.Format != Atom && f.Format != JSON:
		return fmt.Errorf("the feed has the Format %q, which is not known", f.Format)
	}
	return nil
}

// Serve answers with the feed, or with 304 if the reader has it already.
func (f Feed[T]) Serve(c web.Context) error {
	rows, err := f.Query.All(c.Request().Context())
	if err != nil {
		return fmt.Errorf("loading the feed: %w", err)
	}
	d := document{
		title:       clean(f.Title),
		description: clean(f.Description),
		link:        web.AbsoluteURL(c, f.Link),
		self:        web.AbsoluteURL(c, c.Request().URL.EscapedPath()),
	}
	if d.description == "" {
		d.description = d.title
	}
	for _, row := range rows {
		item := f.Item(row).normal(c)
		d.items = append(d.items, item)
		if item.Updated.After(d.updated) {
			d.updated = item.Updated
		}
	}
	body, contentType, err := d.write(f.Format)
	if err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	return send(c, body, contentType, d.updated)
}

// send lets the library compare what the reader has already.
func send(c web.Context, body []byte, contentType string, updated time.Time) error {
	sum := sha256.Sum256(body)
	h := c.Response().Header()
	h.Set("Content-Type", contentType)
	h.Set("Etag", `"`+hex.EncodeToString(sum[:12])+`"`)
	http.ServeContent(c.Response(), c.Request(), "", updated, bytes.NewReader(body))
	return nil
}

// document is a feed of no particular type and format.
type document struct {
	title, description, link, self string
	updated                        time.Time // zero if no item has a time
	items                          []Item
}

func (d document) write(f Format) ([]byte, string, error) {
	switch f {
	case Atom:
		body, err := d.atom()
		return body, "application/atom+xml; charset=utf-8", err
	case JSON:
		body, err := d.json()
		return body, "application/feed+json", err
	}
	body, err := d.rss()
	return body, "application/rss+xml; charset=utf-8", err
}

// normal fills in what follows from other fields and drops what XML cannot hold.
func (i Item) normal(c web.Context) Item {
	i.Link = web.AbsoluteURL(c, clean(i.Link))
	if i.Updated.IsZero() {
		i.Updated = i.Published
	}
	if i.ID = clean(i.ID); i.ID == "" {
		i.ID = i.Link
	}
	i.Title, i.Summary, i.Content, i.Author = clean(i.Title), clean(i.Summary), clean(i.Content), clean(i.Author)
	var categories []string
	for _, name := range i.Categories {
		categories = append(categories, clean(name))
	}
	i.Categories, i.Published, i.Updated = categories, i.Published.UTC(), i.Updated.UTC()
	return i
}

// clean drops the characters that XML 1.0 cannot hold, escaped or not.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r < ' ', r == 0xFFFE, r == 0xFFFF, r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}
