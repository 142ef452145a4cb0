package orm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// What the tables of cases cannot say about aggregates and rows of one's own type.

func TestSeveralValuesAtOnce(t *testing.T) { Each(t, testSeveralValuesAtOnce) }

func testSeveralValuesAtOnce(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	var views, n, published, statuses int64
	var mean float64
	var first, last time.Time
	ok(t, orm.Aggregate(ctx, Posts.QuerySet,
		orm.Sum(Posts.Views).To(&views), orm.CountOf(Posts.ID).To(&n), orm.CountOf(Posts.PublishedAt).To(&published),
		orm.CountDistinct(Posts.Status).To(&statuses), orm.Avg(Posts.Views).To(&mean),
		orm.Min(Posts.PublishedAt).To(&first), orm.Max(Posts.PublishedAt).To(&last)))
	got := fmt.Sprint(views, n, published, statuses, mean, first.UTC(), last.UTC())
	if want := fmt.Sprint(42, 5, 3, 2, 8.4, noon.Add(-time.Hour), noon.Add(time.Hour)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	views, last = 5, noon
	ok(t, orm.Aggregate(ctx, Posts.None(), orm.Sum(Posts.Views).To(&views), orm.CountOf(Posts.ID).To(&n), orm.Max(Posts.PublishedAt).To(&last)))
	if views != 0 || n != 0 || !last.IsZero() {
		t.Errorf("of no rows: %d %d %v", views, n, last)
	}
	if err := orm.Aggregate(ctx, Posts.QuerySet, Posts.Views.To(&views)); err == nil {
		t.Error("a value of each row passed for an aggregate")
	}
}

func TestRowsOfOnesOwnType(t *testing.T) { Each(t, testRowsOfOnesOwnType) }

func testRowsOfOnesOwnType(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	type month struct {
		Begins, Day, Year time.Time
		Posts             int64
	}
	months, err := orm.Rows(Posts.Filter(Posts.PublishedAt.NotNull()).OrderBy(), func(m *month) orm.Cols[*Post] {
		return orm.Cols[*Post]{
			orm.MonthBegins(Posts.PublishedAt).To(&m.Begins), orm.DayBegins(Posts.PublishedAt).To(&m.Day), orm.YearBegins(Posts.PublishedAt).To(&m.Year), orm.CountOf(Posts.ID).To(&m.Posts),
		}
	}).All(ctx)
	ok(t, err)
	march, new := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if len(months) != 1 || !months[0].Begins.Equal(march) || !months[0].Day.Equal(march) || !months[0].Year.Equal(new) || months[0].Posts != 3 {
		t.Errorf("by month: %+v", months)
	}

	type whole struct{ Post *Post }
	posts := func(q *orm.QuerySet[*Post]) *orm.RowSet[*Post, whole] {
		return orm.Rows(q, func(w *whole) orm.Cols[*Post] { return orm.Cols[*Post]{orm.Whole(&w.Post)} })
	}
	if _, err := posts(Posts.None()).First(ctx); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("the first of none: %v", err)
	}
	rows, err := posts(Posts.OrderBy(Posts.ID.Asc())).All(ctx)
	ok(t, err)
	if rows[0].Post == rows[1].Post || rows[0].Post.Slug != "alpha" || rows[1].Post.Slug != "beta" {
		t.Errorf("rows share what is in them: %v %v", rows[0].Post, rows[1].Post)
	}
}
