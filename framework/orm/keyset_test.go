package orm_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestPagesByPlaceInTheOrder(t *testing.T) { Each(t, testPagesByPlaceInTheOrder) }

// Every order is walked to its end and back, a few rows at a time; the rows must
// be those of the whole list.
func testPagesByPlaceInTheOrder(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	for i := range 14 {
		p := &Post{Title: "More", Slug: fmt.Sprint("more", i), AuthorID: 1, Views: int64(i % 3), Featured: i%2 == 0}
		if i%4 > 0 {
			at := noon.AddDate(0, 0, i%3)
			p.PublishedAt = &at
		}
		ok(t, Posts.Create(ctx, p))
	}
	for name, q := range map[string]*orm.QuerySet[*Post]{
		"the order of Meta":                  Posts.QuerySet,
		"no order but the key":               Posts.OrderBy(),
		"a column with equals":               Posts.OrderBy(Posts.Views.Desc()),
		"two columns":                        Posts.OrderBy(Posts.Featured.Asc(), Posts.Views.Desc()),
		"a column with NULL first":           Posts.OrderBy(Posts.PublishedAt.Asc()),
		"a column with NULL last":            Posts.OrderBy(Posts.PublishedAt.Desc()),
		"a column with NULL where it is put": Posts.OrderBy(orm.NullsLast(Posts.PublishedAt.Asc()), Posts.Title.Asc()),
		"the key itself, from the end":       Posts.OrderBy(Posts.ID.Desc()),
		"some of the rows":                   Posts.Filter(Posts.Author().Name.Eq("Ada"), Posts.Views.Lt(5)).OrderBy(Posts.Views.Asc()),
	} {
		t.Run(name, func(t *testing.T) {
			var pages []string
			var whole []string
			cursor, previous := "", ""
			for n := 0; n == 0 || cursor != ""; n++ {
				page, err := orm.PageAt(ctx, q, 4, cursor)
				ok(t, err)
				if n > 20 {
					t.Fatal("the pages do not end")
				}
				pages = append(pages, strings.Join(slugsOf(page.Rows), " "))
				whole = append(whole, slugsOf(page.Rows)...)
				cursor, previous = page.Next, page.Previous
			}
			rows, err := q.All(ctx)
			ok(t, err)
			if len(whole) != len(rows) {
				t.Errorf("the pages have %d rows, the list %d", len(whole), len(rows))
			}
			seen := map[string]bool{}
			for _, slug := range whole {
				if seen[slug] {
					t.Errorf("%s is on two pages", slug)
				}
				seen[slug] = true
			}
			for i := len(pages) - 2; i >= 0; i-- {
				page, err := orm.PageAt(ctx, q, 4, previous)
				ok(t, err)
				if got := strings.Join(slugsOf(page.Rows), " "); got != pages[i] {
					t.Errorf("back on page %d: %q, want %q", i+1, got, pages[i])
				}
				if page.Next == "" || (page.Previous == "") != (i == 0) {
					t.Errorf("back on page %d: next %q, previous %q", i+1, page.Next, page.Previous)
				}
				previous = page.Previous
			}
		})
	}
}

func TestCursorsThatAreNone(t *testing.T) {
	ctx := newDB(t)
	seed(t, ctx)
	q := Posts.OrderBy(Posts.Views.Asc())
	code := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for _, wrong := range []string{
		"x", "%%%", code("null"), code(`{}`), code(`[]`), code(`[">"]`), code(`[">","1"]`), code(`[">","1","2","3"]`),
		code(`["?","1","2"]`), code(`[null,"1","2"]`), code(`[">","many","2"]`), code(`[">",null,"2"]`), code(`[">",1,2]`),
		code(`[">","1' OR '1'='1","2"]`), strings.Repeat("A", 100_000),
	} {
		if _, err := orm.PageAt(ctx, q, 2, wrong); !errors.Is(err, orm.ErrCursor) {
			t.Errorf("%.40q: %v", wrong, err)
		}
	}
	if page, err := orm.PageAt(ctx, q, 2, code(`[">","100","1"]`)); err != nil || len(page.Rows) != 0 || page.Next+page.Previous != "" {
		t.Errorf("behind the last row: %+v (%v)", page, err)
	}
	for _, q := range []*orm.QuerySet[*Post]{Posts.OrderBy(Posts.Author().Name.Asc()), Posts.OrderBy(orm.Lower(Posts.Title).Asc())} {
		if _, err := orm.PageAt(ctx, q, 2, ""); err == nil || !strings.Contains(err.Error(), "columns of the table itself") {
			t.Errorf("an order that has no place: %v", err)
		}
	}
}

func TestTheRowsBesideARow(t *testing.T) { Each(t, testTheRowsBesideARow) }

func testTheRowsBesideARow(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	q := Posts.OrderBy(Posts.Views.Desc()) // beta 20, alpha 10, epsilon 7, delta 5, gamma 0
	published := q.Filter(Posts.Status.Eq(StatusPublished))
	for _, tc := range []struct {
		name, slug string
		q          *orm.QuerySet[*Post]
		previous   string
		next       string
	}{
		{"in the middle", "alpha", q, "beta", "epsilon"},
		{"the first", "beta", q, "", "alpha"},
		{"the last", "gamma", q, "delta", ""},
		{"among some", "alpha", published, "beta", "delta"},
		{"of a row that is not among them", "epsilon", published, "alpha", "delta"},
		{"of rows that the order does not tell apart", "alpha", Posts.OrderBy(Posts.Featured.Asc(), Posts.Status.Asc()), "epsilon", "delta"},
		{"without an order, by key", "beta", Posts.OrderBy(), "alpha", "gamma"},
	} {
		row, err := Posts.Filter(Posts.Slug.Eq(tc.slug)).One(ctx)
		ok(t, err)
		for what, got := range map[string]func() (*Post, error){
			"previous": func() (*Post, error) { return orm.Previous(ctx, tc.q, row) },
			"next":     func() (*Post, error) { return orm.Next(ctx, tc.q, row) },
		} {
			want := map[string]string{"previous": tc.previous, "next": tc.next}[what]
			found, err := got()
			switch {
			case want == "" && !errors.Is(err, orm.ErrNotFound):
				t.Errorf("%s, %s: %v (%v), want none", tc.name, what, found, err)
			case want != "" && (err != nil || found.Slug != want):
				t.Errorf("%s, %s: %v (%v), want %s", tc.name, what, found, err, want)
			}
		}
	}
	if _, err := orm.Next(ctx, Posts.OrderBy(Posts.Author().Name.Asc()), &Post{}); err == nil || errors.Is(err, orm.ErrNotFound) {
		t.Errorf("an order by another table: %v", err)
	}
}
