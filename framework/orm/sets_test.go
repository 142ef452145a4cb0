package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Querysets made of others.
func setCases() []question {
	p := Posts
	many, drafts := p.Filter(p.Views.Ge(7)), p.Filter(p.Status.Eq(StatusDraft))
	top := p.OrderBy(p.Views.Desc(), p.ID.Asc()).Limit(2)
	byKey := func(q *orm.QuerySet[*Post]) *orm.QuerySet[*Post] { return q.OrderBy(p.ID.Asc()) }
	return querysets([]queryset[*Post]{
		{"a union has each row once", byKey(orm.Union(many, drafts)), "alpha beta gamma epsilon zeta eta theta"},
		{"a union of one", byKey(orm.Union(drafts)), "gamma epsilon eta"},
		{"a union of three", byKey(orm.Union(drafts, top, p.Filter(p.Slug.Eq("delta")))), "beta gamma delta epsilon zeta eta"},
		{"a union with itself", byKey(orm.Union(drafts, drafts)), "gamma epsilon eta"},
		{"a union with a limited part", byKey(orm.Union(top, drafts)), "beta gamma epsilon zeta eta"},
		{"a union with a part behind an offset and a limit", byKey(orm.Union(p.OrderBy(p.ID.Asc()).Limit(2).Offset(1), drafts)), "beta gamma epsilon eta"},
		{"a union with nothing", byKey(orm.Union(p.None(), drafts)), "gamma epsilon eta"},
		{"a union can be filtered", byKey(orm.Union(many, drafts).Filter(p.Author().Name.Eq("Ada"))), "alpha gamma"},
		{"a union can be excluded from", byKey(orm.Union(many, drafts).Exclude(p.Featured.IsTrue())), "alpha gamma zeta theta"},
		{"a union can be ordered and limited", orm.Union(many, drafts).OrderBy(p.ID.Desc()).Limit(2).Offset(1), "eta zeta"},
		{"a union of conditions on collections", byKey(orm.Union(p.Filter(p.Tags.Has(1)), p.Filter(p.Comments.Any()))), "alpha beta delta zeta eta"},
		{"an intersection", byKey(orm.Intersection(many, drafts)), "epsilon"},
		{"an intersection of three", byKey(orm.Intersection(many, drafts, top)), ""},
		{"an intersection with a limited part", byKey(orm.Intersection(top, p.Filter(p.Featured.IsTrue()))), "beta"},
		{"an intersection with nothing", byKey(orm.Intersection(many, p.None())), ""},
		{"a difference", byKey(orm.Difference(many, drafts)), "alpha beta zeta theta"},
		{"a difference the other way round", byKey(orm.Difference(drafts, many)), "gamma eta"},
		{"a difference with a limited part", byKey(orm.Difference(many, top)), "alpha epsilon theta"},
		{"a difference with several", byKey(orm.Difference(many, drafts, top)), "alpha theta"},
		{"a difference with nothing", byKey(orm.Difference(drafts, p.None())), "gamma epsilon eta"},
		{"a difference of nothing", byKey(orm.Difference(p.None(), drafts)), ""},
		{"a union of an intersection and a difference", byKey(orm.Union(orm.Intersection(many, drafts), orm.Difference(drafts, many))), "gamma epsilon eta"},
		{"an intersection of unions", byKey(orm.Intersection(orm.Union(p.Filter(p.ID.Le(4)), p.Filter(p.ID.Eq(8))), orm.Union(p.Filter(p.Tags.Any()), p.Filter(p.ID.Eq(8))))), "alpha beta delta theta"},
		{"distinct rows are the rows", orm.Distinct(byKey(drafts)), "gamma epsilon eta"},
		{"distinct rows, counted", orm.Distinct(byKey(p.Filter(p.Tags.Any(Tags.Name.In("go", "sql"))))), "alpha beta delta zeta"},
	})
}
