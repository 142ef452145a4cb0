package views_test

import (
	"fmt"
	"testing"

	"github.com/a-h/templ"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

func TestWhatPagesAskTheDatabase(t *testing.T) {
	t.Parallel()
	ctx := Open(t, sqlite.Memory)
	library(t, ctx)
	e := mount(t,
		urls.Show("/one", views.List[Post]{Query: Posts.OrderBy(Posts.ID.Asc()), Template: showPosts}),
		urls.Show("/more", views.List[Post]{Query: Posts.OrderBy(Posts.ID.Asc()), PageSize: 2, Template: showPosts}),
		urls.Show("/menu", views.List[Post]{Query: Posts.OrderBy(Posts.ID.Asc()), Filters: orm.Columns(Posts.Status, Posts.Author(), Posts.Title), Template: showPosts}),
		urls.Show("/none", views.List[Post]{Query: Posts.QuerySet, Orders: orm.Columns(Posts.Title), Template: showPosts}),
		urls.Show("/:year<int>", filed),
		urls.Show("/day/:year<int>/:month<int>/:day<int>", filed),
	)
	for target, want := range map[string]int{
		"/one":            1, // the rows: there is nothing to count
		"/more":           2, // the rows and the count
		"/menu":           2, // the rows and the authors to choose from
		"/none?page=9":    1,
		"/none?order=x":   0, // refused before anything is asked
		"/none?after=x":   0,
		"/2026":           5, // the rows, their tags, both neighbours and the months
		"/day/2026/2/20":  4, // a day has no parts
		"/day/2026/2/30":  0,
		"/day/9998/1/1":   0, // has not begun
		"/menu?author=xx": 0,
	} {
		watched, ledger := orm.Watch(ctx)
		get(e, watched, target)
		if got := ledger.Statements(); got != want {
			t.Errorf("%s asks %d times, want %d: %v", target, got, want, ledger.Entries(1))
		}
	}
}

// BenchmarkPages reads the first and the 400th page of 10,000 rows by place and by
// number.
func BenchmarkPages(b *testing.B) {
	ctx := Open(b, sqlite.Memory)
	rows := make([]*Tag, 10_000)
	for i := range rows {
		rows[i] = &Tag{Name: fmt.Sprintf("tag %05d", i)}
	}
	if err := Tags.BulkCreate(ctx, rows); err != nil {
		b.Fatal(err)
	}
	var last string
	list := views.List[Tag]{Query: Tags.OrderBy(Tags.ID.Asc()), Template: func(l views.Listing[Tag]) templ.Component {
		last = l.Next
		return write("%d", len(l.Items))
	}}
	numbered := list
	numbered.Numbered = true
	e := web.NewEcho()
	if err := urls.Under("", urls.Show("/place", list), urls.Show("/number", numbered)).Mount(e); err != nil {
		b.Fatal(err)
	}
	deep := "/place"
	for range 399 {
		get(e, ctx, deep)
		deep = "/place" + last
	}
	for _, tc := range []struct{ name, target string }{
		{"place/first", "/place"}, {"place/400th", deep}, {"number/first", "/number"}, {"number/400th", "/number?page=400"},
	} {
		b.Run(tc.name, func(b *testing.B) {
			for b.Loop() {
				if rec := get(e, ctx, tc.target); rec.Body.String() != "25" {
					b.Fatal(rec.Code, rec.Body)
				}
			}
		})
	}
}
