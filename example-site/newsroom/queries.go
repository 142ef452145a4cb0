package newsroom

import "github.com/gofw/gofw/framework/orm"

// Published is the posts that readers may see, newest first.
var Published = Posts.
	Filter(Posts.Status.Eq(StatusPublished), Posts.PublishedAt.Before(orm.Now)).
	SelectRelated(Posts.Author()).
	OrderBy(Posts.PublishedAt.Desc(), Posts.ID.Desc())

// Approved is the comments that readers may see, oldest first.
var Approved = Comments.Filter(Comments.Approved.IsTrue()).OrderBy(Comments.CreatedAt.Asc())
