package orm

import (
	"context"
	"reflect"
	"time"

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
	c := &counting{q: q, within: within}
	c.q.order, c.q.related, c.q.lock = nil, nil, nil
	c.silent, c.statement, c.brief = true, c, q.table.counts.quick()
	began := time.Now()
	_, err := execute(ctx, querying, q.table, &c.n, &c.operation)
	q.table.counts.note(time.Since(began))
	return c.n, err
}

// counting is a count on its way through GORM's chain.
type counting struct {
	operation
	q      query
	within bool
	n      int64
}

func (c *counting) render(b *builder) {
	q := &c.q
	whole := func() {
		all := *q
		all.limit, all.offset = 0, 0
		all.countSQL(b)
	}
	switch {
	case !c.within:
		q.countSQL(b)
	case b.dialect == sqliteDialect && q.limit > 1000 && q.offset == 0 && q.table.model.PrimaryKey().Kind == schema.BigAuto:
		b.raw("SELECT CASE WHEN (SELECT MAX(")
		b.name(q.table.model.PrimaryKey().Column)
		b.raw(") FROM ")
		b.name(q.table.model.Table)
		b.raw(") <= ")
		b.int(scanLimit)
		b.raw(" THEN (")
		whole()
		b.raw(") ELSE (")
		q.countWithinSQL(b)
		b.raw(") END")
	default:
		q.countWithinSQL(b)
	}
}

func (c *counting) run(db *gorm.DB) error {
	st := db.Statement
	db.RowsAffected = 1
	return st.ConnPool.QueryRowContext(st.Context, st.SQL.String(), st.Vars...).Scan(&c.n)
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
func (q query) all(ctx context.Context, dest any, each func(row, owner any) bool) error {
	if err := q.lockable(ctx); err != nil {
		return err
	}
	s := q.selection(each)
	s.operation.query, s.brief = &s.q, q.limit <= 2 && q.single()
	_, err := execute(ctx, querying, q.table, dest, &s.operation)
	return err
}

// lone reads one row, of a query whose limit is one; nil if there is none. Hooks
// see the row.
func (q query) lone(ctx context.Context) (any, error) {
	if q.none {
		return nil, nil
	}
	if err := q.lockable(ctx); err != nil {
		return nil, err
	}
	s := q.selection(nil)
	s.operation.query, s.row, s.brief = &s.q, q.table.New(), q.single()
	n, err := execute(ctx, querying, q.table, s.row, &s.operation)
	if err != nil || n == 0 {
		return nil, err
	}
	if len(q.prefetch) > 0 {
		err = q.fetch(ctx, []any{s.row})
	}
	return s.row, err
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
	s := q.selection(func(row, _ any) bool {
		stopped = !yield(row, nil)
		return !stopped
	})
	s.silent = true
	_, err := execute(ctx, querying, q.table, q.table.sample, &s.operation)
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
func (q query) linked(ctx context.Context, load *linkLoad, each func(owner, row any)) error {
	q.where = append([]expr{load.owners()}, q.where...)
	s := q.selection(func(row, owner any) bool { each(owner, row); return true })
	s.silent, s.load = true, load
	_, err := execute(ctx, querying, q.table, q.table.sample, &s.operation)
	return err
}

// selection is a SELECT of rows on its way through GORM's chain.
type selection struct {
	operation
	q    query
	load *linkLoad // the collection that is loaded: the owner's key comes before the columns
	each func(row, owner any) bool
	row  any // what one row is read into; nil makes a new one for each
}

// selection makes the SELECT of a query; each takes a row and says whether more
// are wanted.
func (q query) selection(each func(row, owner any) bool) *selection {
	s := &selection{q: q, each: each}
	s.statement = s
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

// ownerOf is the key of an owner that was read; nil of rows without one.
func ownerOf(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	return v.Elem().Interface()
}

// run reads the rows. Of a collection, the first output column is the owner.
func (s *selection) run(db *gorm.DB) error {
	q, st := &s.q, db.Statement
	rows, err := st.ConnPool.QueryContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	defer rows.Close()
	joined, d := newJoined(q.related), dialect(db.Dialector.Name())
	var dst []any
	var owner reflect.Value
	if s.load != nil {
		owner = reflect.New(s.load.from.table.keyType())
	}
	for rows.Next() {
		row := s.row
		if row == nil {
			row = q.table.New()
		}
		dst = dst[:0]
		if s.load != nil {
			dst = append(dst, owner.Interface())
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
		if s.row != nil || !s.each(row, ownerOf(owner)) {
			return nil
		}
	}
	return rows.Err()
}
