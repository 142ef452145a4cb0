package orm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

// changeCase changes the rows of newsroom, and is undone: the next one meets the
// rows as they were. The answer is what the change returns and what it leaves.
type changeCase struct {
	name   string
	change func(ctx context.Context) (any, error)
	left   func(ctx context.Context) (any, error)
	want   string
}

func (c changeCase) sentence() string { return c.name }

func (c changeCase) check(t *testing.T, ctx context.Context) {
	undo := errors.New("undo")
	err := orm.Atomic(ctx, func(ctx context.Context) error {
		returned, err := c.change(ctx)
		if err != nil {
			return err
		}
		left, err := c.left(ctx)
		if err != nil {
			return err
		}
		if got := fmt.Sprint(returned, " ", left); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Error(err)
	}
}

func TestChanges(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		newsroom(t, ctx)
		run(t, ctx, updateCases)
		run(t, ctx, deleteCases)
		run(t, ctx, manyRowsCases)
		run(t, ctx, []valueCase{{"every change was undone", leftViews, "[10 20 5 0 7 7 30]"}})
	})
}

// What the changes leave.
var (
	leftViews    = listed(orm.List(viewed(), views))
	leftTitles   = listed(orm.List(viewed(key.Le(2)), Posts.Title))
	leftPosts    = listed(orm.List(viewed(), key))
	leftStatus   = listed(orm.List(viewed(), Posts.Status))
	leftComments = listed(orm.List(said(), Comments.ID))
	leftAuthors  = listed(orm.List(people(), Authors.ID))
	leftEditors  = listed(orm.List(people(), editorID))
	leftTags     = listed(orm.List(Tags.OrderBy(Tags.ID.Asc()), Tags.Name))
	unpublished  = listed(orm.List(viewed(appeared.IsNull()), key))
)

func update(q *orm.QuerySet[*Post], assigns ...orm.Assign[*Post]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.Update(ctx, assigns...) }
}

func updateAuthors(q *orm.QuerySet[*Author], assigns ...orm.Assign[*Author]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.Update(ctx, assigns...) }
}

func remove[P any](q *orm.QuerySet[P]) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return q.Delete(ctx) }
}

// refused is the change that an error keeps from happening.
func refused(change func(context.Context) (any, error), by error) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) {
		err := orm.Atomic(ctx, func(ctx context.Context) error { _, err := change(ctx); return err })
		return errors.Is(err, by), nil
	}
}

var updateCases = []changeCase{
	{"a value for all rows of a filter", update(viewed(draft), views.Set(1)), leftViews, "3 [10 1 5 1 7 1 30]"},
	{"a value for no row", update(nothing, views.Set(1)), leftViews, "0 [10 20 5 0 7 7 30]"},
	{"a value for a queryset of nothing", update(Posts.None(), views.Set(1)), leftViews, "0 [10 20 5 0 7 7 30]"},
	{"a value for every row, said aloud", update(Posts.Everything(), views.Set(2)), leftViews, "7 [2 2 2 2 2 2 2]"},
	{"a value for every row by oversight", refused(update(Posts.QuerySet, views.Set(2)), orm.ErrNoFilter), leftViews, "true [10 20 5 0 7 7 30]"},
	{"a value that is there already counts as well", update(viewed(draft), Posts.Status.Set(StatusDraft)), leftStatus, "3 [published draft published draft published draft published]"},
	{"several values", update(viewed(key.Le(2)), views.Set(3), Posts.Title.Set("it's 100%_\\")), leftTitles, `2 [it's 100%_\ it's 100%_\]`},
	{"a text with an emoji", update(viewed(key.Eq(1)), Posts.Title.Set("🎉")), leftTitles, "1 [🎉 The beta]"},
	{"an empty text", update(viewed(key.Eq(2)), Posts.Title.Set("")), leftTitles, "1 [The alpha ]"},
	{"one more than before", update(viewed(draft), views.SetF(views.Add(1))), leftViews, "3 [10 21 5 1 7 8 30]"},
	{"twice as many as before", update(viewed(key.Le(3)), views.SetF(views.Mul(2))), leftViews, "3 [20 40 10 0 7 7 30]"},
	{"another column", update(viewed(key.Ge(4)), views.SetF(key)), leftViews, "4 [10 20 5 4 5 6 7]"},
	{"a sum of columns", update(viewed(key.Le(2)), views.SetF(orm.Plus(views, key))), leftViews, "2 [11 22 5 0 7 7 30]"},
	{"the larger of two columns", update(viewed(key.Gt(3)), views.SetF(orm.Greatest(views, key))), leftViews, "4 [10 20 5 4 7 7 30]"},
	{"a case", update(viewed(key.Le(3)), views.SetF(orm.Case(views, orm.If(draft, int64(99))))), leftViews, "3 [10 99 5 0 7 7 30]"},
	{"a text in capital letters", update(viewed(key.Le(2)), Posts.Title.SetF(orm.Upper(Posts.Title))), leftTitles, "2 [THE ALPHA THE BETA]"},
	{"a text and more behind it", update(viewed(key.Le(2)), Posts.Title.SetF(orm.Concat(Posts.Title, orm.Val[*Post]("!")))), leftTitles, "2 [The alpha! The beta!]"},
	{"a text from another column", update(viewed(key.Le(2)), Posts.Title.SetF(Posts.Slug)), leftTitles, "2 [alpha beta]"},
	{"NULL", update(viewed(key.Le(3)), appeared.SetNull()), unpublished, "3 [1 2 3 4 6]"},
	{"a moment where NULL was", update(viewed(draft), appeared.Set(noon)), unpublished, "3 []"},
	{"a moment from another column", update(viewed(key.Eq(2)), appeared.SetF(Posts.CreatedAt)), unpublished, "1 [4 6]"},
	{"the size of a collection", update(viewed(key.Le(5)), views.SetF(orm.Total(Posts.Comments))), leftViews, "5 [2 0 1 0 3 7 30]"},
	{"the first value of a query", update(viewed(key.Le(2)), views.SetF(orm.Subquery[*Post](orm.List(said().Reverse(), Comments.ID)))), leftViews, "2 [7 7 5 0 7 7 30]"},
	{"rows behind a relation", update(viewed(ofAuthor.Name.Eq("Bob")), views.Set(1)), leftViews, "2 [10 20 1 1 7 7 30]"},
	{"rows two relations away", update(viewed(ofAuthor.Editor().Name.Eq("Bob")), views.Set(1)), leftViews, "2 [10 20 5 0 1 1 30]"},
	{"rows with a tag", update(viewed(tags.Any(goTag)), views.SetF(views.Add(100))), leftViews, "3 [110 20 5 0 107 7 130]"},
	{"rows without comments", update(viewed(Posts.Comments.None()), views.Set(1)), leftViews, "3 [10 1 5 1 7 7 1]"},
	{"rows in a query of the same table", update(viewed(key.InQ(orm.List(topThree, key))), views.Set(0)), leftViews, "3 [0 0 5 0 7 7 0]"},
	{"rows for which something exists", update(viewed(orm.Exists[*Post](said(onThis, bad))), views.Set(0)), leftViews, "3 [0 20 5 0 0 0 30]"},
	{"the first rows of an order", update(Posts.OrderBy(views.Desc()).Limit(2), views.Set(1)), leftViews, "2 [10 1 5 0 7 7 1]"},
	{"rows in the middle of an order", update(viewed().Offset(2).Limit(2), views.Set(1)), leftViews, "2 [10 20 1 1 7 7 30]"},
	{"rows of a union", update(orm.Union(drafts, fewest), views.Set(1)), leftViews, "4 [10 1 1 1 7 1 30]"},
	{"a relation by its key", updateAuthors(people(editorID.IsNull()), editorID.Set(5)), leftEditors, "1 [5 1 2 4 3]"},
	{"no relation any more", updateAuthors(people(editor.Name.HasPrefix("B")), editorID.SetNull()), leftEditors, "1 [0 1 0 4 3]"},
	{"rows of their own table through a relation", updateAuthors(people(editor.Editor().Name.Eq("Ada")), editorID.Set(1)), leftEditors, "1 [0 1 1 4 3]"},
	{"a key that points nowhere", refused(update(viewed(key.Eq(1)), Posts.AuthorID.Set(99)), orm.ErrForeignKey), leftViews, "true [10 20 5 0 7 7 30]"},
	{"a value that must be unique", refused(update(viewed(key.Eq(1)), Posts.Slug.Set("beta")), orm.ErrDuplicate), leftTitles, "true [The alpha The beta]"},
	{"the moment of a change is noted", func(ctx context.Context) (any, error) {
		if _, err := viewed(key.Le(2)).Update(ctx, Posts.UpdatedAt.Set(noon)); err != nil {
			return nil, err
		}
		return viewed(key.Eq(1)).Update(ctx, views.Set(1))
	}, listed(orm.List(viewed(Posts.UpdatedAt.Eq(noon)), key)), "1 [2]"},
}

var deleteCases = []changeCase{
	{"rows of a filter go", remove(viewed(draft)), leftPosts, "3 [1 3 5 7]"},
	{"their comments go too", remove(viewed(key.Eq(5))), leftComments, "1 [1 2 3 7]"},
	{"rows of no filter by oversight stay", refused(remove(Posts.QuerySet), orm.ErrNoFilter), leftPosts, "true [1 2 3 4 5 6 7]"},
	{"every row goes, said aloud", remove(Posts.Everything()), leftComments, "7 []"},
	{"no row goes", remove(nothing), leftPosts, "0 [1 2 3 4 5 6 7]"},
	{"nothing goes", remove(Posts.None()), leftPosts, "0 [1 2 3 4 5 6 7]"},
	{"rows behind a relation go", remove(viewed(ofAuthor.Name.Eq("Cleo"))), leftPosts, "2 [1 2 3 4 7]"},
	{"rows two relations away go", remove(viewed(ofAuthor.Editor().Name.Eq("Ada"))), leftPosts, "2 [1 2 5 6 7]"},
	{"rows three relations away go", remove(said(ofPost.Author().Editor().Name.Eq("Bob"))), leftComments, "4 [1 2 3]"},
	{"rows without an end of a relation go", remove(viewed(ofAuthor.Editor().IsNull())), leftPosts, "2 [3 4 5 6 7]"},
	{"rows with a tag go", remove(viewed(tags.Has(1))), leftPosts, "3 [2 3 4 6]"},
	{"rows without a tag go", remove(viewed(tags.None())), leftPosts, "2 [1 3 4 5 7]"},
	{"rows with a comment go", remove(viewed(Posts.Comments.Any(bad))), leftPosts, "3 [2 3 4 7]"},
	{"rows in a query of the same table go", remove(viewed(key.InQ(orm.List(topThree, key)))), leftPosts, "3 [3 4 5 6]"},
	{"rows for which nothing exists go", remove(viewed(orm.Not(orm.Exists[*Post](said(onThis))))), leftPosts, "3 [1 3 5 6]"},
	{"the first rows of an order go", remove(Posts.OrderBy(views.Asc(), key.Asc()).Limit(2)), leftPosts, "2 [1 2 5 6 7]"},
	{"all but the first rows go", remove(viewed(key.Gt(0)).Offset(3)), leftPosts, "4 [1 2 3]"},
	{"rows of a union go", remove(orm.Union(drafts, fewest)), leftPosts, "4 [1 5 7]"},
	{"rows of a difference go", remove(orm.Difference(drafts, tagged)), leftPosts, "2 [1 3 4 5 7]"},
	{"authors go with their posts and comments", remove(people(Authors.Name.Eq("Cleo"))), leftComments, "1 [1 2 3]"},
	{"those they edited have no editor then", remove(people(Authors.Name.Eq("Cleo"))), leftEditors, "1 [0 1 4 0]"},
	{"one who edits himself goes", remove(people(Authors.ID.Eq(4))), leftEditors, "1 [0 1 2 3]"},
	{"authors whose editor wrote something go", remove(people(editor.Posts.Any())), leftAuthors, "4 [1]"},
	{"authors without posts go", remove(people(written.None())), leftAuthors, "1 [1 2 3 4]"},
	{"a tag goes from its posts", remove(Tags.Filter(goTag)), listed(orm.List(viewed(), orm.Total(tags))), "1 [1 0 1 1 1 0 2]"},
}

// row reads a post by its key, for a change of it.
func row(ctx context.Context, id int64) *Post {
	p, err := Posts.Get(ctx, id)
	if err != nil {
		return &Post{}
	}
	return p
}

var manyRowsCases = []changeCase{
	{"many rows get values of their own", func(ctx context.Context) (any, error) {
		a, b, c := row(ctx, 1), row(ctx, 4), row(ctx, 7)
		a.Views, b.Views, c.Views, c.Title = 100, 400, 700, "not this"
		return orm.BulkUpdate(ctx, []*Post{a, b, c}, orm.Column[*Post](views))
	}, leftViews, "3 [100 20 5 400 7 7 700]"},
	{"many rows get several values", func(ctx context.Context) (any, error) {
		a, b := row(ctx, 1), row(ctx, 2)
		a.Title, a.Views, b.Title, b.Views = "it's", -1, `C:\`, -2
		return orm.BulkUpdate(ctx, []*Post{a, b}, orm.Columns[*Post](Posts.Title, views)...)
	}, listed(orm.List(viewed(key.Le(3)), orm.Concat(Posts.Title, orm.Case(orm.Val[*Post](""), orm.If(views.Eq(-1), " one"), orm.If(views.Eq(-2), " two"))))), `2 [it's one C:\ two The gamma]`},
	{"many rows get NULL and a moment", func(ctx context.Context) (any, error) {
		a, b := row(ctx, 1), row(ctx, 2)
		a.PublishedAt, b.PublishedAt = b.PublishedAt, a.PublishedAt
		return orm.BulkUpdate(ctx, []*Post{a, b}, orm.Column[*Post](appeared))
	}, unpublished, "2 [1 4 6]"},
	{"rows that are gone are not found", func(ctx context.Context) (any, error) {
		return orm.BulkUpdate(ctx, []*Post{{Model: orm.Model{ID: 99}, Views: 1}, {Model: orm.Model{ID: 3}, Views: 1}}, orm.Column[*Post](views))
	}, leftViews, "1 [10 20 1 0 7 7 30]"},
	{"no rows are updated", func(ctx context.Context) (any, error) {
		return orm.BulkUpdate(ctx, nil, orm.Column[*Post](views))
	}, leftViews, "0 [10 20 5 0 7 7 30]"},
	{"a row that is there is got", func(ctx context.Context) (any, error) {
		tag, created, err := orm.GetOrCreate(ctx, Tags.Filter(goTag), &Tag{Name: "go"})
		return []any{tag.ID, created}, err
	}, leftTags, "[1 false] [go sql web lone]"},
	{"a row that is not there is created", func(ctx context.Context) (any, error) {
		tag, created, err := orm.GetOrCreate(ctx, Tags.Filter(Tags.Name.Eq("Go")), &Tag{Name: "Go"})
		return []any{tag.Name, created}, err
	}, leftTags, "[Go true] [go sql web lone Go]"},
	{"a row with a hostile name is created once", func(ctx context.Context) (any, error) {
		name := `'; DROP TABLE "blog_tag"; -- 100%_\ 🎉`
		q := Tags.Filter(Tags.Name.Eq(name))
		if _, _, err := orm.GetOrCreate(ctx, q, &Tag{Name: name}); err != nil {
			return nil, err
		}
		_, created, err := orm.GetOrCreate(ctx, q, &Tag{Name: name})
		return created, err
	}, listed(orm.List(Tags.Filter(Tags.ID.Gt(4)), Tags.Name)), `false ['; DROP TABLE "blog_tag"; -- 100%_\ 🎉]`},
	{"one of several is not got", func(ctx context.Context) (any, error) {
		_, _, err := orm.GetOrCreate(ctx, Tags.QuerySet, &Tag{Name: "x"})
		return errors.Is(err, orm.ErrSeveral), nil
	}, leftTags, "true [go sql web lone]"},
	{"a row that is there is updated", func(ctx context.Context) (any, error) {
		p, created, err := orm.UpdateOrCreate(ctx, viewed(Posts.Slug.Eq("beta")), &Post{Slug: "beta", AuthorID: 1}, views.SetF(views.Add(1)))
		return []any{p.Views, created}, err
	}, leftViews, "[21 false] [10 21 5 0 7 7 30]"},
	{"a row that is not there is created, not updated", func(ctx context.Context) (any, error) {
		p, created, err := orm.UpdateOrCreate(ctx, viewed(Posts.Slug.Eq("theta")), &Post{Slug: "theta", AuthorID: 1, Views: 8}, views.Set(9))
		return []any{p.Views, created}, err
	}, leftViews, "[8 true] [10 20 5 0 7 7 30 8]"},
	{"rows that are there stay as they are", func(ctx context.Context) (any, error) {
		err := Posts.BulkCreate(ctx, []*Post{{Slug: "beta", AuthorID: 1, Views: 99}, {Slug: "theta", AuthorID: 2, Views: 8}}, orm.OnConflict[*Post](Posts.Slug))
		return "done", err
	}, leftViews, "done [10 20 5 0 7 7 30 8]"},
	{"rows that are there are updated in one column", func(ctx context.Context) (any, error) {
		err := Posts.BulkCreate(ctx, []*Post{{Slug: "beta", Title: "not this", AuthorID: 1, Views: 99}, {Slug: "theta", AuthorID: 2, Views: 8}}, orm.OnConflict[*Post](Posts.Slug).Update(views))
		return "done", err
	}, listed(orm.List(viewed(Posts.Slug.In("beta", "theta")), orm.Concat(Posts.Title, orm.Val[*Post]("/"), Posts.Slug))), "done [The beta/beta /theta]"},
	{"rows that are there are updated, and the others written", func(ctx context.Context) (any, error) {
		err := Posts.BulkCreate(ctx, []*Post{{Slug: "beta", AuthorID: 1, Views: 99}, {Slug: "theta", AuthorID: 2, Views: 8}}, orm.OnConflict[*Post](Posts.Slug).Update(views))
		return "done", err
	}, leftViews, "done [10 99 5 0 7 7 30 8]"},
	{"a row that is there, without a word about conflicts", refused(func(ctx context.Context) (any, error) {
		return nil, Tags.BulkCreate(ctx, []*Tag{{Name: "new"}, {Name: "go"}})
	}, orm.ErrDuplicate), leftTags, "true [go sql web lone]"},
	{"a row is saved in one column", func(ctx context.Context) (any, error) {
		p := row(ctx, 1)
		p.Views, p.Title = 11, "not this"
		return "saved", Posts.Save(ctx, p, views)
	}, leftTitles, "saved [The alpha The beta]"},
	{"a row that was read in part is saved in part", func(ctx context.Context) (any, error) {
		p, err := orm.Only(viewed(), views).Get(ctx, 1)
		if err != nil {
			return nil, err
		}
		p.Views = 11
		return "saved", Posts.Save(ctx, p)
	}, listed(orm.List(viewed(key.Eq(1)), orm.Concat(Posts.Title, orm.Case(orm.Val[*Post](""), orm.If(views.Eq(11), " seen"))))), "saved [The alpha seen]"},
	{"a collection is set", func(ctx context.Context) (any, error) {
		return "set", Posts.Tags.Set(ctx, row(ctx, 1), 3, 4)
	}, listed(orm.List(viewed(), orm.MinOf(tags, Tags.Name))), "set [lone  sql web go  go]"},
	{"a collection is emptied", func(ctx context.Context) (any, error) {
		return "set", Posts.Tags.Set(ctx, row(ctx, 7))
	}, listed(orm.List(viewed(), orm.Total(tags))), "set [2 0 1 1 2 0 0]"},
	{"a row is removed with all that hangs on it", func(ctx context.Context) (any, error) {
		return "removed", Posts.Remove(ctx, row(ctx, 1))
	}, leftComments, "removed [3 4 5 6 7]"},
	{"an inner change that fails leaves the outer one", func(ctx context.Context) (any, error) {
		if _, err := viewed(key.Eq(1)).Update(ctx, views.Set(1)); err != nil {
			return nil, err
		}
		err := orm.Atomic(ctx, func(ctx context.Context) error {
			_, err := viewed(key.Eq(2)).Update(ctx, views.Set(1))
			return errors.Join(err, errors.New("no"))
		})
		return err, nil
	}, leftViews, "no [1 20 5 0 7 7 30]"},
}
