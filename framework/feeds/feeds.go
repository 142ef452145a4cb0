package feeds

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// Format is how a feed is written.
type Format string

// The formats of feeds. The zero value is RSS.
const (
	RSS  Format = ""     // RSS 2.0
	Atom Format = "atom" // Atom 1.0, RFC 4287
	JSON Format = "json" // JSON Feed 1.1
)

const (
	// chunk is how many rows are in memory at a time.
	chunk = 100
	// small is up to how many bytes a feed is kept until it is whole.
	small = 256 << 10
)

// Feed is the newest rows of a queryset. Addresses may be paths: readers get
// whole addresses. It is not changed by serving, so one value may be shared.
type Feed[T any] struct {
	Title       string
	Description string            // empty is the title
	Link        string            // the page that the feed is of; empty is "/"
	Query       *orm.QuerySet[*T] // newest first: all its rows are in the feed, so it has a limit as a rule
	Item        func(*T) Item
	Format      Format

	// Modified is what tells when a row changed, such as Posts.UpdatedAt. Its newest
	// value and the number of rows are asked first, and a reader who has them already
	// gets 304 before a row is read. It must grow whenever a row comes in:
	// where rows come in by time, it is orm.Greatest(Posts.UpdatedAt,
	// Posts.PublishedAt). Nil lets the text decide, as long as it is below 256 KiB; a
	// longer feed is then always sent.
	Modified orm.Expression[*T, time.Time]

	Language    string        // of all items: "en-GB"
	Author      string        // a name: short for Authors
	Authors     []Person      // who the feed is by
	Categories  []string      // what the feed is about
	Copyright   string        // plain text
	Image       string        // the address of the feed's picture; for podcasts a square
	ID          string        // never changes; empty is the feed's address. RSS has none
	Self        string        // the feed's address; empty is the request's, without a query
	TTL         time.Duration // how long a reader may wait until it asks again; RSS alone, in minutes
	Hubs        []string      // WebSub hubs that tell readers about news
	Stylesheets []Stylesheet  // how a browser shows the feed; not in JSON
	Podcast     *Podcast      // what directories of podcasts want to know; RSS alone
	Elements    []Element     // of other vocabularies; not in JSON
}

// As is the same feed in another format:
//
//	var LatestAtom = LatestPosts.As(feeds.Atom)
func (f Feed[T]) As(format Format) Feed[T] {
	f.Format = format
	return f
}

// Methods says that a feed is only read.
func (f Feed[T]) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declaration.
func (f Feed[T]) Check([]string) error {
	switch {
	case f.Title == "":
		return errors.New("the feed has no Title")
	case f.Query == nil:
		return errors.New("the feed has no Query: name the rows that it shows")
	case f.Item == nil:
		return errors.New("the feed has no Item: say how a row becomes an entry")
	case f.Format != RSS && f.Format != Atom && f.Format != JSON:
		return fmt.Errorf("the feed has the Format %q, which is not known", f.Format)
	case f.TTL < 0:
		return errors.New("the feed has a TTL below 0")
	case f.Podcast != nil && (f.Image == "" || f.Language == "" || len(f.Podcast.Categories) == 0):
		return errors.New("the feed is a podcast, and directories refuse one without Image, Language or Podcast.Categories")
	}
	return checkElements(f.Elements)
}

// Serve answers with the feed, or with 304 if the reader has it already. Rows are
// read as they are written, a few at a time. If that fails on the way, the
// connection is closed, so that nobody takes half of a feed for the whole.
func (f Feed[T]) Serve(c web.Context) error {
	if err := f.Check(nil); err != nil { // it may be made for this request
		return err
	}
	state, err := f.state(c)
	if err != nil {
		return fmt.Errorf("asking whether the feed has changed: %w", err)
	}
	h := f.heading(c)
	h.announce(c.Response().Header())
	if state.Unchanged(c) {
		return nil
	}
	out, newest := h.format(), state.Modified
	d := &answer.Document{
		Context: c, Type: out.contentType(), Small: small, State: state,
		Head:     func() []byte { return h.head(out, newest) },
		Modified: func() time.Time { return newest },
	}
	err = f.write(c, d, out, func(i Item) {
		if state.Modified.IsZero() && i.Updated.After(newest) {
			newest = i.Updated
		}
	})
	if err := d.Close(err); err != nil {
		return fmt.Errorf("writing the feed: %w", err)
	}
	return nil
}

// write writes all items and the end.
func (f Feed[T]) write(c web.Context, d *answer.Document, out format, note func(Item)) error {
	var w markup.Writer
	for rows, err := range orm.Chunks(c.Request().Context(), f.Query, chunk) {
		if err != nil {
			return err
		}
		for _, row := range rows {
			i := f.Item(row).normal(c)
			note(i)
			if err := out.item(&w, i); err != nil {
				return err
			}
			if _, err := d.Write(w.Bytes()); err != nil {
				return err
			}
			w.Reset()
		}
	}
	out.tail(&w)
	_, err := d.Write(w.Bytes())
	return err
}

// state asks for the newest change, if the feed says where it is.
func (f Feed[T]) state(c web.Context) (answer.State, error) {
	var s answer.State
	if f.Modified == nil {
		return s, nil
	}
	ctx := c.Request().Context()
	rows, err := f.Query.Count(ctx)
	if err != nil {
		return s, err
	}
	s.Rows = rows
	return s, orm.Aggregate(ctx, f.Query, orm.Max(f.Modified).To(&s.Modified))
}
