package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Values worked out of the rows around a row.
func windowCases() []question {
	p, a := Posts, Authors
	shown := func(name string, e orm.Expression[*Post, int64], want string) question {
		return output(name, orm.List(p.OrderBy(p.ID.Asc()), e), want)
	}
	byViews := orm.Over(nil, p.Views.Desc(), p.ID.Asc())
	inAuthor := orm.Over(orm.Columns(p.AuthorID), p.ID.Asc())
	return []question{
		shown("a row's number", orm.RowNumber(byViews), "[3 1 7 6 4 2 8 5]"),
		shown("a row's number within its group", orm.RowNumber(inAuthor), "[1 1 2 2 3 1 1 2]"),
		shown("a row's rank, equals share it and leave as many out", orm.Rank(orm.Over(nil, p.Views.Desc())), "[3 1 7 6 4 1 7 4]"),
		shown("a row's rank, equals share it", orm.DenseRank(orm.Over(nil, p.Views.Desc())), "[2 1 5 4 3 1 5 3]"),
		shown("a rank where NULL is last", orm.Rank(orm.Over(nil, p.PublishedAt.Desc())), "[4 2 6 5 6 1 6 2]"),
		shown("a rank where NULL is first", orm.Rank(orm.Over(nil, orm.NullsFirst(p.PublishedAt.Desc()))), "[7 5 1 8 1 4 1 5]"),
		shown("a rank by a relation's column", orm.DenseRank(orm.Over(nil, p.Author().Name.Asc())), "[1 2 1 2 2 3 4 4]"),
		shown("the value before, none in the first", orm.Lag(p.Views, orm.Over(nil, p.ID.Asc())), "[0 10 20 0 5 7 20 0]"),
		shown("the value behind, none in the last", orm.Lead(p.Views, orm.Over(nil, p.ID.Asc())), "[20 0 5 7 20 0 7 0]"),
		shown("the value before within its group", orm.Lag(p.ID, inAuthor), "[0 0 1 2 4 0 0 7]"),
		shown("the first value of its group", orm.FirstValue(p.ID, inAuthor), "[1 2 1 2 2 6 7 7]"),
		shown("a running sum", orm.RunningSum(p.Views, orm.Over(nil, p.ID.Asc())), "[10 30 30 35 42 62 62 69]"),
		shown("a running sum within its group", orm.RunningSum(p.Views, inAuthor), "[10 20 10 25 32 20 0 7]"),
		shown("a sum of the whole group", orm.RunningSum(p.Views, orm.Over(orm.Columns[*Post](p.AuthorID))), "[10 32 10 32 32 20 7 7]"),
		shown("a sum of all rows", orm.RunningSum(p.Views, orm.Window[*Post]{}), "[69 69 69 69 69 69 69 69]"),
		shown("a share of a group", orm.Minus(p.Views, orm.FirstValue(p.Views, inAuthor)), "[0 0 -10 -15 -13 0 0 7]"),
		shown("a row's number within two columns", orm.RowNumber(orm.Over(orm.Columns[*Post](p.Status, p.Featured), p.ID.Asc())), "[1 1 1 2 1 3 2 4]"),
		output("a text before", orm.List(a.OrderBy(a.ID.Asc()), orm.Lag(a.Name, orm.Over(nil, a.ID.Asc()))), "[ Ada Bob Cy Örn]"),
		table("several values over several windows", orm.Rows(p.Filter(p.AuthorID.Eq(2)).OrderBy(p.ID.Asc()), func(r *struct {
			Slug            string
			Rank, Sum, Last int64
		}) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.Slug.To(&r.Slug), orm.Rank(byViews).To(&r.Rank), orm.RunningSum(p.Views, inAuthor).To(&r.Sum), orm.Lead(p.ID, inAuthor).To(&r.Last)}
		}), "beta 1 20 4, delta 3 25 5, epsilon 2 32 0"),
		table("a window over groups", orm.Rows(p.OrderBy(orm.Sum(p.Views).Desc()), func(r *struct{ Author, Views, Rank int64 }) orm.Cols[*Post] {
			return orm.Cols[*Post]{p.AuthorID.To(&r.Author), orm.Sum(p.Views).To(&r.Views), orm.Rank(orm.Over(nil, orm.Sum(p.Views).Desc())).To(&r.Rank)}
		}), "2 32 1, 3 20 2, 1 10 3, 4 7 4"),
	}
}
