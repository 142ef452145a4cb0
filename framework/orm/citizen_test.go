package orm_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"path/filepath"
)

type traceKey struct{}

// tracer sees statements as an OpenTelemetry or audit plugin does.
type tracer struct{ seen []string }

func (*tracer) Name() string { return "tracer" }

func (tr *tracer) Initialize(db *gorm.DB) error {
	before := func(db *gorm.DB) {
		db.Statement.Context = context.WithValue(db.Statement.Context, traceKey{}, true)
	}
	after := func(db *gorm.DB) {
		tr.seen = append(tr.seen, db.Statement.Table+" "+db.Statement.SQL.String()[:6])
	}
	cb := db.Callback()
	return errors.Join(
		cb.Query().Before("gorm:query").Register("t:before", before), cb.Query().After("gorm:query").Register("t:after", after),
		cb.Create().After("gorm:create").Register("t:after", after), cb.Update().After("gorm:update").Register("t:after", after),
		cb.Delete().After("gorm:delete").Register("t:after", after))
}

func TestPluginsSeeEveryStatement(t *testing.T) {
	ctx := newDB(t)
	seed(t, ctx)
	tr := &tracer{}
	ok(t, orm.Gorm(ctx).Use(tr))
	p, err := Posts.Get(ctx, 1)
	ok(t, err)
	ok(t, Posts.Save(ctx, p))
	ok(t, Tags.Create(ctx, &Tag{Name: "x"}))
	_, err = Tags.Filter(Tags.Name.Eq("x")).Delete(ctx)
	ok(t, err)
	want := []string{"blog_post SELECT", "blog_post UPDATE", "blog_tag INSERT", "blog_tag DELETE"}
	if len(tr.seen) != len(want) {
		t.Fatalf("the plugin saw %v", tr.seen)
	}
	for i := range want {
		if tr.seen[i] != want[i] {
			t.Errorf("statement %d: %q, want %q", i, tr.seen[i], want[i])
		}
	}
}

func TestAConditionOfAPluginIsNeverDropped(t *testing.T) {
	ctx := newDB(t)
	seed(t, ctx)
	tenant := func(db *gorm.DB) {
		if db.Statement.Schema != nil && db.Statement.Schema.Table == "blog_post" {
			db.Statement.AddClause(clause.Where{Exprs: []clause.Expression{
				clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: "author_id"}, Value: 1},
			}})
		}
	}
	cb := orm.Gorm(ctx).Callback()
	ok(t, cb.Query().Before("gorm:query").Register("tenant", tenant))
	ok(t, cb.Update().Before("gorm:update").Register("tenant", tenant))
	ok(t, cb.Delete().Before("gorm:delete").Register("tenant", tenant))
	if got := slugs(t, ctx, Posts.Filter(Posts.Views.Ge(0)).OrderBy(Posts.ID.Asc())); got != "alpha gamma" {
		t.Errorf("the tenant sees %q", got)
	}
	if n, err := Posts.Count(ctx); err != nil || n != 2 {
		t.Errorf("the tenant counts %d, %v", n, err)
	}
	if n, err := Posts.Filter(Posts.Views.Ge(0)).Update(ctx, Posts.Views.Set(1)); err != nil || n != 2 {
		t.Errorf("the tenant updates %d, %v", n, err)
	}
	if n, err := Posts.Everything().Delete(ctx); err != nil || n != 2 {
		t.Errorf("the tenant deletes %d, %v", n, err)
	}
	ok(t, cb.Query().Before("gorm:query").Register("grouping", func(db *gorm.DB) { db.Statement.AddClause(clause.GroupBy{}) }))
	if _, err := Posts.All(ctx); err == nil {
		t.Error("a clause that cannot be carried was dropped in silence")
	}
}

func TestPlainGormWorksBesideQuerysets(t *testing.T) {
	ctx := newDB(t)
	seed(t, ctx)
	var p Post
	ok(t, orm.Gorm(ctx).Preload("Tags").Preload("Author").First(&p, 1).Error)
	if p.Title != "Alpha" || len(p.Tags) != 2 || p.Author.Name != "Ada" {
		t.Errorf("got %+v", p)
	}
	ok(t, orm.Gorm(ctx).Model(&p).Update("views", 77).Error)
	got, err := Posts.Get(ctx, 1)
	ok(t, err)
	if got.Views != 77 {
		t.Errorf("GORM wrote %d", got.Views)
	}
}

func TestNoWriterFindsTheDatabaseLocked(t *testing.T) {
	ctx := Open(t, filepath.Join(t.TempDir(), "site.db"))
	seed(t, ctx)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 25 {
				err := orm.Atomic(ctx, func(ctx context.Context) error {
					p, err := Posts.Get(ctx, 1)
					if err != nil {
						return err
					}
					p.Views++
					return Posts.Save(ctx, p)
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	p, err := Posts.Get(ctx, 1)
	ok(t, err)
	if p.Views != 210 {
		t.Errorf("200 increments of 10 gave %d", p.Views)
	}
}

func TestConditionsAndQuerysetsServeGorm(t *testing.T) { Each(t, testConditionsAndQuerysetsServeGorm) }

func testConditionsAndQuerysetsServeGorm(t *testing.T, ctx context.Context) {
	seed(t, ctx)
	db := orm.Gorm(ctx)
	for _, c := range []struct {
		name string
		ask  func() *gorm.DB
		want string
	}{
		{"a condition", func() *gorm.DB { return db.Where(Posts.Status.Eq(StatusPublished)) }, "alpha beta delta"},
		{"two, between conditions of GORM's", func() *gorm.DB {
			return db.Where("views < ?", 20).Where(Posts.Title.IContains("A"), Posts.ID.In(1, 2, 3)).Where("id <> ?", 3)
		}, "alpha"},
		{"or", func() *gorm.DB { return db.Where(orm.Or(Posts.Views.Eq(0), Posts.Views.Eq(5))) }, "gamma delta"},
		{"across a relation", func() *gorm.DB { return db.Where(Posts.Author().Name.Eq("Ada")).Where("views > ?", 1) }, "alpha"},
		{"some row of a collection", func() *gorm.DB { return db.Where(Posts.Tags.Any(Tags.Name.Eq("sql"))) }, "alpha beta"},
		{"an expression", func() *gorm.DB { return db.Where(orm.Total(Posts.Comments).Eq(2)) }, "alpha"},
		{"a queryset", func() *gorm.DB {
			return db.Scopes(orm.Scope(Posts.Filter(Posts.Author().Name.Eq("Bob"), Posts.Views.Gt(5)).Limit(5)))
		}, "beta epsilon"},
		{"a queryset of nothing", func() *gorm.DB { return db.Scopes(orm.Scope(Posts.None())) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var posts []Post
			ok(t, c.ask().Order("id").Find(&posts).Error)
			var out []string
			for _, p := range posts {
				out = append(out, p.Slug)
			}
			if got := strings.Join(out, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if err := db.Scopes(orm.Scope(Posts.OrderBy(Posts.Author().Name.Asc()))).Find(&[]Post{}).Error; err == nil {
		t.Error("an order that a scope cannot have was dropped in silence")
	}
}
