package orm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
)

func TestTransactionsWithinTransactions(t *testing.T) {
	Each(t, func(t *testing.T, ctx context.Context) {
		no := errors.New("no")
		add := func(ctx context.Context, name string) { ok(t, Tags.Create(ctx, &Tag{Name: name})) }
		committed := 0
		err := orm.Atomic(ctx, func(ctx context.Context) error {
			add(ctx, "outer")
			for i := range 300 { // one after the other, each given back
				err := orm.Atomic(ctx, func(ctx context.Context) error {
					add(ctx, fmt.Sprint("kept ", i))
					ok(t, orm.OnCommit(ctx, func(context.Context) error { committed++; return nil }))
					err := orm.Atomic(ctx, func(ctx context.Context) error {
						add(ctx, "undone")
						ok(t, orm.OnCommit(ctx, func(context.Context) error { t.Error("what was undone is committed"); return nil }))
						return no
					})
					if err != no {
						t.Errorf("the inner error is %v", err)
					}
					return nil
				})
				ok(t, err)
			}
			err := orm.Atomic(ctx, func(ctx context.Context) error { return Tags.Create(ctx, &Tag{Name: "outer"}) })
			if !errors.Is(err, orm.ErrDuplicate) {
				t.Errorf("a broken statement in a savepoint: %v", err)
			}
			add(ctx, "afterwards") // the transaction is still good
			func() {
				defer func() { _ = recover() }()
				_ = orm.Atomic(ctx, func(ctx context.Context) error { add(ctx, "panicked"); panic("no") })
			}()
			return nil
		})
		ok(t, err)
		if n, err := Tags.Count(ctx); err != nil || n != 302 || committed != 300 {
			t.Errorf("%d rows, %d commits, %v", n, committed, err)
		}
	})
}
