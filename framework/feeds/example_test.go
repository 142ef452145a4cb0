package feeds_test

import (
	"github.com/gofw/gofw/framework/feeds"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/urls"
)

func Example() {
	latest := feeds.Feed[Post]{
		Title: "Example Blog",
		Query: Posts.Filter(Posts.Status.Eq(StatusPublished)).Limit(20),
		Item: func(p *Post) feeds.Item {
			return feeds.Item{Title: p.Title, Link: urls.Path("/blog/posts/:slug", p.Slug), Published: p.CreatedAt}
		},
	}
	_ = urls.Show("/feed.xml", latest)
}
