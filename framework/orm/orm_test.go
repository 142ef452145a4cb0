package orm_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
)

// newDB returns a context with an empty database in memory.
func newDB(t *testing.T) context.Context { return Open(t, sqlite.Memory) }

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// seed writes two authors, three tags and five posts.
func seed(t *testing.T, ctx context.Context) {
	t.Helper()
	ada, bob := &Author{Name: "Ada", Roles: []string{"editor"}}, &Author{Name: "Bob"}
	ok(t, Authors.Create(ctx, ada))
	bob.EditorID = &ada.ID
	ok(t, Authors.Create(ctx, bob))
	tags := []*Tag{{Name: "go"}, {Name: "sql"}, {Name: "web"}}
	ok(t, Tags.BulkCreate(ctx, tags))
	at := func(d time.Duration) *time.Time { v := noon.Add(d); return &v }
	posts := []*Post{
		{Title: "Alpha", Slug: "alpha", AuthorID: ada.ID, Status: StatusPublished, Views: 10, PublishedAt: at(0)},
		{Title: "beta 100%", Slug: "beta", AuthorID: bob.ID, Status: StatusPublished, Views: 20, PublishedAt: at(time.Hour), Featured: true},
		{Title: "Gamma_x", Slug: "gamma", AuthorID: ada.ID, Status: StatusDraft, Views: 0},
		{Title: "delta*", Slug: "delta", AuthorID: bob.ID, Status: StatusPublished, Views: 5, PublishedAt: at(-time.Hour)},
		{Title: "Epsilon", Slug: "epsilon", AuthorID: bob.ID, Views: 7},
	}
	ok(t, Posts.BulkCreate(ctx, posts))
	ok(t, Posts.Tags.Set(ctx, posts[0], tags[0].ID, tags[1].ID))
	ok(t, Posts.Tags.Set(ctx, posts[1], tags[1].ID))
	ok(t, Comments.Create(ctx, &Comment{PostID: posts[0].ID, Body: "first"}))
	ok(t, Comments.Create(ctx, &Comment{PostID: posts[0].ID, Body: "second"}))
}

func slugs(t *testing.T, ctx context.Context, q *orm.QuerySet[*Post]) string {
	t.Helper()
	rows, err := q.All(ctx)
	ok(t, err)
	var out []string
	for _, p := range rows {
		out = append(out, p.Slug)
	}
	return strings.Join(out, " ")
}

func TestRelationsAreLoadedOnRequest(t *testing.T) { Each(t, testRelationsAreLoadedOnRequest) }

func testRelationsAreLoadedOnRequest(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	p, err := Posts.SelectRelated(Posts.Author().Editor()).Filter(Posts.Slug.Eq("beta")).One(ctx)
	ok(t, err)
	if p.Author == nil || p.Author.Name != "Bob" || p.Author.Editor == nil || p.Author.Editor.Name != "Ada" || p.Author.Editor.Roles[0] != "editor" {
		t.Errorf("got author %+v", p.Author)
	}
	p, err = Posts.SelectRelated(Posts.Author().Editor()).Get(ctx, 1)
	ok(t, err)
	if p.Author == nil || p.Author.Editor != nil {
		t.Errorf("Ada has no editor, got %+v", p.Author)
	}
	p, err = Posts.Get(ctx, 1)
	ok(t, err)
	if p.Author != nil || p.Tags != nil {
		t.Error("nothing was asked for, yet something is loaded")
	}
	rows, err := Posts.OrderBy(Posts.ID.Asc()).Prefetch(Posts.Tags.With(Tags.OrderBy(Tags.Name.Desc())), Posts.Comments).All(ctx)
	ok(t, err)
	if len(rows[0].Tags) != 2 || rows[0].Tags[0].Name != "sql" || len(rows[1].Tags) != 1 || rows[2].Tags == nil || len(rows[2].Tags) != 0 {
		t.Errorf("tags: %+v %+v %+v", rows[0].Tags, rows[1].Tags, rows[2].Tags)
	}
	if len(rows[0].Comments) != 2 || len(rows[1].Comments) != 0 {
		t.Errorf("comments: %+v", rows[0].Comments)
	}
}

func TestSingleRows(t *testing.T) { Each(t, testSingleRows) }

func testSingleRows(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	cases := []struct {
		name string
		get  func() (*Post, error)
		slug string
		err  error
	}{
		{"get finds the row", func() (*Post, error) { return Posts.Get(ctx, 2) }, "beta", nil},
		{"get of a missing key is not found", func() (*Post, error) { return Posts.Get(ctx, 99) }, "", orm.ErrNotFound},
		{"get stays within the queryset", func() (*Post, error) { return Posts.Filter(Posts.Status.Eq(StatusDraft)).Get(ctx, 2) }, "", orm.ErrNotFound},
		{"GORM's sentinel is found too", func() (*Post, error) { return Posts.Get(ctx, 99) }, "", gorm.ErrRecordNotFound},
		{"one row", func() (*Post, error) { return Posts.Filter(Posts.Slug.Eq("gamma")).One(ctx) }, "gamma", nil},
		{"one of several", func() (*Post, error) { return Posts.QuerySet.One(ctx) }, "", orm.ErrSeveral},
		{"first by the given order", func() (*Post, error) { return Posts.OrderBy(Posts.Views.Desc()).First(ctx) }, "beta", nil},
		{"first by key where there is no order", func() (*Post, error) { return Posts.OrderBy().First(ctx) }, "alpha", nil},
		{"first of none", func() (*Post, error) { return Posts.None().First(ctx) }, "", orm.ErrNotFound},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := c.get()
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err == nil && p.Slug != c.slug {
				t.Errorf("got %q, want %q", p.Slug, c.slug)
			}
		})
	}
}

func TestCounting(t *testing.T) { Each(t, testCounting) }

func testCounting(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	n, err := Posts.QuerySet.CountUpTo(ctx, 3)
	ok(t, err)
	if n != 4 {
		t.Errorf("CountUpTo(3) of five rows is %d, want 4", n)
	}
	for range 2 { // a small table is counted whole, one with large keys up to the limit
		n, err = Posts.Filter(Posts.Views.Gt(5), Posts.Author().Name.Eq("Bob")).CountUpTo(ctx, 5000)
		ok(t, err)
		if n != 2 {
			t.Errorf("two of Bob's posts have more than five views, counted %d", n)
		}
		if _, err := orm.Gorm(ctx).Statement.ConnPool.ExecContext(ctx, "UPDATE blog_post SET id = 900000 WHERE id = 4"); err != nil {
			t.Fatal(err)
		}
	}
	n, err = Posts.Limit(2).Count(ctx)
	ok(t, err)
	if n != 2 {
		t.Errorf("a limited queryset counts %d, want 2", n)
	}
	yes, err := Posts.Filter(Posts.Views.Gt(19)).Exists(ctx)
	ok(t, err)
	no, err := Posts.Filter(Posts.Views.Gt(99)).Exists(ctx)
	ok(t, err)
	if !yes || no {
		t.Errorf("exists: %v %v", yes, no)
	}
}

func TestWriting(t *testing.T) { Each(t, testWriting) }

func testWriting(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	p := &Post{Title: "New", Slug: "new", AuthorID: 1}
	ok(t, Posts.Create(ctx, p))
	if p.ID != 6 || p.CreatedAt.IsZero() || p.UpdatedAt.IsZero() || p.Status != StatusDraft {
		t.Errorf("after Create: %+v", p)
	}
	if err := Posts.Create(ctx, &Post{Title: "Again", Slug: "new", AuthorID: 1}); !errors.Is(err, orm.ErrDuplicate) || !strings.Contains(err.Error(), "slug") {
		t.Errorf("a second row with the slug gives %v", err)
	}
	if err := Posts.Create(ctx, &Post{Title: "Orphan", Slug: "orphan", AuthorID: 99}); !errors.Is(err, orm.ErrForeignKey) {
		t.Errorf("a key that points nowhere gives %v", err)
	}
	p.Title, p.Views = "", 3
	ok(t, Posts.Save(ctx, p, Posts.Views))
	got, err := Posts.Get(ctx, p.ID)
	ok(t, err)
	if got.Title != "New" || got.Views != 3 || !got.UpdatedAt.After(got.CreatedAt) {
		t.Errorf("Save of one column wrote %+v", got)
	}
	ok(t, Posts.Save(ctx, p))
	if got, err = Posts.Get(ctx, p.ID); err != nil || got.Title != "" {
		t.Errorf("Save writes zero values: %+v %v", got, err)
	}
	n, err := Posts.Filter(Posts.Author().Name.Eq("Ada"), Posts.Views.Lt(100)).Update(ctx, Posts.Views.SetF(Posts.Views.Add(1)), Posts.PublishedAt.SetNull())
	ok(t, err)
	if n != 3 {
		t.Errorf("updated %d rows across a relation, want 3", n)
	}
	if got, err = Posts.Get(ctx, 1); err != nil || got.Views != 11 || got.PublishedAt != nil {
		t.Errorf("after Update: %+v %v", got, err)
	}
	if _, err := Posts.QuerySet.Update(ctx, Posts.Views.Set(0)); !errors.Is(err, orm.ErrNoFilter) {
		t.Errorf("an update of every row gives %v", err)
	}
	if _, err := Posts.QuerySet.Delete(ctx); !errors.Is(err, orm.ErrNoFilter) {
		t.Errorf("a delete of every row gives %v", err)
	}
	ok(t, Posts.Remove(ctx, p))
	if err := Posts.Remove(ctx, p); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("removing a row twice gives %v", err)
	}
	if err := Posts.Save(ctx, p); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("saving a removed row gives %v", err)
	}
	n, err = Authors.Filter(Authors.Name.Eq("Ada")).Delete(ctx)
	ok(t, err)
	left, err := Comments.Count(ctx)
	ok(t, err)
	if n != 1 || left != 0 {
		t.Errorf("deleted %d authors, and %d comments of their posts are left", n, left)
	}
	n, err = Posts.OrderBy(Posts.ID.Asc()).Limit(1).Delete(ctx)
	ok(t, err)
	if n != 1 || slugs(t, ctx, Posts.OrderBy(Posts.ID.Asc())) != "delta epsilon" {
		t.Errorf("a limited delete took %d rows and left %q", n, slugs(t, ctx, Posts.OrderBy(Posts.ID.Asc())))
	}
	n, err = Tags.Everything().Delete(ctx)
	ok(t, err)
	if n != 3 {
		t.Errorf("deleted %d tags, want all 3", n)
	}
}

func TestCollectionsAreSetByDifference(t *testing.T) { Each(t, testCollectionsAreSetByDifference) }

func testCollectionsAreSetByDifference(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	p, err := Posts.Get(ctx, 1)
	ok(t, err)
	for _, want := range [][]int64{{2, 3}, {}, {3}, {1, 2, 3}} {
		ok(t, Posts.Tags.Set(ctx, p, append(want, want...)...))
		got, err := Posts.Tags.IDs(ctx, p)
		ok(t, err)
		if len(got) != len(want) {
			t.Errorf("set %v, got %v", want, got)
		}
	}
	if err := Posts.Comments.Set(ctx, p, 1); err == nil {
		t.Error("a collection without a join table was set")
	}
	if err := Posts.Tags.Set(ctx, p, 1, 99); !errors.Is(err, orm.ErrForeignKey) {
		t.Errorf("a link to nowhere gives %v", err)
	}
	if got, _ := Posts.Tags.IDs(ctx, p); len(got) != 3 {
		t.Errorf("a failed Set changed the links to %v", got)
	}
}

func TestTransactions(t *testing.T) {
	ctx := Open(t, filepath.Join(t.TempDir(), "a b?#%.db"))
	seed(t, ctx)
	boom := errors.New("boom")
	var committed []string
	note := func(s string) func(context.Context) error {
		return func(context.Context) error { committed = append(committed, s); return nil }
	}
	err := orm.Atomic(ctx, func(ctx context.Context) error {
		ok(t, Tags.Create(ctx, &Tag{Name: "kept"}))
		ok(t, orm.OnCommit(ctx, note("outer")))
		inner := orm.Atomic(ctx, func(ctx context.Context) error {
			ok(t, Tags.Create(ctx, &Tag{Name: "undone"}))
			ok(t, orm.OnCommit(ctx, note("inner")))
			return boom
		})
		if !errors.Is(inner, boom) {
			t.Errorf("the savepoint's error is %v", inner)
		}
		n, err := Tags.Count(ctx)
		ok(t, err)
		if n != 4 {
			t.Errorf("inside the transaction there are %d tags, want 4", n)
		}
		if len(committed) != 0 {
			t.Error("a hook ran before the commit")
		}
		return nil
	})
	ok(t, err)
	if n, _ := Tags.Count(ctx); n != 4 || strings.Join(committed, " ") != "outer" {
		t.Errorf("%d tags, hooks %v", n, committed)
	}
	err = orm.Atomic(ctx, func(ctx context.Context) error {
		ok(t, Tags.Create(ctx, &Tag{Name: "lost"}))
		return boom
	})
	if n, _ := Tags.Count(ctx); !errors.Is(err, boom) || n != 4 {
		t.Errorf("after a rollback: %v, %d tags", err, n)
	}
	func() {
		defer func() { _ = recover() }()
		_ = orm.Atomic(ctx, func(ctx context.Context) error {
			ok(t, Tags.Create(ctx, &Tag{Name: "panicked"}))
			panic("stop")
		})
	}()
	if n, _ := Tags.Count(ctx); n != 4 {
		t.Errorf("after a panic there are %d tags", n)
	}
}

func TestWithoutADatabaseTheErrorSaysSo(t *testing.T) {
	if _, err := Posts.All(t.Context()); !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("All: %v", err)
	}
	if err := Posts.Create(t.Context(), &Post{}); !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("Create: %v", err)
	}
	if err := orm.Atomic(t.Context(), nil); !errors.Is(err, orm.ErrNoDatabase) {
		t.Errorf("Atomic: %v", err)
	}
}

func TestEachStreamsAndStops(t *testing.T) {
	ctx := Open(t, filepath.Join(t.TempDir(), "site.db"))
	seed(t, ctx)
	n := 0
	for p, err := range Posts.OrderBy(Posts.ID.Asc()).Each(ctx) {
		ok(t, err)
		if n++; p.Slug == "beta" {
			break
		}
	}
	if n != 2 {
		t.Errorf("the loop saw %d rows before it stopped, want 2", n)
	}
	if _, err := Posts.Count(ctx); err != nil {
		t.Errorf("the connection is lost after a stopped loop: %v", err)
	}
}

func TestQuerysetsAreImmutable(t *testing.T) { Each(t, testQuerysetsAreImmutable) }

func testQuerysetsAreImmutable(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	base := Posts.Filter(Posts.Views.Ge(0)).OrderBy(Posts.ID.Asc())
	a, b := base.Filter(Posts.ID.Lt(2)), base.Filter(Posts.ID.Gt(4))
	if got := slugs(t, ctx, a) + " " + slugs(t, ctx, b); got != "alpha epsilon" {
		t.Errorf("siblings of one base give %q", got)
	}
}
