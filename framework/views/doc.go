// Package views is the pages that most sites have: a list with pages, one row,
// forms that create, change and delete, archives, a page without data, a redirect.
// Each is a value that a route shows:
//
//	var PostList = views.List[Post]{Query: Published, Template: PostListPage}
//	var PostDetail = views.Detail[Post]{Query: Published, By: Posts.Slug, Template: PostPage}
//	var PostCreate = views.Create[Post]{Form: PostForm, Require: auth.Required}
//
//	var Routes = urls.Under("/blog",
//		urls.Show("/", PostList),
//		urls.Show("/add", PostCreate),
//		urls.Show("/posts/:slug", PostDetail),
//	)
//
// Code of a site's own stands at named points: Require, Rows, Allow, Initial,
// Prepare, Before, After, Then, Message and Render. A page that needs more than
// these is a handler of its own.
package views
