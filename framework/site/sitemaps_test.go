package site_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

func TestSitemapsAreServedTogether(t *testing.T) {
	t.Parallel()
	own := func(c web.Context) error { return c.String(http.StatusOK, "my own") }
	pages := site.App{Name: "pages", Sitemaps: []sitemaps.AnySitemap{sitemaps.Pages{"/a"}}}
	more := site.App{Name: "more", Sitemaps: []sitemaps.AnySitemap{sitemaps.List{{Location: "/b"}}}}
	for _, tc := range []struct {
		name, path string
		apps       []site.App
		status     int
		shows      []string
	}{
		{"of all apps", "/sitemap.xml", []site.App{pages, more}, 200, []string{"<loc>https://www.example.com/a</loc>", "<loc>https://www.example.com/b</loc>"}},
		{"robots are led there", "/robots.txt", []site.App{pages}, 200, []string{"Disallow:\n", "Sitemap: https://www.example.com/sitemap.xml\n"}},
		{"a site without one has none", "/sitemap.xml", nil, 404, nil},
		{"and says nothing to robots", "/robots.txt", nil, 404, nil},
		{"an app's own robots", "/robots.txt", []site.App{pages, {Name: "own", Routes: urls.Routes{urls.Get("/robots.txt", own)}}}, 200, []string{"my own"}},
		{"an app's own sitemap", "/sitemap.xml", []site.App{pages, {Name: "own", Routes: urls.Routes{urls.Get("/sitemap.xml", own)}}}, 200, []string{"my own"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := sitetest.NewWith(t, site.Settings{URL: "https://www.example.com"}, tc.apps...)
			if got := c.Get(tc.path); got.Status != tc.status || !got.Shows(tc.shows...) {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestASitemapWithoutAQueryStopsTheSite(t *testing.T) {
	t.Parallel()
	settings := site.Settings{SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"x"}, Database: ":memory:"}
	s, err := site.New(settings, site.App{Name: "pages", Sitemaps: []sitemaps.AnySitemap{sitemaps.Sitemap[struct{}]{}}})
	if err == nil {
		s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "the sitemap has no Query") {
		t.Errorf("error %v", err)
	}
}
