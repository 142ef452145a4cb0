package sitemaps_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/sitemaps"
	"github.com/gofw/gofw/framework/urls"
)

func Example() {
	posts := sitemaps.Sitemap[Post]{
		Query: Posts.Filter(Posts.Status.Eq(StatusPublished)),
		Entry: func(p *Post) sitemaps.Entry {
			return sitemaps.Entry{Location: urls.Path("/blog/posts/:slug", p.Slug), Modified: p.UpdatedAt}
		},
	}
	_ = urls.Routes{
		urls.Show("/sitemap.xml", sitemaps.All{posts, sitemaps.Pages{"/", "/about"}}),
		urls.Show("/robots.txt", sitemaps.Robots{Groups: []sitemaps.Group{{Disallow: []string{"/search"}}}}),
	}
}
