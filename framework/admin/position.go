package admin

import (
	"context"
	"slices"

	"github.com/gofw/gofw/framework/orm"
)

// moves is the action that moves rows by a place in the order that people make.
// Several keep their order among each other.
func moves(t *orm.Table, label string, by int) action {
	return action{label, func(ctx context.Context, selected orm.AnyRows) (int64, error) {
		rows, err := orm.Typed[any](selected).All(ctx)
		if err != nil {
			return 0, err
		}
		if by > 0 {
			slices.Reverse(rows)
		}
		for _, row := range rows {
			if err := orm.MoveBy(ctx, orm.RowsOf(t), row, by); err != nil {
				return 0, err
			}
		}
		return int64(len(rows)), nil
	}}
}
