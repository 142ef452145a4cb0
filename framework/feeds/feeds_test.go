package feeds_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// database holds tags of these names.
func database(t testing.TB, names ...string) context.Context {
	t.Helper()
	ctx := Open(t, sqlite.Memory)
	for _, name := range names {
		if err := Tags.Create(ctx, &Tag{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	return ctx
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

func feed(f feeds.Format) feeds.Feed[Tag] {
	return feeds.Feed[Tag]{
		Title: "Tea & more", Link: "/tags/", Query: Tags.OrderBy(Tags.ID.Desc()).Limit(20), Format: f,
		Item: func(t *Tag) feeds.Item {
			if t.Name == "bare" {
				return feeds.Item{Title: t.Name, Link: "/bare"}
			}
			return feeds.Item{
				Title: t.Name, Link: "/tags/1?a=b&c", Summary: "a < b \x00\x0b\ufffe\xff<script>", Content: "<p>tea &amp; milk</p>",
				Author: "Ada", Published: noon, Updated: noon.Add(time.Hour), Categories: []string{"x & y"}, ID: "tag:example.com,2026:1",
			}
		},
	}
}

// ask asks a view for an address, with a header.
func ask(ctx context.Context, v urls.View, method string, header ...string) (*httptest.ResponseRecorder, error) {
	r := httptest.NewRequest(method, "http://example.com/feed.xml?x=1", nil).WithContext(ctx)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	return rec, v.Serve(web.NewEcho().NewContext(r, rec))
}

const wantRSS = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tea &amp; more</title><link>http://example.com/tags/</link><description>Tea &amp; more</description><atom:link href="http://example.com/feed.xml" rel="self" type="application/rss+xml"/><lastBuildDate>Sun, 01 Mar 2026 12:00:00 +0000</lastBuildDate>
<item><title>bare</title><link>http://example.com/bare</link><guid isPermaLink="true">http://example.com/bare</guid></item>
<item><title>&lt;b&gt;</title><link>http://example.com/tags/1?a=b&amp;c</link><description>a &amp;lt; b &amp;lt;script&amp;gt;</description><content:encoded>&lt;p&gt;tea &amp;amp; milk&lt;/p&gt;</content:encoded><dc:creator>Ada</dc:creator><category>x &amp; y</category><guid isPermaLink="false">tag:example.com,2026:1</guid><pubDate>Sun, 01 Mar 2026 11:00:00 +0000</pubDate></item>
</channel></rss>
`

const wantAtom = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://example.com/tags/"><title>Tea &amp; more</title><link href="http://example.com/tags/" rel="alternate"/><link href="http://example.com/feed.xml" rel="self" type="application/atom+xml"/><id>http://example.com/feed.xml</id><updated>2026-03-01T12:00:00Z</updated><author><name>Tea &amp; more</name></author>
<entry><title>bare</title><link href="http://example.com/bare" rel="alternate"/><id>http://example.com/bare</id><updated>1970-01-01T00:00:00Z</updated></entry>
<entry><title>&lt;b&gt;</title><link href="http://example.com/tags/1?a=b&amp;c" rel="alternate"/><id>tag:example.com,2026:1</id><published>2026-03-01T11:00:00Z</published><updated>2026-03-01T12:00:00Z</updated><author><name>Ada</name></author><category term="x &amp; y"/><summary>a &lt; b &lt;script&gt;</summary><content type="html">&lt;p&gt;tea &amp;amp; milk&lt;/p&gt;</content></entry>
</feed>
`

const wantJSON = `{"version":"https://jsonfeed.org/version/1.1","title":"Tea \u0026 more","home_page_url":"http://example.com/tags/","feed_url":"http://example.com/feed.xml","items":[
{"id":"http://example.com/bare","url":"http://example.com/bare","title":"bare","content_text":""},
{"id":"tag:example.com,2026:1","url":"http://example.com/tags/1?a=b\u0026c","title":"\u003cb\u003e","summary":"a \u003c b \u003cscript\u003e","content_html":"\u003cp\u003etea \u0026amp; milk\u003c/p\u003e","date_published":"2026-03-01T11:00:00Z","date_modified":"2026-03-01T12:00:00Z","authors":[{"name":"Ada"}],"tags":["x \u0026 y"]}
]}
`

func TestFormats(t *testing.T) {
	t.Parallel()
	ctx := database(t, "<b>", "bare")
	for _, tc := range []struct {
		name              string
		format            feeds.Format
		contentType, want string
	}{
		{"RSS is the default", feeds.RSS, "application/rss+xml; charset=utf-8", wantRSS},
		{"Atom", feeds.Atom, "application/atom+xml; charset=utf-8", wantAtom},
		{"JSON Feed", feeds.JSON, "application/feed+json", wantJSON},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec, err := ask(ctx, feed(tc.format), "GET")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, rec.Body.String()); diff != "" {
				t.Error(diff)
			}
			if got := rec.Header().Get("Content-Type"); got != tc.contentType {
				t.Errorf("type %q", got)
			}
			if tc.format == feeds.JSON {
				if !json.Valid(rec.Body.Bytes()) {
					t.Error("not JSON")
				}
				return
			}
			for d := xml.NewDecoder(rec.Body); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestReadersAskAgain(t *testing.T) {
	t.Parallel()
	ctx := database(t, "tea")
	first, err := ask(ctx, feed(feeds.RSS), "GET")
	if err != nil {
		t.Fatal(err)
	}
	etag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if etag == "" || modified != "Sun, 01 Mar 2026 12:00:00 GMT" || first.Header().Get("Content-Length") == "" {
		t.Fatalf("header %v", first.Header())
	}
	for name, tc := range map[string]struct {
		header []string
		code   int
	}{
		"the same tag":                   {[]string{"If-None-Match", etag}, 304},
		"the same time":                  {[]string{"If-Modified-Since", modified}, 304},
		"an older time":                  {[]string{"If-Modified-Since", "Sun, 01 Mar 2020 12:00:00 GMT"}, 200},
		"another tag with the same time": {[]string{"If-None-Match", `"x"`, "If-Modified-Since", modified}, 200},
		"nonsense":                       {[]string{"If-None-Match", "]]>", "If-Modified-Since", "yesterday"}, 200},
	} {
		if rec, err := ask(ctx, feed(feeds.RSS), "GET", tc.header...); err != nil || rec.Code != tc.code {
			t.Errorf("%s: %d, %v", name, rec.Code, err)
		}
	}
	if rec, err := ask(ctx, feed(feeds.RSS), "HEAD"); err != nil || rec.Body.Len() > 0 || rec.Header().Get("ETag") != etag {
		t.Errorf("HEAD: %v %q", err, rec.Body)
	}
	if err := Tags.Create(ctx, &Tag{Name: "milk"}); err != nil {
		t.Fatal(err)
	}
	if rec, err := ask(ctx, feed(feeds.RSS), "GET", "If-None-Match", etag); err != nil || rec.Code != 200 {
		t.Errorf("after another row: %d, %v", rec.Code, err)
	}
}

func TestAnEmptyFeedIsValid(t *testing.T) {
	t.Parallel()
	ctx := database(t)
	for _, f := range []feeds.Format{feeds.RSS, feeds.Atom, feeds.JSON} {
		if rec, err := ask(ctx, feed(f), "GET"); err != nil || rec.Code != 200 || !strings.Contains(rec.Body.String(), "Tea") || rec.Header().Get("Last-Modified") != "" {
			t.Errorf("%q: %d, %v, %v", f, rec.Code, err, rec.Header())
		}
	}
}

func TestTheSitesAddressWins(t *testing.T) {
	t.Parallel()
	ctx, err := web.WithURL(database(t, "tea"), "https://example.org")
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := ask(ctx, feed(feeds.RSS), "GET"); err != nil || strings.Contains(rec.Body.String(), "http://example.com") || !strings.Contains(rec.Body.String(), "https://example.org/feed.xml") {
		t.Errorf("%v %s", err, rec.Body)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	if _, err := ask(t.Context(), feed(feeds.RSS), "GET"); !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("without a database: %v", err)
	}
	for name, change := range map[string]func(*feeds.Feed[Tag]){
		"no title": func(f *feeds.Feed[Tag]) { f.Title = "" }, "no query": func(f *feeds.Feed[Tag]) { f.Query = nil },
		"no item": func(f *feeds.Feed[Tag]) { f.Item = nil }, "an unknown format": func(f *feeds.Feed[Tag]) { f.Format = "rss" },
		"a negative TTL": func(f *feeds.Feed[Tag]) { f.TTL = -1 }, "a podcast without a picture": func(f *feeds.Feed[Tag]) { f.Podcast = &feeds.Podcast{} },
		"an element without a name": func(f *feeds.Feed[Tag]) { f.Elements = []feeds.Element{{}} },
		"an element that is markup": func(f *feeds.Feed[Tag]) {
			f.Elements = []feeds.Element{{Name: "a", Elements: []feeds.Element{{Name: "b/><c"}}}}
		},
		"an attribute that is markup": func(f *feeds.Feed[Tag]) {
			f.Elements = []feeds.Element{{Name: "a", Attributes: []feeds.Attribute{{Name: "b=''"}}}}
		},
	} {
		f := feed(feeds.RSS)
		change(&f)
		if f.Check(nil) == nil {
			t.Errorf("%s is not found", name)
		}
		if rec, err := ask(t.Context(), f, "GET"); err == nil || errors.Is(err, orm.ErrNoDatabase) || rec.Body.Len() > 0 {
			t.Errorf("%s is served: %v", name, err)
		}
	}
	if err := feed(feeds.Atom).Check(nil); err != nil {
		t.Error(err)
	}
}
