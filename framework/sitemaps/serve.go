package sitemaps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gofw/gofw/framework/internal/answer"
	"github.com/gofw/gofw/framework/internal/markup"
	"github.com/gofw/gofw/framework/web"
)

// All is all sitemaps of a site together, as a view for /sitemap.xml. Where 50,000
// pages are enough, that is one file; else it is an index, and ?section= and
// ?page= are its files.
//
// It is written while rows are read, so that memory does not grow with the site.
// If that fails on the way, the connection is closed, so that nobody takes half of
// a sitemap for the whole.
type All []AnySitemap

// Methods says that a sitemap is only read.
func (a All) Methods() []string { return []string{http.MethodGet} }

// Check reports what is missing in the declarations.
func (a All) Check([]string) error {
	var problems []error
	for _, s := range a {
		problems = append(problems, s.Check())
	}
	return errors.Join(problems...)
}

// Serve answers with the sitemap, the index or one of its files, or with 304 if the
// search engine has it already.
func (a All) Serve(c web.Context) error {
	files, err := a.files(c.Request().Context())
	if err != nil {
		return fmt.Errorf("counting the pages of the sitemap: %w", err)
	}
	chosen, index, err := choose(c, files)
	if err != nil {
		return err
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex") // the file itself is not a page to find
	known := state(chosen)
	if known.Unchanged(c) {
		return nil
	}
	w := &writer{c: c, dated: true}
	w.document = answer.Document{
		Context: c, Type: "application/xml; charset=utf-8", Small: small, State: known,
		Head: func() []byte { return []byte(markup.Header) }, Modified: w.modified,
	}
	if index {
		err = w.index(chosen)
	} else {
		err = w.pages(chosen)
	}
	if err := w.document.Close(err); err != nil {
		return fmt.Errorf("writing the sitemap: %w", err)
	}
	return nil
}

// file is some rows of a sitemap: what one file of the index is about.
type file struct {
	Outline
	sitemap       AnySitemap
	offset, limit int // in rows
	page          int // of its section, from 1
}

// files divides the sitemaps. One that is empty has no file.
func (a All) files(ctx context.Context) ([]file, error) {
	var files []file
	pages := map[string]int{}
	for _, s := range a {
		o, err := s.Outline(ctx)
		if err != nil {
			return nil, err
		}
		o.PerRow = max(o.PerRow, 1)
		if o.PerFile <= 0 || o.PerFile > perFile {
			o.PerFile = perFile
		}
		rows := max(o.PerFile/o.PerRow, 1)
		for offset := 0; offset < o.Rows; offset += rows {
			pages[o.Section]++
			files = append(files, file{o, s, offset, min(rows, o.Rows-offset), pages[o.Section]})
		}
	}
	return files, nil
}

// choose picks what a request asks for: all files as one, all for an index, or one.
func choose(c web.Context, files []file) (chosen []file, index bool, err error) {
	query := c.QueryParams()
	if !query.Has("section") && !query.Has("page") {
		return files, !fitOne(files), nil
	}
	for _, f := range files {
		if section, page := f.name(); section == query.Get("section") && page == query.Get("page") {
			return []file{f}, false, nil
		}
	}
	return nil, false, web.NotFound()
}

// fitOne reports whether the pages of all files can be one.
func fitOne(files []file) bool {
	total := 0
	for _, f := range files {
		if total += f.limit * f.PerRow; f.offset > 0 {
			return false
		}
	}
	return total <= perFile
}

// name is the section of a file, and its number from the second on.
func (f file) name() (section, page string) {
	if f.page > 1 {
		page = strconv.Itoa(f.page)
	}
	return f.Section, page
}

// query is what the address of a file ends in.
func (f file) query() string {
	section, page := f.name()
	query := "?section=" + url.QueryEscape(section)
	if page != "" {
		query += "&page=" + page
	}
	return query
}

// state is what the outlines of files say together: nothing if one says nothing.
func state(files []file) answer.State {
	var s answer.State
	for _, f := range files {
		if f.Modified.IsZero() {
			return answer.State{}
		}
		if s.Rows += int64(f.Rows); f.Modified.After(s.Modified) {
			s.Modified = f.Modified
		}
	}
	return s
}

// writer writes files.
type writer struct {
	c        web.Context
	document answer.Document
	dated    bool // all pages have a time
	newest   time.Time
	markup.Writer
}

// modified is when what was written changed last; zero if a page has no time.
func (w *writer) modified() time.Time {
	if !w.dated {
		return time.Time{}
	}
	return w.newest
}

// note takes down the time of a page.
func (w *writer) note(t time.Time) {
	if t.IsZero() {
		w.dated = false
	}
	if t.After(w.newest) {
		w.newest = t
	}
}

// send hands over what is written.
func (w *writer) send() error {
	w.WriteByte('\n')
	_, err := w.document.Write(w.Bytes())
	w.Reset()
	return err
}

const protocol = "http://www.sitemaps.org/schemas/sitemap/0.9"

func (w *writer) index(files []file) error {
	address := web.AbsoluteURL(w.c, w.c.Request().URL.EscapedPath())
	w.Open("sitemapindex", "xmlns", protocol)
	if err := w.send(); err != nil {
		return err
	}
	for _, f := range files {
		w.note(moment(f.Modified))
		w.Open("sitemap")
		w.Element("loc", address+f.query())
		w.Element("lastmod", spell(moment(f.Modified)))
		w.Close("sitemap")
		if err := w.send(); err != nil {
			return err
		}
	}
	w.Close("sitemapindex")
	return w.send()
}

func (w *writer) pages(files []file) error {
	w.Open("urlset", "xmlns", protocol, "xmlns:xhtml", "http://www.w3.org/1999/xhtml",
		"xmlns:image", "http://www.google.com/schemas/sitemap-image/1.1",
		"xmlns:video", "http://www.google.com/schemas/sitemap-video/1.1",
		"xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9")
	if err := w.send(); err != nil {
		return err
	}
	for _, f := range files {
		for e, err := range f.sitemap.Entries(w.c.Request().Context(), f.offset, f.limit) {
			if err != nil {
				return err
			}
			if !w.entry(e) {
				continue
			}
			if err := w.send(); err != nil {
				return err
			}
		}
	}
	w.Close("urlset")
	return w.send()
}
