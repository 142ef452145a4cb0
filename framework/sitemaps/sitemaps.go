// Package sitemaps tells search engines which pages there are.
//
//	var PostSitemap = sitemaps.Sitemap[Post]{
//		Query: Published,
//		Entry: func(p *Post) sitemaps.Entry {
//			return sitemaps.Entry{Location: p.URL(), Modified: p.UpdatedAt}
//		},
//	}
//
// The sitemaps of all apps together are /sitemap.xml. Beyond 50,000 pages it is
// an index that leads to several files.
package sitemaps

import (
	"context"
	"iter"
	"time"

	"github.com/gofw/gofw/framework/orm"
)

// Entry is one page.
type Entry struct {
	Location  string    // a path or an address; empty leaves the page out
	Modified  time.Time // zero says nothing
	Frequency Frequency // empty says nothing
	Priority  float64   // among the site's pages, up to 1; 0 says nothing
}

// Frequency is how often a page is expected to change.
type Frequency string

// The frequencies that search engines know.
const (
	Always  Frequency = "always"
	Hourly  Frequency = "hourly"
	Daily   Frequency = "daily"
	Weekly  Frequency = "weekly"
	Monthly Frequency = "monthly"
	Yearly  Frequency = "yearly"
	Never   Frequency = "never"
)

// Sitemap is the pages of the rows of a queryset.
type Sitemap[T any] struct {
	Query *orm.QuerySet[*T] // a limit of its own is not used; beyond 50,000 rows it needs an order
	Entry func(*T) Entry
}

// AnySitemap is a sitemap of whatever type.
type AnySitemap interface {
	// Count says how many rows there are.
	Count(ctx context.Context) (int64, error)
	// Entries goes through limit rows from offset on.
	Entries(ctx context.Context, offset, limit int) iter.Seq2[Entry, error]
}

// Count says how many rows there are.
func (s Sitemap[T]) Count(ctx context.Context) (int64, error) {
	return s.Query.Limit(0).Offset(0).Count(ctx)
}

// Entries goes through limit rows from offset on, one in memory at a time.
func (s Sitemap[T]) Entries(ctx context.Context, offset, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for row, err := range s.Query.Limit(limit).Offset(offset).Each(ctx) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(s.Entry(row), nil) {
				return
			}
		}
	}
}

// Pages is a sitemap of fixed addresses: sitemaps.Pages{"/", "/about"}.
type Pages []string

// Count says how many addresses there are.
func (p Pages) Count(context.Context) (int64, error) { return int64(len(p)), nil }

// Entries goes through limit addresses from offset on.
func (p Pages) Entries(_ context.Context, offset, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, location := range p[min(offset, len(p)):min(offset+limit, len(p))] {
			if !yield(Entry{Location: location}, nil) {
				return
			}
		}
	}
}
