package orm_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestARowThatIsNotValidIsNotWritten(t *testing.T) { Each(t, testARowThatIsNotValidIsNotWritten) }

func testARowThatIsNotValidIsNotWritten(t *testing.T, ctx context.Context) {
	day, before := orm.Date{Year: 2026, Month: 3, Day: 14}, orm.Date{Year: 2026, Month: 3, Day: 13}
	event := func(name string, until *orm.Date) *Event {
		return &Event{Name: name, Day: day, Until: until, Code: orm.NewUUID(), Host: orm.IP{Addr: netip.IPv6Unspecified()}}
	}
	var wrong *orm.Invalid
	err := Events.Create(ctx, event("fair", &before))
	if !errors.Is(err, orm.ErrInvalid) || !errors.As(err, &wrong) || wrong.Column != "until" {
		t.Errorf("a day before the first: %v", err)
	}
	good := event("fair", nil)
	ok(t, Events.Create(ctx, good))
	if err := Events.Create(ctx, event("fair", nil)); !errors.As(err, &wrong) || wrong.Column != "name" {
		t.Errorf("the same name on the same day: %v", err)
	}
	good.Until = &before
	if err := Events.Save(ctx, good, Events.Name); !errors.Is(err, orm.ErrInvalid) {
		t.Errorf("saving a row that has become wrong: %v", err)
	}
	good.Until = nil
	ok(t, Events.Save(ctx, good))
	if n, err := Events.Count(ctx); err != nil || n != 1 {
		t.Errorf("%d rows were written (%v)", n, err)
	}
}
