package orm

import (
	"context"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// scanLimit is how many rows a table may have for its rows to be counted one by
// one where a capped count was asked for: SQLite counts a whole table of that
// size faster than it caps the count.
const scanLimit = 100_000

// count counts the rows; within is a count of no more rows than the limit.
func (q query) count(ctx context.Context, within bool) (int64, error) {
	if q.none {
		return 0, nil
	}
	q.order, q.related, q.lock = nil, nil, nil
	whole := q
	whole.limit, whole.offset = 0, 0
	var n int64
	_, err := execute(ctx, querying, q.table.sample, &n, &operation{
		silent: true,
		render: func(b *builder) {
			switch {
			case !within:
				q.countSQL(b)
			case b.dialect == sqliteDialect && q.limit > 1000 && q.offset == 0 && q.table.model.PrimaryKey().Kind == schema.BigAuto:
				b.raw("SELECT CASE WHEN (SELECT MAX(")
				b.name(q.table.model.PrimaryKey().Column)
				b.raw(") FROM ")
				b.name(q.table.model.Table)
				b.raw(") <= ")
				b.int(scanLimit)
				b.raw(" THEN (")
				whole.countSQL(b)
				b.raw(") ELSE (")
				q.countWithinSQL(b)
				b.raw(") END")
			default:
				q.countWithinSQL(b)
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

func (q query) countUpTo(ctx context.Context, n int) (int64, error) {
	if q.limit == 0 || q.limit > n {
		q.limit = n + 1
	}
	return q.count(ctx, true)
}

func (q query) exists(ctx context.Context) (bool, error) {
	n, err := q.countUpTo(ctx, 0)
	return n > 0, err
}

func (q query) countSQL(b *builder) { q.sql(b, func(b *builder) { b.raw("COUNT(*)") }, nil) }

func (q query) countWithinSQL(b *builder) {
	b.raw("SELECT COUNT(*) FROM (")
	q.sql(b, func(b *builder) {
		if q.distinct {
			b.some(q.table.root, q.loaded)
			return
		}
		b.raw("1")
	}, nil)
	b.raw(") n")
}

// all sends the SELECT and hands over each row; hooks see dest, a pointer to the
// slice that the rows go to.
func (q query) all(ctx context.Context, dest any, each func(row any, owner int64) bool) error {
	if err := q.lockable(ctx); err != nil {
		return err
	}
	s := q.selection(each)
	s.operation.query = &s.q
	_, err := execute(ctx, querying, q.table.sample, dest, &s.operation)
	return err
}

// each hands over the rows while the statement runs.
func (q query) each(ctx context.Context, yield func(row any, err error) bool) {
	if q.none {
		return
	}
	if err := q.lockable(ctx); err != nil {
		yield(nil, err)
		return
	}
	stopped := false
	s := q.selection(func(row any, _ int64) bool {
		stopped = !yield(row, nil)
		return !stopped
	})
	s.silent = true
	_, err := execute(ctx, querying, q.table.sample, q.table.sample, &s.operation)
	if err != nil && !stopped {
		yield(nil, err)
	}
}

// fetch loads the collections of rows.
func (q query) fetch(ctx context.Context, rows []any) error {
	for _, p := range q.prefetch {
		if err := p.load(ctx, rows, q.dead); err != nil {
			return err
		}
	}
	return nil
}

// linked sends the SELECT of a collection: each row with its owner's key.
func (q query) linked(ctx context.Context, load *linkLoad, each func(owner int64, row any)) error {
	q.where = append([]expr{oneOf{load, load.ids}}, q.where...)
	s := q.selection(func(row any, owner int64) bool { each(owner, row); return true })
	s.silent, s.load = true, load
	_, err := execute(ctx, querying, q.table.sample, q.table.sample, &s.operation)
	return err
}

// selection is a SELECT of rows on its way through GORM's chain.
type selection struct {
	operation
	q     query
	load  *linkLoad // the collection that is loaded: the owner's key comes before the columns
	owner int64
	each  func(row any, owner int64) bool
}

// selection makes the SELECT of a query; each takes a row and says whether more
// are wanted.
func (q query) selection(each func(row any, owner int64) bool) *selection {
	s := &selection{q: q, each: each}
	s.operation.render, s.operation.run = s.render, s.run
	return s
}

func (s *selection) render(b *builder) {
	var join func(*builder)
	if s.load != nil {
		join = s.load.join
	}
	s.q.distinct = false // rows have a key, so none is there twice
	s.q.sql(b, s.columns, join)
}

func (s *selection) columns(b *builder) {
	if s.load != nil {
		s.load.render(b)
		b.raw(", ")
	}
	b.some(s.q.table.root, s.q.loaded)
	for _, n := range s.q.related {
		b.raw(", ")
		b.columns(n)
	}
}

func (s *selection) run(db *gorm.DB) error {
	if s.load == nil {
		return s.q.scan(db, nil, s.each)
	}
	return s.q.scan(db, &s.owner, s.each)
}

// scan reads the rows of the statement. Where owner is not nil, it takes the
// first output column.
func (q query) scan(db *gorm.DB, owner *int64, each func(row any, owner int64) bool) error {
	st := db.Statement
	rows, err := st.ConnPool.QueryContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	defer rows.Close()
	joined, d := newJoined(q.related), dialect(db.Dialector.Name())
	var dst []any
	for rows.Next() {
		row := q.table.New()
		dst = dst[:0]
		if owner != nil {
			dst = append(dst, owner)
		}
		from := len(dst)
		dst = q.table.scan(row, dst)
		q.table.decimals(d, dst, from)
		dst = q.chosen(dst, from)
		dst = joined.scan(d, dst)
		if err := rows.Scan(dst...); err != nil {
			return err
		}
		if q.loaded != nil {
			q.table.notePart(row, q.loaded)
		}
		joined.attach(row)
		db.RowsAffected++
		var id int64
		if owner != nil {
			id = *owner
		}
		if !each(row, id) {
			return nil
		}
	}
	return rows.Err()
}
