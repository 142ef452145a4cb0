package orm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/orm"
)

// stock fills a shop: three customers of whom Cleo has left, with cards, an order
// each, and two products.
func stock(t *testing.T, ctx context.Context) {
	t.Helper()
	ok(t, shop.Stages.BulkCreate(ctx, []*shop.Stage{{Name: "new"}, {Name: "paid"}}))
	for _, name := range []string{"Ada", "Bob", "Cleo"} {
		c := &shop.Customer{Name: name, Email: strings.ToLower(name) + "@example.com"}
		ok(t, shop.Customers.Create(ctx, c))
		if name != "Bob" {
			ok(t, shop.Cards.Create(ctx, &shop.Card{Number: "card of " + name, CustomerID: c.ID}))
		}
		due := day(20)
		ok(t, shop.Orders.Create(ctx, &shop.Order{CustomerID: c.ID, Placed: day(int(c.ID)), Due: &due, StageID: 2}))
	}
	ok(t, shop.Products.BulkCreate(ctx, []*shop.Product{{Name: "pen", SKU: "P1"}, {Name: "ink", SKU: "I1"}}))
	cleo, err := shop.Customers.Get(ctx, 3)
	ok(t, err)
	ok(t, shop.Customers.Remove(ctx, cleo))
	if !cleo.DeletedAt.Valid {
		t.Error("a row that was removed does not know it")
	}
}

func day(n int) orm.Date { return orm.Date{Year: 2026, Month: 3, Day: n} }

func customers(t *testing.T, ctx context.Context, q *orm.QuerySet[*shop.Customer]) string {
	t.Helper()
	rows, err := q.OrderBy(shop.Customers.ID.Asc()).All(ctx)
	ok(t, err)
	var names []string
	for _, c := range rows {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

func orders(t *testing.T, ctx context.Context, q *orm.QuerySet[*shop.Order]) string {
	t.Helper()
	rows, err := q.SelectRelated(shop.Orders.Customer()).All(ctx)
	ok(t, err)
	var names []string
	for _, o := range rows {
		if o.Customer == nil {
			names = append(names, "nobody")
			continue
		}
		names = append(names, o.Customer.Name)
	}
	return strings.Join(names, " ")
}

func TestSoftlyDeletedRows(t *testing.T) { shop.Each(t, testSoftlyDeletedRows) }

func testSoftlyDeletedRows(t *testing.T, ctx context.Context) {
	stock(t, ctx)
	all := shop.Customers.QuerySet
	byName := shop.Customers.Filter(shop.Customers.Name.Eq("Cleo"))
	for name, tc := range map[string]struct{ got, want string }{
		"are not found":                     {customers(t, ctx, all), "Ada Bob"},
		"are not found by a filter":         {customers(t, ctx, byName), ""},
		"are found if asked for":            {customers(t, ctx, orm.WithDeleted(all)), "Ada Bob Cleo"},
		"are found alone":                   {customers(t, ctx, orm.OnlyDeleted(all)), "Cleo"},
		"are in no relation":                {orders(t, ctx, shop.Orders.QuerySet), "Ada Bob nobody"},
		"are in a relation if asked for":    {orders(t, ctx, orm.WithDeleted(shop.Orders.QuerySet)), "Ada Bob Cleo"},
		"meet no condition on a relation":   {orders(t, ctx, shop.Orders.Filter(shop.Orders.Customer().Name.Eq("Cleo"))), ""},
		"are in no subquery":                {orders(t, ctx, shop.Orders.Filter(shop.Orders.CustomerID.InQ(orm.List(all, shop.Customers.ID)))), "Ada Bob"},
		"are in no union":                   {customers(t, ctx, orm.Union(byName, shop.Customers.Filter(shop.Customers.Name.Eq("Ada")))), "Ada"},
		"are in a union if asked for":       {customers(t, ctx, orm.Union(orm.WithDeleted(byName), shop.Customers.Filter(shop.Customers.Name.Eq("Ada")))), "Ada Cleo"},
		"have relations if they are found":  {customers(t, ctx, orm.WithDeleted(shop.Customers.Filter(shop.Customers.Card().Number.HasPrefix("card")))), "Ada Cleo"},
		"are on no other side of a card":    {customers(t, ctx, shop.Customers.Filter(shop.Customers.Card().IsNull())), "Bob"},
		"a hard delete finds them, and all": {customers(t, ctx, all.Exclude(shop.Customers.Name.Eq("Ada"))), "Bob"},
	} {
		if tc.got != tc.want {
			t.Errorf("they %s: %q, want %q", name, tc.got, tc.want)
		}
	}
	if _, err := shop.Customers.Get(ctx, 3); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("by key: %v", err)
	}
	if n, err := shop.Customers.Count(ctx); err != nil || n != 2 {
		t.Errorf("%d are counted, %v", n, err)
	}
	if n, err := shop.Customers.Everything().Update(ctx, shop.Customers.Name.Set("Ada")); err != nil || n != 2 {
		t.Errorf("%d are updated, %v", n, err)
	}
	// The address is free again, until a row that has it comes back.
	again := &shop.Customer{Name: "Cleo II", Email: "cleo@example.com"}
	ok(t, shop.Customers.Create(ctx, again))
	var wrong *orm.Invalid
	if err := shop.Customers.Create(ctx, &shop.Customer{Name: "Cleo III", Email: "cleo@example.com"}); !errors.Is(err, orm.ErrDuplicate) || !errors.As(err, &wrong) || wrong.Column != "email" {
		t.Errorf("a third: %v", err)
	}
	if _, err := orm.Restore(ctx, orm.OnlyDeleted(all)); !errors.Is(err, orm.ErrDuplicate) {
		t.Errorf("restoring one whose address is taken: %v", err)
	}
	if n, err := shop.Customers.Filter(shop.Customers.ID.Eq(again.ID)).Delete(ctx); err != nil || n != 1 {
		t.Errorf("deleting by a query: %d, %v", n, err)
	}
	if n, err := orm.Restore(ctx, byName); err != nil || n != 1 || customers(t, ctx, byName) != "Cleo" {
		t.Errorf("restoring: %d, %v", n, err)
	}
	if n, err := orm.HardDelete(ctx, shop.Customers.Filter(shop.Customers.ID.Eq(again.ID))); err != nil || n != 1 {
		t.Errorf("deleting for good: %d, %v", n, err)
	}
	if got := customers(t, ctx, orm.OnlyDeleted(all)); got != "" {
		t.Errorf("left of the deleted: %s", got)
	}
	if _, err := orm.Restore(ctx, shop.Cards.Everything()); err == nil || !strings.Contains(err.Error(), "orm.SoftDelete") {
		t.Errorf("restoring what is deleted for good: %v", err)
	}
	var plain []shop.Customer
	ok(t, orm.Gorm(ctx).Scopes(orm.Scope(byName)).Find(&plain).Error)
	if len(plain) != 1 {
		t.Errorf("plain GORM finds %d", len(plain))
	}
}

func TestTheOtherSideOfAUniqueRelation(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		rows, err := shop.Customers.SelectRelated(shop.Customers.Card()).OrderBy(shop.Customers.Card().Number.Asc(), shop.Customers.ID.Asc()).All(ctx)
		ok(t, err)
		if len(rows) != 2 || rows[0].Card != nil || rows[1].Card == nil || rows[1].Card.Number != "card of Ada" || rows[1].Card.CustomerID != rows[1].ID {
			t.Errorf("loaded: %+v", rows)
		}
		for name, tc := range map[string]struct {
			pred orm.Pred[*shop.Customer]
			want string
		}{
			"who has a card":       {orm.Not(shop.Customers.Card().IsNull()), "Ada"},
			"who has none":         {shop.Customers.Card().IsNull(), "Bob"},
			"by the card's number": {shop.Customers.Card().Number.Contains("Ada"), "Ada"},
			"by the card's key":    {shop.Customers.Card().Is(1), "Ada"},
			"there and back":       {shop.Customers.Card().Customer().Name.Eq("Ada"), "Ada"},
		} {
			if got := customers(t, ctx, shop.Customers.Filter(tc.pred)); got != tc.want {
				t.Errorf("%s: %q, want %q", name, got, tc.want)
			}
		}
		var wrong *orm.Invalid
		err = shop.Cards.Create(ctx, &shop.Card{Number: "second", CustomerID: 1})
		if !errors.As(err, &wrong) || wrong.Column != "customer" || wrong.Message != "Another card has this customer already." {
			t.Errorf("a second card: %v", err)
		}
	})
}

func TestWhatMetaDemandsIsCheckedBeforeTheDatabase(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		early := day(1)
		for name, tc := range map[string]struct {
			row             *shop.Order
			column, message string
		}{
			"a total below nothing":  {&shop.Order{CustomerID: 1, Placed: day(2), Total: orm.Decimal{}.Sub(amount("1.50"))}, "total", "This must hold: total >= 0."},
			"due before it is there": {&shop.Order{CustomerID: 1, Placed: day(2), Due: &early}, "due", "Nothing is due before it is ordered."},
		} {
			var wrong *orm.Invalid
			err := shop.Orders.Create(ctx, tc.row)
			if !errors.Is(err, orm.ErrInvalid) || !errors.As(err, &wrong) || wrong.Column != tc.column || wrong.Message != tc.message {
				t.Errorf("%s: %v", name, err)
			}
			if err := shop.Orders.BulkCreate(ctx, []*shop.Order{tc.row}); !errors.Is(err, orm.ErrInvalid) {
				t.Errorf("%s, in bulk: %v", name, err)
			}
		}
		both := &shop.Order{CustomerID: 1, Placed: day(2), Due: &early, Total: amount("-1")}
		if err := shop.Orders.Create(ctx, both); err == nil || !strings.Contains(err.Error(), "total >= 0") || !strings.Contains(err.Error(), "Nothing is due") {
			t.Errorf("two mistakes at once: %v", err)
		}
		long := &shop.Product{Name: strings.Repeat("ä", 81), SKU: "x"}
		var wrong *orm.Invalid
		if err := shop.Products.Create(ctx, long); !errors.As(err, &wrong) || wrong.Column != "name" || wrong.Message != "Use at most 80 characters." {
			t.Errorf("a name of 81 characters: %v", err)
		}
		long.Name = strings.Repeat("ä", 80)
		ok(t, shop.Products.Create(ctx, long))
		// What an Update breaks, the database says; the column is found by the constraint.
		_, err := shop.Orders.Filter(shop.Orders.ID.Eq(1)).Update(ctx, shop.Orders.Total.Set(amount("-1")))
		if !errors.Is(err, orm.ErrInvalid) || !errors.As(err, &wrong) || wrong.Column != "total" {
			t.Errorf("an update below nothing: %v", err)
		}
		err = shop.Products.Create(ctx, &shop.Product{Name: "pen", SKU: "P1"})
		if !errors.Is(err, orm.ErrDuplicate) || !errors.As(err, &wrong) || wrong.Message != "Another product has this name and SKU already." {
			t.Errorf("the same name and number: %v", err)
		}
		stages, err := shop.Stages.All(ctx)
		ok(t, err)
		stages[1].Name = "new"
		if err := shop.Stages.Save(ctx, stages[1]); !errors.As(err, &wrong) || wrong.Column != "name" {
			t.Errorf("saving a name that is taken: %v", err)
		}
	})
}

func TestAJoinTableThatIsAModel(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		order, err := shop.Orders.Get(ctx, 1)
		ok(t, err)
		ok(t, shop.Orders.Products.Set(ctx, order, 1, 2))
		items, err := shop.Items.OrderBy(shop.Items.ProductID.Asc()).All(ctx)
		ok(t, err)
		if len(items) != 2 || items[0].Pieces != 1 || items[0].CreatedAt.IsZero() || items[1].ProductID != 2 {
			t.Errorf("linked: %+v", items)
		}
		items[1].Pieces = 5
		ok(t, shop.Items.Save(ctx, items[1]))
		ok(t, shop.Orders.Products.Set(ctx, order, 2))
		items, err = shop.Items.All(ctx)
		ok(t, err)
		if len(items) != 1 || items[0].Pieces != 5 {
			t.Errorf("what stays linked was written anew: %+v", items)
		}
		found, err := shop.Orders.Filter(shop.Orders.Items.Any(shop.Items.Pieces.Gt(4), shop.Items.Product().Name.Eq("ink"))).Prefetch(shop.Orders.Products).All(ctx)
		ok(t, err)
		if len(found) != 1 || len(found[0].Products) != 1 || found[0].Products[0].Name != "ink" {
			t.Errorf("through the model: %+v", found)
		}
	})
}
