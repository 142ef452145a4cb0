package sitemaps

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/orm"
)

const (
	// perFile is how many pages the protocol lets one file hold.
	perFile = 50_000
	// chunk is how many rows are in memory at a time.
	chunk = 250
	// small is up to how many bytes a file is kept until it is whole: some 700 pages.
	small = 64 << 10
)

// Sitemap is the pages of the rows of a queryset.
type Sitemap[T any] struct {
	Query *orm.QuerySet[*T] // a limit of its own is not used; beyond 50,000 rows its order decides who shares a file
	Entry func(*T) Entry

	Section string // its name in the index: "posts"; empty is the name of the model
	PerFile int    // how many pages a file may hold; 0 is 50,000, which is the most. News wants 1,000

	// Modified is what tells when a row changed, such as Posts.UpdatedAt, and has an
	// index. The sitemap's index then says when a section changed last, and search
	// engines that have it already get 304, both without reading rows. Nil leaves it to
	// files below 64 KiB, some 700 pages, which know it when all their pages have a time.
	Modified orm.Expression[*T, time.Time]

	// Languages are those that the site is in, such as "en" and "de". Each row is then
	// a page in each, at the address that LocationIn returns for it, and each page names
	// the others. An empty address says that there is none; the Location and the
	// Alternates of the Entry are not used. Those who read none of the languages get the
	// page in Default.
	Languages  []string
	LocationIn func(row *T, language string) string
	Default    string // one of Languages; empty says nothing
}

// AnySitemap is a sitemap of whatever type.
type AnySitemap interface {
	// Check reports what is missing in the declaration.
	Check() error
	// Outline says what there is, without reading it.
	Outline(ctx context.Context) (Outline, error)
	// Entries goes through the pages of limit rows from offset on.
	Entries(ctx context.Context, offset, limit int) iter.Seq2[Entry, error]
}

// Outline is what a sitemap is made of.
type Outline struct {
	Section  string    // its name in the index; those with the same are one section
	Rows     int       // how many there are
	PerRow   int       // how many pages a row has at most; 0 is 1
	PerFile  int       // how many pages a file may hold; 0 is 50,000
	Modified time.Time // when the newest row changed; zero is not known
}

// Check reports what is missing in the declaration.
func (s Sitemap[T]) Check() error {
	switch {
	case s.Query == nil:
		return errors.New("the sitemap has no Query: name the rows that have pages")
	case s.Entry == nil:
		return errors.New("the sitemap has no Entry: say what the page of a row is")
	case strings.Trim(s.Section, letters) != "":
		return fmt.Errorf("the sitemap has the Section %q: a name is small letters, digits and hyphens", s.Section)
	case s.PerFile < 0 || s.PerFile > perFile:
		return errors.New("the sitemap has a PerFile below 0 or above 50,000, which is the most that search engines read")
	case len(s.Languages) > 0 != (s.LocationIn != nil):
		return errors.New("the sitemap has Languages and LocationIn only together")
	case s.Default != "" && !slices.Contains(s.Languages, s.Default):
		return fmt.Errorf("the sitemap has the Default %q, which is none of its Languages", s.Default)
	}
	return nil
}

// letters are those of the names of sections.
const letters = "abcdefghijklmnopqrstuvwxyz0123456789-_"

// Outline counts the rows, and asks for the newest if the sitemap can tell.
func (s Sitemap[T]) Outline(ctx context.Context) (Outline, error) {
	o := Outline{Section: s.Section, PerRow: max(1, len(s.Languages)), PerFile: s.PerFile}
	if o.Section == "" {
		o.Section = strings.ToLower(reflect.TypeFor[T]().Name())
	}
	all := s.Query.Limit(0).Offset(0)
	rows, err := all.Count(ctx)
	if o.Rows = int(rows); err != nil || s.Modified == nil {
		return o, err
	}
	return o, orm.Aggregate(ctx, all, orm.Max(s.Modified).To(&o.Modified))
}

// Entries goes through the pages of limit rows from offset on, a few in memory at
// a time.
func (s Sitemap[T]) Entries(ctx context.Context, offset, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for rows, err := range orm.Chunks(ctx, s.Query.Limit(limit).Offset(offset), chunk) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, row := range rows {
				for e := range s.pages(row) {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}
}

// pages is a row's page in each language.
func (s Sitemap[T]) pages(row *T) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		e := s.Entry(row)
		if len(s.Languages) == 0 {
			yield(e)
			return
		}
		e.Alternates = make([]Alternate, 0, len(s.Languages)+1)
		for _, language := range s.Languages {
			if location := s.LocationIn(row, language); location != "" {
				e.Alternates = append(e.Alternates, Alternate{language, location})
			}
		}
		pages := e.Alternates
		for _, a := range pages {
			if a.Language == s.Default {
				e.Alternates = append(e.Alternates, Alternate{AnyLanguage, a.Location})
			}
		}
		for _, a := range pages {
			if e.Location = a.Location; !yield(e) {
				return
			}
		}
	}
}
