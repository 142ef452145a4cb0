// Package admin is a site for editors, made from the models: lists with search,
// filters and order, forms with every relation, and careful deletes.
//
// A declaration's zero value is a working admin, since types, indexes and
// relations say most of what a page needs:
//
//	var TagAdmin = admin.Model[Tag]{}
//
//	var PostAdmin = admin.Model[Post]{
//		List:    orm.Columns(Posts.Title, Posts.Author(), Posts.Status),
//		Filters: orm.Columns(Posts.Status, Posts.Tags),
//		Search:  orm.Columns(Posts.Title, Posts.Body),
//	}
package admin
