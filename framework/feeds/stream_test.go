package feeds_test

import (
	"context"
	"encoding/xml"
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

	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/web"
)

// archive is a database with many posts, one a minute, with a text of a kilobyte.
func archive(t testing.TB, count int) context.Context {
	t.Helper()
	ctx := Open(t, filepath.Join(t.TempDir(), "site.db"))
	if err := Authors.Create(ctx, &Author{Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	tag := &Tag{Name: "tea"}
	if err := Tags.Create(ctx, tag); err != nil {
		t.Fatal(err)
	}
	var posts []*Post
	for i := range count {
		at := noon.Add(time.Duration(i) * time.Minute)
		posts = append(posts, &Post{Title: fmt.Sprint("Post ", i), Slug: fmt.Sprint("s", i), Body: strings.Repeat("tea ", 256), AuthorID: 1, Status: StatusPublished, PublishedAt: &at})
	}
	if err := Posts.BulkCreate(ctx, posts); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func posts(f feeds.Format) feeds.Feed[Post] {
	return feeds.Feed[Post]{
		Title: "Posts", Format: f, Query: Posts.SelectRelated(Posts.Author()).Prefetch(Posts.Tags).OrderBy(Posts.PublishedAt.Desc()),
		Item: func(p *Post) feeds.Item {
			i := feeds.Item{Title: p.Title, Link: "/posts/" + p.Slug, Content: p.Body, Author: p.Author.Name, Published: *p.PublishedAt}
			for _, tag := range p.Tags {
				i.Categories = append(i.Categories, tag.Name)
			}
			return i
		},
	}
}

func TestALongFeedIsWholeAndInOrder(t *testing.T) {
	t.Parallel()
	ctx := archive(t, 1050)
	if err := orm.SetLinks(ctx, Posts.Tags, &Post{Model: orm.Model{ID: 3}}, []string{"1"}); err != nil {
		t.Fatal(err)
	}
	for format, path := range map[feeds.Format]string{feeds.RSS: "channel>item>title", feeds.Atom: "entry>title"} {
		rec, err := ask(ctx, posts(format), "GET")
		if err != nil {
			t.Fatal(err)
		}
		h := rec.Header()
		if h.Get("Etag")+h.Get("Last-Modified")+h.Get("Content-Length") != "" || h.Get("Content-Type") == "" {
			t.Errorf("header %v", h)
		}
		text := rec.Body.String()
		newest := map[feeds.Format]string{feeds.RSS: "<lastBuildDate>Mon, 02 Mar 2026 04:29:00 +0000<", feeds.Atom: "<updated>2026-03-02T04:29:00Z<"}[format]
		if !strings.Contains(text[:strings.Index(text, "\n<")], newest) && !strings.Contains(text[:2000], newest) {
			t.Errorf("the head does not have the newest time: %s", text[:1000])
		}
		if strings.Count(text, ">tea</category>")+strings.Count(text, `<category term="tea"/>`) != 1 {
			t.Error("collections are not loaded")
		}
		titles := texts(t, text, path)
		for i := range 1050 {
			if len(titles) != 1050 || titles[i] != fmt.Sprint("Post ", 1049-i) {
				t.Fatalf("%d entries, the one at %d is %q", len(titles), i, titles[min(i, len(titles)-1)])
			}
		}
	}
}

// texts are the texts of the elements at a path below the root.
func texts(t *testing.T, text, path string) (found []string) {
	t.Helper()
	var at []string
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			at = append(at, token.Name.Local)
		case xml.EndElement:
			at = at[:len(at)-1]
		case xml.CharData:
			if len(at) > 0 && strings.Join(at[1:], ">") == path {
				found = append(found, string(token))
			}
		}
	}
}

func TestModifiedAnswersBeforeARowIsRead(t *testing.T) {
	t.Parallel()
	ctx := archive(t, 400)
	read := 0
	f := posts(feeds.Atom)
	f.Modified = orm.Greatest(Posts.UpdatedAt, Posts.PublishedAt)
	item := f.Item
	f.Item = func(p *Post) feeds.Item { read++; return item(p) }
	first, err := ask(ctx, f, "GET")
	if err != nil || read != 400 {
		t.Fatal(err, read)
	}
	tag, modified := first.Header().Get("Etag"), first.Header().Get("Last-Modified")
	if tag == "" || modified == "" {
		t.Fatalf("header %v", first.Header())
	}
	for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}} {
		read = 0
		if rec, err := ask(ctx, f, "GET", header...); err != nil || rec.Code != 304 || read != 0 {
			t.Errorf("%s: %d after %d rows, %v", header, rec.Code, read, err)
		}
	}
	if rec, err := ask(ctx, f, "HEAD"); err != nil || rec.Body.Len() > 0 || rec.Header().Get("Etag") != tag || read > 200 {
		t.Errorf("HEAD: %v after %d rows, %v", rec.Header(), read, err)
	}
	for name, change := range map[string]func() error{
		"a row less": func() error { _, err := Posts.Filter(Posts.Slug.Eq("s7")).Delete(ctx); return err },
		"a row changed": func() error {
			_, err := Posts.Filter(Posts.Slug.Eq("s8")).Update(ctx, Posts.UpdatedAt.Set(noon.AddDate(1, 0, 0)))
			return err
		},
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		rec, err := ask(ctx, f, "GET", "If-None-Match", tag)
		if err != nil || rec.Code != 200 {
			t.Errorf("%s: %d, %v", name, rec.Code, err)
		}
		tag = rec.Header().Get("Etag")
	}
	f.Query = Posts.Filter(Posts.Views.Lt(-1))
	if rec, err := ask(ctx, f, "GET"); err != nil || rec.Code != 200 || rec.Header().Get("Last-Modified") != "" || !strings.Contains(rec.Body.String(), "</feed>") {
		t.Errorf("without rows: %v, %v", rec.Header(), err)
	}
}

// A reader over a connection sees that a feed has not come to its end.
func TestAFeedThatFailsOnTheWayIsBrokenOff(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		fail   func(ctx context.Context)
		at     int // the row
		status int // 0 is an answer that is broken off
	}{
		{"the database fails early", lose, 10, 500},
		{"the database fails late", lose, 500, 0},
		{"an item panics early", func(context.Context) { panic("out of tea") }, 10, 500},
		{"an item panics late", func(context.Context) { panic("out of tea") }, 500, 0},
		{"nothing fails", lose, 10_000, 200},
	} {
		for format, end := range map[feeds.Format]string{feeds.RSS: "</rss>\n", feeds.Atom: "</feed>\n", feeds.JSON: "]}\n"} {
			ctx := archive(t, 600)
			rows := 0
			f := posts(format)
			item := f.Item
			f.Item = func(p *Post) feeds.Item {
				if rows++; rows == tc.at {
					tc.fail(ctx)
				}
				return item(p)
			}
			status, body, err := get(t, ctx, f)
			if tc.status == 0 && !errors.Is(err, io.ErrUnexpectedEOF) || tc.status != 0 && (err != nil || status != tc.status) {
				t.Errorf("%s, %q: status %d, %d bytes, %v", tc.name, format, status, len(body), err)
			}
			if strings.HasSuffix(body, end) != (tc.status == 200) {
				t.Errorf("%s, %q: it ends in %q", tc.name, format, body[max(0, len(body)-20):])
			}
		}
	}
}

// lose loses the posts.
func lose(ctx context.Context) {
	orm.Gorm(ctx).Exec("DROP TABLE blog_post_tags").Exec("DROP TABLE blog_post")
}

// get asks for a feed over a connection.
func get(t *testing.T, ctx context.Context, f feeds.Feed[Post]) (status int, body string, err error) {
	t.Helper()
	e := web.NewEcho()
	e.HTTPErrorHandler = web.ErrorHandler{Logger: slog.New(slog.DiscardHandler)}.Handle
	e.Use(middleware.Recover{}.Middleware())
	e.GET("/", func(c web.Context) error {
		c.SetRequest(c.Request().WithContext(ctx))
		return f.Serve(c)
	})
	server := httptest.NewServer(e)
	defer server.Close()
	res, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, string(text), err
}

// discard is a response that is thrown away. It calls back now and then.
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
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// It does not run beside other tests: they need memory, too.
func TestMemoryDoesNotGrowWithTheFeed(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 10,000 rows")
	}
	const most = 8 << 20 // a quarter of what it must never be
	ctx := archive(t, 10_000)
	for _, format := range []feeds.Format{feeds.RSS, feeds.Atom, feeds.JSON} {
		before, peak, writes := inUse(), int64(0), 0
		out := &discard{header: http.Header{}, sample: func() {
			if writes++; writes%10 == 0 {
				peak = max(peak, inUse()-before)
			}
		}}
		r := httptest.NewRequest("GET", "http://example.com/", nil).WithContext(ctx)
		if err := posts(format).Serve(web.NewEcho().NewContext(r, out)); err != nil {
			t.Fatal(err)
		}
		if out.n < 10_000<<10 || writes < 100 || peak > most {
			t.Errorf("%q: %d bytes in %d writes, and %d bytes of memory", format, out.n, writes, peak)
		}
		t.Logf("%q: %d bytes written, %d bytes of memory", format, out.n, peak)
	}
}

// BenchmarkFeed reports how long the first byte takes, and the most memory that
// was in use beyond that before, garbage included.
func BenchmarkFeed(b *testing.B) {
	for _, count := range []int{20, 10_000} {
		ctx := archive(b, count)
		for format, name := range map[feeds.Format]string{feeds.RSS: "rss", feeds.Atom: "atom", feeds.JSON: "json"} {
			b.Run(fmt.Sprintf("%s/%d", name, count), func(b *testing.B) {
				b.ReportAllocs()
				before, peak, first := inUse(), int64(0), time.Duration(0)
				for b.Loop() {
					began := time.Now()
					out := &discard{header: http.Header{}}
					out.sample = func() {
						if out.sample = func() { peak = max(peak, heap()-before) }; true {
							first += time.Since(began)
						}
					}
					r := httptest.NewRequest("GET", "http://example.com/", nil).WithContext(ctx)
					if err := posts(format).Serve(web.NewEcho().NewContext(r, out)); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms-to-first-byte")
				b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
				b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "items/s")
			})
		}
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
