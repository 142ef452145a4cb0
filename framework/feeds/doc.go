// Package feeds lets people follow a site: RSS 2.0, Atom 1.0 and JSON Feed 1.1,
// podcasts among them.
//
//	var LatestPosts = feeds.Feed[Post]{
//		Title: "Example Blog",
//		Query: Published.Limit(20),
//		Item: func(p *Post) feeds.Item {
//			return feeds.Item{Title: p.Title, Link: p.URL(), Summary: p.Summary(), Published: *p.PublishedAt}
//		},
//	}
//
// A route shows it, in as many formats as there are routes:
//
//	urls.Show("/feed.xml", LatestPosts),
//	urls.Show("/feed.json", LatestPosts.As(feeds.JSON)),
//
// A feed for each of other rows, such as one for each tag, is a [Per].
//
// What a site's author writes may come from visitors: texts are escaped for the
// format, characters that it cannot hold are left out, and so are addresses that
// are not http or https. Only the Content of an item is taken as it is.
package feeds
