package orm_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The rows are those of seed:
//
//	key slug    author  status    views  published at  tags     comments
//	1   alpha   Ada     published 10     noon          go sql   2
//	2   beta    Bob     published 20     noon + 1 h    sql
//	3   gamma   Ada     draft     0
//	4   delta   Bob     published 5      noon − 1 h
//	5   epsilon Bob     draft     7
func TestExpressionsInConditions(t *testing.T) { Each(t, testExpressionsInConditions) }

func testExpressionsInConditions(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	p := Posts
	byID := Posts.OrderBy(Posts.ID.Asc())
	cases := []struct {
		name string
		q    *orm.QuerySet[*Post]
		want string
	}{
		{"small letters", byID.Filter(orm.Lower(p.Title).Eq("alpha")), "alpha"},
		{"capital letters", byID.Filter(orm.Upper(p.Title).Eq("EPSILON")), "epsilon"},
		{"the length of a text is in characters", byID.Filter(orm.Length(p.Title).Gt(6)), "beta gamma epsilon"},
		{"texts one after the other", byID.Filter(orm.Concat(p.Slug, orm.Val[*Post]("-"), p.Slug).Eq("beta-beta")), "beta"},
		{"the first that is not NULL", byID.Filter(orm.Coalesce(p.PublishedAt, p.CreatedAt).Gt(noon.Add(2 * time.Hour))), "gamma epsilon"},
		{"the largest of two", byID.Filter(orm.Greatest(p.Views, p.ID).Eq(3)), "gamma"},
		{"the smallest of two", byID.Filter(orm.Least(p.Views, p.ID).Eq(4)), "delta"},
		{"the largest of a value and NULL is NULL", byID.Filter(orm.Greatest(p.PublishedAt, p.CreatedAt).IsNull()), "gamma epsilon"},
		{"without its sign", byID.Filter(orm.Abs(p.Views.Sub(8)).Le(2)), "alpha epsilon"},
		{"a sum of columns", byID.Filter(orm.Plus(p.Views, p.ID).Eq(11)), "alpha"},
		{"a difference of columns", byID.Filter(orm.Minus(p.Views, p.ID).Lt(0)), "gamma"},
		{"a product of columns", byID.Filter(orm.Times(p.Views, p.ID).Eq(20)), "delta"},
		{"a function of the database", byID.Filter(orm.Func[*Post, int64]("ABS", p.Views).Eq(7)), "epsilon"},
		{"an expression in SQL, with its arguments", byID.Filter(orm.SQL[*Post, int64]("(views * ?)", int64(2)).Eq(14)), "epsilon"},
		{"a case", byID.Filter(orm.Case(orm.Val[*Post]("few"), orm.If(p.Views.Ge(10), "many"), orm.If(p.Views.Eq(0), "none")).In("many", "none")), "alpha beta gamma"},
		{"a case without a case is the other value", byID.Filter(orm.Case(orm.Val[*Post]("few")).Eq("few")).Limit(1), "alpha"},
		{"a case whose value is a column", byID.Filter(orm.Case(p.ID, orm.IfF(p.Views.Ge(10), p.Views)).Ge(10)), "alpha beta"},
		{"how many rows a collection has", byID.Filter(orm.Total(p.Tags).Ge(1)), "alpha beta"},
		{"how many of them meet a condition", byID.Filter(orm.Total(p.Tags, Tags.Name.Eq("go")).Eq(1)), "alpha"},
		{"two collections do not multiply each other", byID.Filter(orm.Total(p.Tags).Eq(2), orm.Total(p.Comments).Eq(2)), "alpha"},
		{"ordered by the size of a collection", p.OrderBy(orm.Total(p.Tags).Desc(), p.ID.Desc()).Limit(3), "alpha beta epsilon"},
		{"ordered by an expression", p.OrderBy(orm.Length(p.Title).Asc(), p.ID.Asc()).Limit(2), "alpha delta"},
		{"NULL comes first", p.OrderBy(p.PublishedAt.Asc(), p.ID.Asc()), "gamma epsilon delta alpha beta"},
		{"NULL comes last when descending", p.OrderBy(p.PublishedAt.Desc(), p.ID.Asc()), "beta alpha delta gamma epsilon"},
		{"NULL last when ascending, if asked", p.OrderBy(orm.NullsLast(p.PublishedAt.Asc()), p.ID.Asc()), "delta alpha beta gamma epsilon"},
		{"NULL first when descending, if asked", p.OrderBy(orm.NullsFirst(p.PublishedAt.Desc()), p.ID.Asc()), "gamma epsilon beta alpha delta"},
		{"in what another query finds", byID.Filter(p.AuthorID.InQ(orm.List(Authors.Filter(Authors.Name.Eq("Ada")), Authors.ID))), "alpha gamma"},
		{"in what a limited query finds", byID.Filter(p.ID.InQ(orm.List(p.OrderBy(p.Views.Desc()).Limit(2), p.ID))), "alpha beta"},
		{"not in what another query finds", byID.Filter(orm.Not(p.ID.InQ(orm.List(p.Filter(p.Views.Gt(6)), p.ID)))), "gamma delta"},
		{"what a query finds across a relation", byID.Filter(p.Author().Name.InQ(orm.List(Authors.Filter(Authors.Editor().Name.Eq("Ada")), Authors.Name))), "beta delta epsilon"},
		{"in what no query finds", byID.Filter(p.ID.InQ(orm.List(p.None(), p.ID))), ""},
		{"a query of nothing finds nothing", byID.Filter(orm.Exists[*Post](Comments.None())), ""},
		{"the value of a query of nothing is NULL", byID.Filter(orm.Subquery[*Post](orm.List(p.None(), p.Views)).IsNull()).Limit(1), "alpha"},
		{"a query that speaks of the row", byID.Filter(orm.Exists[*Post](Comments.Filter(Comments.PostID.EqF(orm.Outer[*Comment](p.ID))))), "alpha"},
		{"no row that a query finds", byID.Exclude(orm.Exists[*Post](Comments.Filter(Comments.PostID.EqF(orm.Outer[*Comment](p.ID))))), "beta gamma delta epsilon"},
		{"the value that a query finds", byID.Filter(p.Views.EqF(orm.Subquery[*Post](orm.List(p.OrderBy(p.Views.Desc()), p.Views)))), "beta"},
		{"the year of a moment", byID.Filter(orm.YearOf(p.PublishedAt).Eq(2026)), "alpha beta delta"},
		{"the month of a moment", byID.Filter(orm.MonthOf(p.PublishedAt).Eq(3)), "alpha beta delta"},
		{"the day of the month", byID.Filter(orm.DayOf(p.PublishedAt).Ne(1)), ""},
		{"the day of the week, Sunday", byID.Filter(orm.WeekdayOf(p.PublishedAt).Eq(7)), "alpha beta delta"},
		{"the hour", byID.Filter(orm.HourOf(p.PublishedAt).Ge(12)), "alpha beta"},
		{"the minute", byID.Filter(orm.MinuteOf(p.PublishedAt).Eq(0)), "alpha beta delta"},
		{"the day of a moment", byID.Filter(orm.DateOf(p.PublishedAt).Eq(orm.Date{Year: 2026, Month: 3, Day: 1})), "alpha beta delta"},
		{"a hostile text stays a text", byID.Filter(orm.Concat(p.Slug, orm.Val[*Post]("'; DROP TABLE blog_post; --")).Eq("alpha'; DROP TABLE blog_post; --")), "alpha"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := slugs(t, ctx, c.q); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			n, err := c.q.Count(ctx)
			ok(t, err)
			if want := int64(len(strings.Fields(c.want))); n != want {
				t.Errorf("counted %d, want %d", n, want)
			}
		})
	}
}

func TestAggregates(t *testing.T) { Each(t, testAggregates) }

func testAggregates(t *testing.T, ctx context.Context) {
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
	var drafts, ofAda int64
	ok(t, orm.Aggregate(ctx, Posts.QuerySet, orm.Sum(Posts.Views, Posts.Status.Eq(StatusDraft)).To(&drafts), orm.CountOf(Posts.ID, Posts.Author().Name.Eq("Ada")).To(&ofAda)))
	if drafts != 7 || ofAda != 2 {
		t.Errorf("under a condition: %d %d", drafts, ofAda)
	}
	ok(t, orm.Aggregate(ctx, Posts.OrderBy(Posts.Views.Desc()).Limit(2), orm.Sum(Posts.Views).To(&views), orm.CountOf(Posts.ID).To(&n)))
	if views != 30 || n != 2 {
		t.Errorf("over the first two: %d %d", views, n)
	}
	ok(t, orm.Aggregate(ctx, Posts.OrderBy(Posts.Views.Desc()).Limit(2).Offset(4), orm.Sum(Posts.Views).To(&views), orm.CountOf(Posts.ID).To(&n)))
	if views != 0 || n != 1 {
		t.Errorf("over the last: %d %d", views, n)
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
	type stat struct {
		Name                    string
		Posts, Published, Views int64
		Best                    int64
		Mean                    float64
	}
	total := orm.Total(Authors.Posts)
	stats, err := orm.Rows(Authors.QuerySet, func(s *stat) orm.Cols[*Author] {
		return orm.Cols[*Author]{
			Authors.Name.To(&s.Name), total.To(&s.Posts), orm.Total(Authors.Posts, Posts.Status.Eq(StatusPublished)).To(&s.Published),
			orm.SumOf(Authors.Posts, Posts.Views).To(&s.Views), orm.MaxOf(Authors.Posts, Posts.Views).To(&s.Best), orm.AvgOf(Authors.Posts, Posts.Views).To(&s.Mean),
		}
	}).OrderBy(total.Desc()).All(ctx)
	ok(t, err)
	if got, want := fmt.Sprint(stats), "[{Bob 3 2 32 20 10.666666666666666} {Ada 2 1 10 10 5}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	type group struct {
		Status Status
		N      int64
		Views  int64
	}
	byStatus := orm.Rows(Posts.OrderBy(Posts.Status.Asc()), func(g *group) orm.Cols[*Post] {
		return orm.Cols[*Post]{Posts.Status.To(&g.Status), orm.CountOf(Posts.ID).To(&g.N), orm.Sum(Posts.Views).To(&g.Views)}
	})
	groups, err := byStatus.All(ctx)
	ok(t, err)
	if got := fmt.Sprint(groups); got != "[{draft 2 7} {published 3 35}]" {
		t.Errorf("grouped: %s", got)
	}
	groups, err = byStatus.Having(orm.CountOf(Posts.ID).Gt(2)).All(ctx)
	ok(t, err)
	if got := fmt.Sprint(groups); got != "[{published 3 35}]" {
		t.Errorf("having more than two: %s", got)
	}

	type ranked struct {
		Slug      string
		Rank, Sum int64
		Before    int64
	}
	window := orm.Over(orm.Columns(Posts.AuthorID), Posts.Views.Desc())
	ranks, err := orm.Rows(Posts.OrderBy(Posts.AuthorID.Asc(), Posts.Views.Desc()), func(r *ranked) orm.Cols[*Post] {
		return orm.Cols[*Post]{Posts.Slug.To(&r.Slug), orm.RowNumber(window).To(&r.Rank), orm.RunningSum(Posts.Views, window).To(&r.Sum), orm.Lag(Posts.Views, window).To(&r.Before)}
	}).All(ctx)
	ok(t, err)
	if got := fmt.Sprint(ranks); got != "[{alpha 1 10 0} {gamma 2 10 10} {beta 1 20 0} {epsilon 2 27 20} {delta 3 32 7}]" {
		t.Errorf("ranked: %s", got)
	}

	type whole struct {
		Post     *Post
		Comments int64
	}
	first, err := orm.Rows(Posts.OrderBy(Posts.ID.Asc()), func(w *whole) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.Whole(&w.Post), orm.Total(Posts.Comments).To(&w.Comments)}
	}).First(ctx)
	ok(t, err)
	if first.Post.Slug != "alpha" || first.Comments != 2 {
		t.Errorf("a row and a value beside it: %+v %d", first.Post, first.Comments)
	}
	if _, err := orm.Rows(Posts.None(), func(w *whole) orm.Cols[*Post] { return orm.Cols[*Post]{orm.Whole(&w.Post)} }).First(ctx); err != orm.ErrNotFound {
		t.Errorf("the first of none: %v", err)
	}

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

	names, err := orm.List(Posts.OrderBy(Posts.Author().Name.Asc()), Posts.Author().Name).Distinct().All(ctx)
	ok(t, err)
	if got := fmt.Sprint(names); got != "[Ada Bob]" {
		t.Errorf("different names: %s", got)
	}
}
