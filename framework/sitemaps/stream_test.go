package sitemaps_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/web"
)

// archive is a database in a file with many tags whose names are numbers.
func archive(t testing.TB, count int) context.Context {
	t.Helper()
	ctx := Open(t, filepath.Join(t.TempDir(), "site.db"))
	rows := make([]*Tag, count)
	for i := range rows {
		rows[i] = &Tag{Name: fmt.Sprint(i + 1)}
	}
	if err := Tags.BulkCreate(ctx, rows); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// plain is the pages of the tags, each with a time.
var plain = sitemaps.Sitemap[Tag]{
	Query: Tags.OrderBy(Tags.ID.Asc()),
	Entry: func(t *Tag) sitemaps.Entry {
		return sitemaps.Entry{Location: "/tags/" + t.Name, Modified: t.UpdatedAt}
	},
}

func TestSearchEnginesAskAgain(t *testing.T) {
	t.Parallel()
	known := plain
	known.Modified = Tags.UpdatedAt
	split := known
	split.PerFile = 100
	dated := sitemaps.List{{Location: "/", Modified: noon}}
	for _, tc := range []struct {
		name     string
		all      sitemaps.All
		query    string
		rows     int
		modified bool // whether it says when it changed
		tagged   bool // whether it has a tag
	}{
		{"a small file whose pages all have a time", sitemaps.All{plain, dated}, "", 10, true, true},
		{"a small file with a page that has none", sitemaps.All{plain, sitemaps.Pages{"/"}}, "", 10, false, true},
		{"a small file with no page", sitemaps.All{plain}, "", 0, false, true},
		{"a long file", sitemaps.All{plain}, "", 4000, false, false},
		{"a long file that can tell", sitemaps.All{known, dated}, "", 4000, true, true},
		{"a long file with a page that cannot", sitemaps.All{known, sitemaps.Pages{"/"}}, "", 4000, false, false},
		{"an index that can tell", sitemaps.All{split}, "", 4000, true, true},
		{"a file of it", sitemaps.All{split, sitemaps.Pages{"/"}}, "?section=tag&page=7", 4000, true, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			ctx, address := archive(t, tc.rows), "http://example.com/sitemap.xml"+tc.query
			first, err := ask(ctx, tc.all, "GET", address)
			if err != nil {
				t.Fatal(err)
			}
			h := first.Header()
			tag, modified := h.Get("Etag"), h.Get("Last-Modified")
			if (modified != "") != tc.modified || (tag != "") != tc.tagged || h.Get("X-Robots-Tag") != "noindex" {
				t.Fatalf("header %v", h)
			}
			if tag != "" {
				if rec, err := ask(ctx, tc.all, "GET", address, "If-None-Match", tag); err != nil || rec.Code != 304 || rec.Body.Len() > 0 {
					t.Errorf("with its tag: %d, %v", rec.Code, err)
				}
			}
			if modified != "" {
				if rec, err := ask(ctx, tc.all, "GET", address, "If-Modified-Since", modified); err != nil || rec.Code != 304 {
					t.Errorf("with its time: %d, %v", rec.Code, err)
				}
			}
			if err := Tags.Create(ctx, &Tag{Name: "new"}); err != nil {
				t.Fatal(err)
			}
			if rec, err := ask(ctx, tc.all, "GET", address, "If-None-Match", tag); err != nil || rec.Code != 200 {
				t.Errorf("with a row more: %d, %v", rec.Code, err)
			}
		})
	}
}

func TestTheIndexSaysWhenSectionsChanged(t *testing.T) {
	t.Parallel()
	ctx := archive(t, 4)
	if _, err := Tags.Filter(Tags.Name.Eq("3")).Update(ctx, Tags.UpdatedAt.Set(noon.AddDate(10, 0, 0))); err != nil {
		t.Fatal(err)
	}
	known := plain
	known.Modified, known.PerFile = Tags.UpdatedAt, 2
	rec, err := ask(ctx, sitemaps.All{known, sitemaps.Pages{"/"}}, "GET", "http://example.com/sitemap.xml")
	want := `<sitemap><loc>http://example.com/sitemap.xml?section=tag</loc><lastmod>2036-03-01T11:00:00Z</lastmod></sitemap>
<sitemap><loc>http://example.com/sitemap.xml?section=tag&amp;page=2</loc><lastmod>2036-03-01T11:00:00Z</lastmod></sitemap>
<sitemap><loc>http://example.com/sitemap.xml?section=pages</loc></sitemap>
</sitemapindex>
`
	if err != nil || !strings.HasSuffix(rec.Body.String(), want) || rec.Header().Get("X-Robots-Tag") != "noindex" {
		t.Errorf("%v, %s", err, rec.Body)
	}
}

// A search engine sees that a sitemap has not come to its end.
func TestASitemapThatFailsOnTheWayIsBrokenOff(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		at     int // the row at which the table is lost
		status int // 0 is an answer that is broken off
	}{
		{"early", 100, 500},
		{"late", 15_000, 0},
		{"never", 100_000, 200},
	} {
		ctx, rows := archive(t, 20_000), 0
		s := plain
		s.Entry = func(row *Tag) sitemaps.Entry {
			if rows++; rows == tc.at {
				orm.Gorm(ctx).Exec("DROP TABLE blog_tag")
			}
			return plain.Entry(row)
		}
		e := web.NewEcho()
		e.HTTPErrorHandler = web.ErrorHandler{Logger: slog.New(slog.DiscardHandler)}.Handle
		e.GET("/", func(c web.Context) error {
			c.SetRequest(c.Request().WithContext(ctx))
			return sitemaps.All{s}.Serve(c)
		})
		server := httptest.NewServer(e)
		res, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		server.Close()
		if tc.status == 0 && !errors.Is(err, io.ErrUnexpectedEOF) || tc.status != 0 && (err != nil || res.StatusCode != tc.status) {
			t.Errorf("%s: status %d, %d bytes, %v", tc.name, res.StatusCode, len(body), err)
		}
		if strings.HasSuffix(string(body), "</urlset>\n") != (tc.status == 200) {
			t.Errorf("%s: it ends in %q", tc.name, body[max(0, len(body)-20):])
		}
	}
}

// discard is a response that is thrown away. It calls back with each write.
type discard struct {
	header http.Header
	n      int64
	sample func()
}

func (d *discard) Header() http.Header { return d.header }
func (d *discard) WriteHeader(int)     {}
func (d *discard) Write(p []byte) (int, error) {
	if d.n += int64(len(p)); d.sample != nil {
		d.sample()
	}
	return len(p), nil
}

// inUse is the memory that is in use once the garbage is gone.
func inUse() int64 {
	runtime.GC()
	return heap()
}

func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// large is 200,000 pages: four files of a sitemap.
const large = 200_000

var files = []string{"", "?section=tag", "?section=tag&page=2", "?section=tag&page=3", "?section=tag&page=4"}

// It does not run beside other tests: they need memory, too.
func TestMemoryDoesNotGrowWithTheSite(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200,000 rows")
	}
	const most = 8 << 20 // a quarter of what it must never be
	ctx := archive(t, large)
	before, peak, written, writes := inUse(), int64(0), int64(0), 0
	for _, query := range files {
		out := &discard{header: http.Header{}, sample: func() {
			if writes++; writes%20 == 0 {
				peak = max(peak, inUse()-before)
			}
		}}
		r := httptest.NewRequest("GET", "http://example.com/sitemap.xml"+query, nil).WithContext(ctx)
		if err := (sitemaps.All{plain}).Serve(web.NewEcho().NewContext(r, out)); err != nil {
			t.Fatal(err)
		}
		written += out.n
	}
	if written < large*50 || writes < 200 || peak > most {
		t.Errorf("%d bytes in %d writes, and %d bytes of memory", written, writes, peak)
	}
	t.Logf("%d bytes written, %d bytes of memory", written, peak)
}

// BenchmarkSitemap reports how long the first byte takes, and the most memory that
// was in use beyond that before, garbage included.
func BenchmarkSitemap(b *testing.B) {
	ctx := archive(b, large)
	if err := orm.Gorm(ctx).Exec("CREATE INDEX updated ON blog_tag (updated_at)").Error; err != nil {
		b.Fatal(err)
	}
	known := plain
	known.Modified = Tags.UpdatedAt
	for _, bench := range []struct {
		name  string
		s     sitemaps.Sitemap[Tag]
		query string
	}{
		{"index", plain, files[0]}, {"index that says when", known, files[0]},
		{"first file", plain, files[1]}, {"last file", plain, files[4]}, {"last file that can tell", known, files[4]},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			before, peak, first := inUse(), int64(0), time.Duration(0)
			for b.Loop() {
				began := time.Now()
				out := &discard{header: http.Header{}}
				out.sample = func() {
					first += time.Since(began)
					out.sample = func() { peak = max(peak, heap()-before) }
				}
				r := httptest.NewRequest("GET", "http://example.com/sitemap.xml"+bench.query, nil).WithContext(ctx)
				if err := (sitemaps.All{bench.s}).Serve(web.NewEcho().NewContext(r, out)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(first.Microseconds())/1000/float64(b.N), "ms-to-first-byte")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
		})
	}
}
