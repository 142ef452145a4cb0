package newsroom

import (
	"github.com/gofw/gofw/framework/feeds"
	"github.com/gofw/gofw/framework/sitemaps"
)

// LatestPosts is the feed of the twenty newest posts.
var LatestPosts = feeds.Feed[Post]{
	Title:       "The Harbour Gazette",
	Description: "News from Saltmere.",
	Query:       Published.Limit(20),
	Item: func(p *Post) feeds.Item {
		return feeds.Item{Title: p.Title, Link: p.URL(), Summary: p.Summary, Author: p.Author.FullName(), Published: *p.PublishedAt, Updated: p.UpdatedAt}
	},
}

// PostSitemap lists every published post.
var PostSitemap = sitemaps.Sitemap[Post]{
	Query: Published,
	Entry: func(p *Post) sitemaps.Entry { return sitemaps.Entry{Location: p.URL(), Modified: p.UpdatedAt} },
}
