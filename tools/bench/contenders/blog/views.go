package blog

import (
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/tools/bench/contenders/page"
)

// Published is the posts that readers may see, newest first.
var Published = Posts.Filter(Posts.Status.Eq(1)).SelectRelated(Posts.Author()).OrderBy(Posts.PublishedAt.Desc())

// PostList is every published post, page by page.
var PostList = views.List[Post]{Query: Published, PageSize: page.Size, Numbered: true, Template: listPage}
