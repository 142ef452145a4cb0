package orm_test

import (
	"context"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// The rows are those of newsroom.
func TestSubqueries(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		run(t, ctx, amongCases)
		run(t, ctx, existsCases)
		run(t, ctx, scalarCases)
		run(t, ctx, setCases)
		run(t, ctx, subqueryAuthorCases)
		run(t, ctx, subqueryValueCases)
	})
}

// onThis is the condition that a comment is on the post around the query.
var onThis = Comments.PostID.EqF(orm.Outer[*Comment](key))

// ofThisWriter is the condition that a post has the author of the post around
// the query.
var ofThisWriter = Posts.AuthorID.EqF(orm.Outer[*Post](Posts.AuthorID))

var amongCases = []rowsCase[*Post]{
	{"posts whose author is in a query", viewed(Posts.AuthorID.InQ(orm.List(people(Authors.Name.HasPrefix("A")), Authors.ID))), "alpha beta"},
	{"posts that good comments are on", viewed(key.InQ(orm.List(said(good), Comments.PostID))), "alpha gamma eps"},
	{"posts that no good comment is on", viewed(orm.Not(key.InQ(orm.List(said(good), Comments.PostID)))), "beta delta zeta eta"},
	{"posts without those in a query", postsByID.Exclude(key.InQ(orm.List(said(), Comments.PostID))), "beta delta eta"},
	{"posts in one query or in another", viewed(orm.Or(key.InQ(orm.List(said(bad), Comments.PostID)), key.InQ(orm.List(viewed(tags.Has(3)), key)))), "alpha delta eps zeta eta"},
	{"posts whose author was commented on, across a relation", viewed(Posts.AuthorID.InQ(orm.List(said(), ofPost.AuthorID))), "alpha beta gamma delta eps zeta"},
	{"the three posts with the most views", viewed(key.InQ(orm.List(topThree, key))), "alpha beta eta"},
	{"all posts but those three", viewed(orm.Not(key.InQ(orm.List(topThree, key)))), "gamma delta eps zeta"},
	{"posts in the middle of an order", viewed(key.InQ(orm.List(Posts.OrderBy(views.Desc()).Offset(1).Limit(2), key))), "alpha beta"},
	{"posts in the first half of an order, in another one", Posts.Filter(key.InQ(orm.List(topThree, key))).OrderBy(Posts.Slug.Desc()), "eta beta alpha"},
	{"a query within a query", viewed(Posts.AuthorID.InQ(orm.List(people(Authors.ID.InQ(orm.List(viewed(draft), Posts.AuthorID))), Authors.ID))), "alpha beta gamma delta eps zeta"},
	{"a limited query within a limited query", viewed(key.InQ(orm.List(Posts.Filter(key.InQ(orm.List(topThree, key))).OrderBy(key.Asc()).Limit(2), key))), "alpha beta"},
	{"a text in a query", viewed(ofAuthor.Name.InQ(orm.List(people(editor.IsNull()), Authors.Name))), "alpha beta"},
	{"an expression in a query of expressions", viewed(orm.Lower(ofAuthor.Name).InQ(orm.List(people(Authors.ID.Eq(2)), orm.Lower(Authors.Name)))), "gamma delta"},
	{"a moment in a query", viewed(appeared.InQ(orm.List(viewed(Posts.Slug.Eq("eta")), appeared))), "alpha eta"},
	{"a number in a query of sums, one of them NULL", viewed(views.InQ(orm.List(people(), orm.SumOf(written, views)))), "gamma eta"},
	{"in a query of different values", viewed(Posts.AuthorID.InQ(orm.List(Posts.Filter(draft, views.Gt(0)).OrderBy(), Posts.AuthorID).Distinct())), "alpha beta eps zeta"},
	{"in a query that has no row", viewed(key.InQ(orm.List(nothing, key))), ""},
	{"not in a query that has no row", viewed(orm.Not(key.InQ(orm.List(nothing, key)))), everyOne},
	{"in a queryset of nothing", viewed(key.InQ(orm.List(Posts.None(), key))), ""},
	{"not in a queryset of nothing", viewed(orm.Not(key.InQ(orm.List(Posts.None(), key)))), everyOne},
	{"in a query with a value that looks like a statement", viewed(Posts.Slug.InQ(orm.List(viewed(Posts.Slug.Eq("alpha') OR ('1'='1")), Posts.Slug))), ""},
}

var existsCases = []rowsCase[*Post]{
	{"posts that a comment exists on", viewed(orm.Exists[*Post](said(onThis))), "alpha gamma eps zeta"},
	{"posts that a good comment exists on", viewed(orm.Exists[*Post](said(onThis, good))), "alpha gamma eps"},
	{"posts that no comment exists on", viewed(orm.Not(orm.Exists[*Post](said(onThis)))), "beta delta eta"},
	{"posts without those that a comment exists on", postsByID.Exclude(orm.Exists[*Post](said(onThis))), "beta delta eta"},
	{"posts that two comments exist on", viewed(orm.Exists[*Post](said(onThis).Offset(1))), "alpha eps"},
	{"posts that three comments exist on", viewed(orm.Exists[*Post](said(onThis).Offset(2))), "eps"},
	{"all posts, as something else exists", viewed(orm.Exists[*Post](people(Authors.Name.Eq("Ada")))), everyOne},
	{"no posts, as something else does not exist", viewed(orm.Exists[*Post](people(Authors.Name.Eq("Zoe")))), ""},
	{"all posts, as something else does not exist", viewed(orm.Not(orm.Exists[*Post](people(Authors.Name.Eq("Zoe"))))), everyOne},
	{"posts of an author who wrote one with more views", viewed(orm.Exists[*Post](Posts.Filter(ofThisWriter, views.GtF(orm.Outer[*Post](views))))), "alpha delta"},
	{"the posts of each author with the most views", viewed(orm.Not(orm.Exists[*Post](Posts.Filter(ofThisWriter, views.GtF(orm.Outer[*Post](views)))))), "beta gamma eps zeta eta"},
	{"posts with the views of another post", viewed(orm.Exists[*Post](Posts.Filter(views.EqF(orm.Outer[*Post](views)), orm.Not(key.EqF(orm.Outer[*Post](key)))))), "eps zeta"},
	{"posts published at the moment of another", viewed(orm.Exists[*Post](Posts.Filter(appeared.EqF(orm.Outer[*Post](appeared)), orm.Not(key.EqF(orm.Outer[*Post](key)))))), "alpha eta"},
	{"posts whose tenfold key is the views of a post", viewed(orm.Exists[*Post](Posts.Filter(views.EqF(orm.Outer[*Post](key.Mul(10)))))), "alpha beta gamma"},
	{"posts whose author's editor has no draft", viewed(orm.Exists[*Post](people(Authors.ID.EqF(orm.Outer[*Author](ofAuthor.EditorID)), written.None(draft)))), "eta"},
	{"posts with a namesake of their author's editor", viewed(orm.Exists[*Post](people(Authors.Name.EqF(orm.Outer[*Author](ofAuthor.Editor().Name))))), "gamma delta eps zeta eta"},
	{"posts with a comment that no other comment follows", viewed(orm.Exists[*Post](said(onThis, orm.Not(orm.Exists[*Comment](said(Comments.ID.GtF(orm.Outer[*Comment](Comments.ID)))))))), "zeta"},
	{"posts with a comment, filtered by a relation as well", viewed(orm.Exists[*Post](said(onThis)), ofAuthor.Editor().Name.Eq("Bob")), "eps zeta"},
	{"posts that one of two things exists for", viewed(orm.Or(orm.Exists[*Post](said(onThis, good)), orm.Exists[*Post](said(onThis, bad)))), "alpha gamma eps zeta"},
}

// lastComment is what was said last on the post around the query.
var lastComment = orm.Subquery[*Post](orm.List(Comments.Filter(onThis).OrderBy(Comments.ID.Desc()), Comments.Body))

// bestOfWriter is the most views of a post of the same author.
var bestOfWriter = orm.Subquery[*Post](orm.List(Posts.OrderBy().Filter(ofThisWriter), orm.Max(views)))

var scalarCases = []rowsCase[*Post]{
	{"posts with the views of the first of a query", viewed(views.EqF(orm.Subquery[*Post](orm.List(topThree, views)))), "eta"},
	{"posts with fewer views than the second of a query", viewed(views.LtF(orm.Subquery[*Post](orm.List(topThree.Offset(1), views)))), "alpha gamma delta eps zeta"},
	{"posts with the most views of all", viewed(views.EqF(orm.Subquery[*Post](orm.List(Posts.OrderBy(), orm.Max(views))))), "eta"},
	{"posts with the most views of their author", viewed(views.EqF(bestOfWriter)), "beta gamma eps zeta eta"},
	{"posts with less than half of the views of their author's best", viewed(orm.Plus(views, views).LtF(bestOfWriter)), "delta"},
	{"posts that were called bad at last", viewed(orm.Matches(lastComment, "^bad")), "alpha eps zeta"},
	{"posts by what was said last", viewed(lastComment.In("good-3", "bad-7")), "gamma zeta"},
	{"posts on which nothing was said last", viewed(lastComment.IsNull()), "beta delta eta"},
	{"posts on which something was said last", viewed(lastComment.NotNull()), "alpha gamma eps zeta"},
	{"in the order of what was said last, nothing first", Posts.OrderBy(lastComment.Asc(), key.Asc()), "beta delta eta alpha eps zeta gamma"},
	{"in the order of what was said last, nothing last", Posts.OrderBy(orm.NullsLast(lastComment.Asc()), key.Asc()), "alpha eps zeta gamma beta delta eta"},
	{"the value of a query without a row is NULL", viewed(views.EqF(orm.Subquery[*Post](orm.List(nothing, views)))), ""},
	{"the value of a query without a row, or another", viewed(orm.Coalesce(orm.Subquery[*Post](orm.List(nothing, views)), views).Eq(7)), "eps zeta"},
}

func inOrder(q *orm.QuerySet[*Post]) *orm.QuerySet[*Post] { return q.OrderBy(key.Asc()) }

var (
	drafts  = viewed(draft)                                  // beta delta zeta
	tagged  = viewed(tags.Any())                             // alpha gamma delta eps eta
	fewest  = Posts.OrderBy(views.Asc(), key.Asc()).Limit(2) // delta gamma
	popular = viewed(views.Ge(10))                           // alpha beta eta
)

var setCases = []rowsCase[*Post]{
	{"the union of two", inOrder(orm.Union(drafts, popular)), "alpha beta delta zeta eta"},
	{"the union of three", inOrder(orm.Union(drafts, popular, viewed(key.Eq(3)))), "alpha beta gamma delta zeta eta"},
	{"the union of one", inOrder(orm.Union(drafts)), "beta delta zeta"},
	{"the union with itself", inOrder(orm.Union(drafts, drafts)), "beta delta zeta"},
	{"the union with nothing", inOrder(orm.Union(drafts, Posts.None())), "beta delta zeta"},
	{"the union of nothing with nothing", inOrder(orm.Union(Posts.None(), nothing)), ""},
	{"the union of limited ones", inOrder(orm.Union(topThree, fewest)), "alpha beta gamma delta eta"},
	{"the union of unions", inOrder(orm.Union(orm.Union(topThree, fewest), drafts)), "alpha beta gamma delta zeta eta"},
	{"a union comes in the order of the model", orm.Union(drafts, topThree), "alpha eta beta delta zeta"},
	{"a union that is filtered", inOrder(orm.Union(drafts, popular).Filter(ofAuthor.Name.Eq("Ada"))), "alpha beta"},
	{"a union that is limited", inOrder(orm.Union(drafts, popular)).Limit(2), "alpha beta"},
	{"a union that is limited further on", inOrder(orm.Union(drafts, popular)).Offset(1).Limit(3), "beta delta zeta"},
	{"a union in reverse", inOrder(orm.Union(drafts, popular)).Reverse(), "eta zeta delta beta alpha"},
	{"a union with a condition about a relation in a part", inOrder(orm.Union(drafts, viewed(ofAuthor.Editor().Name.Eq("Ada")))), "beta gamma delta zeta"},
	{"the intersection of two", inOrder(orm.Intersection(drafts, popular)), "beta"},
	{"the intersection of three", inOrder(orm.Intersection(tagged, popular, viewed(tags.Has(3)))), "eta"},
	{"the intersection with itself", inOrder(orm.Intersection(drafts, drafts)), "beta delta zeta"},
	{"the intersection with nothing", inOrder(orm.Intersection(drafts, Posts.None())), ""},
	{"the intersection of those that share nothing", inOrder(orm.Intersection(fewest, topThree)), ""},
	{"the intersection of limited ones", inOrder(orm.Intersection(topThree, Posts.OrderBy(key.Asc()).Limit(2))), "alpha beta"},
	{"the difference of two", inOrder(orm.Difference(drafts, popular)), "delta zeta"},
	{"the difference the other way round", inOrder(orm.Difference(popular, drafts)), "alpha eta"},
	{"the difference of three", inOrder(orm.Difference(tagged, popular, drafts)), "gamma eps"},
	{"the difference to itself", inOrder(orm.Difference(drafts, drafts)), ""},
	{"the difference to nothing", inOrder(orm.Difference(drafts, Posts.None())), "beta delta zeta"},
	{"the difference of nothing", inOrder(orm.Difference(Posts.None(), drafts)), ""},
	{"the difference to limited ones", inOrder(orm.Difference(viewed(), topThree, fewest)), "eps zeta"},
	{"the difference of a limited one", inOrder(orm.Difference(topThree, drafts)), "alpha eta"},
	{"a difference of a union", inOrder(orm.Difference(orm.Union(drafts, popular), tagged)), "beta zeta"},
	{"a union of a difference and an intersection", inOrder(orm.Union(orm.Difference(popular, drafts), orm.Intersection(drafts, tagged))), "alpha delta eta"},
	{"in a union", viewed(key.InQ(orm.List(orm.Union(drafts, popular), key))), "alpha beta delta zeta eta"},
	{"not in a union", viewed(orm.Not(key.InQ(orm.List(orm.Union(drafts, popular), key)))), "gamma eps"},
	{"as something of a union exists", viewed(orm.Exists[*Post](orm.Union(nothing, drafts))), everyOne},
	{"as nothing of an intersection exists", viewed(orm.Exists[*Post](orm.Intersection(drafts, viewed(tags.Has(1))))), ""},
	{"different rows are all rows", orm.Distinct(viewed()), everyOne},
	{"different rows of a condition about a collection", orm.Distinct(viewed(tags.Any(Tags.Name.In("go", "sql")))), "alpha gamma eps eta"},
}

var subqueryAuthorCases = []rowsCase[*Author]{
	{"authors of a post that was commented on", people(orm.Exists[*Author](Posts.Filter(Posts.AuthorID.EqF(orm.Outer[*Post](Authors.ID)), orm.Exists[*Post](said(onThis))))), "Ada Bob Cleo"},
	{"authors of whom a query within a query speaks", people(orm.Exists[*Author](Posts.Filter(orm.Exists[*Post](said(onThis, bad, ofPost.AuthorID.EqF(orm.Outer[*Comment](orm.Outer[*Post](Authors.ID)))))))), "Ada Cleo"},
	{"authors who edit somebody", people(Authors.ID.InQ(orm.List(people(editorID.NotNull()), editorID))), "Ada Bob Cleo Dan"},
	{"authors who edit somebody else", people(orm.Exists[*Author](people(editorID.EqF(orm.Outer[*Author](Authors.ID)), orm.Not(Authors.ID.EqF(editorID))))), "Ada Bob Cleo"},
	{"authors who edit nobody", people(orm.Not(orm.Exists[*Author](people(editorID.EqF(orm.Outer[*Author](Authors.ID)))))), "Eve"},
	{"authors of the post with the most views", people(Authors.ID.EqF(orm.Subquery[*Author](orm.List(topThree, Posts.AuthorID)))), "Dan"},
	{"authors of the limited posts of a union", people(Authors.ID.InQ(orm.List(orm.Union(topThree, fewest), Posts.AuthorID))), "Ada Bob Dan"},
	{"authors by the views of their first post", Authors.OrderBy(orm.Subquery[*Author](orm.List(Posts.Filter(Posts.AuthorID.EqF(orm.Outer[*Post](Authors.ID))).OrderBy(key.Asc()), views)).Desc(), Authors.ID.Asc()), "Dan Ada Cleo Bob Eve"},
}

var subqueryValueCases = []valueCase{
	{"what was said last on each post", perPost(lastComment), "[bad-2  good-3  bad-6 bad-7 ]"},
	{"the most views of each post's author", perPost(bestOfWriter), "[20 20 5 5 7 7 30]"},
	{"how far each post is from its author's best", perPost(orm.Minus(bestOfWriter, views)), "[10 0 0 5 0 0 0]"},
	{"the largest of what was said last", oneValue(viewed(), orm.Max(lastComment)), "good-3"},
	{"the names of authors in a query, once each", listed(orm.List(Posts.Filter(key.InQ(orm.List(said(), Comments.PostID))).OrderBy(ofAuthor.Name.Asc()), ofAuthor.Name).Distinct()), "[Ada Bob Cleo]"},
	{"a list of a limited query", listed(orm.List(topThree, Posts.Slug)), "[eta beta alpha]"},
	{"a list of a union", listed(orm.List(inOrder(orm.Union(topThree, fewest)), Posts.Slug)), "[alpha beta gamma delta eta]"},
	{"a list of nothing", listed(orm.List(Posts.None(), Posts.Slug)), "[]"},
}
