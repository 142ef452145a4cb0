package orm_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/paint"
	"github.com/gofw/gofw/framework/orm"
)

// mixed runs a test on three tins of paint: one with all it can have, one with as
// little as it can have, and one with what is hard on a database.
func mixed(t *testing.T, test func(t *testing.T, ctx context.Context, tins []*paint.Tin)) {
	declared.Each(t, []*orm.Table{paint.Tins.Def.Table}, func(t *testing.T, ctx context.Context) {
		cover, awards := paint.Color{R: 1, G: 2, B: 3}, orm.Array[string]{"gold"}
		tins := []*paint.Tin{
			{
				Name: "full", Color: paint.Color{R: 255, G: 136}, Cover: &cover, Price: paint.Euros(12), Share: paint.Ratio{Of: 375, By: 1000},
				Mixed: paint.Mixture{"red": 2, "blue": 1}, Best: &paint.Week{Monday: "2026-03-02"}, Wet: "on", Seal: paint.Seal{0, 255, '\'', 7},
				Surfaces: []string{"wood", "stone"}, Sizes: []int64{1, 5, 10}, Layers: []int16{2, 3}, Hours: []float64{0.5, 24}, Coats: []bool{true, false},
				Finishes: []paint.Finish{paint.FinishMatt, paint.FinishGloss}, Awards: &awards, Orders: []paint.Quantity{{Litres: 3}},
			},
			{Name: "bare", Wet: "off", Share: paint.Ratio{By: 1000}},
			{
				Name: "odd", Color: paint.Color{B: 255}, Price: paint.Euros(-1), Wet: "off", Share: paint.Ratio{Of: 1, By: 1000}, Mixed: paint.Mixture{},
				Surfaces: []string{`a "quoted" one`, `back\slash`, "comma, brace {}", "", "NULL", "null", "line\nbreak", "ключ", "<b>&'"}, Sizes: []int64{-9223372036854775808, 9223372036854775807},
				Hours: []float64{-1e-7, 1e300}, Finishes: []paint.Finish{paint.FinishGloss}, Awards: new(orm.Array[string]),
			},
		}
		ok(t, paint.Tins.Create(ctx, tins[0]))
		ok(t, paint.Tins.BulkCreate(ctx, tins[1:]))
		test(t, ctx, tins)
	})
}

func TestKindsOfASitesOwnComeBack(t *testing.T) { mixed(t, testKindsOfASitesOwnComeBack) }

func testKindsOfASitesOwnComeBack(t *testing.T, ctx context.Context, tins []*paint.Tin) {
	for _, want := range tins {
		got, err := paint.Tins.Get(ctx, want.ID)
		ok(t, err)
		for _, list := range []any{&want.Surfaces, &want.Sizes, &want.Layers, &want.Hours, &want.Coats, &want.Finishes} { // a nil array is an empty one
			if v := reflect.ValueOf(list).Elem(); v.IsNil() {
				v.Set(reflect.MakeSlice(v.Type(), 0, 0))
			}
		}
		if want.Awards != nil && *want.Awards == nil {
			*want.Awards = orm.Array[string]{}
		}
		got.CreatedAt, got.UpdatedAt = want.CreatedAt, want.UpdatedAt
		if want.Name == "bare" {
			want.Mixed = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as\n%+v\nwant\n%+v", want.Name, got, want)
		}
	}
}

func TestKindsOfASitesOwnAreAskedFor(t *testing.T) { mixed(t, testKindsOfASitesOwnAreAskedFor) }

func testKindsOfASitesOwnAreAskedFor(t *testing.T, ctx context.Context, _ []*paint.Tin) {
	tins := paint.Tins
	for name, tc := range map[string]struct {
		q    *orm.QuerySet[*paint.Tin]
		want string
	}{
		"by a value":                  {tins.Filter(tins.Color.Eq(paint.Color{B: 255})), "odd"},
		"by another value":            {tins.Filter(tins.Color.Ne(paint.Color{B: 255})), "full bare"},
		"by one of several":           {tins.Filter(tins.Color.In(paint.Color{B: 255}, paint.Color{})), "bare odd"},
		"by none":                     {tins.Filter(tins.Color.In()), ""},
		"by NULL":                     {tins.Filter(tins.Cover.IsNull()), "bare odd"},
		"by a value that may be NULL": {tins.Filter(tins.Cover.Eq(paint.Color{R: 1, G: 2, B: 3})), "full"},
		"by their order":              {tins.Filter(tins.Price.Gt(paint.Euros(-1))), "full bare"},
		"between two":                 {tins.Filter(tins.Price.Between(paint.Euros(-1), paint.Euros(0))), "bare odd"},
		"by an exact number":          {tins.Filter(tins.Share.Eq(paint.Ratio{Of: 3, By: 8})), "full"},
		"by a day":                    {tins.Filter(tins.Best.Ge(paint.Week{Monday: "2026-03-02"})), "full"},
		"by yes and no":               {tins.Filter(tins.Wet.Eq("on")), "full"},
		"by bytes":                    {tins.Filter(tins.Seal.Eq(paint.Seal{0, 255, '\'', 7})), "full"},
		"by what is inside of JSON":   {tins.Filter(orm.JSONNumber(tins.Mixed, "red").Eq(2)), "full"},
		"by another column":           {tins.Filter(tins.Color.EqF(tins.Cover)), ""},
		"in their order":              {tins.OrderBy(tins.Price.Desc()), "full bare odd"},
	} {
		t.Run(name, func(t *testing.T) {
			if len(strings.Fields(tc.want)) > 1 && !strings.Contains(name, "order") {
				tc.q = tc.q.OrderBy(tins.ID.Asc())
			}
			if got := tinsOf(t, ctx, tc.q); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func tinsOf(t *testing.T, ctx context.Context, q *orm.QuerySet[*paint.Tin]) string {
	t.Helper()
	rows, err := q.All(ctx)
	ok(t, err)
	var out []string
	for _, row := range rows {
		out = append(out, row.Name)
	}
	return strings.Join(out, " ")
}

func TestKindsOfASitesOwnAreWritten(t *testing.T) { mixed(t, testKindsOfASitesOwnAreWritten) }

func testKindsOfASitesOwnAreWritten(t *testing.T, ctx context.Context, tins []*paint.Tin) {
	table := paint.Tins
	n, err := table.Filter(table.Name.Eq("bare")).Update(ctx, table.Color.Set(paint.Color{R: 9}), table.Cover.Set(paint.Color{G: 9}))
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	n, err = table.Filter(table.Name.Eq("bare")).Update(ctx, table.Cover.SetF(table.Color), table.Surfaces.Set([]string{"ice"}), table.Awards.SetNull())
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	got, err := table.Get(ctx, tins[1].ID)
	ok(t, err)
	if got.Color.R != 9 || got.Cover == nil || *got.Cover != got.Color || got.Awards != nil || !slices.Equal(got.Surfaces, []string{"ice"}) {
		t.Errorf("after Update: %+v", got)
	}
	got.Cover, got.Price, got.Sizes = nil, paint.Euros(3), nil
	ok(t, table.Save(ctx, got))
	if got, err = table.Get(ctx, got.ID); err != nil || got.Cover != nil || got.Price != paint.Euros(3) || len(got.Sizes) != 0 {
		t.Errorf("after Save: %+v (%v)", got, err)
	}
	got.Mixed = paint.Mixture{"red": -1}
	if err := table.Save(ctx, got); err == nil || !strings.Contains(err.Error(), "-1 parts of red") {
		t.Errorf("a value that cannot be stored: %v", err)
	}
	ok(t, orm.Gorm(ctx).Exec("UPDATE paint_tin SET best = '2026-03-03'").Error)
	if _, err := table.Get(ctx, got.ID); err == nil || !strings.Contains(err.Error(), "not a Monday") {
		t.Errorf("a value that cannot be read: %v", err)
	}
	ok(t, orm.Gorm(ctx).Exec("UPDATE paint_tin SET best = NULL, color = '!panic!'").Error)
	if _, err := table.Get(ctx, got.ID); err == nil || !strings.Contains(err.Error(), "a color of panic") {
		t.Errorf("a value whose reading panics: %v", err)
	}
	if n, err := table.Count(ctx); err != nil || n != 3 {
		t.Errorf("the connection is lost: %d (%v)", n, err)
	}
}

func TestKindsOfASitesOwnAreOutputs(t *testing.T) { mixed(t, testKindsOfASitesOwnAreOutputs) }

func testKindsOfASitesOwnAreOutputs(t *testing.T, ctx context.Context, _ []*paint.Tin) {
	type line struct {
		Color    paint.Color
		Share    paint.Ratio
		Wet      paint.Onoff
		Surfaces []string
		Sizes    []int64
	}
	table := paint.Tins
	lines, err := orm.Rows(table.OrderBy(table.ID.Asc()), func(l *line) orm.Cols[*paint.Tin] {
		return orm.Cols[*paint.Tin]{table.Color.To(&l.Color), table.Share.To(&l.Share), table.Wet.To(&l.Wet), table.Surfaces.To(&l.Surfaces), table.Sizes.To(&l.Sizes)}
	}).All(ctx)
	ok(t, err)
	want := line{paint.Color{R: 255, G: 136}, paint.Ratio{Of: 375, By: 1000}, "on", []string{"wood", "stone"}, []int64{1, 5, 10}}
	if len(lines) != 3 || !reflect.DeepEqual(lines[0], want) || len(lines[2].Surfaces) != 9 {
		t.Errorf("got %+v", lines)
	}
	var last paint.Week
	var dearest paint.Cents
	ok(t, orm.Aggregate(ctx, table.QuerySet, orm.Max(table.Best).To(&last), orm.Max(table.Price).To(&dearest)))
	if last.Monday != "2026-03-02" || dearest != paint.Euros(12) {
		t.Errorf("the last week is %v, the dearest %v", last, dearest)
	}
	colors, err := orm.List(table.OrderBy(table.Name.Asc()), table.Color).All(ctx)
	if err != nil || len(colors) != 3 || colors[0] != (paint.Color{}) || colors[1].R != 255 {
		t.Errorf("a list of colors: %v (%v)", colors, err)
	}
	page, err := orm.PageAt(ctx, table.OrderBy(table.Price.Asc()), 1, "")
	ok(t, err)
	for _, want := range []string{"odd", "bare", "full"} {
		if len(page.Rows) != 1 || page.Rows[0].Name != want {
			t.Fatalf("a page in the order of prices is %v, want %s", page.Rows, want)
		}
		page, err = orm.PageAt(ctx, table.OrderBy(table.Price.Asc()), 1, page.Next)
		ok(t, err)
	}
}

func TestArraysAreAskedFor(t *testing.T) { mixed(t, testArraysAreAskedFor) }

func testArraysAreAskedFor(t *testing.T, ctx context.Context, _ []*paint.Tin) {
	tins := paint.Tins
	for name, tc := range map[string]struct {
		p    orm.Pred[*paint.Tin]
		want string
	}{
		"has a text":                        {orm.Has(tins.Surfaces, "wood"), "full"},
		"has a text that is hard to quote":  {orm.Has(tins.Surfaces, `a "quoted" one`), "odd"},
		"has a text with a backslash":       {orm.Has(tins.Surfaces, `back\slash`), "odd"},
		"has an empty text":                 {orm.Has(tins.Surfaces, ""), "odd"},
		"has the word NULL":                 {orm.Has(tins.Surfaces, "NULL"), "odd"},
		"has a sign of HTML":                {orm.Has(tins.Surfaces, "<b>&'"), "odd"},
		"has no part of a text":             {orm.Has(tins.Surfaces, "woo"), ""},
		"has a number":                      {orm.Has(tins.Sizes, 5), "full"},
		"has the least number":              {orm.Has(tins.Sizes, -9223372036854775808), "odd"},
		"has a small number":                {orm.Has(tins.Layers, 3), "full"},
		"has a fraction":                    {orm.Has(tins.Hours, 0.5), "full"},
		"has a yes":                         {orm.Has(tins.Coats, true), "full"},
		"has a choice":                      {orm.Has(tins.Finishes, paint.FinishGloss), "full odd"},
		"has all":                           {orm.HasAll(tins.Sizes, 1, 10), "full"},
		"has all, of which one is missing":  {orm.HasAll(tins.Sizes, 1, 11), ""},
		"has any":                           {orm.HasAny(tins.Finishes, paint.FinishMatt, "none"), "full"},
		"has any of none":                   {orm.HasAny(tins.Sizes), ""},
		"has all of none":                   {orm.HasAll(tins.Awards), "full odd"},
		"NULL has nothing":                  {orm.Not(orm.Has(tins.Awards, "gold")), "bare odd"},
		"is NULL":                           {tins.Awards.IsNull(), "bare"},
		"has a length":                      {orm.Len(tins.Surfaces).Eq(9), "odd"},
		"is empty":                          {orm.Len(tins.Surfaces).Eq(0), "bare"},
		"NULL has no length":                {orm.Len(tins.Awards).Ge(0), "full odd"},
		"equals another":                    {tins.Sizes.Eq([]int64{1, 5, 10}), "full"},
		"equals no other order":             {tins.Sizes.Eq([]int64{10, 5, 1}), ""},
		"differs":                           {tins.Sizes.Ne([]int64{1, 5, 10}), "bare odd"},
		"is one of several":                 {tins.Layers.In([]int16{2, 3}, []int16{7}), "full"},
		"has an element at a place":         {orm.JSONText(tins.Surfaces, "1").Eq("stone"), "full"},
		"has a number at a place":           {orm.JSONNumber(tins.Sizes, "2").Eq(10), "full"},
		"a hostile text is only a text":     {orm.Has(tins.Surfaces, `x"}'); DROP TABLE paint_tin; --`), ""},
		"a text of no database has no rows": {orm.Has(tins.Surfaces, "a\x00b"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tinsOf(t, ctx, tins.Filter(tc.p).OrderBy(tins.ID.Asc())); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestGORMKnowsKindsOfASitesOwn(t *testing.T) { mixed(t, testGORMKnowsKindsOfASitesOwn) }

func testGORMKnowsKindsOfASitesOwn(t *testing.T, ctx context.Context, tins []*paint.Tin) {
	var plain paint.Tin
	ok(t, orm.Gorm(ctx).Select("ID", "Color", "Cover", "Surfaces", "Sizes").First(&plain, tins[0].ID).Error)
	if plain.Color != tins[0].Color || !reflect.DeepEqual(plain.Surfaces, tins[0].Surfaces) || !reflect.DeepEqual(plain.Sizes, tins[0].Sizes) || *plain.Cover != *tins[0].Cover {
		t.Errorf("GORM reads %+v", plain)
	}
	plain.Color.B, plain.Surfaces = 1, orm.Array[string]{`"`, "ice"}
	ok(t, orm.Gorm(ctx).Select("Color", "Surfaces").Updates(&plain).Error)
	if got, err := paint.Tins.Get(ctx, plain.ID); err != nil || got.Color != plain.Color || !reflect.DeepEqual(got.Surfaces, plain.Surfaces) {
		t.Errorf("GORM wrote %+v (%v)", got, err)
	}
	var found []paint.Tin
	ok(t, orm.Gorm(ctx).Select("ID").Where(orm.Has(paint.Tins.Surfaces, "ice")).Find(&found).Error)
	if len(found) != 1 || found[0].ID != plain.ID {
		t.Errorf("GORM finds %+v", found)
	}
}
