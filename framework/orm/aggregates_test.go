package orm_test

import (
	"context"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The rows are those of newsroom.
func TestValuesOverManyRows(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		run(t, ctx, aggregateCases)
		run(t, ctx, groupCases)
		run(t, ctx, collectionValueCases)
		run(t, ctx, windowCases)
	})
}

// group is a row of a grouped query.
type group struct {
	Key  string
	N, V int64
}

// grouped counts posts and sums their views, by a text; the groups come in its
// order.
func grouped(q *orm.QuerySet[*Post], by orm.Compared[*Post, string]) *orm.RowSet[*Post, group] {
	return orm.Rows(q.OrderBy(by.Asc()), func(g *group) orm.Cols[*Post] {
		return orm.Cols[*Post]{by.To(&g.Key), numberOf.To(&g.N), sumOfViews.To(&g.V)}
	})
}

// each is the rows of a RowSet, for a valueCase.
func each[P, R any](q *orm.RowSet[P, R]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.All(ctx) }
}

// moment is a moment in UTC that an aggregate finds, for a valueCase.
func moment(q *orm.QuerySet[*Post], of *orm.Computed[*Post, time.Time]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		var v time.Time
		err := orm.Aggregate(ctx, q, of.To(&v))
		return v.UTC().Format(time.DateTime), err
	}
}

var (
	numberOf   = orm.CountOf(orm.Column[*Post](key))
	sumOfViews = orm.Sum(views)
	nothing    = viewed(views.Gt(1000))
	topThree   = Posts.OrderBy(views.Desc()).Limit(3)
	busy       = grouped(viewed(), ofAuthor.Name.Compared)
)

var aggregateCases = []valueCase{
	{"the sum over nothing is the zero value", oneValue(nothing, sumOfViews), "0"},
	{"the mean over nothing is the zero value", oneValue(nothing, orm.Avg(views)), "0"},
	{"the smallest of nothing is the zero value", oneValue(nothing, orm.Min(Posts.Slug)), ""},
	{"the largest of nothing is the zero value", oneValue(nothing, orm.Max(views)), "0"},
	{"the number of nothing", oneValue(nothing, numberOf), "0"},
	{"the number over a queryset that has no row", oneValue(Posts.None(), numberOf), "0"},
	{"the sum over a queryset that has no row", oneValue(Posts.None(), sumOfViews), "0"},
	{"the number of all", oneValue(viewed(), numberOf), "7"},
	{"the sum of all", oneValue(viewed(), sumOfViews), "79"},
	{"the mean of some", oneValue(viewed(draft), orm.Avg(views)), "9"},
	{"the mean of some that is no whole number", oneValue(viewed(key.Le(4)), orm.Avg(views)), "8.75"},
	{"the smallest of all", oneValue(viewed(), orm.Min(views)), "0"},
	{"the largest of all", oneValue(viewed(), orm.Max(views)), "30"},
	{"the smallest text", oneValue(viewed(), orm.Min(Posts.Slug)), "alpha"},
	{"the largest text", oneValue(viewed(), orm.Max(Posts.Slug)), "zeta"},
	{"the first moment", moment(viewed(), orm.Min(appeared)), "2026-03-01 11:00:00"},
	{"the last moment", moment(viewed(), orm.Max(appeared)), "2026-03-01 13:00:00"},
	{"the last moment of drafts is the zero moment", moment(viewed(draft), orm.Max(appeared)), "0001-01-01 00:00:00"},
	{"the number of different authors", oneValue(viewed(), orm.CountDistinct(Posts.AuthorID)), "4"},
	{"the number of different views", oneValue(viewed(), orm.CountDistinct(views)), "6"},
	{"the number of different authors of some", oneValue(viewed(), orm.CountDistinct(Posts.AuthorID, draft)), "3"},
	{"the number under a condition", oneValue(viewed(), orm.CountOf(orm.Column[*Post](key), draft)), "3"},
	{"the sum under a condition", oneValue(viewed(), orm.Sum(views, draft)), "27"},
	{"the sum under two conditions", oneValue(viewed(), orm.Sum(views, draft, views.Gt(10))), "20"},
	{"the sum under a condition that none meets", oneValue(viewed(), orm.Sum(views, views.Gt(1000))), "0"},
	{"the sum under a condition about a relation", oneValue(viewed(), orm.Sum(views, ofAuthor.Name.Eq("Ada"))), "30"},
	{"the sum under a condition about a collection", oneValue(viewed(), orm.Sum(views, tags.Any(goTag))), "47"},
	{"the sum under a condition within a filter", oneValue(viewed(tags.Any(webTag)), orm.Sum(views, Posts.Comments.Any())), "7"},
	{"the mean under a condition", oneValue(viewed(), orm.Avg(views, draft)), "9"},
	{"the largest under a condition", oneValue(viewed(), orm.Max(views, orm.Not(Posts.Featured.IsTrue()))), "20"},
	{"the smallest under a condition that NULL does not meet", oneValue(viewed(), orm.Min(views, appeared.Ge(noon))), "7"},
	{"the sum over the first three", oneValue(topThree, sumOfViews), "60"},
	{"the number over the first three", oneValue(topThree, numberOf), "3"},
	{"the sum over some in the middle", oneValue(Posts.OrderBy(views.Desc()).Offset(1).Limit(2), sumOfViews), "30"},
	{"the sum over a union", oneValue(orm.Union(topThree, viewed(draft)), sumOfViews), "67"},
	{"the sum of products of columns", oneValue(viewed(), orm.Sum(orm.Times(views, key))), "352"},
	{"the sum of a case", oneValue(viewed(), orm.Sum(orm.Case(views, orm.If(draft, int64(100))))), "352"},
	{"the largest length of a text", oneValue(viewed(), orm.Max(orm.Length(Posts.Slug))), "5"},
	{"the largest number of rows in a collection", oneValue(viewed(), orm.Max(orm.Total(Posts.Comments))), "3"},
	{"the sum of the numbers of rows in collections", oneValue(viewed(), orm.Sum(orm.Total(tags))), "9"},
	{"the sum behind a relation", oneValue(said(), orm.Sum(ofPost.Views)), "53"},
	{"the largest text two relations away", oneValue(said(), orm.Max(ofPost.Author().Name)), "Cleo"},
	{"the number of different rows behind a relation", oneValue(said(), orm.CountDistinct(orm.Column[*Comment](ofPost.AuthorID))), "3"},
	{"the number of rows that have an editor", oneValue(people(), orm.CountOf(orm.Column[*Author](editor.Name))), "4"},
}

var groupCases = []valueCase{
	{"posts by author", each(busy), "[{Ada 2 30} {Bob 2 5} {Cleo 2 14} {Dan 1 30}]"},
	{"some posts by author", each(grouped(viewed(orm.Not(draft)), ofAuthor.Name.Compared)), "[{Ada 1 10} {Bob 1 5} {Cleo 1 7} {Dan 1 30}]"},
	{"no posts by author are no groups", each(grouped(nothing, ofAuthor.Name.Compared)), "[]"},
	{"authors with many views", each(busy.Having(sumOfViews.Gt(10))), "[{Ada 2 30} {Cleo 2 14} {Dan 1 30}]"},
	{"authors with many views and several posts", each(busy.Having(sumOfViews.Gt(10), numberOf.Gt(1))), "[{Ada 2 30} {Cleo 2 14}]"},
	{"authors with many views, having said twice", each(busy.Having(sumOfViews.Gt(10)).Having(numberOf.Gt(1))), "[{Ada 2 30} {Cleo 2 14}]"},
	{"authors with few views or one post", each(busy.Having(orm.Or(sumOfViews.Lt(10), numberOf.Eq(1)))), "[{Bob 2 5} {Dan 1 30}]"},
	{"authors without many views", each(busy.Having(orm.Not(sumOfViews.Gt(10)))), "[{Bob 2 5}]"},
	{"authors with a number of views in a list", each(busy.Having(sumOfViews.In(5, 14))), "[{Bob 2 5} {Cleo 2 14}]"},
	{"authors with a number of views in a range", each(busy.Having(sumOfViews.Between(5, 14))), "[{Bob 2 5} {Cleo 2 14}]"},
	{"authors with a mean of views", each(busy.Having(orm.Avg(views).Lt(7))), "[{Bob 2 5}]"},
	{"authors with a draft that has views", each(busy.Having(orm.Sum(views, draft).Ge(1))), "[{Ada 2 30} {Cleo 2 14}]"},
	{"authors whose best post has all the views", each(busy.Having(orm.Max(views).EqF(sumOfViews))), "[{Bob 2 5} {Dan 1 30}]"},
	{"authors of nothing that was published", each(busy.Having(orm.Max(appeared).IsNull())), "[]"},
	{"authors who published after noon", each(busy.Having(orm.Max(appeared).Gt(noon))), "[{Cleo 2 14}]"},
	{"authors by their views", each(busy.OrderBy(sumOfViews.Desc(), ofAuthor.Name.Asc())), "[{Ada 2 30} {Dan 1 30} {Cleo 2 14} {Bob 2 5}]"},
	{"the second author by views", each(busy.OrderBy(sumOfViews.Desc(), ofAuthor.Name.Asc()).Offset(1).Limit(1)), "[{Dan 1 30}]"},
	{"authors by the last moment, NULL last", each(busy.OrderBy(orm.NullsLast(orm.Max(appeared).Asc()), ofAuthor.Name.Asc())), "[{Bob 2 5} {Ada 2 30} {Dan 1 30} {Cleo 2 14}]"},
	{"posts by the editor of their author, none is empty", each(grouped(viewed(), ofAuthor.Editor().Name.Compared)), "[{ 2 30} {Ada 2 5} {Bob 2 14} {Dan 1 30}]"},
	{"posts by the small letters of a name", each(grouped(viewed(), orm.Lower(ofAuthor.Name).Compared)), "[{ada 2 30} {bob 2 5} {cleo 2 14} {dan 1 30}]"},
	{"posts by a moment, NULL is one group", each(orm.Rows(Posts.OrderBy(appeared.Asc()), func(n *int64) orm.Cols[*Post] {
		var at time.Time
		return orm.Cols[*Post]{appeared.To(&at), numberOf.To(n)}
	})), "[3 1 2 1]"},
	{"posts by the hour of a moment", each(orm.Rows(Posts.OrderBy(orm.HourOf(appeared).Asc()), func(r *[2]int64) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.HourOf(appeared).To(&r[0]), numberOf.To(&r[1])}
	})), "[[0 3] [11 1] [12 2] [13 1]]"},
	{"posts by the length of a text", each(orm.Rows(Posts.OrderBy(orm.Length(Posts.Slug).Asc()), func(r *[2]int64) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.Length(Posts.Slug).To(&r[0]), numberOf.To(&r[1])}
	})), "[[3 2] [4 2] [5 3]]"},
	{"posts by status and by yes or no", each(orm.Rows(Posts.OrderBy(Posts.Status.Asc(), Posts.Featured.Asc()), func(r *struct {
		Status   Status
		Featured bool
		N        int64
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{Posts.Status.To(&r.Status), Posts.Featured.To(&r.Featured), numberOf.To(&r.N)}
	})), "[{draft false 3} {published false 2} {published true 2}]"},
	{"comments by the author of their post", each(orm.Rows(Comments.OrderBy(ofPost.Author().Name.Asc()), func(g *group) orm.Cols[*Comment] {
		return orm.Cols[*Comment]{ofPost.Author().Name.To(&g.Key), orm.CountOf(orm.Column[*Comment](Comments.ID)).To(&g.N), orm.Max(ofPost.Views).To(&g.V)}
	})), "[{Ada 2 10} {Bob 1 5} {Cleo 4 7}]"},
	{"different authors of comments", listed(orm.List(Comments.OrderBy(ofPost.Author().Name.Desc()), ofPost.Author().Name).Distinct()), "[Cleo Bob Ada]"},
	{"different pairs", each(orm.Rows(Posts.OrderBy(Posts.Status.Asc(), Posts.Featured.Asc()), func(r *struct {
		Status   Status
		Featured bool
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{Posts.Status.To(&r.Status), Posts.Featured.To(&r.Featured)}
	}).Distinct()), "[{draft false} {published false} {published true}]"},
}

func perAuthor[T any](e *orm.Computed[*Author, T]) func(context.Context) (any, error) {
	return listed(orm.List(people(), e))
}

var collectionValueCases = []valueCase{
	{"how many posts each author has", perAuthor(orm.Total(written)), "[2 2 2 1 0]"},
	{"how many drafts each author has", perAuthor(orm.Total(written, draft)), "[1 1 1 0 0]"},
	{"how many drafts without views each author has", perAuthor(orm.Total(written, draft, views.Eq(0))), "[0 1 0 0 0]"},
	{"how many posts about a tag each author has", perAuthor(orm.Total(written, tags.Any(goTag))), "[1 0 1 1 0]"},
	{"the views of each author", perAuthor(orm.SumOf(written, views)), "[30 5 14 30 0]"},
	{"the views of each author's drafts", perAuthor(orm.SumOf(written, views, draft)), "[20 0 7 0 0]"},
	{"the least views of each author", perAuthor(orm.MinOf(written, views)), "[10 0 7 30 0]"},
	{"the most views of each author", perAuthor(orm.MaxOf(written, views)), "[20 5 7 30 0]"},
	{"the mean views of each author", perAuthor(orm.AvgOf(written, views)), "[15 2.5 7 30 0]"},
	{"the mean views of each author's drafts", perAuthor(orm.AvgOf(written, views, draft)), "[20 0 7 0 0]"},
	{"the first title of each author", perAuthor(orm.MinOf(written, Posts.Title)), "[The alpha The delta The eps The eta ]"},
	{"the comments on all posts of each author", perAuthor(orm.SumOf(written, orm.Total(Posts.Comments))), "[2 1 4 0 0]"},
	{"the most comments on a post of each author", perAuthor(orm.MaxOf(written, orm.Total(Posts.Comments))), "[2 1 3 0 0]"},
	{"the good comments on all posts of each author", perAuthor(orm.SumOf(written, orm.Total(Posts.Comments, good))), "[1 1 1 0 0]"},
	{"views and posts of each author together", perAuthor(orm.Plus(orm.SumOf(written, views), orm.Total(written))), "[32 7 16 31 0]"},
	{"the posts of each author's editor", perAuthor(orm.Total(editor.Posts)), "[0 2 2 1 2]"},
	{"the name of the editor behind a collection", perAuthor(orm.MaxOf(written, Posts.Author().Editor().Name)), "[ Ada Bob Dan ]"},
	{"how many tags each post has", listed(orm.List(viewed(), orm.Total(tags))), "[2 0 1 1 2 0 3]"},
	{"the first tag of each post", listed(orm.List(viewed(), orm.MinOf(tags, Tags.Name))), "[go  sql web go  go]"},
	{"the last tag of each post but one", listed(orm.List(viewed(), orm.MaxOf(tags, Tags.Name, orm.Not(webTag)))), "[sql  sql  go  sql]"},
	{"authors with many views in all", func(ctx context.Context) (any, error) {
		return people(orm.SumOf(written, views).Ge(14)).Count(ctx)
	}, "3"},
	{"authors whose drafts have as many views as a post", func(ctx context.Context) (any, error) {
		return people(orm.SumOf(written, views, draft).EqF(orm.MinOf(written, views))).Count(ctx)
	}, "2"},
}

func perPost[T any](e *orm.Computed[*Post, T]) func(context.Context) (any, error) {
	return listed(orm.List(viewed(), e))
}

var (
	byViews   = orm.Over[*Post](nil, views.Desc())
	perWriter = orm.Over(orm.Columns[*Post](Posts.AuthorID), key.Asc())
	byKey     = orm.Over[*Post](nil, key.Asc())
)

var windowCases = []valueCase{
	{"the number of each row", perPost(orm.RowNumber(orm.Over[*Post](nil, views.Desc(), key.Asc()))), "[3 2 6 7 4 5 1]"},
	{"the number of each row among those of its author", perPost(orm.RowNumber(perWriter)), "[1 2 1 2 1 2 1]"},
	{"the rank of each row, equals share one", perPost(orm.Rank(byViews)), "[3 2 6 7 4 4 1]"},
	{"the rank of each row without gaps", perPost(orm.DenseRank(byViews)), "[3 2 5 6 4 4 1]"},
	{"the value of the row before", perPost(orm.Lag(views, byKey)), "[0 10 20 5 0 7 7]"},
	{"the value of the row behind", perPost(orm.Lead(views, byKey)), "[20 5 0 7 7 30 0]"},
	{"the first value of each author", perPost(orm.FirstValue(views, perWriter)), "[10 10 5 5 7 7 30]"},
	{"the sum up to each row", perPost(orm.RunningSum(views, byKey)), "[10 30 35 35 42 49 79]"},
	{"the sum up to each row of its author", perPost(orm.RunningSum(views, perWriter)), "[10 30 5 5 7 14 30]"},
}
