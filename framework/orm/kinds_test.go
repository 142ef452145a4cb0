package orm_test

import (
	"context"
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
