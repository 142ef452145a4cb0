package admin

import (
	"context"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/orm"
)

func TestRowsThatPeopleOrderCanBeMoved(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(shop.Stages.Create(ctx, &shop.Stage{Name: "new"}))
		must(shop.Customers.Create(ctx, &shop.Customer{Name: "Ada", Email: "ada@example.com"}))
		must(shop.Orders.Create(ctx, &shop.Order{CustomerID: 1, Placed: orm.Date{Year: 2026, Month: 3, Day: 1}}))
		for _, name := range []string{"a", "b", "c", "d"} {
			p := &shop.Product{Name: name, Colors: []string{}, Sizes: []int64{}}
			must(shop.Products.Create(ctx, p))
			must(shop.Items.Create(ctx, &shop.Item{OrderID: 1, ProductID: p.ID}))
		}
		order := func() string {
			rows, err := shop.Items.SelectRelated(shop.Items.Product()).All(ctx)
			must(err)
			var names []string
			for _, r := range rows {
				names = append(names, r.Product.Name)
			}
			return strings.Join(names, " ")
		}
		table := shop.Items.Def.Table
		up, down := moves(table, "Move up", -1), moves(table, "Move down", 1)
		for _, tc := range []struct {
			what action
			ids  []string
			want string
		}{
			{down, []string{"1"}, "b a c d"},
			{down, []string{"1", "2"}, "c b a d"},
			{up, []string{"1", "4"}, "c a d b"},
			{up, []string{"3"}, "c a d b"},
		} {
			selected := orm.RowsOf(table).Filter(orm.KeyIn(table, tc.ids...))
			n, err := tc.what.run(ctx, orm.Untyped(selected))
			if err != nil || n != int64(len(tc.ids)) {
				t.Errorf("%s: %d, %v", tc.what.label, n, err)
			}
			if got := order(); got != tc.want {
				t.Errorf("%s of %v: %s, want %s", tc.what.label, tc.ids, got, tc.want)
			}
		}
	})
}
