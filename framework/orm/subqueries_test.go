package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Queries in queries.
func subqueryCases() []question {
	p, c, a := Posts, Comments, Authors
	outer := orm.Outer[*Comment](p.ID)
	said := c.Filter(c.PostID.EqF(outer))
	cases := filters(p.OrderBy(p.ID.Asc()), []filter[*Post]{
		{"in what another query finds", p.AuthorID.InQ(orm.List(a.Filter(a.Name.Eq("Ada")), a.ID)), "alpha gamma"},
		{"not in what another query finds", orm.Not(p.AuthorID.InQ(orm.List(a.Filter(a.Name.Eq("Ada")), a.ID))), "beta delta epsilon zeta eta theta"},
		{"in what a query of the same table finds", p.ID.InQ(orm.List(p.Filter(p.Views.Ge(10)), p.ID)), "alpha beta zeta"},
		{"in what a limited query finds", p.ID.InQ(orm.List(p.OrderBy(p.Views.Desc(), p.ID.Asc()).Limit(2), p.ID)), "beta zeta"},
		{"in what a query behind an offset and a limit finds", p.ID.InQ(orm.List(p.OrderBy(p.ID.Asc()).Limit(2).Offset(3), p.ID)), "delta epsilon"},
		{"in different values that a query finds", p.ID.InQ(orm.List(c.OrderBy(c.PostID.Asc()), c.PostID).Distinct()), "alpha beta zeta eta"},
		{"in what a query finds at the end of a relation", p.AuthorID.InQ(orm.List(c.QuerySet, c.Post().AuthorID)), "alpha beta gamma delta epsilon zeta eta theta"},
		{"in what a query with a condition on a relation finds", p.ID.InQ(orm.List(c.Filter(c.Post().Author().Name.Eq("Ada")), c.PostID)), "alpha"},
		{"a name in what a query finds", p.Author().Name.InQ(orm.List(a.Filter(a.Editor().Name.Eq("Ada")), a.Name)), "beta delta epsilon"},
		{"a value worked out in values worked out", p.ID.Add(1).InQ(orm.List(p.Filter(p.Slug.Eq("beta")), p.ID)), "alpha"},
		{"in what no query finds", p.ID.InQ(orm.List(p.None(), p.ID)), ""},
		{"not in what no query finds", orm.Not(p.ID.InQ(orm.List(p.None(), p.ID))), "alpha beta gamma delta epsilon zeta eta theta"},
		{"in values of which some are NULL", p.AuthorID.InQ(orm.List(a.QuerySet, a.EditorID)), "alpha beta gamma delta epsilon zeta"},
		{"not in values of which some are NULL is never true", orm.Not(p.AuthorID.InQ(orm.List(a.QuerySet, a.EditorID))), ""},
		{"not in values that are not NULL", orm.Not(p.AuthorID.InQ(orm.List(a.Filter(a.EditorID.NotNull()), a.EditorID))), "eta theta"},
		{"in what a query in a query finds", p.ID.InQ(orm.List(c.Filter(c.PostID.InQ(orm.List(p.Filter(p.Tags.Has(3)), p.ID))), c.PostID)), "zeta"},

		{"a query finds something", orm.Exists[*Post](c.Filter(c.Body.Eq("third"))), "alpha beta gamma delta epsilon zeta eta theta"},
		{"a query finds nothing", orm.Exists[*Post](c.Filter(c.Body.Eq("nosuch"))), ""},
		{"a query of nothing finds nothing", orm.Exists[*Post](c.None()), ""},
		{"a query that speaks of the row", orm.Exists[*Post](said), "alpha beta zeta eta"},
		{"a query that speaks of the row finds nothing", orm.Not(orm.Exists[*Post](said)), "gamma delta epsilon theta"},
		{"a query that speaks of the row, with a condition", orm.Exists[*Post](said.Filter(c.Body.Eq("first"))), "alpha zeta"},
		{"a query that speaks of a row at the end of a relation", orm.Exists[*Post](p.Filter(p.AuthorID.EqF(orm.Outer[*Post](p.Author().EditorID)), p.Featured.IsTrue())), "zeta"},
		{"a query that compares with the row: none of the author's posts has more views", orm.Not(orm.Exists[*Post](p.Filter(p.AuthorID.EqF(orm.Outer[*Post](p.AuthorID)), p.Views.GtF(orm.Outer[*Post](p.Views))))), "alpha beta zeta theta"},
		{"a query in a query that speaks of the outermost row", orm.Exists[*Post](c.Filter(orm.Exists[*Comment](a.Filter(a.ID.EqF(orm.Outer[*Author](orm.Outer[*Comment](p.AuthorID))), a.Name.Eq("Cy"))))), "zeta"},
		{"a collection whose rows speak of the row", p.Comments.Any(c.ID.GtF(orm.Outer[*Comment](p.ID))), "alpha beta"},

		{"a query of the same table that speaks of the row twice", orm.Exists[*Post](p.Filter(p.Views.EqF(orm.Outer[*Post](p.Views)), p.ID.GtF(orm.Outer[*Post](p.ID)))), "beta gamma epsilon"},
		{"a query whose relation meets one of the row", orm.Exists[*Post](c.Filter(c.Post().Author().Name.EqF(orm.Outer[*Comment](p.Author().Editor().Name)))), "beta delta epsilon zeta eta theta"},
		{"a query that finds nothing, or a condition", orm.Or(orm.Not(orm.Exists[*Post](said)), p.Views.Eq(10)), "alpha gamma delta epsilon theta"},
		{"in what a query that loads relations finds", p.ID.InQ(orm.List(p.SelectRelated(p.Author().Editor()).Filter(p.Views.Ge(20)), p.ID)), "beta zeta"},
		{"the value that a query in the order of a relation finds", p.ID.EqF(orm.Subquery[*Post](orm.List(p.OrderBy(p.Author().Name.Desc(), p.ID.Desc()), p.ID))), "theta"},

		{"the value that a query finds", p.Views.EqF(orm.Subquery[*Post](orm.List(p.OrderBy(p.Views.Desc()), p.Views))), "beta zeta"},
		{"the value that a query finds for the row", orm.Subquery[*Post](orm.List(said.OrderBy(c.ID.Desc()), c.Body)).Eq("second"), "alpha"},
		{"no value that a query finds is NULL", orm.Subquery[*Post](orm.List(said, c.Body)).IsNull(), "gamma delta epsilon theta"},
		{"the value of a query of nothing is NULL", orm.Subquery[*Post](orm.List(p.None(), p.Views)).IsNull(), "alpha beta gamma delta epsilon zeta eta theta"},
		{"a value instead of one that a query does not find", orm.Coalesce(orm.Subquery[*Post](orm.List(said.OrderBy(c.ID.Asc()), c.Body)), p.Slug).In("first", "delta"), "alpha delta zeta"},
		{"what a query works out over its rows", p.Views.GtF(orm.Subquery[*Post](orm.List(p.OrderBy(), orm.Max(p.ID)))), "alpha beta zeta"},
		{"a query's value behind an offset", p.ID.EqF(orm.Subquery[*Post](orm.List(p.OrderBy(p.ID.Asc()).Offset(3), p.ID))), "delta"},
	})
	return append(cases, querysets([]queryset[*Post]{
		{"in the order of what a query finds for the row", p.OrderBy(orm.NullsLast(orm.Subquery[*Post](orm.List(said.OrderBy(c.ID.Desc()), c.ID)).Desc()), p.ID.Asc()).Limit(5), "eta zeta beta alpha gamma"},
		{"excluded by a query that speaks of the row", p.OrderBy(p.ID.Asc()).Exclude(orm.Exists[*Post](said)), "gamma delta epsilon theta"},
	})...)
}
