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
			ids   []int64
			limit int
			want  string
		}{
			"an order takes its items":             {shop.Orders.Def.Table, []int64{1}, 100, "2 Item.OrderID"},
			"more than are looked at":              {shop.Orders.Def.Table, []int64{1}, 1, "1+ Item.OrderID"},
			"two orders":                           {shop.Orders.Def.Table, []int64{1, 2}, 100, "2 Item.OrderID"},
			"a stage moves its orders":             {shop.Stages.Def.Table, []int64{2}, 100, "3 Order.StageID"},
			"a customer who is only noted as gone": {shop.Customers.Def.Table, []int64{1}, 100, ""},
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
