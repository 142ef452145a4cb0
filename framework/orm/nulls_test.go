package orm_test

import (
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// And, Or, Not and Exclude, and what becomes of NULL in them: a condition on NULL
// is neither true nor false, and its opposite is not either. Posts gamma, epsilon
// and eta have no moment of publication; the samples "some" have nothing that may
// be missing.
func nullCases() []question {
	p := Posts
	byKey := p.OrderBy(p.ID.Asc())
	noons := p.PublishedAt.Eq(noon)
	const all = "alpha beta gamma delta epsilon zeta eta theta"
	cases := filters(byKey, []filter[*Post]{
		{"NULL", p.PublishedAt.IsNull(), "gamma epsilon eta"},
		{"not NULL", p.PublishedAt.NotNull(), "alpha beta delta zeta theta"},
		{"not not NULL", orm.Not(p.PublishedAt.NotNull()), "gamma epsilon eta"},
		{"NULL differs from nothing", p.PublishedAt.Ne(noon), "beta delta zeta theta"},
		{"not equal is not true of NULL either", orm.Not(noons), "beta delta zeta theta"},
		{"not different is not true of NULL either", orm.Not(p.PublishedAt.Ne(noon)), "alpha"},
		{"twice not changes nothing", orm.Not(orm.Not(noons)), "alpha"},
		{"a comparison or its opposite leaves NULL out", orm.Or(noons, orm.Not(noons)), "alpha beta delta zeta theta"},
		{"a comparison and its opposite are nothing", orm.And(noons, orm.Not(noons)), ""},
		{"equal, or NULL", orm.Or(noons, p.PublishedAt.IsNull()), "alpha gamma epsilon eta"},
		{"different, or NULL", orm.Or(p.PublishedAt.Ne(noon), p.PublishedAt.IsNull()), "beta gamma delta epsilon zeta eta theta"},
		{"NULL is in no list", p.PublishedAt.In(noon, noon.Add(time.Hour)), "alpha beta theta"},
		{"NULL is not out of a list", orm.Not(p.PublishedAt.In(noon)), "beta delta zeta theta"},
		{"nothing is in no list, and all is out of it", orm.Not(p.PublishedAt.In()), all},
		{"NULL is not between", orm.Not(p.PublishedAt.Between(noon, noon.Add(time.Hour))), "delta zeta"},
		{"NULL or what is true is true", orm.Or(noons, p.Featured.IsTrue()), "alpha beta epsilon eta"},
		{"NULL and what is false is false", orm.Not(orm.And(noons, p.Featured.IsTrue())), "alpha beta gamma delta zeta theta"},
		{"NULL equals not even itself", p.PublishedAt.EqF(p.PublishedAt), "alpha beta delta zeta theta"},
		{"NULL at the end of a relation", orm.Not(p.Author().Editor().Name.Eq("Ada")), "zeta eta theta"},
		{"NULL at the end of a relation, asked for", orm.Or(p.Author().Editor().IsNull(), orm.Not(p.Author().Editor().Name.Eq("Ada"))), "alpha gamma zeta eta theta"},
		{"NULL in arithmetic is NULL", orm.Plus(p.Author().EditorID, p.Views).IsNull(), "alpha gamma"},
		{"arithmetic with NULL compares to nothing", orm.Plus(p.Author().EditorID, p.Views).Ge(0), "beta delta epsilon zeta eta theta"},
		{"a value instead of NULL", orm.Coalesce(p.Author().EditorID, orm.Val[*Post](int64(0))).Eq(0), "alpha gamma"},
		{"the sum of no rows is NULL", orm.SumOf(p.Comments, Comments.ID).IsNull(), "gamma delta epsilon theta"},

		{"or", orm.Or(p.Views.Ge(20), p.Title.Eq("Alpha")), "alpha beta zeta"},
		{"or of three", orm.Or(p.Views.Eq(5), p.Views.Eq(7), p.Views.Eq(10)), "alpha delta epsilon theta"},
		{"or of one", orm.Or(p.Views.Eq(5)), "delta"},
		{"or of none is false", orm.Or[*Post](), ""},
		{"and", orm.And(p.Views.Ge(7), p.Featured.IsTrue()), "beta epsilon"},
		{"and of none is true", orm.And[*Post](), all},
		{"the zero condition is true", orm.Pred[*Post]{}, all},
		{"not the zero condition is false", orm.Not(orm.Pred[*Post]{}), ""},
		{"not or is and of not", orm.Not(orm.Or(p.Views.Ge(7), p.Featured.IsTrue())), "gamma delta"},
		{"not and is or of not", orm.Not(orm.And(p.Views.Ge(7), p.Featured.IsTrue())), "alpha gamma delta zeta eta theta"},
		{"and binds what or gives", orm.And(orm.Or(p.AuthorID.Eq(1), p.AuthorID.Eq(2)), p.Status.Eq(StatusDraft)), "gamma epsilon"},
		{"or of what and gives", orm.Or(p.AuthorID.Eq(1), orm.And(p.AuthorID.Eq(2), p.Status.Eq(StatusDraft))), "alpha gamma epsilon"},
		{"four levels of and, or and not", orm.And(orm.Or(orm.Not(orm.And(p.Featured.IsTrue(), p.Views.Gt(0))), p.Slug.Eq("beta")), orm.Not(p.AuthorID.Eq(1))), "beta delta zeta eta theta"},
		{"not of a condition on a collection and of one on a column", orm.Not(orm.Or(p.Tags.Any(), p.Featured.IsTrue())), "gamma theta"},
	})
	cases = append(cases, querysets([]queryset[*Post]{
		{"filter twice is and", byKey.Filter(p.Views.Ge(7)).Filter(p.Featured.IsTrue()), "beta epsilon"},
		{"filter by nothing is all", byKey.Filter(), all},
		{"exclude", byKey.Exclude(p.Status.Eq(StatusPublished)), "gamma epsilon eta"},
		{"exclude by two drops what meets either", byKey.Exclude(p.Status.Eq(StatusPublished), p.Views.Eq(0)), "epsilon"},
		{"exclude what meets both", byKey.Exclude(orm.And(p.Status.Eq(StatusDraft), p.Views.Eq(0))), "alpha beta delta epsilon zeta theta"},
		{"exclude NULL", byKey.Exclude(p.PublishedAt.IsNull()), "alpha beta delta zeta theta"},
		{"exclude by a comparison with NULL", byKey.Exclude(noons), "beta delta zeta theta"},
		{"exclude a relation that may be missing", byKey.Exclude(p.Author().Editor().IsNull()), "beta delta epsilon zeta eta theta"},
		{"exclude a row of a collection", byKey.Exclude(p.Tags.Has(1)), "beta gamma epsilon eta theta"},
		{"exclude nothing", byKey.Exclude(), all},
		{"exclude all", byKey.Exclude(orm.And[*Post]()), ""},
		{"filter and exclude", byKey.Filter(p.AuthorID.Eq(2)).Exclude(p.Featured.IsTrue()), "delta"},
	})...)
	s := Samples
	return append(cases, filters(s.OrderBy(s.ID.Asc()), []filter[*Sample]{
		{"a missing number is not below, nor equal, nor above", orm.Or(s.MaybeLarge.Lt(0), s.MaybeLarge.Eq(0), s.MaybeLarge.Gt(0)), "low zero high"},
		{"a missing yes is not no", orm.Not(s.MaybeFlag.IsTrue()), "zero"},
		{"a missing yes or no is neither in a list nor out of it", orm.Or(s.MaybeFlag.In(true, false), orm.Not(s.MaybeFlag.In(true, false))), "low zero high"},
		{"a missing choice does not begin with a text, nor not", orm.Or(s.MaybeState.HasPrefix("pub"), orm.Not(s.MaybeState.HasPrefix("pub"))), "low zero high"},
		{"missing values of several kinds", orm.And(s.MaybeDay.IsNull(), s.MaybeClock.IsNull(), s.MaybeTook.IsNull(), s.MaybeCode.IsNull(), s.MaybeHost.IsNull(), s.MaybeExact.IsNull()), "some"},
		{"none of them is missing", orm.Not(orm.Or(s.MaybeDay.IsNull(), s.MaybeClock.IsNull(), s.MaybeTook.IsNull())), "low zero high"},
	})...)
}
