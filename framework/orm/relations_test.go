package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions along relations to one row: required ones, ones that may be
// missing, ones to rows of the same table, up to four steps far.
func relationCases() []question {
	p, c, a := Posts, Comments, Authors
	cases := filters(p.OrderBy(p.ID.Asc()), []filter[*Post]{
		{"posts of an author by name", p.Author().Name.Eq("Ada"), "alpha gamma"},
		{"posts of an author by key", p.Author().Is(2), "beta delta epsilon"},
		{"posts of an author by the column of the key", p.AuthorID.Eq(2), "beta delta epsilon"},
		{"posts of an author by the key at the end of the relation", p.Author().ID.Eq(2), "beta delta epsilon"},
		{"posts of an author that is not there", p.Author().Is(99), ""},
		{"a required relation is never missing", p.Author().IsNull(), ""},
		{"posts of any author but one", p.Author().Name.Ne("Bob"), "alpha gamma zeta eta theta"},
		{"posts of authors in a list", p.Author().Name.In("Cy", "Örn", "Eve"), "zeta eta theta"},
		{"posts of authors without an editor", p.Author().Editor().IsNull(), "alpha gamma"},
		{"posts of authors without an editor, by the row that is missing", p.Author().Editor().ID.IsNull(), "alpha gamma"},
		{"posts of authors without an editor, by the name that is missing", p.Author().Editor().Name.IsNull(), "alpha gamma"},
		{"posts of authors without an editor, by the column of the key", p.Author().EditorID.IsNull(), "alpha gamma"},
		{"posts of authors with an editor", p.Author().Editor().Name.NotNull(), "beta delta epsilon zeta eta theta"},
		{"posts whose author has this editor", p.Author().Editor().Name.Eq("Ada"), "beta delta epsilon"},
		{"posts whose author has this editor, by key", p.Author().Editor().Is(2), "zeta"},
		{"posts whose author has another editor: no editor is not another", p.Author().Editor().Name.Ne("Ada"), "zeta eta theta"},
		{"posts whose author's editor has this editor", p.Author().Editor().Editor().Name.Eq("Ada"), "zeta"},
		{"posts whose author's editor has no editor, or there is none", p.Author().Editor().Editor().IsNull(), "alpha beta gamma delta epsilon"},
		{"posts with four steps to a name", p.Author().Editor().Editor().Editor().Name.Eq("Ada"), "eta theta"},
		{"conditions at several steps of one path", orm.And(p.Author().Editor().Name.Eq("Bob"), p.Author().Name.Eq("Cy"), p.Author().Editor().Editor().Name.Eq("Ada")), "zeta"},
		{"either end of a path", orm.Or(p.Author().Name.Eq("Ada"), p.Author().Editor().Name.Eq("Ada")), "alpha beta gamma delta epsilon"},
		{"a column of the row beside one at the end of a path", p.ID.GtF(p.Author().ID), "gamma delta epsilon zeta eta theta"},
		{"a key at the end of a path, worked out from another", p.Author().EditorID.EqF(p.AuthorID.Sub(1)), "beta delta epsilon zeta eta theta"},
		{"a name in the middle of a path behind that at its end", p.Author().Name.GtF(p.Author().Editor().Name), "beta delta epsilon zeta eta theta"},
		{"a relation as a column of any kind", orm.Equals[*Post](p.Author(), int64(1)), "alpha gamma"},
		{"a missing relation as a column of any kind", orm.Equals[*Post](p.Author().Editor(), nil), "alpha gamma"},
	})
	cases = append(cases, filters(c.OrderBy(c.ID.Asc()), []filter[*Comment]{
		{"comments on a post", c.Post().Slug.Eq("alpha"), "c1 c2"},
		{"comments on posts of an author", c.Post().Author().Name.Eq("Ada"), "c1 c2"},
		{"comments on posts of authors with this editor", c.Post().Author().Editor().Name.Eq("Ada"), "c3"},
		{"comments on posts of authors without an editor", c.Post().Author().Editor().IsNull(), "c1 c2"},
		{"comments on posts that are not published", c.Post().PublishedAt.IsNull(), "c5"},
		{"comments on featured posts", c.Post().Featured.IsTrue(), "c3 c5"},
		{"comments on a post that has a tag", c.Post().Tags.Any(Tags.Name.Eq("go")), "c1 c2 c4"},
		{"comments on posts with two tags", orm.Total(c.Post().Tags).Ge(2), "c1 c2 c4"},
		{"comments on a post without tags", c.Post().Tags.None(), "c5"},
		{"comments before another one on the same post", c.Post().Comments.Any(c.ID.GtF(orm.Outer[*Comment](c.ID))), "c1"},
		{"comments on posts whose author has drafts", c.Post().Author().Posts.Any(p.Status.Eq(StatusDraft)), "c1 c2 c3 c5"},
	})...)
	return append(cases, filters(a.OrderBy(a.ID.Asc()), []filter[*Author]{
		{"authors by their editor", a.Editor().Name.Eq("Bob"), "Cy"},
		{"authors by the editor of their editor", a.Editor().Editor().Name.Eq("Ada"), "Cy"},
		{"authors without an editor", a.Editor().IsNull(), "Ada Eve"},
		{"authors whose name is behind that of their editor", a.Name.GtF(a.Editor().Name), "Bob Cy Örn"},
		{"authors by the posts of their editor", a.Editor().Posts.Any(p.Featured.IsTrue()), "Cy"},
		{"authors whose editor has no posts, or who have none", a.Editor().Posts.None(), "Ada Eve"},
		{"authors who edit somebody", a.ID.InQ(orm.List(a.Filter(a.EditorID.NotNull()), a.EditorID)), "Ada Bob Cy"},
	})...)
}
