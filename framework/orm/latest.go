package orm

import (
	"context"
	"fmt"
)

// Latest returns the row that is last by the field LatestBy of Meta; ErrNotFound
// if there is none. Rows without a value are not looked at.
func Latest[P any](ctx context.Context, q *QuerySet[P]) (P, error) {
	return byLatest[P](ctx, q.q, true)
}

// Earliest returns the row that is first by the field LatestBy of Meta; see
// [Latest].
func Earliest[P any](ctx context.Context, q *QuerySet[P]) (P, error) {
	return byLatest[P](ctx, q.q, false)
}

func byLatest[P any](ctx context.Context, q query, last bool) (P, error) {
	var none P
	name := q.table.model.LatestBy
	if name == "" {
		return none, fmt.Errorf("orm: %s does not say which row is the latest: set LatestBy in its Meta, or order the queryset and ask for First", q.table.model.Key())
	}
	by := (&node{table: q.table}).column(name)
	q = q.orderBy([]ordering{{e: by, desc: last}, {e: q.table.keyColumn(), desc: last}})
	if by.field.Null {
		q = q.filter(suffix{by, " IS NOT NULL"})
	}
	return (&QuerySet[P]{q}).First(ctx)
}
