package sitemaps_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/sitemaps"
)

func TestRobots(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		robots sitemaps.Robots
		want   string
	}{
		{"everything is open by itself", sitemaps.Robots{}, "User-agent: *\nDisallow:\n\nSitemap: http://example.com/sitemap.xml\n"},
		{"some is not", sitemaps.Robots{Groups: []sitemaps.Group{
			{Disallow: []string{"/search", "/*.pdf$", "/a b#é\n\x00?q=%20"}, Allow: []string{"/search/help"}},
			{Agents: []string{"GPTBot", "ia_archiver", "Mediapartners-Google"}, Disallow: []string{"/"}, CrawlDelay: 1500 * time.Millisecond},
		}, Sitemaps: []string{"/a.xml", "https://example.org/b.xml", "javascript:x"}},
			"User-agent: *\nAllow: /search/help\nDisallow: /search\nDisallow: /*.pdf$\nDisallow: /a%20b%23%C3%A9%0A%00?q=%20\n\n" +
				"User-agent: GPTBot\nUser-agent: ia_archiver\nUser-agent: Mediapartners-Google\nDisallow: /\nCrawl-delay: 1.5\n\n" +
				"Sitemap: http://example.com/a.xml\nSitemap: https://example.org/b.xml\n"},
		{"no sitemap", sitemaps.Robots{Sitemaps: []string{}}, "User-agent: *\nDisallow:\n\n"},
	} {
		rec, err := ask(t.Context(), tc.robots, "GET", "http://example.com/robots.txt")
		if err != nil || rec.Body.String() != tc.want || rec.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: %v, %s", tc.name, err, rec.Body)
		}
	}
	for name, tc := range map[string]struct {
		group sitemaps.Group
		want  string
	}{
		"a name that is a line":  {sitemaps.Group{Agents: []string{"a\nDisallow: /"}}, "no name of a robot"},
		"no name":                {sitemaps.Group{Agents: []string{""}}, "no name of a robot"},
		"a path without a slash": {sitemaps.Group{Disallow: []string{"search"}}, "begins with a slash"},
		"an empty path":          {sitemaps.Group{Allow: []string{""}}, "begins with a slash"},
		"a delay below nothing":  {sitemaps.Group{CrawlDelay: -1}, "CrawlDelay"},
	} {
		r := sitemaps.Robots{Groups: []sitemaps.Group{tc.group}}
		if err := r.Check(nil); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
		if rec, err := ask(t.Context(), r, "GET", "/robots.txt"); err == nil || rec.Body.Len() > 0 {
			t.Errorf("%s is served", name)
		}
	}
}
