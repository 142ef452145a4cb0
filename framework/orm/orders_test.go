package orm_test

import (
	"context"
	"errors"
	"fmt"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Orders, limits, single rows, counts.
func orderCases() []question {
	p, s := Posts, Samples
	byKey := p.OrderBy(p.ID.Asc())
	cases := querysets([]queryset[*Post]{
		{"the order of Meta: newest first, NULL last", p.QuerySet, "zeta beta theta alpha delta gamma epsilon eta"},
		{"the order of Meta, turned round", p.QuerySet.Reverse(), "eta epsilon gamma delta alpha theta beta zeta"},
		{"a column, then another", p.OrderBy(p.Views.Desc(), p.Slug.Asc()), "beta zeta alpha epsilon theta delta eta gamma"},
		{"two columns in two directions, turned round", p.OrderBy(p.Views.Desc(), p.Slug.Asc()).Reverse(), "gamma eta delta theta epsilon alpha zeta beta"},
		{"an order replaces the one before", byKey.OrderBy(p.ID.Desc()).Limit(2), "theta eta"},
		{"NULL comes first", p.OrderBy(p.PublishedAt.Asc(), p.ID.Asc()), "gamma epsilon eta delta alpha beta theta zeta"},
		{"NULL comes last when descending", p.OrderBy(p.PublishedAt.Desc(), p.ID.Asc()), "zeta beta theta alpha delta gamma epsilon eta"},
		{"NULL last when ascending, if asked", p.OrderBy(orm.NullsLast(p.PublishedAt.Asc()), p.ID.Asc()), "delta alpha beta theta zeta gamma epsilon eta"},
		{"NULL first when descending, if asked", p.OrderBy(orm.NullsFirst(p.PublishedAt.Desc()), p.ID.Asc()), "gamma epsilon eta zeta beta theta alpha delta"},
		{"NULL first when ascending, if asked", p.OrderBy(orm.NullsFirst(p.PublishedAt.Asc()), p.ID.Asc()).Limit(4), "gamma epsilon eta delta"},
		{"where NULL is put turns round with the order", p.OrderBy(orm.NullsLast(p.PublishedAt.Asc()), p.ID.Asc()).Reverse(), "eta epsilon gamma zeta theta beta alpha delta"},
		{"where NULL is put means nothing where there is none", p.OrderBy(orm.NullsLast(p.Views.Asc()), p.ID.Asc()).Limit(3), "gamma eta delta"},
		{"a relation's column", p.OrderBy(p.Author().Name.Asc(), p.ID.Desc()), "gamma alpha epsilon delta beta zeta theta eta"},
		{"a relation that may be missing keeps every row, missing first", p.OrderBy(p.Author().Editor().Name.Asc(), p.ID.Asc()), "alpha gamma beta delta epsilon zeta eta theta"},
		{"a relation that may be missing, missing last", p.OrderBy(orm.NullsLast(p.Author().Editor().Name.Asc()), p.ID.Asc()), "beta delta epsilon zeta eta theta alpha gamma"},
		{"a relation that may be missing, descending", p.OrderBy(p.Author().Editor().Name.Desc(), p.ID.Asc()), "eta theta zeta beta delta epsilon alpha gamma"},
		{"a relation that may be missing, descending and missing first", p.OrderBy(orm.NullsFirst(p.Author().Editor().Name.Desc()), p.ID.Asc()), "alpha gamma eta theta zeta beta delta epsilon"},
		{"three steps of relations", p.OrderBy(orm.NullsLast(p.Author().Editor().Editor().Name.Desc()), p.ID.Asc()).Limit(4), "eta theta zeta alpha"},
		{"yes and no: no first", p.OrderBy(p.Featured.Asc(), p.ID.Asc()), "alpha gamma delta zeta theta beta epsilon eta"},
		{"the size of a collection", p.OrderBy(orm.Total(p.Tags).Desc(), p.ID.Asc()), "zeta alpha delta beta epsilon gamma eta theta"},
		{"the size of some of a collection", p.OrderBy(orm.Total(p.Tags, Tags.Name.Eq("web")).Desc(), p.ID.Desc()).Limit(4), "zeta epsilon delta theta"},
		{"the largest of a collection, none last", p.OrderBy(orm.NullsLast(orm.MaxOf(p.Comments, Comments.ID).Asc()), p.ID.Asc()).Limit(5), "alpha beta zeta eta gamma"},
		{"a length", p.OrderBy(orm.Length(p.Title).Asc(), p.ID.Asc()), "theta alpha delta gamma epsilon zeta beta eta"},
		{"a case: drafts first, then by views", p.OrderBy(orm.Case(p.Views, orm.If(p.Status.Eq(StatusDraft), int64(-1))).Asc(), p.ID.Asc()), "gamma epsilon eta delta theta alpha beta zeta"},
		{"a sum of columns", p.OrderBy(orm.Plus(p.Views, p.AuthorID).Desc(), p.ID.Asc()).Limit(3), "zeta beta alpha"},
		{"by a column of any kind", p.OrderBy(orm.By[*Post](p.Slug, true)).Limit(2), "zeta theta"},
		{"by a value worked out as a column of any kind", p.OrderBy(orm.By[*Post](orm.Length(p.Slug), false), p.ID.Asc()), "eta beta zeta alpha gamma delta theta epsilon"},
		{"by a relation, which is its key", p.OrderBy(orm.By[*Post](p.Author(), true), p.ID.Asc()).Limit(2), "eta theta"},

		{"a limit", byKey.Limit(3), "alpha beta gamma"},
		{"a limit beyond the end", byKey.Limit(99).Offset(6), "eta theta"},
		{"a limit of 0 is none", byKey.Limit(3).Limit(0).Offset(5), "zeta eta theta"},
		{"a limit below 0 is none", byKey.Limit(-1).Offset(6), "eta theta"},
		{"an offset", byKey.Offset(6), "eta theta"},
		{"an offset below 0 is none", byKey.Offset(-3).Limit(1), "alpha"},
		{"an offset beyond the end", byKey.Offset(8), ""},
		{"a limit and an offset", byKey.Limit(2).Offset(3), "delta epsilon"},
		{"a later limit replaces the one before", byKey.Limit(5).Limit(1), "alpha"},
		{"a limit with a condition on a collection", byKey.Filter(p.Tags.Any(Tags.Name.In("go", "sql", "web"))).Limit(3).Offset(1), "beta delta epsilon"},
		{"none", byKey.None(), ""},
		{"none stays none", byKey.None().Filter(p.ID.Eq(1)).Limit(1), ""},
		{"none from the start", p.None(), ""},
	})
	cases = append(cases, querysets([]queryset[*Sample]{
		{"short numbers", s.OrderBy(s.Tiny.Desc()), "high some zero low"},
		{"long numbers", s.OrderBy(s.Large.Asc()), "low zero some high"},
		{"floating numbers", s.OrderBy(s.Double.Desc()), "high some zero low"},
		{"exact numbers by size", s.OrderBy(s.Exact.Asc()), "low zero some high"},
		{"exact numbers, missing ones last", s.OrderBy(orm.NullsLast(s.MaybeExact.Asc())), "low zero high some"},
		{"moments before and after 1970", s.OrderBy(s.At.Asc()), "low zero some high"},
		{"days of several centuries", s.OrderBy(s.Day.Desc()), "high some zero low"},
		{"times of day", s.OrderBy(s.Clock.Desc()), "high some zero low"},
		{"durations, missing ones first", s.OrderBy(s.MaybeTook.Asc()), "some low zero high"},
		{"identifiers", s.OrderBy(s.Code.Asc()), "low some zero high"},
		{"choices of numbers, then texts", s.OrderBy(s.Level.Desc(), s.Name.Asc()), "high some low zero"},
	})...)
	one := func(name string, ask func(context.Context) (*Post, error), want string) question {
		return question{name, func(ctx context.Context) (string, error) {
			row, err := ask(ctx)
			switch {
			case errors.Is(err, orm.ErrNotFound):
				return "not found", nil
			case errors.Is(err, orm.ErrSeveral):
				return "several", nil
			case err != nil:
				return "", err
			}
			return row.Slug, nil
		}, want}
	}
	last := func(q *orm.QuerySet[*Post]) func(context.Context) (*Post, error) {
		return func(ctx context.Context) (*Post, error) { return orm.Last(ctx, q) }
	}
	key := func(q *orm.QuerySet[*Post], id int64) func(context.Context) (*Post, error) {
		return func(ctx context.Context) (*Post, error) { return q.Get(ctx, id) }
	}
	cases = append(cases,
		one("the first in the order of Meta", p.QuerySet.First, "zeta"),
		one("the first by a relation", p.OrderBy(p.Author().Name.Desc(), p.ID.Asc()).First, "eta"),
		one("the first by key where there is no order", p.OrderBy().First, "alpha"),
		one("the first behind an offset", byKey.Offset(2).First, "gamma"),
		one("the first of none", byKey.Filter(p.ID.Gt(99)).First, "not found"),
		one("the last", last(byKey), "theta"),
		one("the last by key where there is no order", last(p.OrderBy()), "theta"),
		one("the last where NULL is last", last(p.OrderBy(orm.NullsLast(p.PublishedAt.Asc()), p.ID.Asc())), "eta"),
		one("the last of some", last(byKey.Filter(p.Featured.IsFalse(), p.Views.Ge(10))), "zeta"),
		one("the last of none", last(p.None()), "not found"),
		one("the only one", p.Filter(p.Slug.Eq("gamma")).One, "gamma"),
		one("the only one of several", p.Filter(p.Views.Eq(20)).One, "several"),
		one("the only one of none", p.Filter(p.Views.Eq(21)).One, "not found"),
		one("by key", key(p.QuerySet, 5), "epsilon"),
		one("by a key that is not there", key(p.QuerySet, 99), "not found"),
		one("by a key that another condition keeps out", key(p.Filter(p.Views.Gt(10)), 1), "not found"),
		one("by key, with a condition on a relation", key(p.Filter(p.Author().Name.Eq("Bob")), 4), "delta"),
	)
	count := func(name string, ask func(context.Context) (int64, error), want string) question {
		return question{name, func(ctx context.Context) (string, error) {
			n, err := ask(ctx)
			return fmt.Sprint(n), err
		}, want}
	}
	upTo := func(q *orm.QuerySet[*Post], n int) func(context.Context) (int64, error) {
		return func(ctx context.Context) (int64, error) { return q.CountUpTo(ctx, n) }
	}
	exists := func(q *orm.QuerySet[*Post]) func(context.Context) (int64, error) {
		return func(ctx context.Context) (int64, error) {
			yes, err := q.Exists(ctx)
			if yes {
				return 1, err
			}
			return 0, err
		}
	}
	return append(cases,
		count("a count", p.Count, "8"),
		count("a count of a relation's rows, which do not multiply", p.Filter(p.Tags.Any()).Count, "5"),
		count("a count within a limit", p.Limit(3).Count, "3"),
		count("a count behind an offset", p.QuerySet.Offset(6).Count, "2"),
		count("a count of a page at the end", p.Limit(5).Offset(6).Count, "2"),
		count("a count that stops above its bound", upTo(p.QuerySet, 3), "4"),
		count("a count that does not get to its bound", upTo(p.Filter(p.Views.Ge(20)), 3), "2"),
		count("there is one", exists(p.Filter(p.Views.Eq(20))), "1"),
		count("there is none", exists(p.Filter(p.Views.Eq(21))), "0"),
		count("there is one behind an offset", exists(p.QuerySet.Offset(7)), "1"),
		count("there is none behind an offset", exists(p.QuerySet.Offset(8)), "0"),
	)
}
