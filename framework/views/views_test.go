package views_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

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
	e, ctx := tagSite(t, 0,
		urls.Show("/about", views.Page{Template: func() templ.Component { return write("about") }}),
		urls.Show("/old", views.Redirect{To: "/new", Permanent: true}),
		urls.Show("/now", views.Redirect{To: "https://example.com/"}),
	)
	if rec := get(e, ctx, "/about"); rec.Body.String() != "about" {
		t.Errorf("%d %q", rec.Code, rec.Body)
	}
	if rec := get(e, ctx, "/old"); rec.Code != 301 || rec.Header().Get("Location") != "/new" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	if rec := get(e, ctx, "/now"); rec.Code != 302 || rec.Header().Get("Location") != "https://example.com/" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
}

func TestProblemsAreFoundAtTheStart(t *testing.T) {
	t.Parallel()
	show := func(*Post) templ.Component { return nil }
	all := Posts.QuerySet
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
