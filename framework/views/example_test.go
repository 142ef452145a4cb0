package views_test

import (
	"github.com/a-h/templ"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
)

func Example() {
	published := Posts.Filter(Posts.Status.Eq(StatusPublished))
	list := views.List[Post]{Query: published, Template: func(l views.Listing[Post]) templ.Component { return nil }}
	detail := views.Detail[Post]{Query: published, By: Posts.Slug, Template: func(p *Post) templ.Component { return nil }}
	_ = urls.Under("/blog",
		urls.Show("/", list),
		urls.Show("/posts/:slug", detail),
	)
}
