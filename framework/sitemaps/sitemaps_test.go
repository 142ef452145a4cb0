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

	"github.com/google/go-cmp/cmp"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

var tags = sitemaps.Sitemap[Tag]{
	Query: Tags.OrderBy(Tags.ID.Asc()).Limit(1).Offset(1), // of which nothing is used
	Entry: func(t *Tag) sitemaps.Entry {
		return sitemaps.Entry{Location: "/tags/" + t.Name, Modified: noon, Frequency: sitemaps.Weekly, Priority: 2}
	},
}

var tagModified = Tags.UpdatedAt

// database holds tags whose names are numbers.
func database(t testing.TB, count int) context.Context {
	t.Helper()
	ctx := Open(t, sqlite.Memory)
	for i := range count {
		if err := Tags.Create(ctx, &Tag{Name: fmt.Sprint(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	return ctx
}

func ask(ctx context.Context, v urls.View, method, target string, header ...string) (*httptest.ResponseRecorder, error) {
	rec := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, nil).WithContext(ctx)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return rec, v.Serve(web.NewEcho().NewContext(r, rec))
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

const root = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`

func TestOneFile(t *testing.T) {
	t.Parallel()
	ctx := database(t, 1)
	hostile := sitemaps.Pages{"/about", "/a?b=1&c=<x>", "", "https://other.org/", "javascript:alert(1)", "/%zz", "/" + strings.Repeat("x", 2048), "/é\x00"}
	rec, err := ask(ctx, sitemaps.All{hostile, tags}, "GET", "http://example.com/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
` + root + `
<url><loc>http://example.com/about</loc></url>
<url><loc>http://example.com/a?b=1&amp;c=%3Cx%3E</loc></url>
<url><loc>https://other.org/</loc></url>
<url><loc>http://example.com/%C3%A9</loc></url>
<url><loc>http://example.com/tags/1</loc><lastmod>2026-03-01T11:00:00Z</lastmod><changefreq>weekly</changefreq><priority>1</priority></url>
</urlset>
`
	if diff := cmp.Diff(want, rec.Body.String()); diff != "" {
		t.Error(diff)
	}
	if h := rec.Header(); h.Get("Content-Type") != "application/xml; charset=utf-8" || h.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("header %v", h)
	}
	if rec, err := ask(ctx, sitemaps.All{tags}, "HEAD", "/sitemap.xml"); err != nil || rec.Body.Len() > 0 {
		t.Errorf("HEAD: %q, %v", rec.Body, err)
	}
	if rec, err := ask(ctx, sitemaps.All{}, "GET", "/sitemap.xml"); err != nil || len(locations(t, rec.Body.String())) != 0 {
		t.Errorf("no sitemaps: %q, %v", rec.Body, err)
	}
}

// walk asks for an index and all its files.
func walk(t *testing.T, ctx context.Context, all sitemaps.All) (files []string, pages map[string][]string) {
	t.Helper()
	rec, err := ask(ctx, all, "GET", "http://example.com/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	pages = map[string][]string{}
	for _, address := range locations(t, rec.Body.String()) {
		name := strings.TrimPrefix(address, "http://example.com/sitemap.xml?section=")
		files = append(files, name)
		rec, err := ask(ctx, all, "GET", address)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range locations(t, rec.Body.String()) {
			pages[name] = append(pages[name], strings.TrimPrefix(page, "http://example.com"))
		}
	}
	return files, pages
}

func TestManyFilesHaveAnIndexAndMissNothing(t *testing.T) {
	t.Parallel()
	ctx := database(t, 11)
	few := tags
	few.PerFile, few.Section = 5, "subjects"
	all := sitemaps.All{sitemaps.Pages{"/a", "/b"}, few, sitemaps.Pages{}, sitemaps.List{{Location: "/c"}}}
	files, pages := walk(t, ctx, all)
	if diff := cmp.Diff([]string{"pages", "subjects", "subjects&page=2", "subjects&page=3", "pages&page=2"}, files); diff != "" {
		t.Error(diff)
	}
	want := map[string][]string{
		"pages": {"/a", "/b"}, "pages&page=2": {"/c"}, "subjects": {"/tags/1", "/tags/2", "/tags/3", "/tags/4", "/tags/5"},
		"subjects&page=2": {"/tags/6", "/tags/7", "/tags/8", "/tags/9", "/tags/10"}, "subjects&page=3": {"/tags/11"},
	}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Error(diff)
	}
	for _, query := range []string{
		"page=1", "page=2", "section=", "section=tag", "section=subjects&page=0", "section=subjects&page=1", "section=subjects&page=4", "section=subjects&page=02",
		"section=subjects&page=-1", "section=subjects&page=x", "section=subjects&page=99999999999999999999", "section=%00", "section=pages&section=subjects&page=3",
	} {
		if _, err := ask(ctx, all, "GET", "/sitemap.xml?"+query); web.StatusOf(err) != 404 {
			t.Errorf("%s: %v", query, err)
		}
	}
	if rec, err := ask(ctx, sitemaps.All{tags}, "GET", "/sitemap.xml?section=tag"); err != nil || len(locations(t, rec.Body.String())) != 11 {
		t.Errorf("a section where one file is enough: %v", err)
	}
}

// fixed has more pages than a file may hold.
type fixed int

func (f fixed) Check() error { return nil }

func (f fixed) Outline(context.Context) (sitemaps.Outline, error) {
	return sitemaps.Outline{Section: "a&b", Rows: int(f)}, nil
}

func (f fixed) Entries(_ context.Context, offset, limit int) iter.Seq2[sitemaps.Entry, error] {
	return func(yield func(sitemaps.Entry, error) bool) {
		for i := range limit {
			if !yield(sitemaps.Entry{Location: fmt.Sprint("/", offset+i)}, nil) {
				return
			}
		}
	}
}

func TestAFileHoldsFiftyThousand(t *testing.T) {
	t.Parallel()
	rec, err := ask(t.Context(), sitemaps.All{fixed(50_000)}, "GET", "http://example.com/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	if pages := locations(t, rec.Body.String()); len(pages) != 50_000 || pages[49_999] != "http://example.com/49999" {
		t.Errorf("%d pages", len(pages))
	}
}

func TestMoreNeedAnIndex(t *testing.T) {
	t.Parallel()
	files, pages := walk(t, t.Context(), sitemaps.All{fixed(50_001)})
	if diff := cmp.Diff([]string{"a%26b", "a%26b&page=2"}, files); diff != "" || len(pages["a%26b"]) != 50_000 || len(pages["a%26b&page=2"]) != 1 {
		t.Error(diff)
	}
	files, _ = walk(t, t.Context(), sitemaps.All{fixed(50_000), sitemaps.Pages{"/"}})
	if diff := cmp.Diff([]string{"a%26b", "pages"}, files); diff != "" {
		t.Errorf("of two sitemaps: %s", diff)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	ctx := database(t, 3)
	s := sitemaps.Sitemap[Tag]{
		Query: Tags.OrderBy(Tags.ID.Asc()), Languages: []string{"en", "de"}, Default: "en", PerFile: 5,
		Entry: func(t *Tag) sitemaps.Entry { return sitemaps.Entry{Location: "/not-used", Priority: 0.25} },
		LocationIn: func(t *Tag, language string) string {
			if t.Name == "2" && language == "en" {
				return ""
			}
			return "/" + language + "/" + t.Name
		},
	}
	rec, err := ask(ctx, sitemaps.All{s}, "GET", "http://example.com/sitemap.xml?section=tag")
	if err != nil {
		t.Fatal(err)
	}
	both := `<priority>0.25</priority><xhtml:link rel="alternate" hreflang="en" href="http://example.com/en/1"/><xhtml:link rel="alternate" hreflang="de" href="http://example.com/de/1"/><xhtml:link rel="alternate" hreflang="x-default" href="http://example.com/en/1"/></url>`
	want := `<?xml version="1.0" encoding="UTF-8"?>
` + root + `
<url><loc>http://example.com/en/1</loc>` + both + `
<url><loc>http://example.com/de/1</loc>` + both + `
<url><loc>http://example.com/de/2</loc><priority>0.25</priority><xhtml:link rel="alternate" hreflang="de" href="http://example.com/de/2"/></url>
</urlset>
`
	if diff := cmp.Diff(want, rec.Body.String()); diff != "" {
		t.Error(diff)
	}
	if files, pages := walk(t, ctx, sitemaps.All{s}); len(files) != 2 || len(pages["tag&page=2"]) != 2 { // two rows in two languages fill a file of five
		t.Errorf("files %q with %q", files, pages)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*sitemaps.Sitemap[Tag])
		want   string
	}{
		"no query":                    {func(s *sitemaps.Sitemap[Tag]) { s.Query = nil }, "no Query"},
		"no entry":                    {func(s *sitemaps.Sitemap[Tag]) { s.Entry = nil }, "no Entry"},
		"a section that is markup":    {func(s *sitemaps.Sitemap[Tag]) { s.Section = "a&b" }, `the Section "a&b"`},
		"a file below nothing":        {func(s *sitemaps.Sitemap[Tag]) { s.PerFile = -1 }, "PerFile"},
		"a file that is too large":    {func(s *sitemaps.Sitemap[Tag]) { s.PerFile = 50_001 }, "50,000"},
		"languages without addresses": {func(s *sitemaps.Sitemap[Tag]) { s.Languages = []string{"de"} }, "only together"},
		"addresses without languages": {func(s *sitemaps.Sitemap[Tag]) { s.LocationIn = func(*Tag, string) string { return "" } }, "only together"},
		"a default that is none":      {func(s *sitemaps.Sitemap[Tag]) { s.Default = "fr" }, `the Default "fr"`},
		"nothing":                     {func(*sitemaps.Sitemap[Tag]) {}, ""},
	} {
		s := tags
		tc.change(&s)
		err := sitemaps.All{sitemaps.Pages{}, sitemaps.List{}, s}.Check(nil)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type broken struct{ sitemaps.Pages }

func (b broken) Entries(ctx context.Context, offset, limit int) iter.Seq2[sitemaps.Entry, error] {
	return func(yield func(sitemaps.Entry, error) bool) { yield(sitemaps.Entry{}, errors.New("broken")) }
}

func TestADatabaseThatIsAwayIsAnError(t *testing.T) {
	t.Parallel()
	if rec, err := ask(t.Context(), sitemaps.All{tags}, "GET", "/"); !errors.Is(err, orm.ErrNoDatabase) || rec.Body.Len() > 0 {
		t.Errorf("%v %q", err, rec.Body)
	}
	if rec, err := ask(t.Context(), sitemaps.All{broken{sitemaps.Pages{"/"}}}, "GET", "/"); err == nil || rec.Body.Len() > 0 {
		t.Errorf("%v %q", err, rec.Body)
	}
}
