package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// ErrNoFilter is returned by an Update or Delete of a queryset without a
// filter: say Everything() if all rows are meant.
var ErrNoFilter = errors.New("orm: this would change every row: filter, or say Everything()")

// Assign gives a column a value in Update.
type Assign[M any] struct {
	field *schema.Field
	to    expr
}

// Create inserts the row, sets its key, CreatedAt and UpdatedAt, and runs GORM's
// create hooks. Related rows are never saved with it. An empty choice takes its
// default; every other Go value is stored as it is.
func (t Table[M]) Create(ctx context.Context, m *M) error {
	op := &operation{
		render: func(b *builder) {
			t.def.stamp(m, time.Now().UTC(), true)
			t.insert(b, []*M{m})
		},
		run: func(db *gorm.DB) error { return t.runInsert(db, []*M{m}) },
	}
	_, err := execute(ctx, creating, m, m, op)
	return err
}

// BulkCreate inserts many rows with few statements, in one transaction, and
// sets their keys. Hooks do not run.
func (t Table[M]) BulkCreate(ctx context.Context, rows []*M) error {
	if len(rows) == 0 {
		return nil
	}
	size := max(1, min(500, 30000/len(t.def.model.Fields)))
	return Atomic(ctx, func(ctx context.Context) error {
		now := time.Now().UTC()
		for len(rows) > 0 {
			part := rows[:min(size, len(rows))]
			rows = rows[len(part):]
			for _, m := range part {
				t.def.stamp(m, now, true)
			}
			_, err := execute(ctx, creating, new(M), new(M), &operation{
				silent: true,
				render: func(b *builder) { t.insert(b, part) },
				run:    func(db *gorm.DB) error { return t.runInsert(db, part) },
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// autoKey reports whether the database numbers these rows.
func (t Table[M]) autoKey(rows []*M) bool {
	return t.def.model.PrimaryKey().Kind == schema.BigAuto && t.def.keyOf(rows[0]) == 0
}

func (t Table[M]) insert(b *builder, rows []*M) {
	model, auto := t.def.model, t.autoKey(rows)
	b.raw("INSERT INTO ")
	b.name(model.Table)
	b.raw(" (")
	n := 0
	for i := range model.Fields {
		if auto && i == t.def.key {
			continue
		}
		if n > 0 {
			b.raw(", ")
		}
		n++
		b.name(model.Fields[i].Column)
	}
	b.raw(") VALUES ")
	var values []any
	for i, m := range rows {
		if i > 0 {
			b.raw(", ")
		}
		values = t.def.bindRow(m, values[:0])
		b.raw("(")
		n = 0
		for i, v := range values {
			if auto && i == t.def.key {
				continue
			}
			if n > 0 {
				b.raw(", ")
			}
			n++
			b.bind(v)
		}
		b.raw(")")
	}
	if auto && b.dialect.returning() {
		b.raw(" RETURNING ")
		b.name(model.PrimaryKey().Column)
	}
}

// runInsert runs the statement and gives the rows their keys. Rows of one
// statement are numbered one after the other.
func (t Table[M]) runInsert(db *gorm.DB, rows []*M) error {
	st, auto := db.Statement, t.autoKey(rows)
	if auto && dialect(db.Dialector.Name()).returning() {
		return t.runReturning(db, rows)
	}
	res, err := st.ConnPool.ExecContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	if db.RowsAffected, err = res.RowsAffected(); err != nil || !auto {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	if dialect(db.Dialector.Name()) == sqliteDialect { // the last of the statement; MySQL tells the first
		id -= int64(len(rows)) - 1
	}
	for i, m := range rows {
		t.def.setKey(m, id+int64(i))
	}
	return nil
}

func (t Table[M]) runReturning(db *gorm.DB, rows []*M) error {
	st := db.Statement
	res, err := st.ConnPool.QueryContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	defer res.Close()
	for res.Next() && int(db.RowsAffected) < len(rows) {
		var id int64
		if err := res.Scan(&id); err != nil {
			return err
		}
		t.def.setKey(rows[db.RowsAffected], id)
		db.RowsAffected++
	}
	return res.Err()
}

// Save writes the row: all columns, or only the named ones, and UpdatedAt. It
// runs GORM's update hooks. A row that is no longer there is ErrNotFound.
func (t Table[M]) Save(ctx context.Context, m *M, only ...Column[M]) error {
	op := &operation{
		render: func(b *builder) {
			t.def.stamp(m, time.Now().UTC(), false)
			t.update(b, m, only)
		},
		run: runExec,
	}
	n, err := execute(ctx, updating, m, m, op)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

func (t Table[M]) update(b *builder, m *M, only []Column[M]) {
	model := t.def.model
	b.open(t.def.table)
	defer b.close()
	b.raw("UPDATE ")
	b.name(model.Table)
	values := t.def.bindRow(m, nil)
	word := " SET "
	for i := range model.Fields {
		f := &model.Fields[i]
		if f.PrimaryKey || f.AutoAdd || len(only) > 0 && !f.AutoUpdate && !named(only, f) {
			continue
		}
		b.raw(word)
		b.name(f.Column)
		b.raw(" = ")
		b.bind(values[i])
		word = ", "
	}
	b.raw(" WHERE ")
	b.name(model.PrimaryKey().Column)
	b.raw(" = ")
	b.bind(values[t.def.key])
	for _, e := range b.plugged {
		b.raw(" AND ")
		e.render(b)
	}
}

func named[M any](columns []Column[M], f *schema.Field) bool {
	for _, c := range columns {
		if ref := c.Ref(); ref.Field == f && len(ref.Relations) == 0 {
			return true
		}
	}
	return false
}

// Remove deletes the row and runs GORM's delete hooks. Rows that point at it go
// with it, stop it or lose their pointer, as their relation says.
func (t Table[M]) Remove(ctx context.Context, m *M) error {
	q := t.QuerySet.OrderBy()
	q.where = []expr{binary{column{&node{table: t.def.table}, t.def.model.PrimaryKey()}, " = ", value{t.def.keyOf(m)}}}
	n, err := execute(ctx, deleting, m, m, &operation{render: q.deleteSQL, run: runExec})
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// Delete deletes the rows and returns their number. Hooks do not run.
func (q QuerySet[M]) Delete(ctx context.Context) (int64, error) {
	if q.none {
		return 0, nil
	}
	if len(q.where) == 0 && q.limit == 0 && !q.whole {
		return 0, ErrNoFilter
	}
	return execute(ctx, deleting, new(M), new(M), &operation{silent: true, render: q.deleteSQL, run: runExec})
}

func (q QuerySet[M]) deleteSQL(b *builder) {
	b.open(q.def.table)
	defer b.close()
	b.raw("DELETE FROM ")
	b.name(q.def.model.Table)
	q.affected(b)
}

// Update assigns to the rows and returns their number. Hooks do not run;
// UpdatedAt is set unless it is assigned.
func (q QuerySet[M]) Update(ctx context.Context, assigns ...Assign[M]) (int64, error) {
	if q.none || len(assigns) == 0 {
		return 0, nil
	}
	if len(q.where) == 0 && q.limit == 0 && !q.whole {
		return 0, ErrNoFilter
	}
	return execute(ctx, updating, new(M), new(M), &operation{
		silent: true,
		render: func(b *builder) { q.updateSQL(b, assigns) },
		run:    runExec,
	})
}

func (q QuerySet[M]) updateSQL(b *builder, assigns []Assign[M]) {
	b.now = time.Now().UTC()
	b.open(q.def.table)
	defer b.close()
	assigns = q.touch(assigns)
	b.raw("UPDATE ")
	b.name(q.def.model.Table)
	word := " SET "
	for _, a := range assigns {
		b.raw(word)
		b.name(a.field.Column)
		b.raw(" = ")
		a.to.render(b)
		word = ", "
	}
	if len(b.scope.joins) > 0 {
		b.err = fmt.Errorf("orm: Update of %s assigns from another table: read the value first", q.def.model.Key())
		return
	}
	q.affected(b)
}

// touch adds the time of the change.
func (q QuerySet[M]) touch(assigns []Assign[M]) []Assign[M] {
	for _, f := range q.def.stamps {
		taken := !f.AutoUpdate
		for _, a := range assigns {
			taken = taken || a.field == f
		}
		if !taken {
			assigns = append(assigns[:len(assigns):len(assigns)], Assign[M]{f, Instant{}})
		}
	}
	return assigns
}

// affected writes the condition of an UPDATE or DELETE. Where it needs joins, a
// limit or an order, the rows are chosen by key.
func (q QuerySet[M]) affected(b *builder) {
	b.now = time.Now().UTC()
	text, args := len(b.text), len(b.args)
	q.conditions(b, b.plugged)
	if len(b.scope.joins) == 0 && q.limit == 0 && q.offset == 0 {
		return
	}
	b.text, b.args, b.scope.joins = b.text[:text], b.args[:args], nil
	key := q.def.model.PrimaryKey().Column
	b.raw(" WHERE ")
	b.name(key)
	b.raw(" IN (")
	q.related = nil
	q.sql(b, func(b *builder) { b.column(&node{table: q.def.table}, key) }, nil)
	b.raw(")")
}

func runExec(db *gorm.DB) error {
	st := db.Statement
	res, err := st.ConnPool.ExecContext(st.Context, st.SQL.String(), st.Vars...)
	if err != nil {
		return err
	}
	db.RowsAffected, err = res.RowsAffected()
	return err
}

// stamp sets the times of a row that is about to be written, and, when it is
// new, the defaults of empty choices.
func (t *table) stamp(row any, now time.Time, create bool) {
	v := reflect.ValueOf(row).Elem()
	for _, f := range t.stamps {
		if at := v.FieldByIndex(f.Path); f.AutoUpdate || create && at.IsZero() {
			at.Set(reflect.ValueOf(now))
		}
	}
	if !create {
		return
	}
	for _, f := range t.unset {
		if s := v.FieldByIndex(f.Path); s.String() == "" {
			s.SetString(*f.Default)
		}
	}
}

func (t *table) setKey(row any, id int64) {
	reflect.ValueOf(row).Elem().FieldByIndex(t.model.Fields[t.key].Path).SetInt(id)
}
