// Package orm asks and changes the database through typed, immutable queries.
//
// A model is a struct; the generator writes one value beside it that is both
// its table and its columns:
//
//	posts, err := Posts.
//		Filter(Posts.Status.Eq(StatusPublished), Posts.Author().Name.Contains("x")).
//		SelectRelated(Posts.Author()).
//		OrderBy(Posts.PublishedAt.Desc()).
//		Limit(25).
//		All(ctx)
//
// Queries hold no database. The context carries it, and the transaction of the
// moment with it: see [With] and [Atomic].
//
// Statements are written by this package and run inside GORM's callback chain,
// so plugins, hooks, the logger and transactions of GORM work as documented
// there, while rows are scanned through generated lists. [Gorm] gives the
// *gorm.DB at any time.
package orm
