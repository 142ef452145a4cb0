package feeds_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var tagFeed = feeds.Per[Tag, Tag]{
	Query: Tags.Filter(Tags.Name.Ne("secret")),
	By:    Tags.Name,
	Feed: func(t *Tag) feeds.Feed[Tag] {
		return feeds.Feed[Tag]{
			Title: "All about " + t.Name, Query: Tags.Filter(Tags.ID.Ge(t.ID)).OrderBy(Tags.ID.Asc()),
			Item: func(t *Tag) feeds.Item { return feeds.Item{Title: t.Name} },
		}
	},
}

func TestAFeedPerRow(t *testing.T) {
	t.Parallel()
	ctx := database(t, "green", "black", "secret", "no title")
	broken := tagFeed
	broken.Feed = func(*Tag) feeds.Feed[Tag] { return feeds.Feed[Tag]{} }
	byKey := tagFeed
	byKey.By = nil
	e := web.NewEcho()
	err := urls.Routes{
		urls.Show("/tags/:name/feed.xml", tagFeed), urls.Show("/tags/:name/atom.xml", tagFeed.As(feeds.Atom)),
		urls.Show("/by-key/:id", byKey), urls.Show("/broken/:name", broken),
	}.Mount(e)
	if err != nil {
		t.Fatal(err)
	}
	e.HTTPErrorHandler = func(err error, c web.Context) { c.NoContent(web.StatusOf(err)) }
	for _, tc := range []struct {
		path   string
		status int
		shows  string
	}{
		{"/tags/green/feed.xml", 200, "<title>All about green</title>"},
		{"/tags/green/feed.xml", 200, "<title>secret</title>"},
		{"/tags/black/atom.xml", 200, `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://example.com/"><title>All about black</title>`},
		{"/tags/red/feed.xml", 404, ""},
		{"/tags/secret/feed.xml", 404, ""},
		{"/tags/%00/feed.xml", 404, ""},
		{"/tags/%27%20OR%201=1/feed.xml", 404, ""},
		{"/by-key/2", 200, "All about black"},
		{"/by-key/99", 404, ""},
		{"/by-key/black", 404, ""},
		{"/broken/green", 500, ""},
	} {
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, httptest.NewRequest("GET", "http://example.com"+tc.path, nil).WithContext(ctx))
		if rec.Code != tc.status || !strings.Contains(rec.Body.String(), tc.shows) {
			t.Errorf("%s: %d %s", tc.path, rec.Code, rec.Body)
		}
	}
}

func TestProblemsOfAFeedPerRow(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		feed   urls.Checked
		params []string
		want   string
	}{
		"no query":      {feeds.Per[Tag, Tag]{}, []string{"id"}, "no Query"},
		"no feed":       {feeds.Per[Tag, Tag]{Query: Tags.QuerySet}.As(feeds.Atom), []string{"id"}, "no Feed"},
		"no parameter":  {tagFeed, []string{"slug"}, "no parameter :name"},
		"several rows":  {feeds.Per[Post, Tag]{Query: Posts.QuerySet, By: Posts.Title, Feed: func(*Post) feeds.Feed[Tag] { return feeds.Feed[Tag]{} }}, []string{"title"}, "make it unique"},
		"what it needs": {tagFeed, []string{"name"}, ""},
	} {
		err := tc.feed.Check(tc.params)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALinkToAFeed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	f := feed(feeds.Atom)
	f.Title = `Tea "& <more>`
	for address, want := range map[string]string{
		"/feed?a=b&c":         `<link rel="alternate" type="application/atom+xml" title="Tea &#34;&amp; &lt;more&gt;" href="/feed?a=b&amp;c">`,
		`"><script>`:          `<link rel="alternate" type="application/atom+xml" title="Tea &#34;&amp; &lt;more&gt;" href="&#34;&gt;&lt;script&gt;">`,
		"javascript:alert(1)": `<link rel="alternate" type="application/atom+xml" title="Tea &#34;&amp; &lt;more&gt;" href="about:invalid#TemplFailedSanitizationURL">`,
	} {
		b.Reset()
		if err := f.Alternate(address).Render(context.Background(), &b); err != nil || b.String() != want {
			t.Errorf("got %s, %v", b.String(), err)
		}
	}
}
