package orm_test

import (
	"context"
	"fmt"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// total is a question for one value over all rows of a queryset; the variable
// holds another value before, so that nothing passes for zero.
func total[P, T any](name string, q *orm.QuerySet[P], e *orm.Computed[P, T], before T, want string) question {
	return question{name, func(ctx context.Context) (string, error) {
		x := before
		err := orm.Aggregate(ctx, q, e.To(&x))
		if at, ok := any(x).(time.Time); ok {
			return at.UTC().Format("2006-01-02 15:04:05.999999"), err
		}
		return fmt.Sprint(x), err
	}, want}
}

// Values that are worked out of all rows of a queryset.
func aggregateCases() []question {
	p, s := Posts, Samples
	all, none := p.QuerySet, p.Filter(p.ID.Gt(99))
	later := noon.AddDate(9, 0, 0)
	day := orm.Date{Year: 1, Month: 1, Day: 1}
	return []question{
		total("how many rows", all, orm.CountOf(p.ID), -1, "8"),
		total("how many values, NULL is none", all, orm.CountOf(p.PublishedAt), -1, "5"),
		total("how many values at the end of a relation", all, orm.CountOf(p.Author().Editor().Name), -1, "6"),
		total("how many rows meet a condition", all, orm.CountOf(p.ID, p.Views.Ge(10)), -1, "3"),
		total("how many rows meet two conditions", all, orm.CountOf(p.ID, p.Views.Ge(10), p.Featured.IsTrue()), -1, "1"),
		total("how many rows meet a condition on a relation", all, orm.CountOf(p.ID, p.Author().Name.Eq("Bob")), -1, "3"),
		total("how many rows meet a condition on a collection", all, orm.CountOf(p.ID, p.Tags.Has(1)), -1, "3"),
		total("how many rows of some", p.Filter(p.Status.Eq(StatusDraft)), orm.CountOf(p.ID), -1, "3"),
		total("how many different values", all, orm.CountDistinct(p.Views), -1, "5"),
		total("how many different values, NULL is none", all, orm.CountDistinct(p.PublishedAt), -1, "4"),
		total("how many different values in rows that meet a condition", all, orm.CountDistinct(p.AuthorID, p.Featured.IsTrue()), -1, "2"),
		total("how many different values at the end of a relation", all, orm.CountDistinct(p.Author().Editor().Name), -1, "3"),
		total("a sum", all, orm.Sum(p.Views), -1, "69"),
		total("a sum of what meets a condition", all, orm.Sum(p.Views, p.Status.Eq(StatusDraft)), -1, "7"),
		total("a sum of a value worked out", all, orm.Sum(orm.Times(p.Views, p.AuthorID)), -1, "162"),
		total("a sum at the end of a relation, NULL left out", all, orm.Sum(p.Author().EditorID), -1, "11"),
		total("a sum of a case", all, orm.Sum(orm.Case(p.Views, orm.If(p.Featured.IsTrue(), int64(100)))), -1, "342"),
		total("the largest of the sizes of collections", p.Filter(p.Views.Ge(20)), orm.Max(orm.Total(p.Tags)), -1, "3"),
		total("a mean", all, orm.Avg(p.Views), -1, "8.625"),
		total("a mean of what meets a condition", all, orm.Avg(p.Views, p.Views.Lt(10)), -1, "3.8"),
		total("a mean leaves NULL out", all, orm.Avg(p.Author().EditorID), -1, "1.8333333333333333"),
		total("a variance", all, orm.Variance(p.Views), -1, "53.484375"),
		total("a variance of what meets a condition", all, orm.Variance(p.Views, p.Views.Ge(20)), -1, "0"),
		total("a variance of none", none, orm.Variance(p.Views), -1, "0"),
		total("a standard deviation of one number", p.Filter(p.ID.Eq(1)), orm.StdDev(p.Views), -1, "0"),
		total("a standard deviation is the root of the variance", p.Filter(p.ID.In(1, 3)), orm.StdDev(p.Views), -1, "5"),
		total("texts one after the other, in their order", p.Filter(p.Views.Ge(10)), orm.JoinTexts(p.Slug, ", "), "x", "alpha, beta, zeta"),
		total("texts that meet a condition", all, orm.JoinTexts(p.Slug, "|", p.Views.Ge(20)), "x", "beta|zeta"),
		total("texts with a hostile separator", p.Filter(p.Views.Ge(20)), orm.JoinTexts(p.Slug, `'\"; --`), "x", `beta'\"; --zeta`),
		total("texts of none", none, orm.JoinTexts(p.Slug, ", "), "x", ""),
		total("texts at the end of a relation, NULL left out", all, orm.JoinTexts(p.Author().Editor().Name, ""), "x", "AdaAdaAdaBobCyCy"),
		total("the smallest", all, orm.Min(p.Views), -1, "0"),
		total("the smallest of what meets a condition", all, orm.Min(p.Views, p.Views.Gt(0)), -1, "5"),
		total("the largest", all, orm.Max(p.Views), -1, "20"),
		total("the first text", all, orm.Min(p.Slug), "x", "alpha"),
		total("the last text", all, orm.Max(p.Slug), "x", "zeta"),
		total("the first moment", all, orm.Min(p.PublishedAt), later, "2026-03-01 11:00:00"),
		total("the last moment", all, orm.Max(p.PublishedAt), later, "2026-03-02 12:00:00"),
		total("the first moment of rows that a collection chooses", p.Filter(p.Tags.Has(3)), orm.Min(p.PublishedAt), later, "2026-03-01 11:00:00"),

		total("how many different years", all, orm.CountDistinct(orm.YearOf(p.PublishedAt)), -1, "1"),
		total("how many different sizes of collections", all, orm.CountDistinct(orm.Total(p.Tags)), -1, "4"),
		total("the mean of sizes of collections", all, orm.Avg(orm.Total(p.Tags)), -1, "1.125"),
		total("how many values worked out", all, orm.CountOf(orm.Lower(p.Title)), -1, "8"),
		total("a sum of rows that a query finds", all, orm.Sum(p.Views, p.ID.InQ(orm.List(Comments.QuerySet, Comments.PostID))), -1, "50"),
		total("a sum of rows that a query speaks of", all, orm.Sum(p.Views, orm.Exists[*Post](Comments.Filter(Comments.PostID.EqF(orm.Outer[*Comment](p.ID))))), -1, "50"),
		total("how many distinct rows", orm.Distinct(p.OrderBy()), orm.CountOf(p.ID), -1, "8"),

		total("how many of no rows", none, orm.CountOf(p.ID), -1, "0"),
		total("how many different of no rows", none, orm.CountDistinct(p.Views), -1, "0"),
		total("the sum of no rows is the zero value", none, orm.Sum(p.Views), -1, "0"),
		total("the mean of no rows is the zero value", none, orm.Avg(p.Views), -1, "0"),
		total("the smallest of no rows is the zero value", none, orm.Min(p.Views), -1, "0"),
		total("the last moment of no rows is the zero value", none, orm.Max(p.PublishedAt), later, "0001-01-01 00:00:00"),
		total("the first text of no rows is empty", none, orm.Min(p.Slug), "x", ""),
		total("how many of a queryset of nothing", p.None(), orm.CountOf(p.ID), -1, "0"),
		total("the sum of a queryset of nothing", p.None(), orm.Sum(p.Views), -1, "0"),
		total("the sum of nothing but NULL", p.Filter(p.AuthorID.Eq(1)), orm.Sum(p.Author().EditorID), -1, "0"),
		total("the last of nothing but NULL", p.Filter(p.Status.Eq(StatusDraft)), orm.Max(p.PublishedAt), later, "0001-01-01 00:00:00"),
		total("a value instead of the sum of no rows", none, orm.Coalesce(orm.Sum(p.Views), orm.Val[*Post](int64(-7))), -1, "-7"),
		total("a sum that meets no condition", all, orm.Sum(p.Views, p.Views.Gt(99)), -1, "0"),

		total("a sum within a limit", p.OrderBy(p.Views.Desc()).Limit(3), orm.Sum(p.Views), -1, "50"),
		total("a sum behind an offset", p.OrderBy(p.Views.Desc(), p.ID.Asc()).Limit(2).Offset(2), orm.Sum(p.Views), -1, "17"),
		total("a count within a limit", p.Limit(3), orm.CountOf(p.ID), -1, "3"),
		total("a sum over a union", orm.Union(p.Filter(p.Views.Eq(20)), p.Filter(p.Views.Eq(7))), orm.Sum(p.Views), -1, "54"),
		total("a sum of rows that a collection chooses, which do not multiply", p.Filter(p.Tags.Any()), orm.Sum(p.Views), -1, "62"),
		total("two sums added", all, orm.Plus(orm.Sum(p.Views), orm.Sum(p.ID)), -1, "105"),

		total("a sum of exact numbers", s.Filter(s.Name.Ne("low")), orm.Sum(s.Exact), amount("1"), "1000000000.099"),
		total("a sum of exact numbers is exact", s.Filter(s.Name.In("some", "low")), orm.Sum(s.Exact), amount("1"), "-999999999.899"),
		total("the largest exact number that may be missing", s.QuerySet, orm.Max(s.MaybeExact), amount("1"), "999999999.999"),
		total("the smallest of exact numbers that are missing", s.Filter(s.Name.Eq("some")), orm.Min(s.MaybeExact), amount("1"), "0"),
		total("a mean of exact numbers", s.Filter(s.Name.In("some", "zero")), orm.Avg(s.Exact), -1, "0.05"),
		total("the largest number of 64 bits", s.QuerySet, orm.Max(s.Large), -1, "9223372036854775807"),
		total("the smallest number of 64 bits", s.QuerySet, orm.Min(s.Large), -1, "-9223372036854775808"),
		total("the smallest number of 8 bits", s.QuerySet, orm.Min(s.Tiny), -1, "-128"),
		total("the largest unsigned number", s.QuerySet, orm.Max(s.Natural), 1, "4294967295"),
		total("a sum of floating numbers", s.QuerySet, orm.Sum(s.Single), -1, "2.5"),
		total("the largest floating number", s.QuerySet, orm.Max(s.Double), -1, "1e+300"),
		total("the last day", s.QuerySet, orm.Max(s.Day), day, "9999-12-31"),
		total("the first day that may be missing", s.QuerySet, orm.Min(s.MaybeDay), day, "1970-01-01"),
		total("the first time of day", s.QuerySet, orm.Min(s.Clock), orm.TimeOfDay{Hour: 5}, "00:00:00"),
		total("the last time of day", s.QuerySet, orm.Max(s.Clock), orm.TimeOfDay{Hour: 5}, "23:59:59.999999"),
		total("the longest duration", s.QuerySet, orm.Max(s.Took), time.Second, "1000h0m0s"),
		total("the first moment, before 1970", s.QuerySet, orm.Min(s.At), later, "1969-07-20 20:17:40.000001"),
		total("the smallest year", s.QuerySet, orm.Min(orm.YearOf(s.At)), -1, "1969"),
		total("the longest text", Sayings.QuerySet, orm.Max(orm.Length(Sayings.Words)), -1, "30"),
		total("how many different choices", s.QuerySet, orm.CountDistinct(s.State), -1, "2"),
		total("how many different answers", s.QuerySet, orm.CountDistinct(s.MaybeFlag), -1, "2"),
	}
}
