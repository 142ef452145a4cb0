package orm_test

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/orm"
)

func TestOnlySomeColumns(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		row, err := orm.Only(shop.Customers.Filter(shop.Customers.ID.Eq(1)), shop.Customers.Name).One(ctx)
		ok(t, err)
		if row.ID != 1 || row.Name != "Ada" || row.Email != "" || !row.CreatedAt.IsZero() {
			t.Errorf("only the name: %+v", row)
		}
		row.Name, row.Email = "Ada Lovelace", "lost@example.com"
		ok(t, shop.Customers.Save(ctx, row))
		whole, err := shop.Customers.Get(ctx, 1)
		ok(t, err)
		if whole.Name != "Ada Lovelace" || whole.Email != "ada@example.com" || whole.CreatedAt.IsZero() {
			t.Errorf("saved: %+v", whole)
		}
		whole.Email = "ada2@example.com"
		ok(t, shop.Customers.Save(ctx, whole))
		rows, err := orm.Defer(shop.Customers.SelectRelated(shop.Customers.Card()).Prefetch(shop.Customers.Orders), shop.Customers.Name, shop.Customers.CreatedAt).All(ctx)
		ok(t, err)
		if r := rows[0]; r.Name != "" || r.Email != "ada2@example.com" || r.Card == nil || len(r.Orders) != 1 {
			t.Errorf("all but the name: %+v", r)
		}
		order, err := orm.Only(shop.Orders.Filter(shop.Orders.ID.Eq(1)), shop.Orders.Due).One(ctx)
		ok(t, err)
		ok(t, shop.Orders.Save(ctx, order)) // the check of two dates cannot be made
		runtime.KeepAlive(row)
	})
}

func TestTheLatestAndTheEarliest(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		last, err := orm.Latest(ctx, shop.Orders.QuerySet)
		ok(t, err)
		first, err := orm.Earliest(ctx, shop.Orders.QuerySet)
		ok(t, err)
		if last.ID != 3 || first.ID != 1 {
			t.Errorf("latest %d, earliest %d", last.ID, first.ID)
		}
		if _, err := orm.Latest(ctx, shop.Orders.None()); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("of none: %v", err)
		}
		if _, err := orm.Latest(ctx, shop.Cards.QuerySet); err == nil || !strings.Contains(err.Error(), "LatestBy") {
			t.Errorf("without LatestBy: %v", err)
		}
	})
}

func TestWhatADeleteWouldTakeAlong(t *testing.T) {
	registry := shop.Registry(t)
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		order, err := shop.Orders.Get(ctx, 1)
		ok(t, err)
		ok(t, shop.Orders.Products.Set(ctx, order, 1, 2))
		for name, tc := range map[string]struct {
			table *orm.Table
			ids   []string
			limit int
			want  string
		}{
			"an order takes its items":             {shop.Orders.Def.Table, []string{"1"}, 100, "2 Item.OrderID"},
			"more than are looked at":              {shop.Orders.Def.Table, []string{"1"}, 1, "1+ Item.OrderID"},
			"two orders":                           {shop.Orders.Def.Table, []string{"1", "2"}, 100, "2 Item.OrderID"},
			"a stage moves its orders":             {shop.Stages.Def.Table, []string{"2"}, 100, "3 Order.StageID"},
			"a customer who is only noted as gone": {shop.Customers.Def.Table, []string{"1"}, 100, ""},
		} {
			effects, err := registry.Effects(ctx, tc.table, tc.ids, tc.limit)
			ok(t, err)
			var got []string
			for _, e := range effects {
				more := ""
				if e.More {
					more = "+"
				}
				if e.Stops {
					more += " stopped by"
				}
				got = append(got, strings.TrimSpace(strconv.Itoa(e.Count)+more+" "+e.Table.Schema().Name+"."+e.Field.Name))
			}
			if s := strings.Join(got, ", "); s != tc.want {
				t.Errorf("%s: %q, want %q", name, s, tc.want)
			}
		}
		// And so it happens.
		paid, err := shop.Stages.Get(ctx, 2)
		ok(t, err)
		ok(t, shop.Stages.Remove(ctx, paid))
		if n, err := shop.Orders.Filter(shop.Orders.StageID.Eq(1)).Count(ctx); err != nil || n != 3 {
			t.Errorf("%d orders went to the first stage, %v", n, err)
		}
	})
}

func TestAnEmptyRelationTakesItsDefault(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		o := &shop.Order{CustomerID: 1, Placed: day(9)}
		ok(t, shop.Orders.Create(ctx, o))
		if o.StageID != 1 {
			t.Errorf("the stage is %d", o.StageID)
		}
	})
}

func TestAFieldThatTheDatabaseWorksOut(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		item := &shop.Item{OrderID: 1, ProductID: 1, Pieces: 3, Price: amount("2.50")}
		ok(t, shop.Items.Create(ctx, item))
		if !item.Cost.Equal(amount("7.5")) {
			t.Errorf("a new row knows %s", item.Cost)
		}
		item.Pieces, item.Cost = 4, amount("1000000000000") // what it holds is never sent
		ok(t, shop.Items.Save(ctx, item))
		stored, err := shop.Items.Filter(shop.Items.Cost.Eq(amount("10"))).One(ctx)
		ok(t, err)
		if !item.Cost.Equal(stored.Cost) {
			t.Errorf("the row knows %s, the database %s", item.Cost, stored.Cost)
		}
		ok(t, shop.Items.BulkCreate(ctx, []*shop.Item{{OrderID: 2, ProductID: 1, Pieces: 2, Price: amount("0.05")}}))
		var sum orm.Decimal
		ok(t, orm.Aggregate(ctx, shop.Items.QuerySet, orm.Sum(shop.Items.Cost).To(&sum)))
		if !sum.Equal(amount("10.1")) {
			t.Errorf("the sum is %s", sum)
		}
		if _, err := shop.Items.Everything().Update(ctx, shop.Items.Pieces.Set(1)); err != nil {
			t.Error(err)
		}
		_, err = shop.Items.Everything().Update(ctx, shop.Items.Cost.Set(amount("1")))
		if err == nil || !strings.Contains(err.Error(), "shop.Item.Cost is worked out by the database") {
			t.Errorf("assigning: %v", err)
		}
	})
}

func TestLists(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		p := shop.Products
		ok(t, p.BulkCreate(ctx, []*shop.Product{
			{Name: "pen", Colors: []string{"red", "it's \"blue\""}, Sizes: []int64{1, 2}},
			{Name: "ink", Colors: []string{"red"}, Sizes: []int64{2, 30}},
			{Name: "box", Colors: []string{}, Sizes: []int64{}},
			{Name: "map"}, // null
			{Name: "cap", Colors: []string{"2", "Red"}},
		}))
		for sentence, tc := range map[string]struct {
			pred orm.Pred[*shop.Product]
			want string
		}{
			"has a text":               {orm.Has(p.Colors, "red"), "ink pen"},
			"has a text with quotes":   {orm.Has(p.Colors, "it's \"blue\""), "pen"},
			"has a part of a text":     {orm.Has(p.Colors, "re"), ""},
			"has a number":             {orm.Has(p.Sizes, 2), "ink pen"},
			"has a digit of a number":  {orm.Has(p.Sizes, 3), ""},
			"has a text of digits":     {orm.Has(p.Colors, "2"), "cap"},
			"does not have a text":     {orm.Not(orm.Has(p.Colors, "red")), "box cap map"},
			"has all of two":           {orm.HasAll(p.Sizes, 1, 2), "pen"},
			"has all of none":          {orm.HasAll(p.Sizes), "box ink pen"},
			"has one of two":           {orm.HasAny(p.Colors, "Red", "it's \"blue\""), "cap pen"},
			"has one of none":          {orm.HasAny(p.Colors), ""},
			"is empty":                 {orm.Len(p.Colors).Eq(0), "box"},
			"has more than one":        {orm.Len(p.Sizes).Eq(2), "ink pen"},
			"has no list":              {orm.Len(p.Colors).IsNull(), "map"},
			"has a hostile text":       {orm.Has(p.Colors, `"] OR 1=1 --`), ""},
			"has all, and one of some": {orm.And(orm.HasAll(p.Colors, "red"), orm.HasAny(p.Sizes, 30, 40)), "ink"},
		} {
			got, err := orm.List(p.Filter(tc.pred).OrderBy(p.Name.Asc()), p.Name).All(ctx)
			ok(t, err)
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("what %s: %q, want %q", sentence, s, tc.want)
			}
		}
		n, err := p.Filter(p.Name.Eq("map")).Update(ctx, p.Colors.Set([]string{"green"}))
		ok(t, err)
		green, err := p.Filter(orm.Has(p.Colors, "green")).One(ctx)
		ok(t, err)
		if n != 1 || green.Name != "map" || len(green.Colors) != 1 {
			t.Errorf("a list that was assigned: %d %+v", n, green)
		}
		var colors []string
		ok(t, orm.Aggregate(ctx, p.Filter(p.Name.Eq("zzz")), orm.Max(p.Name).To(new(string))))
		rows, err := orm.Rows(p.Filter(p.Name.Eq("pen")), func(row *struct{ C []string }) orm.Cols[*shop.Product] {
			return orm.Cols[*shop.Product]{p.Colors.To(&row.C)}
		}).All(ctx)
		ok(t, err)
		if colors = rows[0].C; len(colors) != 2 || colors[0] != "red" {
			t.Errorf("a list as an output: %v", colors)
		}
	})
}

func TestARowThatIsGoneIsNoConflict(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		rows := []*shop.Customer{{Name: "Ada again", Email: "ada@example.com"}, {Name: "Cleo again", Email: "cleo@example.com"}}
		ok(t, shop.Customers.BulkCreate(ctx, rows, orm.OnConflict[*shop.Customer](shop.Customers.Email).Update(shop.Customers.Name)))
		if got := customers(t, ctx, shop.Customers.QuerySet); got != "Ada again Bob Cleo again" {
			t.Errorf("there are %q", got)
		}
		if got := customers(t, ctx, orm.OnlyDeleted(shop.Customers.QuerySet)); got != "Cleo" {
			t.Errorf("gone are %q", got)
		}
	})
}

func TestAnOrderThatPeopleMake(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		names := []string{"a", "b", "c", "d", "e"}
		for _, name := range names {
			ok(t, shop.Products.Create(ctx, &shop.Product{Name: name, Colors: []string{}, Sizes: []int64{}}))
		}
		byName := func(name string) int64 {
			p, err := shop.Products.Filter(shop.Products.Name.Eq(name)).One(ctx)
			ok(t, err)
			return p.ID
		}
		items := map[string]*shop.Item{}
		for _, name := range names[:3] {
			items[name] = &shop.Item{OrderID: 1, ProductID: byName(name)}
			ok(t, shop.Items.Create(ctx, items[name]))
		}
		ok(t, shop.Items.BulkCreate(ctx, []*shop.Item{{OrderID: 1, ProductID: byName("d")}, {OrderID: 2, ProductID: byName("a")}, {OrderID: 1, ProductID: byName("e")}}))
		lines := func() string {
			rows, err := shop.Items.Filter(shop.Items.OrderID.Eq(1)).SelectRelated(shop.Items.Product()).All(ctx) // by line, as is the order of the model
			ok(t, err)
			var got []string
			for _, r := range rows {
				got = append(got, strconv.FormatInt(r.Line, 10)+r.Product.Name)
			}
			return strings.Join(got, " ")
		}
		if got := lines(); got != "1a 2b 3c 4d 5e" {
			t.Errorf("new rows go to the end: %s", got)
		}
		for _, tc := range []struct {
			name  string
			place int
			want  string
		}{
			{"c", 1, "1c 2a 3b 4d 5e"},
			{"c", 4, "1a 2b 3d 4c 5e"},
			{"a", 99, "1b 2d 3c 4e 5a"},
			{"a", -3, "1a 2b 3d 4c 5e"},
			{"b", 2, "1a 2b 3d 4c 5e"},
		} {
			ok(t, orm.MoveTo(ctx, shop.Items.QuerySet, items[tc.name], tc.place))
			if got := lines(); got != tc.want {
				t.Errorf("%s to place %d: %s, want %s", tc.name, tc.place, got, tc.want)
			}
		}
		if n, err := shop.Items.Filter(shop.Items.OrderID.Eq(2), shop.Items.Line.Eq(1)).Count(ctx); err != nil || n != 1 {
			t.Errorf("the other order was counted as well: %d, %v", n, err)
		}
		ok(t, shop.Items.Remove(ctx, items["b"]))
		ok(t, orm.MoveTo(ctx, shop.Items.QuerySet, items["c"], 1)) // and the gap closes
		if got := lines(); got != "1c 2a 3d 4e" {
			t.Errorf("after one is gone: %s", got)
		}
		if err := orm.MoveTo(ctx, shop.Items.QuerySet, items["b"], 1); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("moving one that is gone: %v", err)
		}
		if err := orm.MoveTo(ctx, shop.Cards.QuerySet, &shop.Card{}, 1); err == nil || !strings.Contains(err.Error(), `gofw:"position"`) {
			t.Errorf("moving what has no position: %v", err)
		}
	})
}
