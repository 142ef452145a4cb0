// Package sitemaps tells search engines which pages there are.
//
//	var PostSitemap = sitemaps.Sitemap[Post]{
//		Query: Published,
//		Entry: func(p *Post) sitemaps.Entry {
//			return sitemaps.Entry{Location: p.URL(), Modified: p.UpdatedAt}
//		},
//	}
//
// The sitemaps of all apps together are /sitemap.xml. Beyond 50,000 pages it is an
// index that leads to several files, each of one section.
//
// The protocol is that of sitemaps.org, version 0.9, with the extensions of
// Google for languages, images, videos and news. An address that is neither http
// nor https, or longer than 2,047 characters, is left out, since it would spoil the
// file.
package sitemaps
