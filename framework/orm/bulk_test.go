package orm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestGetOrCreate(t *testing.T) { Each(t, testGetOrCreate) }

func testGetOrCreate(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	get := func(name string) (*Tag, bool) {
		tag, created, err := orm.GetOrCreate(ctx, Tags.Filter(Tags.Name.Eq(name)), &Tag{Name: name})
		ok(t, err)
		return tag, created
	}
	if tag, created := get("go"); created || tag.ID != 1 {
		t.Errorf("a tag that is there: %+v %v", tag, created)
	}
	made, created := get("new")
	if !created || made.ID == 0 {
		t.Errorf("a tag that is not: %+v %v", made, created)
	}
	if tag, created := get("new"); created || tag.ID != made.ID {
		t.Errorf("a second time: %+v %v", tag, created)
	}
	if _, _, err := orm.GetOrCreate(ctx, Tags.QuerySet, &Tag{Name: "x"}); !errors.Is(err, orm.ErrSeveral) {
		t.Errorf("one of several: %v", err)
	}
	if _, _, err := orm.GetOrCreate(ctx, Tags.Filter(Tags.Name.Eq("nosuch")), &Tag{Name: "go"}); !errors.Is(err, orm.ErrDuplicate) {
		t.Errorf("a row that another unique value keeps out: %v", err)
	}
	var wg sync.WaitGroup
	var created8 [8]bool
	for i := range created8 {
		wg.Go(func() {
			_, made, err := orm.GetOrCreate(ctx, Tags.Filter(Tags.Name.Eq("race")), &Tag{Name: "race"})
			if err != nil {
				t.Error(err)
			}
			created8[i] = made
		})
	}
	wg.Wait()
	if n := strings.Count(fmt.Sprint(created8), "true"); n != 1 {
		t.Errorf("%d of eight at once have created the tag", n)
	}
}

func TestUpdateOrCreate(t *testing.T) { Each(t, testUpdateOrCreate) }

func testUpdateOrCreate(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	q := Posts.Filter(Posts.Slug.Eq("alpha"))
	p, created, err := orm.UpdateOrCreate(ctx, q, &Post{Slug: "alpha"}, Posts.Views.SetF(Posts.Views.Add(1)), Posts.Title.Set("Alpha 2"))
	ok(t, err)
	if created || p.Views != 11 || p.Title != "Alpha 2" || !p.UpdatedAt.After(p.CreatedAt) {
		t.Errorf("a row that is there: %+v %v", p, created)
	}
	p, created, err = orm.UpdateOrCreate(ctx, Posts.Filter(Posts.Slug.Eq("zeta")), &Post{Title: "Zeta", Slug: "zeta", AuthorID: 1}, Posts.Views.Set(9))
	ok(t, err)
	if !created || p.ID == 0 || p.Views != 0 {
		t.Errorf("a row that is not: %+v %v", p, created)
	}
}

func TestBulkCreateWithAConflict(t *testing.T) { Each(t, testBulkCreateWithAConflict) }

func testBulkCreateWithAConflict(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	rows := func() []*Post {
		return []*Post{
			{Title: "Alpha new", Slug: "alpha", AuthorID: 2, Views: 99},
			{Title: "Zeta", Slug: "zeta", AuthorID: 2, Views: 1},
		}
	}
	if err := Posts.BulkCreate(ctx, rows()); !errors.Is(err, orm.ErrDuplicate) {
		t.Errorf("without a word about it: %v", err)
	}
	ok(t, Posts.BulkCreate(ctx, rows(), orm.OnConflict(Posts.Slug)))
	show := func() string {
		list, err := Posts.Filter(Posts.Slug.In("alpha", "zeta")).OrderBy(Posts.Slug.Asc()).All(ctx)
		ok(t, err)
		var out []string
		for _, p := range list {
			out = append(out, fmt.Sprint(p.Title, " ", p.Views, " ", p.AuthorID))
		}
		return strings.Join(out, ", ")
	}
	if got, want := show(), "Alpha 10 1, Zeta 1 2"; got != want {
		t.Errorf("left alone: %s, want %s", got, want)
	}
	ok(t, Posts.BulkCreate(ctx, rows(), orm.OnConflict(Posts.Slug).Update(Posts.Title, Posts.Views)))
	if got, want := show(), "Alpha new 99 1, Zeta 1 2"; got != want {
		t.Errorf("updated: %s, want %s", got, want)
	}
	if p, err := Posts.Filter(Posts.Slug.Eq("alpha")).One(ctx); err != nil || p.ID != 1 || !p.UpdatedAt.After(p.CreatedAt) {
		t.Errorf("the row that was there: %+v %v", p, err)
	}
	if err := Posts.BulkCreate(ctx, rows(), orm.OnConflict[*Post]()); err == nil {
		t.Error("a conflict of nothing passed")
	}
}

func TestBulkUpdate(t *testing.T) { Each(t, testBulkUpdate) }

func testBulkUpdate(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	rows, err := Posts.OrderBy(Posts.ID.Asc()).All(ctx)
	ok(t, err)
	for i, p := range rows {
		p.Views, p.PublishedAt, p.Status, p.Title = int64(100+i), nil, StatusDraft, "not written"
	}
	n, err := orm.BulkUpdate(ctx, append(rows, &Post{Model: orm.Model{ID: 999}}), Posts.Views, Posts.PublishedAt, Posts.Status)
	ok(t, err)
	if n != 5 {
		t.Errorf("found %d rows, want 5", n)
	}
	after, err := Posts.OrderBy(Posts.ID.Asc()).All(ctx)
	ok(t, err)
	for i, p := range after {
		if p.Views != int64(100+i) || p.PublishedAt != nil || p.Status != StatusDraft || p.Title == "not written" || !p.UpdatedAt.After(p.CreatedAt) {
			t.Errorf("row %d: %+v", i, p)
		}
	}
	if _, err := orm.BulkUpdate(ctx, rows, orm.Column[*Post](Posts.Tags)); err == nil {
		t.Error("a collection was updated")
	}
}

func TestLocksAndSnapshots(t *testing.T) { Each(t, testLocksAndSnapshots) }

func testLocksAndSnapshots(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	q := orm.ForUpdate(Posts.Filter(Posts.Author().Editor().Name.Eq("Ada")).SelectRelated(Posts.Author().Editor()), orm.SkipLocked)
	if _, err := q.All(ctx); !errors.Is(err, orm.ErrNoTransaction) {
		t.Errorf("a lock outside a transaction: %v", err)
	}
	for _, err := range q.Each(ctx) {
		if !errors.Is(err, orm.ErrNoTransaction) {
			t.Errorf("a lock outside a transaction, row by row: %v", err)
		}
	}
	ok(t, orm.Atomic(ctx, func(ctx context.Context) error {
		rows, err := q.OrderBy(Posts.ID.Asc()).All(ctx)
		if err == nil && len(rows) != 3 {
			t.Errorf("locked %d rows, want 3", len(rows))
		}
		return err
	}))
	ok(t, orm.ReadOnly(ctx, func(ctx context.Context) error {
		if n, err := Posts.Count(ctx); err != nil || n != 5 {
			t.Errorf("a snapshot has %d rows (%v)", n, err)
		}
		return nil
	}))
}

func TestEightAddOneAtATime(t *testing.T) { Each(t, testEightAddOneAtATime) }

// Read, add in Go, write: without the lock, additions would be lost.
func testEightAddOneAtATime(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				err := orm.Atomic(ctx, func(ctx context.Context) error {
					p, err := orm.ForUpdate(Posts.Filter(Posts.ID.Eq(3))).One(ctx)
					if err != nil {
						return err
					}
					p.Views++
					return Posts.Save(ctx, p, Posts.Views)
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if p, err := Posts.Get(ctx, 3); err != nil || p.Views != 40 {
		t.Errorf("40 additions gave %+v (%v)", p, err)
	}
}

func TestStatementsCanBeSeen(t *testing.T) { Each(t, testStatementsCanBeSeen) }

func testStatementsCanBeSeen(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	q := Posts.Filter(Posts.Title.Eq("x'y"), Posts.Author().Name.Eq("Ada")).Limit(3)
	text, args, err := orm.SQLOf(ctx, q)
	ok(t, err)
	if strings.Contains(text, "x'y") || len(args) != 2 || !strings.HasSuffix(text, " LIMIT 3") {
		t.Errorf("the statement is %s with %v", text, args)
	}
	plan, err := orm.Explain(ctx, q)
	ok(t, err)
	if plan == "" {
		t.Error("the database does not explain itself")
	}
	rows, err := orm.Raw[struct {
		Slug  string
		Views int64
	}](ctx, "SELECT slug, views FROM blog_post WHERE views > ? ORDER BY views", 8)
	ok(t, err)
	if got := fmt.Sprint(rows); got != "[{alpha 10} {beta 20}]" {
		t.Errorf("in the database's own words: %s", got)
	}
	if _, err := Posts.Filter(Posts.ID.EqF(orm.Outer[*Post](Authors.ID))).All(ctx); err == nil || !strings.Contains(err.Error(), "orm.Outer") {
		t.Errorf("Outer in a query that is none within another: %v", err)
	}
}
