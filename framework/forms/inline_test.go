package forms_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gofw/gofw/framework/forms"
	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/orm"
)

var itemRows = forms.Inline[shop.Item]{
	By:    shop.Items.Order(),
	Form:  forms.Model[shop.Item]{Fields: orm.Columns[*shop.Item](shop.Items.Product(), shop.Items.Pieces, shop.Items.Price)},
	Extra: 1, Min: 1, Max: 4,
}

var orderForm = forms.Model[shop.Order]{
	Fields:  orm.Columns[*shop.Order](shop.Orders.Placed, shop.Orders.Due, shop.Orders.Total, shop.Orders.Customer()),
	Inlines: []forms.Inlined{itemRows},
}

// ordered writes a customer, four products, an order with two items (1 and 2), and
// one of somebody else with an item (3).
func ordered(t *testing.T, ctx context.Context) *shop.Order {
	t.Helper()
	ada, bob := &shop.Customer{Name: "Ada", Email: "ada@example.com"}, &shop.Customer{Name: "Bob", Email: "bob@example.com"}
	must(t, shop.Customers.Create(ctx, ada))
	must(t, shop.Customers.Create(ctx, bob))
	must(t, shop.Stages.Create(ctx, &shop.Stage{Name: "new"}))
	for _, name := range []string{"pen", "ink", "map", "pad"} {
		must(t, shop.Products.Create(ctx, &shop.Product{Name: name, SKU: name}))
	}
	day := orm.Date{Year: 2026, Month: 3, Day: 1}
	mine, other := &shop.Order{Placed: day, CustomerID: ada.ID, StageID: 1}, &shop.Order{Placed: day, CustomerID: bob.ID, StageID: 1}
	must(t, shop.Orders.Create(ctx, mine))
	must(t, shop.Orders.Create(ctx, other))
	must(t, shop.Items.Create(ctx, &shop.Item{OrderID: mine.ID, ProductID: 1, Pieces: 1}))
	must(t, shop.Items.Create(ctx, &shop.Item{OrderID: mine.ID, ProductID: 2, Pieces: 2}))
	must(t, shop.Items.Create(ctx, &shop.Item{OrderID: other.ID, ProductID: 3, Pieces: 3}))
	return mine
}

// typed is what a browser sends for the order with its two items and an empty row.
func typed(change ...string) url.Values {
	v := url.Values{
		"placed": {"2026-03-01"}, "total": {"0.00"}, "customer": {"1"}, "items-total": {"3"},
		"items-key-0": {"1"}, "items-0-product": {"1"}, "items-0-pieces": {"1"}, "items-0-price": {"0.00"}, "items-order-0": {"1"},
		"items-key-1": {"2"}, "items-1-product": {"2"}, "items-1-pieces": {"2"}, "items-1-price": {"0.00"}, "items-order-1": {"2"},
		"items-2-product": {""}, "items-2-pieces": {"1"}, "items-2-price": {""}, "items-order-2": {""},
	}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// inDatabase lists the items of all orders.
func inDatabase(t *testing.T, ctx context.Context) string {
	t.Helper()
	items, err := shop.Items.OrderBy(shop.Items.OrderID.Asc(), shop.Items.Line.Asc()).All(ctx)
	must(t, err)
	var all []string
	for _, i := range items {
		all = append(all, fmt.Sprintf("%d:%d×%d", i.OrderID, i.Pieces, i.ProductID))
	}
	return strings.Join(all, " ")
}

func TestRowsAreSavedWithTheRowTheyBelongTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change []string
		want   string
	}{
		{"nothing is changed", nil, "1:1×1 1:2×2 2:3×3"},
		{"a row is changed", []string{"items-1-pieces", "7"}, "1:1×1 1:7×2 2:3×3"},
		{"a row is added", []string{"items-2-product", "4", "items-2-price", "1.50"}, "1:1×1 1:2×2 1:1×4 2:3×3"},
		{"a row is deleted", []string{"items-delete-0", "true"}, "1:2×2 2:3×3"},
		{"a row is deleted although it is wrong", []string{"items-delete-0", "true", "items-0-pieces", "many"}, "1:2×2 2:3×3"},
		{"a row takes the product of a deleted one", []string{"items-delete-0", "true", "items-1-product", "1"}, "1:2×1 2:3×3"},
		{"a new row is deleted at once", []string{"items-2-product", "4", "items-delete-2", "true"}, "1:1×1 1:2×2 2:3×3"},
		{"rows change places", []string{"items-order-0", "2", "items-order-1", "1"}, "1:2×2 1:1×1 2:3×3"},
		{"a new row comes first", []string{"items-order-0", "2", "items-order-1", "3", "items-order-2", "1", "items-2-product", "4", "items-2-price", "1"}, "1:1×4 1:1×1 1:2×2 2:3×3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			shop.Each(t, func(t *testing.T, ctx context.Context) {
				order := ordered(t, ctx)
				form, err := orderForm.BindRow(send(ctx, typed(c.change...)), order)
				must(t, err)
				if !form.Valid() {
					t.Fatal(form.Errors())
				}
				if ok, err := form.Save(ctx); !ok || err != nil {
					t.Fatal(ok, err, form.Errors())
				}
				if diff := cmp.Diff(c.want, inDatabase(t, ctx)); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestANewRowIsSavedWithItsRows(t *testing.T) {
	t.Parallel()
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		ordered(t, ctx)
		values := typed("items-2-product", "4", "items-2-price", "2", "items-key-0", "", "items-key-1", "", "items-0-price", "1", "items-1-price", "1")
		form, order, err := orderForm.Bind(send(ctx, values))
		must(t, err)
		order.StageID = 1
		if !form.Valid() {
			t.Fatal(form.Errors())
		}
		if ok, err := form.Save(ctx); !ok || err != nil {
			t.Fatal(ok, err, form.Errors())
		}
		if diff := cmp.Diff("1:1×1 1:2×2 2:3×3 3:1×1 3:2×2 3:1×4", inDatabase(t, ctx)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMistakesInRows(t *testing.T) {
	t.Parallel()
	gone := "Somebody has deleted this row meanwhile. Save again to add it as a new one, or delete it."
	for _, c := range []struct {
		name   string
		change []string
		want   map[string][]string
	}{
		{"a value is wrong", []string{"items-1-pieces", "many"}, map[string][]string{"items-1-pieces": {"Enter a whole number."}}},
		{"a new row is not complete", []string{"items-2-pieces", "5"}, map[string][]string{"items-2-product": {"This field is required."}, "items-2-price": {"This field is required."}}},
		{"two rows have what may be there once", []string{"items-1-product", "1"}, map[string][]string{
			"items-1-product": {"Another row above has this order and product already."}}},
		{"there are too few", []string{"items-delete-0", "true", "items-delete-1", "true"}, map[string][]string{"items": {"There must be at least 1; this has 0."}}},
		{"a key is of another order's row", []string{"items-key-0", "3"}, map[string][]string{"items-0": {gone}}},
		{"a key comes twice", []string{"items-key-1", "1"}, map[string][]string{"items-1": {gone}}},
		{"a key is none", []string{"items-key-0", "' OR 1=1", "items-0-product", "4"}, map[string][]string{"items-0": {gone}}},
		{"the order of days does not fit", []string{"due", "2026-02-01"}, map[string][]string{"due": {"Nothing is due before it is ordered."}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := shop.Open(t)
			order := ordered(t, ctx)
			form, err := orderForm.BindRow(send(ctx, typed(c.change...)), order)
			must(t, err)
			if diff := cmp.Diff(c.want, form.Errors()); diff != "" {
				t.Error(diff)
			}
			if form.Valid() || form.Status() != 422 {
				t.Errorf("valid %t, status %d", form.Valid(), form.Status())
			}
			if diff := cmp.Diff("1:1×1 1:2×2 2:3×3", inDatabase(t, ctx)); diff != "" {
				t.Error(diff)
			}
			render(t, ctx, form)
		})
	}
}

func TestForgedCountsAreRefused(t *testing.T) {
	t.Parallel()
	ctx := shop.Open(t)
	order := ordered(t, ctx)
	for _, count := range []string{"", "-1", "x", "1001", "99999999999999999999", "1e3"} {
		if _, err := orderForm.BindRow(send(ctx, typed("items-total", count)), order); err == nil {
			t.Errorf("%q rows were taken", count)
		}
	}
	values := typed("items-total", "8")
	for i := 2; i < 8; i++ {
		values.Set(fmt.Sprintf("items-%d-product", i), "4")
		values.Set(fmt.Sprintf("items-%d-price", i), "1")
	}
	form, err := orderForm.BindRow(send(ctx, values), order)
	must(t, err)
	if got := form.Errors()["items"]; len(got) != 1 || got[0] != "There can be at most 4; this has 8." {
		t.Errorf("too many rows: %v", got)
	}
}

func TestARowDeletedMeanwhileIsToldAndCanBeAddedAgain(t *testing.T) {
	t.Parallel()
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		order := ordered(t, ctx)
		values := typed("items-0-pieces", "9")
		form, err := orderForm.BindRow(send(ctx, values), order)
		must(t, err)
		must(t, shop.Items.Remove(ctx, &shop.Item{Model: orm.Model{ID: 1}})) // between reading and saving
		if ok, err := form.Save(ctx); ok || err != nil {
			t.Fatal(ok, err)
		}
		again := render(t, ctx, form)
		if again.Has("items-key-0") || again.Get("items-0-pieces") != "9" {
			t.Errorf("the page has lost what was typed: %v", again)
		}
		form, err = orderForm.BindRow(send(ctx, again), order)
		must(t, err)
		if ok, err := form.Save(ctx); !ok || err != nil {
			t.Fatal(ok, err, form.Errors())
		}
		if diff := cmp.Diff("1:9×1 1:2×2 2:3×3", inDatabase(t, ctx)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARowThatCannotBeWrittenTakesAllBack(t *testing.T) {
	t.Parallel()
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		order := ordered(t, ctx)
		form, err := orderForm.BindRow(send(ctx, typed("due", "2026-05-05", "items-2-product", "4", "items-2-price", "1")), order)
		must(t, err)
		must(t, shop.Items.Create(ctx, &shop.Item{OrderID: order.ID, ProductID: 4})) // somebody else, meanwhile
		ok, err := form.Save(ctx)
		if ok || err != nil || len(form.Errors()["items-2-product"])+len(form.Errors()["items-2"]) != 1 { // MySQL says no column
			t.Fatal(ok, err, form.Errors())
		}
		stored, err := shop.Orders.Get(ctx, order.ID)
		must(t, err)
		if stored.Due != nil {
			t.Error("the order was written although an item was not")
		}
	})
}

func TestAnotherRowIsGivenWithoutScriptAndNothingIsLost(t *testing.T) {
	t.Parallel()
	ctx := shop.Open(t)
	order := ordered(t, ctx)
	values := typed("items-add", "1", "items-1-pieces", "many", "total", "x", "items-2-price", "7")
	form, err := orderForm.BindRow(send(ctx, values), order)
	must(t, err)
	if form.Valid() || form.Status() != 200 {
		t.Errorf("asking for a row is no mistake: %t %d", form.Valid(), form.Status())
	}
	shown, err := form.View(ctx, forms.Look{})
	must(t, err)
	if len(shown.Failed()) > 0 || len(shown.Sets[0].Rows) != 4 || shown.Sets[0].Add {
		t.Errorf("%d complaints, %d rows, more %t", len(shown.Failed()), len(shown.Sets[0].Rows), shown.Sets[0].Add)
	}
	again := render(t, ctx, form)
	for name, want := range map[string]string{"items-1-pieces": "many", "total": "x", "items-2-price": "7.00", "items-total": "4", "items-key-1": "2", "items-3-pieces": "1"} {
		if again.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, again.Get(name), want)
		}
	}
}

func TestARowKeepsWhatWasTypedWhenOneAboveHasGone(t *testing.T) {
	t.Parallel()
	ctx := shop.Open(t)
	order := ordered(t, ctx)
	must(t, shop.Items.Remove(ctx, &shop.Item{Model: orm.Model{ID: 1}}))
	form, err := orderForm.BindRow(send(ctx, typed("items-delete-0", "true", "items-1-pieces", "many")), order)
	must(t, err)
	again := render(t, ctx, form)
	if again.Get("items-0-pieces") != "many" || again.Get("items-key-0") != "2" || again.Get("items-total") != "2" {
		t.Errorf("the page has %v", again)
	}
}

func TestValuesThatAreUniqueTogetherAreRefusedAtAnInput(t *testing.T) {
	t.Parallel()
	ctx := shop.Open(t)
	ordered(t, ctx)
	whole := forms.Model[shop.Product]{Fields: orm.Columns[*shop.Product](shop.Products.Name, shop.Products.SKU)}
	narrow := forms.Model[shop.Product]{Fields: orm.Columns[*shop.Product](shop.Products.SKU)}
	pen := &shop.Product{Name: "pen", SKU: "other"}
	must(t, shop.Products.Create(ctx, pen))
	taken := map[string][]string{"sku": {"Another product has this name and SKU already."}}
	for _, c := range []struct {
		name string
		bind func() (*forms.Form, error)
		want map[string][]string
	}{
		{"a new row like another", func() (*forms.Form, error) {
			f, _, err := whole.Bind(send(ctx, url.Values{"name": {"pen"}, "sku": {"pen"}}))
			return f, err
		}, taken},
		{"a new row with one of two values", func() (*forms.Form, error) {
			f, _, err := whole.Bind(send(ctx, url.Values{"name": {"pen"}, "sku": {"new"}}))
			return f, err
		}, nil},
		{"a row that stays as it is", func() (*forms.Form, error) {
			return whole.BindRow(send(ctx, url.Values{"name": {"pen"}, "sku": {"other"}}), &shop.Product{Model: pen.Model, Name: "pen", SKU: "other"})
		}, nil},
		{"a row of which the form sets one value", func() (*forms.Form, error) {
			return narrow.BindRow(send(ctx, url.Values{"sku": {"pen"}}), &shop.Product{Model: pen.Model, Name: "pen", SKU: "other"})
		}, taken},
	} {
		form, err := c.bind()
		must(t, err)
		if diff := cmp.Diff(c.want, form.Errors(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestAnInlineOfAnotherModelIsFoundAtOnce(t *testing.T) {
	t.Parallel()
	defer func() {
		if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), "no relation to the row of the form") {
			t.Errorf("got %v", r)
		}
	}()
	wrong := itemRows
	wrong.By = shop.Items.Product()
	forms.Model[shop.Order]{Fields: orderForm.Fields, Inlines: []forms.Inlined{wrong}}.Blank()
}

// The inputs of a set say what they like: the answer is an error for whoever asks,
// or a form that can be shown; no row of another order changes.
func FuzzTheNumbersOfASet(f *testing.F) {
	for _, seed := range []string{"3", "-1", "1000", "1001", "0x2", " 2", "\x00"} {
		f.Add(seed, "1", "2", "on", "x")
	}
	f.Fuzz(func(t *testing.T, total, key, place, deleted, add string) {
		ctx := t.Context()
		set := forms.Set[booking]{Order: true, Max: 5}
		values := url.Values{"rows-total": {total}, "rows-key-0": {key}, "rows-order-0": {place}, "rows-delete-1": {deleted}, "rows-add": {add}, "rows-0-name": {key}}
		rows, list, err := set.Bind(send(ctx, values))
		if err != nil {
			return
		}
		shown, err := rows.View(ctx, forms.Look{})
		must(t, err)
		if len(shown.Rows) > 1000 || len(list) > len(shown.Rows) {
			t.Errorf("%d rows, %d shown", len(list), len(shown.Rows))
		}
	})
}
