package sitemaps

import (
	"context"
	"iter"
	"time"
)

// Pages is a sitemap of fixed addresses: sitemaps.Pages{"/", "/about"}.
type Pages []string

// Check finds nothing wrong.
func (p Pages) Check() error { return nil }

// Outline counts the addresses.
func (p Pages) Outline(context.Context) (Outline, error) {
	return Outline{Section: "pages", Rows: len(p)}, nil
}

// Entries goes through limit addresses from offset on.
func (p Pages) Entries(_ context.Context, offset, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, location := range part(p, offset, limit) {
			if !yield(Entry{Location: location}, nil) {
				return
			}
		}
	}
}

// List is a sitemap of fixed pages of which more is to be said than their
// addresses.
type List []Entry

// Check finds nothing wrong.
func (l List) Check() error { return nil }

// Outline counts the pages. It knows when they changed if each says so.
func (l List) Outline(context.Context) (Outline, error) {
	o := Outline{Section: "pages", Rows: len(l)}
	for _, e := range l {
		if e.Modified.IsZero() {
			o.Modified = time.Time{}
			break
		}
		if e.Modified.After(o.Modified) {
			o.Modified = e.Modified
		}
	}
	return o, nil
}

// Entries goes through limit pages from offset on.
func (l List) Entries(_ context.Context, offset, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range part(l, offset, limit) {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func part[E any](all []E, offset, limit int) []E {
	return all[min(offset, len(all)):min(offset+limit, len(all))]
}
