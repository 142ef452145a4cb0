package orm_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/internal/shop"
	"github.com/gofw/gofw/framework/orm"
)

// withTags makes tags of these names, with the keys 1, 2, 3 …
func withTags(t *testing.T, ctx context.Context, names ...string) {
	t.Helper()
	for _, name := range names {
		ok(t, Tags.Create(ctx, &Tag{Name: name}))
	}
}

// tagNamesOf is the names that a query of tags finds.
func tagNamesOf(t *testing.T, ctx context.Context, q *orm.QuerySet[*Tag]) string {
	t.Helper()
	names, err := orm.List(q, Tags.Name).All(ctx)
	ok(t, err)
	return fmt.Sprint(names)
}

func TestALimitedQuerysetIsItsRowsAndNoOthers(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		withTags(t, ctx, "a", "b", "c", "d", "e")
		byID := Tags.OrderBy(Tags.ID.Asc())
		if _, err := byID.Limit(2).Get(ctx, 5); !errors.Is(err, orm.ErrNotFound) {
			t.Errorf("a row beyond the limit: %v", err)
		}
		if tag, err := byID.Offset(3).Limit(2).Get(ctx, 5); err != nil || tag.Name != "e" {
			t.Errorf("a row behind the offset: %v, %v", tag, err)
		}
		if tag, err := byID.Limit(1).One(ctx); err != nil || tag.Name != "a" {
			t.Errorf("the one of a limit of one: %v, %v", tag, err)
		}
		if tag, err := orm.Last(ctx, byID.Limit(2)); err != nil || tag.Name != "b" {
			t.Errorf("the last of two: %v, %v", tag, err)
		}
		if tag, err := orm.Last(ctx, byID.Offset(1).Limit(3)); err != nil || tag.Name != "d" {
			t.Errorf("the last of three behind the first: %v, %v", tag, err)
		}
		if n, err := orm.Distinct(byID).Limit(3).Count(ctx); err != nil || n != 3 {
			t.Errorf("three different rows are %d, %v", n, err)
		}
		if got := tagNamesOf(t, ctx, Tags.Filter(Tags.ID.InQ(orm.List(byID.Offset(3), Tags.ID))).OrderBy(Tags.ID.Asc())); got != "[d e]" {
			t.Errorf("an offset in a subquery: %s", got)
		}
		if got := tagNamesOf(t, ctx, orm.Difference(byID, byID.Offset(2)).OrderBy(Tags.ID.Asc())); got != "[a b]" {
			t.Errorf("an offset in a difference: %s", got)
		}
		if got := tagNamesOf(t, ctx, Tags.Filter(Tags.Name.InQ(orm.List(byID, Tags.Name).Distinct())).OrderBy(Tags.ID.Asc())); got != "[a b c d e]" {
			t.Errorf("different values of an ordered queryset: %s", got)
		}
	})
}

func TestTextsThatNoRowCanHoldAreNowhereAndNoError(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		withTags(t, ctx, "go", "nul\ufffd")
		for _, text := range []string{"go\x00", "nul\xff", "\x00", "\xff"} {
			for name, pred := range map[string]orm.Pred[*Tag]{
				"equals": Tags.Name.Eq(text), "is one of": Tags.Name.In(text, "x"), "holds": Tags.Name.Contains(text),
				"begins with": Tags.Name.HasPrefix(text), "holds in any case": Tags.Name.IContains(text),
			} {
				if got := tagNamesOf(t, ctx, Tags.Filter(pred)); got != "[]" {
					t.Errorf("%s %q: %s", name, text, got)
				}
			}
			if got := tagNamesOf(t, ctx, Tags.Filter(Tags.Name.Ne(text)).OrderBy(Tags.ID.Asc())); got != "[go nul\ufffd]" {
				t.Errorf("differs from %q: %s", text, got)
			}
			if got := tagNamesOf(t, ctx, Tags.Filter(Tags.Name.In(text, "go"))); got != "[go]" {
				t.Errorf("is %q or go: %s", text, got)
			}
		}
	})
}

func TestValuesOfGoInThePlaceOfColumns(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		withTags(t, ctx, "a", "b")
		ids := Tags.OrderBy(Tags.ID.Asc())
		for name, tc := range map[string]struct {
			e    orm.Expression[*Tag, int64]
			want string
		}{
			"a value":                        {orm.Val[*Tag](int64(7)), "[7 7]"},
			"the sum of two":                 {orm.Plus[*Tag](orm.Val[*Tag](int64(7)), orm.Val[*Tag](int64(1))), "[8 8]"},
			"the larger of it and a column":  {orm.Greatest[*Tag](orm.Val[*Tag](int64(2)), Tags.ID), "[2 2]"},
			"a case":                         {orm.Case[*Tag](orm.Val[*Tag](int64(0)), orm.If(Tags.Name.Eq("b"), int64(1))), "[0 1]"},
			"the first of one that is there": {orm.Coalesce[*Tag](Tags.ID), "[1 2]"},
		} {
			got, err := orm.List(ids, tc.e).All(ctx)
			ok(t, err)
			if s := fmt.Sprint(got); s != tc.want {
				t.Errorf("%s: %s, want %s", name, s, tc.want)
			}
		}
		type group struct {
			Kind string
			N    int64
		}
		kind := orm.Case[*Tag](orm.Val[*Tag]("other"), orm.If(Tags.Name.Eq("b"), "b"))
		groups, err := orm.Rows(Tags.QuerySet, func(g *group) orm.Cols[*Tag] {
			return orm.Cols[*Tag]{kind.To(&g.Kind), orm.CountOf(orm.Column[*Tag](Tags.ID)).To(&g.N)}
		}).OrderBy(kind.Desc()).All(ctx)
		if err != nil || fmt.Sprint(groups) != "[{other 1} {b 1}]" {
			t.Errorf("groups by a case: %v, %v", groups, err)
		}
		noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		_, err = Tags.Everything().Update(ctx, Tags.CreatedAt.Set(noon.Add(300*time.Nanosecond)))
		ok(t, err)
		if n, err := Tags.Filter(Tags.CreatedAt.Eq(noon.Add(700 * time.Nanosecond))).Count(ctx); err != nil || n != 2 {
			t.Errorf("moments that differ by less than a microsecond: %d, %v", n, err)
		}
	})
}

func TestDecimalsInExpressionsAndSumsOfSmallNumbers(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		ok(t, shop.Items.BulkCreate(ctx, []*shop.Item{
			{OrderID: 1, ProductID: 1, Pieces: 2, Price: amount("9.99")}, {OrderID: 1, ProductID: 2, Pieces: 3, Price: amount("10")},
		}))
		for name, pred := range map[string]orm.Pred[*shop.Item]{
			"the larger of two":  orm.Greatest[*shop.Item](shop.Items.Price, shop.Items.Cost).Gt(amount("25")),
			"the sum of two":     orm.Plus[*shop.Item](shop.Items.Price, shop.Items.Price).Gt(amount("19.99")),
			"the product of two": orm.Times[*shop.Item](shop.Items.Price, shop.Items.Price).Gt(amount("99.9")),
		} {
			if n, err := shop.Items.Filter(pred).Count(ctx); err != nil || n != 1 {
				t.Errorf("%s: %d, %v", name, n, err)
			}
		}
		var pieces int
		ok(t, orm.Aggregate(ctx, shop.Items.QuerySet, orm.Sum(shop.Items.Pieces).To(&pieces)))
		if pieces != 5 {
			t.Errorf("the sum of a small number is %d", pieces)
		}
	})
}

func TestCursorsThatNobodyWasGivenAreRefused(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		for i := range 3 {
			ok(t, Events.Create(ctx, &Event{Name: fmt.Sprint("x", i), Day: day(5), Opens: orm.TimeOfDay{}, Code: orm.NewUUID(), Host: orm.IP{Addr: netip.AddrFrom4([4]byte{10, 0, 0, byte(i)})}}))
		}
		cursor := func(v string) string { return base64.RawURLEncoding.EncodeToString([]byte(`[">","` + v + `","1"]`)) }
		for name, tc := range map[string]struct {
			by orm.Order[*Event]
			v  string
		}{
			"a day": {Events.Day.Asc(), "2026-13-99"}, "a time of day": {Events.Opens.Asc(), "99:99"}, "an identifier": {Events.Code.Asc(), "x"},
			"an address": {Events.Host.Asc(), "x"}, "a text with NUL": {Events.Name.Asc(), `a\u0000`}, "an amount": {Events.Price.Asc(), "much"},
		} {
			if _, err := orm.PageAt(ctx, Events.OrderBy(tc.by), 2, cursor(tc.v)); !errors.Is(err, orm.ErrCursor) {
				t.Errorf("%s: %v", name, err)
			}
		}
		first, err := orm.PageAt(ctx, Events.OrderBy(Events.Opens.Asc()), 2, "")
		ok(t, err)
		second, err := orm.PageAt(ctx, Events.OrderBy(Events.Opens.Asc()), 2, first.Next)
		ok(t, err)
		if len(second.Rows) != 1 {
			t.Errorf("the second page by a time of day has %d rows", len(second.Rows))
		}
	})
}

func TestUnionsOfDeletedRowsAndTextsThatAreNull(t *testing.T) {
	shop.Each(t, func(t *testing.T, ctx context.Context) {
		stock(t, ctx)
		live := shop.Customers.Filter(shop.Customers.Name.Eq("Ada"))
		gone := orm.OnlyDeleted(shop.Customers.QuerySet)
		if got := customers(t, ctx, orm.Union(live, gone)); got != "Ada Cleo" {
			t.Errorf("those that are there first: %s", got)
		}
		var n int64
		ok(t, orm.Aggregate(ctx, orm.WithDeleted(shop.Customers.QuerySet).Limit(3), orm.CountOf(orm.Column[*shop.Customer](shop.Customers.ID)).To(&n)))
		if n != 3 {
			t.Errorf("a limited queryset with the deleted has %d", n)
		}
		bobs := shop.Customers.Filter(shop.Customers.Name.Eq("Bob"))
		number := shop.Customers.Card().Number
		for name, pred := range map[string]orm.Pred[*shop.Customer]{
			"in small letters": orm.Lower(number).IsNull(), "in capitals": orm.Upper(number).IsNull(),
		} {
			if got := customers(t, ctx, bobs.Filter(pred)); got != "Bob" {
				t.Errorf("a missing text %s is not NULL: %q", name, got)
			}
		}
		if got := customers(t, ctx, bobs.Filter(orm.Not(orm.Matches(number, "x")))); got != "" {
			t.Errorf("a missing text does not match: %q", got)
		}
	})
}
