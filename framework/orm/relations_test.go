package orm_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// newsroom writes the rows of the cases about relations, NULL, aggregates,
// subqueries and pages.
//
//	key author editor      key tag
//	1   Ada                1   go
//	2   Bob    Ada         2   sql
//	3   Cleo   Bob         3   web
//	4   Dan    Dan         4   lone
//	5   Eve    Cleo
//
//	key post  author status    views published at tags        comments             featured
//	1   alpha Ada    published 10    noon         go sql      good-1 bad-2
//	2   beta  Ada    draft     20
//	3   gamma Bob    published 5     noon − 1 h   sql         good-3               yes
//	4   delta Bob    draft     0                  web
//	5   eps   Cleo   published 7     noon + 1 h   go web      fine-4 good-5 bad-6
//	6   zeta  Cleo   draft     7                              bad-7
//	7   eta   Dan    published 30    noon         go sql web                       yes
func newsroom(t *testing.T, ctx context.Context) {
	t.Helper()
	for i, name := range []string{"Ada", "Bob", "Cleo", "Dan", "Eve"} {
		ok(t, Authors.Create(ctx, &Author{Name: name}))
		if editor := []int64{0, 1, 2, 4, 3}[i]; editor > 0 {
			_, err := Authors.Filter(Authors.ID.Eq(int64(i+1))).Update(ctx, Authors.EditorID.Set(editor))
			ok(t, err)
		}
	}
	for _, name := range []string{"go", "sql", "web", "lone"} {
		ok(t, Tags.Create(ctx, &Tag{Name: name}))
	}
	at := func(d time.Duration) *time.Time { v := noon.Add(d); return &v }
	tags := [][]int64{{1, 2}, {}, {2}, {3}, {1, 3}, {}, {1, 2, 3}}
	for i, p := range []*Post{
		{Slug: "alpha", AuthorID: 1, Status: StatusPublished, Views: 10, PublishedAt: at(0)},
		{Slug: "beta", AuthorID: 1, Views: 20},
		{Slug: "gamma", AuthorID: 2, Status: StatusPublished, Views: 5, PublishedAt: at(-time.Hour), Featured: true},
		{Slug: "delta", AuthorID: 2},
		{Slug: "eps", AuthorID: 3, Status: StatusPublished, Views: 7, PublishedAt: at(time.Hour)},
		{Slug: "zeta", AuthorID: 3, Views: 7},
		{Slug: "eta", AuthorID: 4, Status: StatusPublished, Views: 30, PublishedAt: at(0), Featured: true},
	} {
		p.Title = "The " + p.Slug
		ok(t, Posts.Create(ctx, p))
		ok(t, Posts.Tags.Set(ctx, p, tags[i]...))
	}
	for i, body := range []string{"good-1", "bad-2", "good-3", "fine-4", "good-5", "bad-6", "bad-7"} {
		ok(t, Comments.Create(ctx, &Comment{Body: body, PostID: []int64{1, 1, 3, 5, 5, 5, 6}[i]}))
	}
}

func TestRelations(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		run(t, ctx, toOneCommentCases)
		run(t, ctx, toOneAuthorCases)
		run(t, ctx, collectionCases)
		run(t, ctx, authorCollectionCases)
		run(t, ctx, loadedCases)
	})
}

var (
	ofPost   = Comments.Post()
	ofAuthor = Posts.Author()
	editor   = Authors.Editor()
	tags     = Posts.Tags
	written  = Authors.Posts
	goTag    = Tags.Name.Eq("go")
	sqlTag   = Tags.Name.Eq("sql")
	webTag   = Tags.Name.Eq("web")
	good     = Comments.Body.HasPrefix("good")
	bad      = Comments.Body.HasPrefix("bad")
	draft    = Posts.Status.Eq(StatusDraft)
	everyOne = "alpha beta gamma delta eps zeta eta"
)

func said(p ...orm.Pred[*Comment]) *orm.QuerySet[*Comment] {
	return Comments.OrderBy(Comments.ID.Asc()).Filter(p...)
}

func people(p ...orm.Pred[*Author]) *orm.QuerySet[*Author] {
	return Authors.OrderBy(Authors.ID.Asc()).Filter(p...)
}

var toOneCommentCases = []rowsCase[*Comment]{
	{"comments on a post by its slug", said(ofPost.Slug.Eq("alpha")), "good-1 bad-2"},
	{"comments on a post by its key", said(ofPost.Is(5)), "fine-4 good-5 bad-6"},
	{"comments on a post that is not there", said(ofPost.Is(99)), ""},
	{"comments on posts of an author", said(ofPost.Author().Name.Eq("Ada")), "good-1 bad-2"},
	{"comments on posts of an author by key", said(ofPost.Author().Is(3)), "fine-4 good-5 bad-6 bad-7"},
	{"comments on posts of an author with an editor", said(ofPost.Author().Editor().Name.Eq("Ada")), "good-3"},
	{"comments on posts of an author without an editor", said(ofPost.Author().Editor().IsNull()), "good-1 bad-2"},
	{"comments on posts of an author with an editor by key", said(ofPost.Author().Editor().Is(2)), "fine-4 good-5 bad-6 bad-7"},
	{"comments four relations away from a name", said(ofPost.Author().Editor().Editor().Name.Eq("Ada")), "fine-4 good-5 bad-6 bad-7"},
	{"comments on drafts", said(ofPost.Status.Eq(StatusDraft)), "bad-7"},
	{"comments on posts that were never published", said(ofPost.PublishedAt.IsNull()), "bad-7"},
	{"comments on one of two posts", said(ofPost.Slug.In("gamma", "zeta")), "good-3 bad-7"},
	{"comments of one kind on posts of one author", said(good, ofPost.Author().Name.Eq("Cleo")), "good-5"},
	{"comments of one kind or on one post", said(orm.Or(good, ofPost.Slug.Eq("zeta"))), "good-1 good-3 good-5 bad-7"},
	{"comments not on posts of an author", said(orm.Not(ofPost.Author().Name.Eq("Cleo"))), "good-1 bad-2 good-3"},
	{"comments on posts with a tag", said(ofPost.Tags.Any(goTag)), "good-1 bad-2 fine-4 good-5 bad-6"},
	{"comments on posts without tags", said(ofPost.Tags.None()), "bad-7"},
	{"comments beside a comment", said(ofPost.Comments.Any(Comments.Body.Eq("fine-4"))), "fine-4 good-5 bad-6"},
	{"comments on posts that nobody found good", said(ofPost.Comments.None(good)), "bad-7"},
	{"comments on posts whose author has written a draft", said(ofPost.Author().Posts.Any(draft)), "good-1 bad-2 good-3 fine-4 good-5 bad-6 bad-7"},
	{"comments on posts seen more often than their key tells", said(ofPost.Views.GtF(ofPost.ID)), "good-1 bad-2 good-3 fine-4 good-5 bad-6 bad-7"},
	{"comments whose key is that of their post", said(Comments.ID.EqF(ofPost.ID)), "good-1 good-3 good-5"},
	{"comments by the name of the author of the post, backwards", Comments.OrderBy(ofPost.Author().Name.Desc(), Comments.ID.Asc()), "fine-4 good-5 bad-6 bad-7 good-3 good-1 bad-2"},
	{"comments by the views of the post", Comments.OrderBy(ofPost.Views.Desc(), Comments.ID.Asc()), "good-1 bad-2 fine-4 good-5 bad-6 bad-7 good-3"},
	{"comments by the name of the editor, none first", Comments.OrderBy(ofPost.Author().Editor().Name.Asc(), Comments.ID.Desc()), "bad-2 good-1 good-3 bad-7 bad-6 good-5 fine-4"},
	{"comments by two relations and a limit", Comments.OrderBy(ofPost.Author().Name.Asc(), ofPost.Slug.Desc(), Comments.ID.Asc()).Limit(4), "good-1 bad-2 good-3 bad-7"},
}

var toOneAuthorCases = []rowsCase[*Author]{
	{"authors by the name of their editor", people(editor.Name.Eq("Bob")), "Cleo"},
	{"authors without an editor", people(editor.IsNull()), "Ada"},
	{"authors with an editor", people(orm.Not(editor.IsNull())), "Bob Cleo Dan Eve"},
	{"authors by the key of their editor", people(editor.Is(4)), "Dan"},
	{"authors who edit themselves", people(editor.ID.EqF(Authors.ID)), "Dan"},
	{"authors with the name of their editor", people(editor.Name.EqF(Authors.Name)), "Dan"},
	{"authors whose editor has the same editor", people(editor.EditorID.EqF(Authors.EditorID)), "Dan"},
	{"authors whose editor has an editor", people(editor.EditorID.NotNull()), "Cleo Dan Eve"},
	{"authors whose editor has none, or who have none", people(editor.Editor().IsNull()), "Ada Bob"},
	{"authors by the editor of their editor", people(editor.Editor().Name.Eq("Bob")), "Eve"},
	{"authors three editors away from a name", people(editor.Editor().Editor().Name.Eq("Ada")), "Eve"},
	{"authors who stay with themselves after three editors", people(editor.Editor().Editor().ID.EqF(Authors.ID)), "Dan"},
	{"authors with one editor or another", people(orm.Or(editor.Name.Eq("Ada"), editor.Editor().Name.Eq("Ada"))), "Bob Cleo"},
	{"authors before their editor in the alphabet", people(Authors.Name.LtF(editor.Name)), ""},
	{"authors after their editor in the alphabet", people(Authors.Name.GtF(editor.Name)), "Bob Cleo Eve"},
	{"authors by the name of the editor's editor", Authors.OrderBy(editor.Editor().Name.Asc(), Authors.ID.Asc()), "Ada Bob Cleo Eve Dan"},
	{"authors by the name of their editor and a limit", Authors.OrderBy(editor.Name.Desc()).Limit(2), "Dan Eve"},
}

var collectionCases = []rowsCase[*Post]{
	{"posts with a tag at all", viewed(tags.Any()), "alpha gamma delta eps eta"},
	{"posts without a tag", viewed(tags.None()), "beta zeta"},
	{"posts with a tag by its name", viewed(tags.Any(goTag)), "alpha eps eta"},
	{"posts with one of two tags, each post once", viewed(tags.Any(Tags.Name.In("go", "sql"))), "alpha gamma eps eta"},
	{"posts with two tags", viewed(tags.Any(goTag), tags.Any(sqlTag)), "alpha eta"},
	{"posts with three tags", viewed(tags.Any(goTag), tags.Any(sqlTag), tags.Any(webTag)), "eta"},
	{"posts with a tag that has two names at once", viewed(tags.Any(goTag, sqlTag)), ""},
	{"posts with one tag but not another", viewed(tags.Any(goTag), tags.None(sqlTag)), "eps"},
	{"posts with one tag or none at all", viewed(orm.Or(tags.Any(goTag), tags.None())), "alpha beta eps zeta eta"},
	{"posts without a tag of a name", viewed(orm.Not(tags.Any(goTag))), "beta gamma delta zeta"},
	{"posts with a tag other than one", viewed(tags.Any(orm.Not(goTag))), "alpha gamma delta eps eta"},
	{"posts whose tags are all one", viewed(tags.None(orm.Not(sqlTag)), tags.Any()), "gamma"},
	{"posts with a tag that nobody has", viewed(tags.Any(Tags.Name.Eq("lone"))), ""},
	{"posts with a tag by its key", viewed(tags.Has(1)), "alpha eps eta"},
	{"posts with two tags by their keys", viewed(tags.Has(1), tags.Has(3)), "eps eta"},
	{"posts without a tag by its key", viewed(orm.Not(tags.Has(2))), "beta delta eps zeta"},
	{"posts with a tag by a key that is none", viewed(tags.Has(99)), ""},
	{"posts with two tags exactly", viewed(orm.Total(tags).Eq(2)), "alpha eps"},
	{"posts with as many tags as comments", viewed(orm.Total(tags).EqF(orm.Total(Posts.Comments))), "alpha beta gamma"},
	{"posts with more comments than tags", viewed(orm.Total(Posts.Comments).GtF(orm.Total(tags))), "eps zeta"},
	{"posts with two tags of a list", viewed(orm.Total(tags, Tags.Name.In("sql", "web")).Eq(2)), "eta"},
	{"posts with comments", viewed(Posts.Comments.Any()), "alpha gamma eps zeta"},
	{"posts that somebody found bad", viewed(Posts.Comments.Any(bad)), "alpha eps zeta"},
	{"posts that some found good and others bad", viewed(Posts.Comments.Any(good), Posts.Comments.Any(bad)), "alpha eps"},
	{"posts that everybody found bad", viewed(Posts.Comments.Any(), Posts.Comments.None(orm.Not(bad))), "zeta"},
	{"posts with a certain comment", viewed(Posts.Comments.Has(3)), "gamma"},
	{"posts with a comment that leads back to an author", viewed(Posts.Comments.Any(Comments.Post().Author().Name.Eq("Bob"))), "gamma"},
	{"posts with tags and comments, conditions of their own", viewed(tags.Any(webTag), Posts.Comments.Any(good), draft), ""},
	{"posts of an author who wrote a post with many views", viewed(ofAuthor.Posts.Any(Posts.Views.Gt(15))), "alpha beta eta"},
	{"posts of an author who wrote more than a draft", viewed(ofAuthor.Posts.Any(orm.Not(draft)), draft), "beta delta zeta"},
	{"posts of an author without drafts", viewed(ofAuthor.Posts.None(draft)), "eta"},
	{"posts of an author whose editor wrote about a tag", viewed(ofAuthor.Editor().Posts.Any(Posts.Tags.Any(goTag))), "gamma delta eta"},
	{"posts by the name of their author, then by views", Posts.OrderBy(ofAuthor.Name.Desc(), Posts.Views.Desc(), Posts.ID.Asc()), "eta eps zeta gamma delta beta alpha"},
	{"posts by the number of their comments", Posts.OrderBy(orm.Total(Posts.Comments).Desc(), Posts.ID.Asc()), "eps alpha gamma zeta beta delta eta"},
	{"posts by the relation itself", Posts.OrderBy(orm.By(orm.Column[*Post](ofAuthor), true), Posts.ID.Asc()), "eta eps zeta gamma delta alpha beta"},
	{"posts by the name of their first tag, none first", Posts.OrderBy(orm.MinOf(tags, Tags.Name).Asc(), Posts.ID.Asc()), "beta zeta alpha eps eta gamma delta"},
}

var authorCollectionCases = []rowsCase[*Author]{
	{"authors who wrote something", people(written.Any()), "Ada Bob Cleo Dan"},
	{"authors who wrote nothing", people(written.None()), "Eve"},
	{"authors with a draft", people(written.Any(draft)), "Ada Bob Cleo"},
	{"authors without a draft", people(written.None(draft)), "Dan Eve"},
	{"authors with a post about the web", people(written.Any(tags.Any(webTag))), "Bob Cleo Dan"},
	{"authors with a draft about the web", people(written.Any(draft, tags.Any(webTag))), "Bob"},
	{"authors with a draft, and a post about the web", people(written.Any(draft), written.Any(tags.Any(webTag))), "Bob Cleo"},
	{"authors with a post that has neither tags nor comments", people(written.Any(tags.None(), Posts.Comments.None())), "Ada"},
	{"authors with a post that some found good and others bad", people(written.Any(Posts.Comments.Any(good), Posts.Comments.Any(bad))), "Ada Cleo"},
	{"authors on whose posts nobody commented", people(written.None(Posts.Comments.Any())), "Dan Eve"},
	{"authors all of whose posts have comments", people(written.Any(), written.None(Posts.Comments.None())), "Cleo"},
	{"authors whose editor wrote about databases", people(editor.Posts.Any(tags.Has(2))), "Bob Cleo Dan"},
	{"authors whose editor wrote nothing, or who have none", people(editor.Posts.None()), "Ada"},
	{"authors whose editor wrote two posts", people(orm.Total(editor.Posts).Eq(2)), "Bob Cleo Eve"},
	{"authors who wrote what their editor edited, three steps on", people(written.Any(Posts.Author().Editor().Editor().Name.Eq("Ada"))), "Cleo"},
	{"authors by the number of their posts with tags", Authors.OrderBy(orm.Total(written, tags.Any()).Desc(), Authors.ID.Asc()), "Bob Ada Cleo Dan Eve"},
	{"authors with as many drafts as other posts", people(orm.Total(written, draft).EqF(orm.Total(written, orm.Not(draft)))), "Ada Bob Cleo Eve"},
}

// loadedCases show what comes with the rows.
var loadedCases = []valueCase{
	{"authors and editors come with posts", func(ctx context.Context) (any, error) {
		rows, err := viewed(key.Le(3)).SelectRelated(ofAuthor.Editor()).All(ctx)
		out := ""
		for _, p := range rows {
			out += p.Slug + " " + p.Author.Name
			if p.Author.Editor != nil {
				out += "/" + p.Author.Editor.Name
			}
			out += " "
		}
		return out, err
	}, "alpha Ada beta Ada gamma Bob/Ada "},
	{"tags come in the order that was asked for", func(ctx context.Context) (any, error) {
		rows, err := viewed().Prefetch(tags.With(Tags.OrderBy(Tags.Name.Desc()))).All(ctx)
		out := ""
		for _, p := range rows {
			out += fmt.Sprint(p.ID, len(p.Tags))
			if len(p.Tags) > 0 {
				out += p.Tags[0].Name
			}
			out += " "
		}
		return out, err
	}, "1 2sql 2 0 3 1sql 4 1web 5 2web 6 0 7 3web "},
	{"only some comments come", func(ctx context.Context) (any, error) {
		rows, err := viewed(Posts.Comments.Any(bad)).Prefetch(Posts.Comments.With(said(good))).All(ctx)
		out := ""
		for _, p := range rows {
			out += p.Slug
			for _, c := range p.Comments {
				out += " " + c.Body
			}
			out += "; "
		}
		return out, err
	}, "alpha good-1; eps good-5; zeta; "},
	{"the keys behind a collection", func(ctx context.Context) (any, error) {
		return Posts.Tags.IDs(ctx, &Post{Model: orm.Model{ID: 7}})
	}, "[1 2 3]"},
	{"values behind relations as a list", listed(orm.List(said(good), ofPost.Author().Name)), "[Ada Bob Cleo]"},
	{"values behind a relation that may be missing", listed(orm.List(people(), editor.Name)), "[ Ada Bob Dan Cleo]"},
}
