package orm_test

import (
	"context"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func amount(text string) orm.Decimal { return decimal.RequireFromString(text) }

func TestValuesOfEveryKindComeBack(t *testing.T) { Each(t, testValuesOfEveryKindComeBack) }

func testValuesOfEveryKindComeBack(t *testing.T, ctx context.Context) {
	deposit, until, backup := amount("-0.05"), orm.Date{Year: 2026, Month: 12, Day: 31}, orm.IP{Addr: netip.MustParseAddr("2001:db8::1")}
	full := &Event{
		Name: "full", Price: amount("123456.78"), Deposit: &deposit, Day: orm.Date{Year: 2024, Month: 2, Day: 29}, Until: &until,
		Opens: orm.TimeOfDay{Hour: 9, Minute: 30, Second: 5, Nanosecond: 250000000}, Code: orm.NewUUID(),
		Host: orm.IP{Addr: netip.MustParseAddr("192.0.2.1")}, Backup: &backup, Lasts: 90 * time.Minute,
	}
	bare := &Event{Name: "bare", Day: orm.Date{Year: 1, Month: 1, Day: 1}, Code: orm.NewUUID(), Host: orm.IP{Addr: netip.MustParseAddr("::1")}}
	ok(t, Events.Create(ctx, full))
	ok(t, Events.BulkCreate(ctx, []*Event{bare}))
	for _, want := range []*Event{full, bare} {
		got, err := Events.Get(ctx, want.ID)
		ok(t, err)
		got.CreatedAt, got.UpdatedAt = want.CreatedAt, want.UpdatedAt
		if !got.Price.Equal(want.Price) || (got.Deposit == nil) != (want.Deposit == nil) || got.Deposit != nil && !got.Deposit.Equal(*want.Deposit) {
			t.Errorf("%s: decimals came back as %v %v", want.Name, got.Price, got.Deposit)
		}
		got.Price, got.Deposit = want.Price, want.Deposit
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as\n%+v\nwant\n%+v", want.Name, got, want)
		}
	}
	if !(strings.Compare(full.Code.String(), bare.Code.String()) < 0) {
		t.Errorf("a later identifier is not larger: %s %s", full.Code, bare.Code)
	}
	full.Price, full.Deposit, full.Until, full.Backup = amount("0.10"), nil, nil, nil
	ok(t, Events.Save(ctx, full))
	if got, err := Events.Get(ctx, full.ID); err != nil || !got.Price.Equal(full.Price) || got.Deposit != nil || got.Until != nil || got.Backup != nil {
		t.Errorf("after Save: %+v (%v)", got, err)
	}
	var plain Event
	ok(t, orm.Gorm(ctx).First(&plain, bare.ID).Error)
	if plain.Day != bare.Day || plain.Code != bare.Code {
		t.Errorf("GORM reads %+v", plain)
	}
}

func TestConditionsOnEveryKind(t *testing.T) { Each(t, testConditionsOnEveryKind) }

func testConditionsOnEveryKind(t *testing.T, ctx context.Context) {
	var codes []orm.UUID
	for i, price := range []string{"9.99", "10.00", "-3.50", "100.01", "0.10"} {
		e := &Event{
			Name: string(rune('a' + i)), Price: amount(price), Day: orm.Date{Year: 2026, Month: 3, Day: 10 + i}, Code: orm.NewUUID(),
			Opens: orm.TimeOfDay{Hour: 8 + i}, Host: orm.IP{Addr: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})}, Lasts: time.Duration(i) * time.Hour,
		}
		if i%2 == 0 {
			deposit := amount("0.10")
			e.Deposit = &deposit
		}
		ok(t, Events.Create(ctx, e))
		codes = append(codes, e.Code)
	}
	byName := Events.OrderBy(Events.Name.Asc())
	for _, c := range []struct {
		name string
		q    *orm.QuerySet[*Event]
		want string
	}{
		{"a decimal", byName.Filter(Events.Price.Eq(amount("10"))), "b"},
		{"a decimal with more zeros", byName.Filter(Events.Price.Eq(amount("9.990"))), "a"},
		{"decimals by size, not as texts", byName.Filter(Events.Price.Gt(amount("9.98"))), "a b d"},
		{"between decimals", byName.Filter(Events.Price.Between(amount("-4"), amount("0.1"))), "c e"},
		{"in decimals", byName.Filter(Events.Price.In(amount("100.01"), amount("0.1"))), "d e"},
		{"in order of decimals", Events.OrderBy(Events.Price.Desc()), "d b a e c"},
		{"a comparison of decimals", byName.Filter(Events.Price.EqF(Events.Deposit)), "e"},
		{"a decimal or another one", byName.Filter(orm.Coalesce(Events.Deposit, Events.Price).Eq(amount("0.10"))), "a c e"},
		{"a day", byName.Filter(Events.Day.Eq(orm.Date{Year: 2026, Month: 3, Day: 12})), "c"},
		{"days before", byName.Filter(Events.Day.Lt(orm.Date{Year: 2026, Month: 3, Day: 12})), "a b"},
		{"in order of days", Events.OrderBy(Events.Day.Desc()).Limit(2), "e d"},
		{"times of day", byName.Filter(Events.Opens.Ge(orm.TimeOfDay{Hour: 10})), "c d e"},
		{"an identifier", byName.Filter(Events.Code.Eq(codes[3])), "d"},
		{"in identifiers", byName.Filter(Events.Code.In(codes[0], codes[4])), "a e"},
		{"an address", byName.Filter(Events.Host.Eq(orm.IP{Addr: netip.MustParseAddr("192.0.2.2")})), "c"},
		{"no address", byName.Filter(Events.Backup.IsNull()).Limit(1), "a"},
		{"a duration", byName.Filter(Events.Lasts.Gt(2*time.Hour + 30*time.Minute)), "d e"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := c.q.All(ctx)
			ok(t, err)
			var names []string
			for _, e := range rows {
				names = append(names, e.Name)
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	var sum, most orm.Decimal
	var mean float64
	var last orm.Date
	ok(t, orm.Aggregate(ctx, Events.QuerySet, orm.Sum(Events.Price).To(&sum), orm.Max(Events.Price).To(&most), orm.Avg(Events.Price).To(&mean), orm.Max(Events.Day).To(&last)))
	if got := fmt.Sprintf("%s %s %.2f %s", sum, most, mean, last); got != "116.6 100.01 23.32 2026-03-14" {
		t.Errorf("over all rows: %s", got)
	}
	n, err := Events.Filter(Events.Price.Lt(amount("5"))).Update(ctx, Events.Price.Set(amount("5.55")), Events.Day.Set(orm.Date{Year: 2027, Month: 1, Day: 1}))
	ok(t, err)
	if total, err := Events.Filter(Events.Price.Eq(amount("5.55")), Events.Day.Eq(orm.Date{Year: 2027, Month: 1, Day: 1})).Count(ctx); err != nil || n != 2 || total != 2 {
		t.Errorf("updated %d, found %d (%v)", n, total, err)
	}
}

func TestADecimalThatDoesNotFitIsRefused(t *testing.T) { Each(t, testADecimalThatDoesNotFitIsRefused) }

func testADecimalThatDoesNotFitIsRefused(t *testing.T, ctx context.Context) {
	for _, wrong := range []string{"0.001", "1000000", "-1000000.00"} {
		err := Events.Create(ctx, &Event{Name: "x", Price: amount(wrong), Day: orm.Date{Year: 2026, Month: 1, Day: 1}, Code: orm.NewUUID(), Host: orm.IP{Addr: netip.IPv6Unspecified()}})
		if err == nil || !strings.Contains(err.Error(), "8 digits, 2 of them behind the point") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if n, err := Events.Count(ctx); err != nil || n != 0 {
		t.Errorf("%d rows were written (%v)", n, err)
	}
	err := Events.Create(ctx, &Event{Name: "no day", Code: orm.NewUUID(), Host: orm.IP{Addr: netip.IPv6Unspecified()}})
	if err == nil {
		t.Error("a row without its day was written")
	}
}
