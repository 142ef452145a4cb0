package newsroom

import (
	"github.com/gofw/gofw/framework/feeds"
	"github.com/gofw/gofw/framework/urls"
)

// Routes are the newsroom's addresses, matched from top to bottom.
var Routes = urls.Routes{
	urls.Get("/", Front),
	urls.Show("/news/", PostList),
	urls.Show("/news/feed.xml", LatestPosts),
	urls.Show("/news/feed.json", LatestPosts.As(feeds.JSON)),
	urls.Get("/news/search", Search),
	urls.Show("/news/archive", PostArchive),
	urls.Show("/news/:year<int>", PostYear),
	urls.Show("/news/:year<int>/:month<int>", PostMonth),
	urls.Show("/news/:year<int>/:month<int>/:day<int>", PostDay),
	urls.Show("/news/tags/:slug", TagDetail),
	urls.Show("/news/tags/:slug/feed.xml", TagPosts),
	urls.Show("/news/posts/:slug", PostDetail),
	urls.Post("/news/posts/:slug/comments", AddComment),
}

// URL is the address of the post's page.
func (p Post) URL() string { return PostDetailURL(p.Slug) }
