// Package views is the pages that most sites have: a list with pages, one row,
// a page without data, a redirect. Each is a value that a route shows:
//
//	var PostList = views.List[Post]{Query: Published, Template: PostListPage}
//	var PostDetail = views.Detail[Post]{Query: Published, By: Posts.Slug, Template: PostPage}
//
//	var Routes = urls.Under("/blog",
//		urls.Show("/", PostList),
//		urls.Show("/posts/:slug", PostDetail),
//	)
//
// A page that needs more than this is a handler of its own.
package views
