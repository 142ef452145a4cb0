package sitemaps_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/web"
)

var tags = sitemaps.Sitemap[Tag]{
	Query: Tags.OrderBy(Tags.ID.Asc()),
	Entry: func(t *Tag) sitemaps.Entry {
		return sitemaps.Entry{Location: "/tags/" + t.Name, Modified: time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600)), Frequency: sitemaps.Weekly, Priority: 2}
	},
}

func database(t *testing.T, count int) context.Context {
	t.Helper()
	db, err := sqlite.Open(sqlite.Memory, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	if err := db.Exec("CREATE TABLE blog_tag (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE)").Error; err != nil {
		t.Fatal(err)
	}
	ctx := orm.With(t.Context(), db)
	for i := range count {
		if err := Tags.Create(ctx, &Tag{Name: fmt.Sprintf("%d", i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	return ctx
}

func ask(ctx context.Context, method, target string, h web.HandlerFunc) (*httptest.ResponseRecorder, error) {
	rec := httptest.NewRecorder()
	c := web.NewEcho().NewContext(httptest.NewRequest(method, target, nil).WithContext(ctx), rec)
	return rec, h(c)
}

// locations are the addresses in a sitemap or an index.
func locations(t *testing.T, text string) []string {
	t.Helper()
	var file struct {
		Pages []string `xml:"url>loc"`
		Files []string `xml:"sitemap>loc"`
	}
	if err := xml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return append(file.Pages, file.Files...)
}

func TestOneFile(t *testing.T) {
	t.Parallel()
	ctx := database(t, 1)
	hostile := sitemaps.Pages{"/about", "/a?b=1&c=<x>", "", "https://other.org/"}
	rec, err := ask(ctx, "GET", "http://example.com/sitemap.xml", sitemaps.Serve([]sitemaps.AnySitemap{hostile, tags}))
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>http://example.com/about</loc></url>
<url><loc>http://example.com/a?b=1&amp;c=&lt;x&gt;</loc></url>
<url><loc>https://other.org/</loc></url>
<url><loc>http://example.com/tags/1</loc><lastmod>2026-03-01T11:00:00Z</lastmod><changefreq>weekly</changefreq><priority>1.0</priority></url>
</urlset>
`
	if got := rec.Body.String(); got != want {
		t.Errorf("got %s", got)
	}
	if h := rec.Header(); h.Get("Content-Type") != "application/xml; charset=utf-8" || h.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("header %v", h)
	}
	if rec, err := ask(ctx, "HEAD", "/sitemap.xml", sitemaps.Serve([]sitemaps.AnySitemap{tags})); err != nil || rec.Body.Len() > 0 {
		t.Errorf("HEAD: %q, %v", rec.Body, err)
	}
	if rec, err := ask(ctx, "GET", "/sitemap.xml", sitemaps.Serve(nil)); err != nil || len(locations(t, rec.Body.String())) != 0 {
		t.Errorf("no sitemaps: %q, %v", rec.Body, err)
	}
}

func TestManyFilesHaveAnIndexAndMissNothing(t *testing.T) {
	t.Parallel()
	ctx := database(t, 11)
	h := sitemaps.ServeFiles([]sitemaps.AnySitemap{sitemaps.Pages{"/a", "/b"}, tags, sitemaps.Pages{"/c"}}, 5)
	rec, err := ask(ctx, "GET", "http://example.com/sitemap.xml", h)
	if err != nil {
		t.Fatal(err)
	}
	files := locations(t, rec.Body.String())
	if len(files) != 3 || files[2] != "http://example.com/sitemap.xml?page=3" {
		t.Fatalf("index %v", files)
	}
	var all []string
	for _, file := range files {
		rec, err := ask(ctx, "GET", file, h)
		if err != nil {
			t.Fatal(err)
		}
		pages := locations(t, rec.Body.String())
		if len(pages) > 5 {
			t.Errorf("%s has %d pages", file, len(pages))
		}
		all = append(all, pages...)
	}
	want := "/a /b /tags/1 /tags/2 /tags/3 /tags/4 /tags/5 /tags/6 /tags/7 /tags/8 /tags/9 /tags/10 /tags/11 /c"
	if got := strings.ReplaceAll(strings.Join(all, " "), "http://example.com", ""); got != want {
		t.Errorf("got %s", got)
	}
	for _, page := range []string{"0", "4", "-1", "01", "x", "99999999999999999999"} {
		if _, err := ask(ctx, "GET", "/sitemap.xml?page="+page, h); web.StatusOf(err) != 404 {
			t.Errorf("page %s: %v", page, err)
		}
	}
}

type broken struct{ sitemaps.Pages }

func (broken) Entries(context.Context, int, int) iter.Seq2[sitemaps.Entry, error] {
	return func(yield func(sitemaps.Entry, error) bool) { yield(sitemaps.Entry{}, errors.New("broken")) }
}

func TestADatabaseThatIsAwayIsAnError(t *testing.T) {
	t.Parallel()
	if rec, err := ask(t.Context(), "GET", "/", sitemaps.Serve([]sitemaps.AnySitemap{tags})); !errors.Is(err, orm.ErrNoDatabase) || rec.Body.Len() > 0 {
		t.Errorf("%v %q", err, rec.Body)
	}
	if rec, err := ask(t.Context(), "GET", "/", sitemaps.Serve([]sitemaps.AnySitemap{broken{sitemaps.Pages{"/"}}})); err == nil || strings.Contains(rec.Body.String(), "</urlset>") {
		t.Errorf("%v %q", err, rec.Body)
	}
}
