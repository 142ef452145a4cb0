package views_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/forms"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

// tagSite mounts routes over a database with the given number of tags.
func tagSite(t *testing.T, tags int, routes ...urls.Item) (*web.Echo, context.Context) {
	t.Helper()
	db, err := sqlite.Open(sqlite.Memory, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { orm.Close(db) })
	if err := db.Exec("CREATE TABLE blog_tag (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime NOT NULL, updated_at datetime NOT NULL, name varchar(40) NOT NULL UNIQUE)").Error; err != nil {
		t.Fatal(err)
	}
	ctx := orm.With(t.Context(), db)
	rows := make([]*Tag, tags)
	for i := range rows {
		rows[i] = &Tag{Name: fmt.Sprintf("tag %d", i+1)}
	}
	if err := Tags.BulkCreate(ctx, rows); err != nil && tags > 0 {
		t.Fatal(err)
	}
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) { _ = c.String(web.StatusOf(err), "") }
	if err := urls.Under("", routes...).Mount(e); err != nil {
		t.Fatal(err)
	}
	return e, ctx
}

func get(e *web.Echo, ctx context.Context, target string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequest("GET", target, nil).WithContext(ctx))
	return rec
}

func write(format string, args ...any) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, format, args...)
		return err
	})
}

func showList(l views.Listing[Tag]) templ.Component {
	names := ""
	if len(l.Items) > 0 {
		names = l.Items[0].Name + ".." + l.Items[len(l.Items)-1].Name
	}
	return write("%s page=%d of %d previous=%s next=%s total=%d more=%v", names, l.Page, l.Pages, l.Previous, l.Next, l.Total, l.More)
}

var ordered = Tags.OrderBy(Tags.ID.Asc())

func TestNumberedPages(t *testing.T) {
	t.Parallel()
	list := views.List[Tag]{Query: ordered, PageSize: 10, Numbered: true, Template: showList}
	few, fewCtx := tagSite(t, 25, urls.Show("/", list))
	none, noneCtx := tagSite(t, 0, urls.Show("/", list))
	many, manyCtx := tagSite(t, 10_030, urls.Show("/", views.List[Tag]{Query: ordered, Numbered: true, Template: showList}))
	for _, tc := range []struct {
		name   string
		e      *web.Echo
		ctx    context.Context
		target string
		code   int
		want   string
	}{
		{"the first page", few, fewCtx, "/", 200, "tag 1..tag 10 page=1 of 3 previous= next=?page=2 total=25 more=false"},
		{"the first page by its number", few, fewCtx, "/?page=1", 200, "tag 1..tag 10 page=1 of 3 previous= next=?page=2 total=25 more=false"},
		{"the rest of the query is kept", few, fewCtx, "/?page=2&q=a%26b", 200, "tag 11..tag 20 page=2 of 3 previous=?q=a%26b next=?page=3&q=a%26b total=25 more=false"},
		{"the last page", few, fewCtx, "/?page=3", 200, "tag 21..tag 25 page=3 of 3 previous=?page=2 next= total=25 more=false"},
		{"beyond the last page", few, fewCtx, "/?page=4", 404, ""},
		{"an empty list has one page", none, noneCtx, "/", 200, " page=1 of 1 previous= next= total=0 more=false"},
		{"and no second", none, noneCtx, "/?page=2", 404, ""},
		{"counting stops", many, manyCtx, "/", 200, "tag 1..tag 25 page=1 of 400 previous= next=?page=2 total=10000 more=true"},
		{"pages stop with it", many, manyCtx, "/?page=400", 200, "tag 9976..tag 10000 page=400 of 400 previous=?page=399 next= total=10000 more=true"},
		{"beyond them", many, manyCtx, "/?page=401", 404, ""},
		{"zero", few, fewCtx, "/?page=0", 404, ""},
		{"negative", few, fewCtx, "/?page=-1", 404, ""},
		{"a leading zero", few, fewCtx, "/?page=01", 404, ""},
		{"a word", few, fewCtx, "/?page=x", 404, ""},
		{"too big for a number", few, fewCtx, "/?page=99999999999999999999", 404, ""},
		{"big enough to overflow an offset", few, fewCtx, "/?page=922337203685477580", 404, ""},
		{"SQL", few, fewCtx, "/?page=1;DROP", 200, "tag 1..tag 10 page=1 of 3 previous= next=?page=2 total=25 more=false"},
		{"the cursor of other pages is none of theirs", few, fewCtx, "/?after=x", 200, "tag 1..tag 10 page=1 of 3 previous= next=?page=2 total=25 more=false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rec := get(tc.e, tc.ctx, tc.target)
			if rec.Code != tc.code || rec.Body.String() != tc.want {
				t.Errorf("%d %q, want %q", rec.Code, rec.Body, tc.want)
			}
		})
	}
}

func TestDetail(t *testing.T) {
	t.Parallel()
	show := func(tag *Tag) templ.Component { return write("<%s>", tag.Name) }
	notThree := ordered.Exclude(Tags.Name.Eq("tag 3"))
	e, ctx := tagSite(t, 5,
		urls.Show("/key/:id", views.Detail[Tag]{Query: notThree, Template: show}),
		urls.Show("/id/:id<int>", views.Detail[Tag]{Query: notThree, By: Tags.ID, Template: show}),
		urls.Show("/name/:name", views.Detail[Tag]{Query: notThree, By: Tags.Name, Template: show}),
	)
	for target, want := range map[string]string{
		"/key/2": "<tag 2>", "/key/9": "", "/key/3": "", "/key/x": "", "/key/02": "", "/key/9223372036854775808": "",
		"/id/2": "<tag 2>", "/id/3": "", "/id/x": "", "/id/-1": "",
		"/name/tag%202": "<tag 2>", "/name/tag%203": "", "/name/TAG%202": "", "/name/x'%20OR%201=1--": "", "/name/%25": "",
	} {
		rec := get(e, ctx, target)
		if code := map[bool]int{true: 404, false: 200}[want == ""]; rec.Code != code || rec.Body.String() != want {
			t.Errorf("%s: %d %q, want %q", target, rec.Code, rec.Body, want)
		}
	}
}

func TestPageAndRedirect(t *testing.T) {
	t.Parallel()
	find := func(c web.Context) (string, error) {
		if c.Param("name") == "none" {
			return "", web.NotFound()
		}
		return c.Param("name"), nil
	}
	e := mount(t,
		urls.Show("/about", views.Page{Template: func() templ.Component { return write("about") }}),
		urls.Show("/hello", views.Page{Render: func(c web.Context) (templ.Component, error) { return write("hello %s", c.QueryParam("name")), nil }}),
		urls.Show("/refused", views.Page{Render: func(c web.Context) (templ.Component, error) { return nil, web.Forbidden("No.") }}),
		urls.Show("/guarded", views.Page{
			Template: func() templ.Component { return write("secret") },
			Require:  func(web.HandlerFunc) web.HandlerFunc { return func(web.Context) error { return web.Forbidden("No.") } },
		}),
		urls.Show("/old", views.Redirect{To: "/new", Permanent: true}),
		urls.Show("/now", views.Redirect{To: "https://example.com/"}),
		urls.Show("/query", views.Redirect{To: "/new?a=1#part", Query: true}),
		urls.Show("/find/:name<path>", views.Redirect{Find: find}),
	)
	for target, want := range map[string]string{
		"/about":                 "200 about ",
		"/hello?name=Ada":        "200 hello Ada ",
		"/refused":               "403  ",
		"/guarded":               "403  ",
		"/old":                   "301  /new",
		"/old?q=1":               "301  /new",
		"/now":                   "302  https://example.com/",
		"/query":                 "302  /new?a=1#part",
		"/query?q=1&r=%0d%0a":    "302  /new?a=1&q=1&r=%0d%0a#part",
		"/find/none":             "404  ",
		"/find/%2Fnew":           "302  /new",
		"/find/%2F%2Fevil.test":  "404  ",
		"/find/%2F%5Cevil.test":  "404  ",
		"/find/javascript:alert": "404  ",
	} {
		rec := get(e, t.Context(), target)
		if got := fmt.Sprintf("%d %s %s", rec.Code, rec.Body, rec.Header().Get("Location")); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}

func TestProblemsAreFoundAtTheStart(t *testing.T) {
	t.Parallel()
	show := func(*Post) templ.Component { return nil }
	all := Posts.QuerySet
	form := forms.Model[Post]{Fields: orm.Columns(Posts.Title)}
	then := func(*Post) string { return "/" }
	about := func() templ.Component { return nil }
	posts := func(views.Listing[Post]) templ.Component { return nil }
	period := func(views.Period[Post]) templ.Component { return nil }
	routes := urls.Routes{
		urls.Show("/1", views.List[Tag]{Template: showList}),
		urls.Show("/2", views.List[Tag]{Query: ordered}),
		urls.Show("/3", views.List[Tag]{Query: ordered, Template: showList, PageSize: -1}),
		urls.Show("/4/:id", views.Detail[Post]{Template: show}),
		urls.Show("/5/:id", views.Detail[Post]{Query: all}),
		urls.Show("/6/:slug", views.Detail[Post]{Query: all, Template: show}),
		urls.Show("/7/:id", views.Detail[Post]{Query: all, Template: show, By: Posts.Slug}),
		urls.Show("/8/:title", views.Detail[Post]{Query: all, Template: show, By: Posts.Title}),
		urls.Show("/9/:featured", views.Detail[Post]{Query: all, Template: show, By: Posts.Featured}),
		urls.Show("/10/:name", views.Detail[Post]{Query: all, Template: show, By: Posts.Author().Name}),
		urls.Show("/11/:tags", views.Detail[Post]{Query: all, Template: show, By: Posts.Tags}),
		urls.Show("/12", views.Page{}),
		urls.Show("/13", views.Redirect{}),
		urls.Show("/14", views.Redirect{To: "javascript:alert(1)"}),
		urls.Show("/15", views.Redirect{To: "//example.com"}),
		urls.Show("/16", views.Redirect{To: "/new", Find: func(web.Context) (string, error) { return "", nil }}),
		urls.Show("/17", views.Page{Template: about, Render: func(web.Context) (templ.Component, error) { return nil, nil }}),
		urls.Show("/18", views.List[Post]{Query: all, Template: posts, Filters: orm.Columns(Posts.Status, Posts.Status)}),
		urls.Show("/19", views.List[Post]{Query: all, Template: posts, Orders: orm.Columns(Posts.Tags)}),
		urls.Show("/20", views.List[Post]{Query: all, Template: posts, Search: orm.Columns(Posts.Views)}),
		urls.Show("/21", views.List[Sample]{Query: Samples.QuerySet, Template: func(views.Listing[Sample]) templ.Component { return nil }, Filters: orm.Columns(Samples.Tree)}),
		urls.Show("/22", views.Create[Post]{Form: form}),
		urls.Show("/23", views.Create[Post]{Then: then}),
		urls.Show("/24", views.Update[Post]{Form: form, Then: then}),
		urls.Show("/25", views.Update[Post]{Query: all, Form: form, Then: then}),
		urls.Show("/26/:id", views.Delete[Post]{Query: all}),
		urls.Show("/27/:slug", views.Delete[Post]{Query: all, Then: then}),
		urls.Show("/28", views.Archive[Post]{Query: all, Template: period}),
		urls.Show("/29", views.Archive[Post]{Query: all, Template: period, By: Posts.Title}),
		urls.Show("/30", views.Archive[Post]{Query: all, Template: period, By: Posts.Author().CreatedAt}),
		urls.Show("/31/:month<int>", views.Archive[Post]{Query: all, Template: period, By: Posts.PublishedAt}),
		urls.Show("/32/:year<int>", views.Archive[Post]{Query: all, Template: period, By: Posts.PublishedAt, Today: true}),
		urls.Show("/33/:year<int>", views.Archive[Post]{Query: all, By: Posts.PublishedAt}),
		urls.Show("/34/:year<int>/:slug", views.Detail[Post]{Query: all, By: Posts.Slug, Template: show, Date: Posts.PublishedAt}),
		urls.Show("/fine/:slug", views.Detail[Post]{Query: all, Template: show, By: Posts.Slug}),
	}
	problems := routes.Check()
	if len(problems) != len(routes)-1 {
		t.Errorf("%d problems:\n%v", len(problems), problems)
	}
	for _, p := range problems {
		if p.Place == "" || strings.HasPrefix(p.Message, "/fine") {
			t.Errorf("problem %+v", p)
		}
	}
}
