package orm_test

import (
	"context"
	"fmt"
	"strings"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Rows of a type of their own, and groups of rows.
func groupCases() []question {
	p, a := Posts, Authors
	type three struct {
		A string
		N int64
		M int64
	}
	type two struct {
		A string
		N int64
	}
	perAuthor := orm.Rows(p.OrderBy(p.Author().Name.Asc()), func(r *three) orm.Cols[*Post] {
		return orm.Cols[*Post]{p.Author().Name.To(&r.A), orm.CountOf(p.ID).To(&r.N), orm.Sum(p.Views).To(&r.M)}
	})
	byEditor := orm.Rows(p.OrderBy(p.Author().Editor().Name.Asc()), func(r *two) orm.Cols[*Post] {
		return orm.Cols[*Post]{p.Author().Editor().Name.To(&r.A), orm.CountOf(p.ID).To(&r.N)}
	})
	perMonth := orm.Rows(p.OrderBy(orm.YearOf(p.PublishedAt).Asc()), func(r *struct{ Year, Posts int64 }) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.YearOf(p.PublishedAt).To(&r.Year), orm.CountOf(p.ID).To(&r.Posts)}
	})
	perDay := orm.Rows(p.Filter(p.PublishedAt.NotNull()).OrderBy(orm.DateOf(p.PublishedAt).Asc()), func(r *struct {
		Day   orm.Date
		Posts int64
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.DateOf(p.PublishedAt).To(&r.Day), orm.CountOf(p.ID).To(&r.Posts)}
	})
	collected := orm.Rows(a.OrderBy(a.ID.Asc()), func(r *struct {
		Name                         string
		Posts, Drafts, Views, Latest int64
	}) orm.Cols[*Author] {
		return orm.Cols[*Author]{
			a.Name.To(&r.Name), orm.Total(a.Posts).To(&r.Posts), orm.Total(a.Posts, p.Status.Eq(StatusDraft)).To(&r.Drafts),
			orm.SumOf(a.Posts, p.Views).To(&r.Views), orm.MaxOf(a.Posts, p.ID).To(&r.Latest),
		}
	})
	byStatus := orm.Rows(p.OrderBy(p.Status.Asc()), func(r *struct {
		Status                Status
		Posts, Views, Authors int64
		Mean                  float64
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{p.Status.To(&r.Status), orm.CountOf(p.ID).To(&r.Posts), orm.Sum(p.Views).To(&r.Views), orm.CountDistinct(p.AuthorID).To(&r.Authors), orm.Avg(p.Views).To(&r.Mean)}
	})
	byTwo := orm.Rows(p.OrderBy(p.Status.Asc(), p.Featured.Asc()), func(r *struct {
		Status   Status
		Featured bool
		Posts    int64
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{p.Status.To(&r.Status), p.Featured.To(&r.Featured), orm.CountOf(p.ID).To(&r.Posts)}
	})
	plain := orm.Rows(p.OrderBy(p.ID.Asc()), func(r *three) orm.Cols[*Post] {
		return orm.Cols[*Post]{p.Slug.To(&r.A), p.Views.To(&r.N), orm.Total(p.Comments).To(&r.M)}
	})
	whole := orm.Rows(p.OrderBy(p.ID.Asc()), func(r *struct {
		Post *Post
		Tags int64
	}) orm.Cols[*Post] {
		return orm.Cols[*Post]{orm.Whole(&r.Post), orm.Total(p.Tags).To(&r.Tags)}
	})
	with := func(e *orm.Computed[*Post, int64]) *orm.RowSet[*Post, two] {
		return orm.Rows(p.OrderBy(p.Author().Name.Asc()), func(r *two) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.Author().Name.To(&r.A), e.To(&r.N)}
		})
	}
	views := orm.Rows(p.OrderBy(p.Views.Asc()), func(r *struct{ Views int64 }) orm.Cols[*Post] { return orm.Cols[*Post]{p.Views.To(&r.Views)} })
	return []question{
		table("groups by a relation's column", perAuthor, "Ada 2 10, Bob 3 32, Cy 1 20, Örn 2 7"),
		table("groups, the largest first", perAuthor.OrderBy(orm.CountOf(p.ID).Desc(), p.Author().Name.Asc()), "Bob 3 32, Ada 2 10, Örn 2 7, Cy 1 20"),
		table("groups by the order of a sum", perAuthor.OrderBy(orm.Sum(p.Views).Asc()).Limit(2), "Örn 2 7, Ada 2 10"),
		table("groups of more than two", perAuthor.Having(orm.CountOf(p.ID).Gt(2)), "Bob 3 32"),
		table("groups that meet two conditions", perAuthor.Having(orm.CountOf(p.ID).Ge(2), orm.Sum(p.Views).Lt(20)), "Ada 2 10, Örn 2 7"),
		table("groups that meet either condition", perAuthor.Having(orm.Or(orm.CountOf(p.ID).Eq(1), orm.Sum(p.Views).Eq(7))), "Cy 1 20, Örn 2 7"),
		table("groups that do not meet a condition", perAuthor.Having(orm.Not(orm.CountOf(p.ID).Eq(2))), "Bob 3 32, Cy 1 20"),
		table("groups by a condition on what they are grouped by", perAuthor.Having(p.Author().Name.In("Ada", "Cy")), "Ada 2 10, Cy 1 20"),
		table("groups by a largest value that is not shown", perAuthor.Having(orm.Max(p.Views).Eq(20)), "Bob 3 32, Cy 1 20"),
		table("groups whose sum is between two", perAuthor.Having(orm.Sum(p.Views).Between(7, 10)), "Ada 2 10, Örn 2 7"),
		table("groups whose sum is in a list", perAuthor.Having(orm.Sum(p.Views).In(20, 32)), "Bob 3 32, Cy 1 20"),
		table("groups whose last moment is missing", perAuthor.Having(orm.Max(p.PublishedAt).IsNull()), ""),
		table("groups by the length of their last text", perAuthor.Having(orm.Length(orm.Max(p.Slug)).Eq(5)), "Ada 2 10, Örn 2 7"),
		table("groups by a case of their size", perAuthor.Having(orm.Case(orm.Sum(p.Views), orm.If(orm.CountOf(p.ID).Eq(1), int64(0))).Eq(0)), "Cy 1 20"),
		table("groups with the larger of two values", with(orm.Greatest(orm.CountOf(p.ID), orm.Min(p.Views))), "Ada 2, Bob 5, Cy 20, Örn 2"),
		table("groups with a sum less another", with(orm.Minus(orm.Sum(p.Views), orm.Sum(p.ID))), "Ada 6, Bob 21, Cy 14, Örn -8"),
		table("groups with the year of their last moment", with(orm.YearOf(orm.Max(p.PublishedAt))), "Ada 2026, Bob 2026, Cy 2026, Örn 2026"),
		table("groups with the sum of sizes of collections", with(orm.Sum(orm.Total(p.Tags))), "Ada 2, Bob 4, Cy 3, Örn 0"),
		table("groups with the distance from the least to the most", with(orm.Abs(orm.Minus(orm.Min(p.Views), orm.Max(p.Views)))), "Ada 10, Bob 15, Cy 0, Örn 7"),
		table("groups by what is not shown", orm.Rows(p.OrderBy(p.AuthorID.Asc()), func(r *struct{ Author int64 }) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.AuthorID.To(&r.Author)}
		}).Having(orm.CountOf(p.ID).Eq(2)), "1, 4"),
		table("groups of nothing but NULL count none", orm.Rows(a.OrderBy(a.Name.Asc()).Limit(2), func(r *two) orm.Cols[*Author] {
			return orm.Cols[*Author]{a.Name.To(&r.A), orm.CountOf(a.Editor().ID).To(&r.N)}
		}), "Ada 0, Bob 1"),
		table("no group", perAuthor.Having(orm.CountOf(p.ID).Gt(9)), ""),
		table("a page of groups", perAuthor.Limit(2).Offset(1), "Bob 3 32, Cy 1 20"),
		table("groups of some rows", orm.Rows(p.Filter(p.Featured.IsTrue()).OrderBy(p.Author().Name.Asc()), func(r *two) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.Author().Name.To(&r.A), orm.CountOf(p.ID).To(&r.N)}
		}), "Bob 2, Örn 1"),
		table("groups of no rows", orm.Rows(p.Filter(p.ID.Gt(99)).OrderBy(p.Slug.Asc()), func(r *two) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.Slug.To(&r.A), orm.CountOf(p.ID).To(&r.N)}
		}), ""),
		table("groups by what may be missing: NULL is a group", byEditor, " 2, Ada 3, Bob 1, Cy 2"),
		table("groups by a year, one of them missing", perMonth, "0 3, 2026 5"),
		table("groups by a day", perDay, "2026-03-01 4, 2026-03-02 1"),
		table("groups by a choice, with several values of each", byStatus, "draft 3 7 3 2.3333333333333335, published 5 62 4 12.4"),
		table("groups by two columns", byTwo, "draft false 1, draft true 2, published false 4, published true 1"),
		table("groups by two columns, with a condition", byTwo.Having(orm.CountOf(p.ID).Gt(1)), "draft true 2, published false 4"),
		table("no group but all rows", orm.Rows(p.OrderBy(), func(r *struct{ N, M int64 }) orm.Cols[*Post] {
			return orm.Cols[*Post]{orm.CountOf(p.ID).To(&r.N), orm.Sum(p.Views).To(&r.M)}
		}), "8 69"),
		table("rows with values of collections, which do not multiply", collected, "Ada 2 1 10 3, Bob 3 1 32 5, Cy 1 0 20 6, Örn 2 1 7 8, Eve 0 0 0 0"),
		table("rows in the order of a collection's size", collected.OrderBy(orm.Total(a.Posts).Desc(), a.ID.Desc()).Limit(2), "Bob 3 1 32 5, Örn 2 1 7 8"),
		table("rows with a condition on a collection's size", collected.Having(orm.Total(a.Posts).Eq(1)), "Cy 1 0 20 6"),
		table("rows of columns", plain.Limit(2), "alpha 10 2, beta 20 1"),
		table("rows of columns with a condition", plain.Having(p.Views.Eq(7)), "epsilon 7 0, theta 7 0"),
		table("different rows", views.Distinct(), "0, 5, 7, 10, 20"),
		table("a page of different rows", views.Distinct().Limit(2).Offset(1), "5, 7"),
		{"a row and a value beside it", func(ctx context.Context) (string, error) {
			rows, err := whole.Limit(2).All(ctx)
			var out []string
			for _, r := range rows {
				out = append(out, fmt.Sprint(r.Post.Slug, r.Post.Views, " ", r.Tags))
			}
			return strings.Join(out, ", "), err
		}, "alpha10 2, beta20 1"},
		{"the first of rows", func(ctx context.Context) (string, error) {
			row, err := plain.Offset(3).First(ctx)
			return row.A, err
		}, "delta"},
		{"rows one by one, until it is enough", func(ctx context.Context) (string, error) {
			out := ""
			for row, err := range plain.Each(ctx) {
				if err != nil {
					return "", err
				}
				if out += row.A + " "; row.A == "gamma" {
					break
				}
			}
			return out, nil
		}, "alpha beta gamma "},
	}
}
