package newsroom

import (
	"github.com/gofw/gofw/framework/feeds"
	"github.com/gofw/gofw/framework/sitemaps"
)

// LatestPosts is the feed of the twenty newest posts.
var LatestPosts = feeds.Feed[Post]{
	Title:       "The Harbour Gazette",
	Description: "News from Saltmere.",
	Language:    "en-GB",
	Query:       Published.Limit(20),
	Item:        postItem,
}

// TagPosts is a feed for each tag.
var TagPosts = feeds.Per[Tag, Post]{
	Query: Tags.QuerySet,
	By:    Tags.Slug,
	Feed: func(t *Tag) feeds.Feed[Post] {
		return feeds.Feed[Post]{
			Title:    "The Harbour Gazette: " + t.Name,
			Link:     TagDetailURL(t.Slug),
			Language: "en-GB",
			Query:    Published.Filter(Posts.Tags.Has(t.ID)).Limit(20),
			Item:     postItem,
		}
	},
}

// postItem is a post as readers of feeds see it.
func postItem(p *Post) feeds.Item {
	return feeds.Item{Title: p.Title, Link: p.URL(), Summary: p.Summary, Author: p.Author.FullName(), Published: *p.PublishedAt, Updated: p.UpdatedAt}
}

// PostSitemap lists every published post.
var PostSitemap = sitemaps.Sitemap[Post]{
	Query: Published,
	Entry: func(p *Post) sitemaps.Entry { return sitemaps.Entry{Location: p.URL(), Modified: p.UpdatedAt} },
}
