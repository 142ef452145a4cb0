package orm_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/google/uuid"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Updates and deletes of querysets: how many rows, and what is to be seen then.
func updateCases() []question {
	p, a, s, c := Posts, Authors, Samples, Comments
	byKey := p.OrderBy(p.ID.Asc())
	update := func(q *orm.QuerySet[*Post], to ...orm.Assign[*Post]) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) { return q.Update(ctx, to...) }
	}
	set := func(to ...orm.Assign[*Sample]) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) { return s.Filter(s.Name.Eq("some")).Update(ctx, to...) }
	}
	remove := func(q *orm.QuerySet[*Post]) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) { return q.Delete(ctx) }
	}
	all := named(byKey)
	views := valued(byKey, p.Views)
	slugs := valued(byKey, p.Slug)
	titles := valued(byKey.Filter(p.ID.Le(2)), p.Title)
	some := named(s.OrderBy(s.ID.Asc()).Filter(s.UpdatedAt.GtF(s.CreatedAt)))
	day, at := orm.Date{Year: 2000, Month: 1, Day: 2}, time.Date(2000, 1, 2, 3, 4, 5, 6000, time.UTC)
	return changes([]change{
		{"a value", update(p.Filter(p.Views.Eq(7)), p.Views.Set(70)), views, "2: 10 20 0 5 70 20 0 70"},
		{"a value in rows that have it already", update(p.Filter(p.Views.Eq(7)), p.Views.Set(7)), views, "2: 10 20 0 5 7 20 0 7"},
		{"no row", update(p.Filter(p.Views.Eq(99)), p.Views.Set(1)), views, "0: 10 20 0 5 7 20 0 7"},
		{"no assignment", update(p.Filter(p.Views.Eq(7))), views, "0: 10 20 0 5 7 20 0 7"},
		{"of nothing", update(p.None(), p.Views.Set(1)), views, "0: 10 20 0 5 7 20 0 7"},
		{"of everything", update(p.Everything(), p.Views.Set(1)), views, "8: 1 1 1 1 1 1 1 1"},
		{"two values", update(p.Filter(p.ID.Eq(1)), p.Title.Set("New"), p.Views.Set(1)), titles, "1: New beta 100%"},
		{"a hostile text", update(p.Filter(p.ID.Eq(1)), p.Title.Set(`'; DROP TABLE blog_post; -- %_\?`)), titles, `1: '; DROP TABLE blog_post; -- %_\? beta 100%`},
		{"a number added to", update(p.Filter(p.Views.Gt(0)), p.Views.SetF(p.Views.Add(1))), views, "6: 11 21 0 6 8 21 0 8"},
		{"a number multiplied", update(p.Filter(p.ID.In(1, 2)), p.Views.SetF(p.Views.Mul(3))), views, "2: 30 60 0 5 7 20 0 7"},
		{"another column", update(p.Filter(p.ID.Le(2)), p.Title.SetF(p.Slug)), titles, "2: alpha beta"},
		{"a sum of columns", update(p.Filter(p.ID.Gt(6)), p.Views.SetF(orm.Plus(p.Views, p.ID))), views, "2: 10 20 0 5 7 20 7 15"},
		{"texts one after the other", update(p.Filter(p.ID.Le(2)), p.Title.SetF(orm.Concat(p.Title, orm.Val[*Post]("!")))), titles, "2: Alpha! beta 100%!"},
		{"capital letters", update(p.Filter(p.ID.Eq(2)), p.Title.SetF(orm.Upper(p.Title))), titles, "1: Alpha BETA 100%"},
		{"a case", update(p.Everything(), p.Views.SetF(orm.Case(p.Views, orm.If(p.Views.Ge(10), int64(1)), orm.If(p.Views.Eq(0), int64(-1))))), views, "8: 1 1 -1 5 7 1 -1 7"},
		{"the size of a collection", update(p.Everything(), p.Views.SetF(orm.Total(p.Tags))), views, "8: 2 1 0 2 1 3 0 0"},
		{"what a query finds for the row", update(p.Filter(p.Comments.Any()), p.Body.SetF(orm.Subquery[*Post](orm.List(c.Filter(c.PostID.EqF(orm.Outer[*Comment](p.ID))).OrderBy(c.ID.Asc()), c.Body)))),
			valued(byKey.Filter(p.Body.Ne("")), p.Body), `4: first third first I said "no"`},
		{"what a query finds at the end of a relation", update(p.Filter(p.Author().Name.Eq("Bob")), p.Views.SetF(orm.Subquery[*Post](orm.List(a.Filter(a.ID.EqF(orm.Outer[*Author](p.AuthorID))), a.EditorID)))), views, "3: 10 1 0 1 1 20 0 7"},
		{"what a query works out over the same table", update(p.Filter(p.ID.Eq(1)), p.Views.SetF(orm.Subquery[*Post](orm.List(p.OrderBy(), orm.Max(p.Views))))), views, "1: 20 20 0 5 7 20 0 7"},
		{"of a queryset that would load relations and collections", update(p.SelectRelated(p.Author()).Prefetch(p.Tags).Filter(p.Author().Name.Eq("Bob")).OrderBy(p.ID.Asc()).Limit(2), p.Views.Set(1)), views, "2: 10 1 0 1 7 20 0 7"},
		{"NULL", update(p.Filter(p.PublishedAt.NotNull()), p.PublishedAt.SetNull()), named(byKey.Filter(p.PublishedAt.NotNull())), "5: "},
		{"a moment instead of NULL", update(p.Filter(p.PublishedAt.IsNull()), p.PublishedAt.Set(noon.In(time.FixedZone("east", 3600)))), named(byKey.Filter(p.PublishedAt.Eq(noon))), "3: alpha gamma epsilon eta"},
		{"a choice", update(p.Filter(p.Status.Eq(StatusDraft)), p.Status.Set(StatusPublished)), named(byKey.Filter(p.Status.Eq(StatusDraft))), "3: "},
		{"a relation, by its key", update(p.Filter(p.AuthorID.Eq(2)), p.AuthorID.Set(5)), named(byKey.Filter(p.Author().Name.Eq("Eve"))), "3: beta delta epsilon"},
		{"rows by a relation", update(p.Filter(p.Author().Editor().Name.Eq("Ada")), p.Views.Set(1)), views, "3: 10 1 0 1 1 20 0 7"},
		{"rows by a relation that is missing", update(p.Filter(p.Author().Editor().IsNull()), p.Views.Set(1)), views, "2: 1 20 1 5 7 20 0 7"},
		{"rows by a collection", update(p.Filter(p.Tags.Any(Tags.Name.Eq("web"))), p.Views.Set(1)), views, "3: 10 20 0 1 1 1 0 7"},
		{"rows by what a query of the same table finds", update(p.Filter(p.ID.InQ(orm.List(p.Filter(p.Views.Ge(20)), p.ID))), p.Views.Set(1)), views, "2: 10 1 0 5 7 1 0 7"},
		{"rows that an exclude leaves", update(p.Exclude(p.Status.Eq(StatusPublished)), p.Views.Set(1)), views, "3: 10 20 1 5 1 20 1 7"},
		{"the first rows of an order", update(p.OrderBy(p.Views.Desc(), p.ID.Asc()).Limit(2), p.Views.Set(1)), views, "2: 10 1 0 5 7 1 0 7"},
		{"rows of a page in the order of a relation", update(p.OrderBy(p.Author().Name.Desc(), p.ID.Asc()).Limit(1).Offset(1), p.Views.Set(1)), views, "1: 10 20 0 5 7 20 0 1"},
		{"rows of a union", update(orm.Union(p.Filter(p.ID.Eq(1)), p.Filter(p.ID.Eq(3))), p.Views.Set(1)), views, "2: 1 20 1 5 7 20 0 7"},
		{"the time of the change is set", update(p.Filter(p.ID.Eq(3)), p.Views.Set(1)), named(byKey.Filter(p.UpdatedAt.GtF(p.CreatedAt))), "1: gamma"},
		{"the time of the change is set by hand", update(p.Filter(p.ID.Eq(3)), p.UpdatedAt.SetF(p.CreatedAt)), named(byKey.Filter(p.UpdatedAt.GtF(p.CreatedAt))), "1: "},

		{"a number of 64 bits", set(s.Large.Set(-9223372036854775808)), named(s.OrderBy(s.ID.Asc()).Filter(s.Large.Lt(0))), "1: low some"},
		{"an exact number", set(s.Exact.Set(amount("-12.345"))), named(s.Filter(s.Exact.Eq(amount("-12.345")))), "1: some"},
		{"an exact number from another column", set(s.MaybeExact.SetF(s.Exact)), named(s.Filter(s.MaybeExact.Eq(amount("0.1")))), "1: some"},
		{"a day, a time of day and a moment", set(s.Day.Set(day), s.Clock.Set(orm.TimeOfDay{Hour: 1}), s.At.Set(at)), named(s.Filter(s.Day.Eq(day), s.Clock.Eq(orm.TimeOfDay{Hour: 1}), s.At.Eq(at))), "1: some"},
		{"a day that may be missing", set(s.MaybeDay.Set(day)), named(s.Filter(s.MaybeDay.Eq(day))), "1: some"},
		{"a duration", set(s.Took.Set(-time.Second), s.MaybeTook.SetF(s.Took.Add(time.Second))), some, "1: some"},
		{"an identifier and an address", set(s.Code.Set(uuid.Nil), s.MaybeHost.Set(orm.IP{Addr: netip.MustParseAddr("::1")})), named(s.OrderBy(s.ID.Asc()).Filter(s.Code.Eq(uuid.Nil))), "1: low some"},
		{"bytes", set(s.Blob.Set([]byte{0, 1, 2})), named(s.Filter(s.Blob.Eq([]byte{0, 1, 2}))), "1: some"},
		{"no bytes", set(s.Blob.Set([]byte{})), named(s.OrderBy(s.ID.Asc()).Filter(s.Blob.Eq([]byte{}))), "1: zero some"},
		{"yes and no", set(s.Flag.Set(false), s.MaybeFlag.Set(false)), named(s.OrderBy(s.ID.Asc()).Filter(s.MaybeFlag.IsFalse())), "1: zero some"},
		{"yes and no from another column", set(s.MaybeFlag.SetF(s.Flag)), named(s.OrderBy(s.ID.Asc()).Filter(s.MaybeFlag.IsTrue())), "1: low some high"},

		{"delete by a value", remove(p.Filter(p.Views.Eq(7))), slugs, "2: alpha beta gamma delta zeta eta"},
		{"delete no row", remove(p.Filter(p.Views.Eq(99))), all, "0: alpha beta gamma delta epsilon zeta eta theta"},
		{"delete of nothing", remove(p.None()), all, "0: alpha beta gamma delta epsilon zeta eta theta"},
		{"delete everything", remove(p.Everything()), all, "8: "},
		{"delete by a relation", remove(p.Filter(p.Author().Editor().Name.Eq("Ada"))), all, "3: alpha gamma zeta eta theta"},
		{"delete by a relation that is missing", remove(p.Filter(p.Author().Editor().IsNull())), all, "2: beta delta epsilon zeta eta theta"},
		{"delete by a collection", remove(p.Filter(p.Tags.None())), all, "3: alpha beta delta epsilon zeta"},
		{"delete by the size of a collection", remove(p.Filter(orm.Total(p.Comments).Ge(1))), all, "4: gamma delta epsilon theta"},
		{"delete by what a query of the same table finds", remove(p.Filter(p.ID.InQ(orm.List(p.Filter(p.Featured.IsTrue()), p.ID)))), all, "3: alpha gamma delta zeta theta"},
		{"delete by what a query works out over the same table", remove(p.Filter(p.Views.EqF(orm.Subquery[*Post](orm.List(p.OrderBy(), orm.Max(p.Views)))))), all, "2: alpha gamma delta epsilon eta theta"},
		{"delete the first rows of an order", remove(p.OrderBy(p.Views.Asc(), p.ID.Desc()).Limit(2)), all, "2: alpha beta delta epsilon zeta theta"},
		{"delete all but the first rows", remove(byKey.Filter(p.Views.Ge(0)).Offset(2)), all, "6: alpha beta"},
		{"delete with an exclude", remove(p.Exclude(p.Status.Eq(StatusPublished))), all, "3: alpha beta delta zeta theta"},
		{"delete a difference", remove(orm.Difference(p.Filter(p.Views.Ge(7)), p.Filter(p.Featured.IsTrue()))), all, "3: beta gamma delta epsilon eta"},
		{"comments go with their post", remove(p.Filter(p.ID.Eq(1))), named(c.OrderBy(c.ID.Asc())), "1: c3 c4 c5"},
		{"links to tags go with their post", remove(p.Filter(p.ID.Eq(1))), named(byKey.Filter(p.Tags.Has(1))), "1: delta zeta"},
		{"posts and comments go with their author", func(ctx context.Context) (any, error) { return a.Filter(a.Name.Eq("Ada")).Delete(ctx) }, func(ctx context.Context) (string, error) {
			posts, err := p.Count(ctx)
			comments, err2 := c.Count(ctx)
			return fmt.Sprint(posts, comments), errors.Join(err, err2)
		}, "1: 6 3"},
		{"who had an editor that is gone has none", func(ctx context.Context) (any, error) { return a.Filter(a.Name.Eq("Bob")).Delete(ctx) }, named(a.OrderBy(a.ID.Asc()).Filter(a.Editor().IsNull())), "1: Ada Cy Eve"},
	})
}
