package orm_test

import (
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// Conditions on collections of rows.
func collectionCases() []question {
	p, c, a := Posts, Comments, Authors
	cases := filters(p.OrderBy(p.ID.Asc()), []filter[*Post]{
		{"posts with a tag", p.Tags.Any(Tags.Name.Eq("go")), "alpha delta zeta"},
		{"posts with a tag by key", p.Tags.Has(3), "delta epsilon zeta"},
		{"posts with any tag", p.Tags.Any(), "alpha beta delta epsilon zeta"},
		{"posts without tags", p.Tags.None(), "gamma eta theta"},
		{"posts without a certain tag", p.Tags.None(Tags.Name.Eq("go")), "beta gamma epsilon eta theta"},
		{"posts with one of several tags, once each", p.Tags.Any(Tags.Name.In("go", "sql", "web")), "alpha beta delta epsilon zeta"},
		{"posts with a tag that nothing has", p.Tags.Any(Tags.Name.Eq("void")), ""},
		{"posts with two tags: two rows of the collection", orm.And(p.Tags.Any(Tags.Name.Eq("go")), p.Tags.Any(Tags.Name.Eq("web"))), "delta zeta"},
		{"posts with a tag of two names: one row of the collection", p.Tags.Any(Tags.Name.Eq("go"), Tags.Name.Eq("web")), ""},
		{"posts with one tag and without another", orm.And(p.Tags.Any(Tags.Name.Eq("go")), p.Tags.None(Tags.Name.Eq("web"))), "alpha"},
		{"posts with one tag or another", orm.Or(p.Tags.Has(1), p.Tags.Has(3)), "alpha delta epsilon zeta"},
		{"not posts with a tag", orm.Not(p.Tags.Any(Tags.Name.Eq("sql"))), "gamma delta epsilon eta theta"},
		{"not posts without a tag", orm.Not(p.Tags.None(Tags.Name.Eq("sql"))), "alpha beta zeta"},
		{"not posts with both of two tags", orm.Not(orm.And(p.Tags.Has(1), p.Tags.Has(2))), "beta gamma delta epsilon eta theta"},
		{"posts all of whose tags begin with a letter", orm.And(p.Tags.Any(), p.Tags.None(orm.Not(Tags.Name.HasPrefix("s")))), "beta"},
		{"posts with this comment", p.Comments.Any(c.Body.Eq("first")), "alpha zeta"},
		{"posts with a comment that has a quote", p.Comments.Any(c.Body.Contains(`"`)), "eta"},
		{"posts without comments", p.Comments.None(), "gamma delta epsilon theta"},
		{"posts with a comment and with another", orm.And(p.Comments.Any(c.Body.Eq("first")), p.Comments.Any(c.Body.Eq("second"))), "alpha"},
		{"posts by a comment's key", p.Comments.Has(3), "beta"},
		{"posts with comments that lead back to an author", p.Comments.Any(c.Post().Author().Name.Eq("Cy")), "zeta"},
		{"posts of authors with another kind of post", p.Author().Posts.Any(p.Views.Gt(10)), "beta delta epsilon zeta"},
		{"posts of authors all of whose posts have tags", p.Author().Posts.None(p.Tags.None()), "beta delta epsilon zeta"},
		{"posts with two tags", orm.Total(p.Tags).Eq(2), "alpha delta"},
		{"posts with one tag or none", orm.Total(p.Tags).Le(1), "beta gamma epsilon eta theta"},
		{"posts with as many tags as comments", orm.Total(p.Tags).EqF(orm.Total(p.Comments)), "alpha beta gamma theta"},
		{"posts with several comments of a kind", orm.Total(p.Comments, c.Body.Contains("s")).Ge(2), "alpha"},
		{"posts by tags and comments, which do not multiply each other", orm.And(orm.Total(p.Tags).Eq(2), orm.Total(p.Comments).Eq(2)), "alpha"},
		{"posts by the last comment", orm.MaxOf(p.Comments, c.ID).Eq(2), "alpha"},
		{"posts by the largest of no comments", orm.MaxOf(p.Comments, c.ID).IsNull(), "gamma delta epsilon theta"},
		{"a collection as a column of any kind", orm.Equals[*Post](p.Tags, int64(2)), "alpha beta zeta"},
	})
	return append(cases, filters(a.OrderBy(a.ID.Asc()), []filter[*Author]{
		{"authors with a featured post", a.Posts.Any(p.Featured.IsTrue()), "Bob Örn"},
		{"authors without posts", a.Posts.None(), "Eve"},
		{"authors with a post that has a tag", a.Posts.Any(p.Tags.Any(Tags.Name.Eq("sql"))), "Ada Bob Cy"},
		{"authors with a post that has two tags", a.Posts.Any(p.Tags.Any(Tags.Name.Eq("go")), p.Tags.Any(Tags.Name.Eq("web"))), "Bob Cy"},
		{"authors with a post that has comments but no tags", a.Posts.Any(p.Comments.Any(), p.Tags.None()), "Örn"},
		{"authors with drafts and published posts", orm.And(a.Posts.Any(p.Status.Eq(StatusDraft)), a.Posts.Any(p.Status.Eq(StatusPublished))), "Ada Bob Örn"},
		{"authors with published posts only, or none", a.Posts.None(p.Status.Eq(StatusDraft)), "Cy Eve"},
		{"authors by the views of their posts", orm.SumOf(a.Posts, p.Views).Gt(10), "Bob Cy"},
		{"authors by the views of no posts", orm.SumOf(a.Posts, p.Views).IsNull(), "Eve"},
		{"authors by the views of their published posts", orm.SumOf(a.Posts, p.Views, p.Status.Eq(StatusPublished)).Eq(7), "Örn"},
		{"authors by the mean of their posts", orm.AvgOf(a.Posts, p.Views).Between(4, 12), "Ada Bob"},
		{"authors by their least post", orm.MinOf(a.Posts, p.Views).Eq(0), "Ada Örn"},
		{"authors with more posts than their editor", orm.Total(a.Posts).GtF(orm.Total(a.Editor().Posts)), "Ada Bob Örn"},
		{"authors by the views of their editor's posts", orm.SumOf(a.Editor().Posts, p.Views).Ge(20), "Cy Örn"},
		{"authors with a post that has comments and a tag", a.Posts.Any(p.Comments.Any(), p.Tags.Any(Tags.Name.Eq("go"))), "Ada Cy"},
		{"authors by the last moment of their posts", orm.MaxOf(a.Posts, p.PublishedAt).Gt(noon), "Bob Cy Örn"},
	})...)
}
