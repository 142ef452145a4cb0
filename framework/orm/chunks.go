package orm

import (
	"cmp"
	"context"
	"iter"
	"slices"
)

// Chunks runs through the rows of a queryset, size of them at a time, for a loop
// that waits for somebody else, such as a visitor who reads a long answer slowly:
// no connection is held meanwhile. In memory are one chunk, and the key of
// each row of the queryset. Rows are as All returns them: their collections are
// prefetched, and hooks run.
//
// Which rows there are, and their order, is asked once, before the first chunk. A
// row that is deleted before its turn, or is no longer in the queryset, is left out.
func Chunks[P any](ctx context.Context, q *QuerySet[P], size int) iter.Seq2[[]P, error] {
	return func(yield func([]P, error) bool) {
		size = max(size, 1)
		if q.q.none || 0 < q.q.limit && q.q.limit <= size {
			if rows, err := all[P](ctx, q.q); err != nil || len(rows) > 0 {
				yield(rows, err)
			}
			return
		}
		if err := q.q.lockable(ctx); err != nil {
			yield(nil, err)
			return
		}
		ids, err := q.q.keysOf(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for part := range slices.Chunk(ids, size) {
			rows, err := all[P](ctx, q.q.among(part))
			if err != nil {
				yield(nil, err)
				return
			}
			arrange(q.q.table, rows, part)
			if len(rows) > 0 && !yield(rows, nil) {
				return
			}
		}
	}
}

// among is the rows of a query that have one of these keys, in any order.
func (q query) among(ids []any) query {
	q = q.filter(oneOf{q.table.keyColumn(), ids})
	q.order, q.natural, q.limit, q.offset = nil, false, 0, 0
	return q
}

// arrange sorts rows as their keys are sorted.
func arrange[P any](t *Table, rows []P, ids []any) {
	at := make(map[any]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(rows, func(a, b P) int { return cmp.Compare(at[t.keyOf(a)], at[t.keyOf(b)]) })
}
