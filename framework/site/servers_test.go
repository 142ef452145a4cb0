package site_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/internal/database"
	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/session/sessions"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/migrations"
)

// eachMigrated runs a test on a database of each kind whose tables migrations
// have made: those of the framework, and those of two apps with every kind of
// field.
func eachMigrated(t *testing.T, test func(t *testing.T, ctx context.Context)) {
	t.Helper()
	tables := map[string][]*orm.Table{
		"blog": {blog.Authors.Def.Table, blog.Tags.Def.Table, blog.Posts.Def.Table, blog.Comments.Def.Table, blog.Events.Def.Table, blog.Samples.Def.Table, blog.Sayings.Def.Table},
		"shop": {shop.Customers.Def.Table, shop.Cards.Def.Table, shop.Stages.Def.Table, shop.Orders.Def.Table, shop.Products.Def.Table, shop.Items.Def.Table},
	}
	var sources []migrate.Source
	for _, app := range migrations.Apps() {
		files, _ := migrations.FS(app)
		sources = append(sources, migrate.Source{App: app, FS: files})
	}
	for app, list := range tables {
		sources = append(sources, migrate.Source{App: app, FS: sitetest.Migrations(t, app, list...)})
	}
	graph, err := migrate.Load(sources...)
	if err != nil {
		t.Fatal(err)
	}
	database.Each(t, nil, func(t *testing.T, ctx context.Context) {
		db := orm.Gorm(ctx)
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		dialect, err := migrate.DialectByName(db.Dialector.Name())
		if err != nil {
			t.Fatal(err)
		}
		migrateTo := func(app, target string) {
			t.Helper()
			if err := migrate.Run(ctx, pool, dialect, graph, migrate.RunOptions{App: app, Target: target}); err != nil {
				t.Fatal(err)
			}
		}
		migrateTo("", "")
		for _, app := range []string{"blog", "shop", "auth", "sessions"} {
			migrateTo(app, migrate.Zero)
		}
		migrateTo("", "")
		test(t, orm.WithRegistry(ctx, shop.Registry(t)))
	})
}

// Every kind of value comes back as it was, from the columns that migrations make.
func TestColumnsOfMigrationsHoldEveryKindOfValue(t *testing.T) {
	eachMigrated(t, func(t *testing.T, ctx context.Context) {
		at := time.Date(2026, 3, 1, 12, 0, 0, 123456000, time.UTC)
		want := &blog.Sample{
			Name: "some", Tiny: -7, Small: 700, Middle: 70_000, Large: 7_000_000_000, Octet: 200, Port: 8080, Natural: 3_000_000_000, Wide: 9_007_199_254_740_993,
			Single: 0.5, Double: 0.1, Exact: decimal.RequireFromString("-99.125"), Flag: true, Level: blog.LevelHigh, State: blog.StatusPublished,
			At: at, Day: orm.Date{Year: 2026, Month: 3, Day: 1}, Clock: orm.TimeOfDay{Hour: 12, Nanosecond: 500_000_000}, Took: 90 * time.Minute,
			Code: uuid.MustParse("01234567-89ab-7def-8123-456789abcdee"), Host: orm.IP{Addr: netip.MustParseAddr("2001:db8::1")}, Blob: []byte{0, 0xff, '\''},
			Tree: map[string]any{"b": "it's", "a": 1.5}, MaybeAt: &at,
		}
		if err := blog.Samples.Create(ctx, want); err != nil {
			t.Fatal(err)
		}
		got, err := blog.Samples.Get(ctx, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{}), cmpopts.EquateApproxTime(time.Millisecond)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for _, name := range []string{"A", "a", "a ", "ä"} { // four texts, whatever the database thinks of letters
			if err := blog.Tags.Create(ctx, &blog.Tag{Name: name}); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// What the tables refuse, and what they do when a row is deleted.
func TestTablesOfMigrationsKeepTheRules(t *testing.T) {
	eachMigrated(t, func(t *testing.T, ctx context.Context) {
		ann := &shop.Customer{Name: "Ann", Email: "ann@example.com"}
		again := &shop.Customer{Name: "Ann", Email: "ann@example.com"}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ok(shop.Customers.Create(ctx, ann))
		if err := shop.Customers.Create(ctx, again); !errors.Is(err, orm.ErrDuplicate) {
			t.Errorf("the address of one who is there: %v", err)
		}
		ok(shop.Customers.Remove(ctx, ann))
		ok(shop.Customers.Create(ctx, again)) // hers is free again
		ok(shop.Stages.BulkCreate(ctx, []*shop.Stage{{Name: "new"}, {Name: "paid"}}))
		product := &shop.Product{Name: "Pen", SKU: "P1", Colors: []string{"red"}, Sizes: []int64{1}}
		ok(shop.Products.Create(ctx, product))
		order := &shop.Order{Placed: orm.Date{Year: 2026, Month: 3, Day: 1}, Total: decimal.NewFromInt(5), CustomerID: again.ID, StageID: 2}
		ok(shop.Orders.Create(ctx, order))
		item := &shop.Item{OrderID: order.ID, ProductID: product.ID, Pieces: 3, Price: decimal.RequireFromString("2.50")}
		ok(shop.Items.Create(ctx, item))
		stored, err := shop.Items.Get(ctx, item.ID)
		ok(err)
		if stored.Cost.String() != "7.5" && stored.Cost.StringFixed(2) != "7.50" {
			t.Errorf("the cost is %s", stored.Cost)
		}
		if n, err := shop.Orders.Filter(shop.Orders.ID.Eq(order.ID)).Update(ctx, shop.Orders.Total.Set(decimal.NewFromInt(-1))); err == nil {
			t.Errorf("%d orders have a total that is none", n)
		}
		if _, err := shop.Stages.Filter(shop.Stages.Name.Eq("paid")).Delete(ctx); err != nil {
			t.Errorf("a stage that orders are at: %v", err)
		}
		back, err := shop.Orders.Get(ctx, order.ID)
		ok(err)
		if back.StageID != 1 {
			t.Errorf("the order is at %d, want the first", back.StageID)
		}
		ok(shop.Orders.Remove(ctx, order))
		if n, err := shop.Items.Count(ctx); err != nil || n != 0 {
			t.Errorf("%d items are left, %v", n, err)
		}
		if err := auth.Groups.Create(ctx, &auth.Group{Name: "editors"}); err != nil {
			t.Error(err)
		}
		if n, err := (sessions.Backend{}).DeleteExpired(ctx, time.Now()); err != nil || n != 0 {
			t.Errorf("%d sessions, %v", n, err)
		}
	})
}
