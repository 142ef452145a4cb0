package orm

import (
	"context"
	"iter"

	"gorm.io/gorm"
)

// All returns the rows. No rows are an empty result, not an error.
func (q QuerySet[M]) All(ctx context.Context) ([]*M, error) {
	if q.none {
		return nil, nil
	}
	out := make([]*M, 0, min(q.limit, 1000))
	err := q.query(ctx, &out, func(m *M) bool { out = append(out, m); return true })
	if err != nil {
		return nil, err
	}
	for _, p := range q.prefetch {
		if err := p.prefetch(ctx, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Get returns the row with this key, if it is in the queryset, else ErrNotFound.
func (q QuerySet[M]) Get(ctx context.Context, id int64) (*M, error) {
	key := column{&node{table: q.def.table}, q.def.model.PrimaryKey()}
	return q.OrderBy().Filter(Pred[M]{binary{key, " = ", value{id}}}).One(ctx)
}

// One returns the only row. None is ErrNotFound, several are ErrSeveral.
func (q QuerySet[M]) One(ctx context.Context) (*M, error) {
	rows, err := q.Limit(2).All(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, ErrNotFound
	case len(rows) > 1:
		return nil, ErrSeveral
	}
	return rows[0], nil
}

// First returns the first row in the queryset's order, or by key if it has
// none; ErrNotFound if there is no row.
func (q QuerySet[M]) First(ctx context.Context) (*M, error) {
	if len(q.order) == 0 {
		q = q.OrderBy(Order[M]{column{&node{table: q.def.table}, q.def.model.PrimaryKey()}, false})
	}
	rows, err := q.Limit(1).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	return rows[0], nil
}

// Each runs through the rows without keeping them. It holds a connection until
// the loop ends; collections are not prefetched.
func (q QuerySet[M]) Each(ctx context.Context) iter.Seq2[*M, error] {
	return func(yield func(*M, error) bool) {
		if q.none {
			return
		}
		stopped := false
		err := q.query(ctx, nil, func(m *M) bool {
			stopped = !yield(m, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(nil, err)
		}
	}
}

// Count returns the number of rows.
func (q QuerySet[M]) Count(ctx context.Context) (int64, error) {
	if q.limit > 0 || q.offset > 0 {
		return q.count(ctx, true)
	}
	return q.count(ctx, false)
}

// CountUpTo counts no further than n rows, so that it costs the same on a large
// table. A result above n means "more than n".
func (q QuerySet[M]) CountUpTo(ctx context.Context, n int) (int64, error) {
	if q.limit == 0 || q.limit > n {
		q.limit = n + 1
	}
	return q.count(ctx, true)
}

// Exists reports whether there is a row.
func (q QuerySet[M]) Exists(ctx context.Context) (bool, error) {
	n, err := q.CountUpTo(ctx, 0)
	return n > 0, err
}

func (q QuerySet[M]) count(ctx context.Context, inner bool) (int64, error) {
	if q.none {
		return 0, nil
	}
	q.order, q.related = nil, nil
	var n int64
	_, err := execute(ctx, querying, new(M), &n, &operation{
		silent: true,
		render: func(b *builder) {
			head := "COUNT(*)"
			if inner {
				b.raw("SELECT COUNT(*) FROM (")
				head = "1"
			}
			q.sql(b, func(b *builder) { b.raw(head) }, nil)
			if inner {
				b.raw(") n")
			}
		},
		run: func(db *gorm.DB) error {
			st := db.Statement
			db.RowsAffected = 1
			return st.ConnPool.QueryRowContext(st.Context, st.SQL.String(), st.Vars...).Scan(&n)
		},
	})
	return n, err
}

// query sends the SELECT and hands over each row; dest is what hooks see.
func (q QuerySet[M]) query(ctx context.Context, dest *[]*M, each func(*M) bool) error {
	root := &node{table: q.def.table}
	op := &operation{
		silent: dest == nil,
		render: func(b *builder) {
			q.sql(b, func(b *builder) {
				b.columns(root)
				for _, n := range q.related {
					b.raw(", ")
					b.columns(n)
				}
			}, nil)
		},
		run: func(db *gorm.DB) error { return q.scan(db, nil, func(m *M, _ int64) bool { return each(m) }) },
	}
	if dest == nil {
		dest = new([]*M)
	}
	_, err := execute(ctx, querying, dest, dest, op)
	return err
}

// linked sends the SELECT of a collection: each row with its owner's key.
func (q QuerySet[M]) linked(ctx context.Context, load linkLoad, each func(owner int64, row *M)) error {
	root := &node{table: q.def.table}
	q.where = append([]expr{oneOf{load, load.ids}}, q.where...)
	var rows []*M
	_, err := execute(ctx, querying, &rows, &rows, &operation{
		render: func(b *builder) {
			q.sql(b, func(b *builder) {
				load.owner(b)
				b.raw(", ")
				b.columns(root)
				for _, n := range q.related {
					b.raw(", ")
					b.columns(n)
				}
			}, load.join)
		},
		run: func(db *gorm.DB) error {
			var owner int64
			return q.scan(db, &owner, func(m *M, owner int64) bool { each(owner, m); return true })
		},
	})
	return err
}

// scan reads the rows of the statement. Where owner is not nil, it takes the
// first output column.
func (q QuerySet[M]) scan(db *gorm.DB, owner *int64, each func(*M, int64) bool) error {
	st := db.Statement
	rows, err := st.ConnPool.QueryContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	defer rows.Close()
	joined := newJoined(q.related)
	var dst []any
	for rows.Next() {
		m := new(M)
		dst = dst[:0]
		if owner != nil {
			dst = append(dst, owner)
		}
		dst = joined.scan(q.def.scanRow(m, dst))
		if err := rows.Scan(dst...); err != nil {
			return err
		}
		joined.attach(m)
		db.RowsAffected++
		var id int64
		if owner != nil {
			id = *owner
		}
		if !each(m, id) {
			return nil
		}
	}
	return rows.Err()
}
