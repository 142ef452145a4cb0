package orm

import (
	"cmp"
	"context"
	"iter"
	"slices"
)

// Chunks runs through the rows of a queryset, size of them at a time, for a loop
// that waits for somebody else, such as a visitor who reads a long answer slowly:
// no connection is held meanwhile. In memory are one chunk, and eight bytes for
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
		ids, err := q.q.ids(ctx)
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

// ids is the keys of the rows, in their order.
func (q query) ids(ctx context.Context) ([]int64, error) {
	if err := q.lockable(ctx); err != nil {
		return nil, err
	}
	var id int64
	var ids []int64
	q.related, q.distinct, q.lock = nil, false, nil // rows have a key, so none is there twice
	err := q.outputs(ctx, []output{{e: q.table.keyColumn(), to: &id}}, nil, func() bool {
		ids = append(ids, id)
		return true
	})
	return ids, err
}

// among is the rows of a query that have one of these keys, in any order.
func (q query) among(ids []int64) query {
	q = q.filter(oneOf{q.table.keyColumn(), list(ids)})
	q.order, q.natural, q.limit, q.offset = nil, false, 0, 0
	return q
}

// arrange sorts rows as their keys are sorted.
func arrange[P any](t *Table, rows []P, ids []int64) {
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(rows, func(a, b P) int { return cmp.Compare(at[t.KeyOf(a)], at[t.KeyOf(b)]) })
}
