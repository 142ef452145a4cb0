package orm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/keyed"
	"github.com/gofw/gofw/framework/orm"
)

var keyedTables = []*orm.Table{keyed.Countries.Def.Table, keyed.Cities.Def.Table, keyed.Lines.Def.Table, keyed.Remarks.Def.Table}

// travel writes two countries, three cities on two lines, and a remark about one.
func travel(t *testing.T, ctx context.Context) (graz, wien, bern *keyed.City) {
	t.Helper()
	ok(t, keyed.Countries.BulkCreate(ctx, []*keyed.Country{{Code: "at", Name: "Austria"}, {Code: "ch", Name: "Switzerland"}}))
	graz, wien, bern = &keyed.City{Name: "Graz", CountryCode: "at"}, &keyed.City{Name: "Wien", CountryCode: "at"}, &keyed.City{Name: "Bern", CountryCode: "ch"}
	ok(t, keyed.Cities.Create(ctx, wien))
	graz.TwinID = &wien.ID
	ok(t, keyed.Cities.BulkCreate(ctx, []*keyed.City{graz, bern}))
	ok(t, keyed.Lines.BulkCreate(ctx, []*keyed.Line{{Number: 501, Name: "south"}, {Number: 150, Name: "west"}}))
	ok(t, keyed.Cities.Lines.Set(ctx, wien, 150, 501))
	ok(t, keyed.Cities.Lines.Set(ctx, graz, 501))
	ok(t, keyed.Remarks.Create(ctx, &keyed.Remark{About: orm.IDOf(bern), Text: "quiet"}))
	ok(t, keyed.Remarks.Create(ctx, &keyed.Remark{About: orm.IDOf(&keyed.Country{Code: "ch"}), Text: "high"}))
	return graz, wien, bern
}

func cities(t *testing.T, ctx context.Context, q *orm.QuerySet[*keyed.City]) string {
	t.Helper()
	rows, err := q.All(ctx)
	ok(t, err)
	var out []string
	for _, c := range rows {
		out = append(out, c.Name)
	}
	return strings.Join(out, " ")
}

func TestKeysThatAreNotCounted(t *testing.T) {
	declared.Each(t, keyedTables, testKeysThatAreNotCounted)
}

func testKeysThatAreNotCounted(t *testing.T, ctx context.Context) {
	graz, wien, bern := travel(t, ctx)
	if wien.ID == (orm.UUID{}) || wien.ID == bern.ID || graz.ID == (orm.UUID{}) {
		t.Fatalf("no identifiers were made: %v %v %v", graz.ID, wien.ID, bern.ID)
	}
	c := keyed.Cities
	for name, tc := range map[string]struct {
		q    *orm.QuerySet[*keyed.City]
		want string
	}{
		"by the key":                     {c.Filter(c.ID.Eq(wien.ID)), "Wien"},
		"by one of several keys":         {c.Filter(c.ID.In(wien.ID, bern.ID)), "Bern Wien"},
		"by the key as text":             {orm.Typed[*keyed.City](orm.Untyped(orm.RowsOf(c.Def.Table).Filter(orm.KeyIn(c.Def.Table, bern.ID.String(), "no key")))), "Bern"},
		"by a relation":                  {c.Filter(c.Country().Is("at")), "Graz Wien"},
		"by a relation's column":         {c.Filter(c.Country().Name.Eq("Switzerland")), "Bern"},
		"by a relation to itself":        {c.Filter(c.Twin().Is(wien.ID)), "Graz"},
		"by no relation":                 {c.Filter(c.Twin().IsNull()), "Bern Wien"},
		"by a collection":                {c.Filter(c.Lines.Any(keyed.Lines.Name.Eq("south"))), "Graz Wien"},
		"by a key in a collection":       {c.Filter(c.Lines.Has(150)), "Wien"},
		"by a remark":                    {c.Filter(c.Remarks.Any()), "Bern"},
		"by a relation's key as text":    {c.Filter(orm.HasKey(c.Country(), "ch")), "Bern"},
		"by a collection's key as text":  {c.Filter(orm.HasKey(c.Lines, "501")), "Graz Wien"},
		"by a text that is no key":       {c.Filter(orm.HasKey(c.Lines, "five")), ""},
		"by a key with another spelling": {c.Filter(orm.HasKey(c.Lines, "0501")), ""},
		"by a key that is out of range":  {c.Filter(orm.HasKey(c.Lines, "4294967797")), ""},
		"by a hostile key":               {c.Filter(orm.HasKey(c.Country(), "' OR '1'='1")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cities(t, ctx, tc.q); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestRowsAreFoundByKeysOfAnyType(t *testing.T) {
	declared.Each(t, keyedTables, testRowsAreFoundByKeysOfAnyType)
}

func testRowsAreFoundByKeysOfAnyType(t *testing.T, ctx context.Context) {
	graz, wien, bern := travel(t, ctx)
	got, err := keyed.Cities.Get(ctx, graz.ID)
	if err != nil || got.Name != "Graz" || *got.TwinID != wien.ID {
		t.Errorf("got %+v (%v)", got, err)
	}
	at, err := keyed.Countries.Get(ctx, "at")
	if err != nil || at.Name != "Austria" {
		t.Errorf("got %+v (%v)", at, err)
	}
	if line, err := keyed.Lines.Filter(keyed.Lines.Name.Eq("west")).Get(ctx, 150); err != nil || line.Name != "west" {
		t.Errorf("got %+v (%v)", line, err)
	}
	if _, err := keyed.Cities.QuerySet.Get(ctx, 7); err == nil || !strings.Contains(err.Error(), "keys of the type uuid.UUID, not int") {
		t.Errorf("a key of another type: %v", err)
	}
	for _, text := range []string{"", "7", strings.ToUpper(bern.ID.String())} {
		if _, err := orm.Find(ctx, keyed.Cities.QuerySet, text); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if got, err := orm.Find(ctx, keyed.Cities.QuerySet, bern.ID.String()); err != nil || got.Name != "Bern" {
		t.Errorf("got %+v (%v)", got, err)
	}
	byKey, err := orm.InBulk(ctx, keyed.Countries.QuerySet, keyed.Code("at"), "ch", "xx")
	if err != nil || len(byKey) != 2 || byKey["ch"].Name != "Switzerland" {
		t.Errorf("in bulk: %v (%v)", byKey, err)
	}
	row, err := orm.FindRow(ctx, orm.IDOf(graz))
	if city, is := row.(*keyed.City); err != nil || !is || city.Name != "Graz" {
		t.Errorf("found %v (%v)", row, err)
	}
	rows, err := keyed.Countries.OrderBy(keyed.Countries.Code.Asc()).Prefetch(
		keyed.Countries.Cities.With(keyed.Cities.SelectRelated(keyed.Cities.Twin()).Prefetch(keyed.Cities.Lines, keyed.Cities.Remarks))).All(ctx)
	ok(t, err)
	austria, swiss := rows[0].Cities, rows[1].Cities
	if len(austria) != 2 || austria[0].Name != "Graz" || austria[0].Twin == nil || austria[0].Twin.Name != "Wien" || len(austria[1].Lines) != 2 || len(swiss) != 1 || len(swiss[0].Remarks) != 1 {
		t.Errorf("prefetched %+v and %+v", austria, swiss)
	}
	if ids, err := keyed.Cities.Lines.IDs(ctx, wien); err != nil || len(ids) != 2 || ids[0] != 150 {
		t.Errorf("the numbers of the lines are %v (%v)", ids, err)
	}
	if texts, err := orm.Links(ctx, keyed.Lines.Cities, &keyed.Line{Number: 501}); err != nil || len(texts) != 2 || !strings.Contains(strings.Join(texts, " "), graz.ID.String()) {
		t.Errorf("the cities of a line are %v (%v)", texts, err)
	}
	page, err := orm.PageAt(ctx, keyed.Cities.OrderBy(), 2, "")
	ok(t, err)
	if next, err := orm.PageAt(ctx, keyed.Cities.OrderBy(), 2, page.Next); err != nil || len(next.Rows) != 1 || next.Rows[0].ID == page.Rows[1].ID {
		t.Errorf("the second page is %v (%v)", next, err)
	}
}

func TestRowsAreWrittenByKeysOfAnyType(t *testing.T) {
	declared.Each(t, keyedTables, testRowsAreWrittenByKeysOfAnyType)
}

func testRowsAreWrittenByKeysOfAnyType(t *testing.T, ctx context.Context) {
	graz, wien, bern := travel(t, ctx)
	graz.Name, graz.TwinID = "Gratz", nil
	ok(t, keyed.Cities.Save(ctx, graz))
	wien.Name, bern.Name = "Vienna", "Berne"
	if n, err := orm.BulkUpdate(ctx, []*keyed.City{wien, bern}, keyed.Cities.Name); err != nil || n != 2 {
		t.Errorf("%d rows were updated (%v)", n, err)
	}
	if got := cities(t, ctx, keyed.Cities.QuerySet); got != "Berne Gratz Vienna" {
		t.Error(got)
	}
	ok(t, orm.SetLinks(ctx, keyed.Cities.Lines, wien, []string{"150", "nonsense", "150"}))
	if got := cities(t, ctx, keyed.Cities.Filter(keyed.Cities.Lines.Has(501))); got != "Gratz" {
		t.Errorf("on the southern line are %q", got)
	}
	if _, created, err := orm.GetOrCreate(ctx, keyed.Countries.Filter(keyed.Countries.Code.Eq("li")), &keyed.Country{Code: "li", Name: "Liechtenstein"}); err != nil || !created {
		t.Error(created, err)
	}
	if err := keyed.Countries.Create(ctx, &keyed.Country{Name: "nowhere"}); err == nil || !strings.Contains(err.Error(), "has no key") {
		t.Errorf("a row without its text: %v", err)
	}
	registry, _ := orm.NewRegistry(keyedTables...)
	effects, err := registry.Effects(ctx, keyed.Countries.Def.Table, []string{"ch"}, 10)
	ok(t, err)
	told := map[string]int{}
	for _, e := range effects {
		told[e.Table.Schema().Name] += e.Count
	}
	if told["City"] != 1 || told["Remark"] != 1 {
		t.Errorf("a country would take along %v", told)
	}
	ch, err := keyed.Countries.Get(ctx, "ch")
	ok(t, err)
	ok(t, keyed.Countries.Remove(ctx, ch))
	if n, err := keyed.Remarks.Count(ctx); err != nil || n != 1 { // that of the country is in no collection
		t.Errorf("%d remarks are left (%v)", n, err)
	}
}
