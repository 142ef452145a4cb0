package views_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

func Example() {
	published := Posts.Filter(Posts.Status.Eq(StatusPublished))
	list := views.List[Post]{
		Query:    published,
		Filters:  orm.Columns(Posts.Author(), Posts.PublishedAt),
		Search:   orm.Columns(Posts.Title),
		Template: func(l views.Listing[Post]) templ.Component { return nil },
	}
	detail := views.Detail[Post]{Query: published, By: Posts.Slug, Template: func(p *Post) templ.Component { return nil }}
	create := views.Create[Post]{
		Form:    forms.Model[Post]{Fields: orm.Columns(Posts.Title, Posts.Body)},
		Require: auth.RequirePermission("blog.add_post"),
		Then:    func(p *Post) string { return "/blog/posts/" + p.Slug },
	}
	month := views.Archive[Post]{Query: published, By: Posts.PublishedAt, Template: func(p views.Period[Post]) templ.Component { return nil }}
	routes := urls.Under("/blog",
		urls.Show("/", list),
		urls.Show("/add", create),
		urls.Show("/posts/:slug", detail),
		urls.Show("/:year<int>/:month<int>", month),
	)
	fmt.Println(len(routes.Check()), "problems")
	// Output: 0 problems
}

func ExampleRedirect() {
	e := web.NewEcho()
	old := views.Redirect{To: "/news/", Permanent: true, Query: true}
	if err := urls.Under("", urls.Show("/blog", old)).Mount(e); err != nil {
		panic(err)
	}
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequest("GET", "/blog?tag=go", nil).WithContext(context.Background()))
	fmt.Println(rec.Code, rec.Header().Get("Location"))
	// Output: 301 /news/?tag=go
}
