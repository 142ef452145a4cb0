package orm

import (
	"context"
	"reflect"
	"slices"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// insertOne inserts a row; GORM's create hooks see it.
func (t *Table) insertOne(ctx context.Context, row any) error {
	if err := validate(ctx, row); err != nil {
		return err
	}
	rows := []any{row}
	if err := t.place(ctx, rows); err != nil {
		return err
	}
	_, err := execute(ctx, creating, t, row, &operation{brief: true, table: t, statement: written{
		func(b *builder) {
			t.stamp(row, moment(), true)
			t.work(row, nil)
			t.insert(b, rows, nil)
		},
		func(db *gorm.DB) error { return t.runInsert(db, rows) },
	}})
	return err
}

// insertMany inserts rows in one transaction, up to 500 with a statement.
func (t *Table) insertMany(ctx context.Context, rows []any, on *conflict) error {
	if len(rows) == 0 {
		return nil
	}
	size := max(1, min(500, 30000/len(t.model.Fields)))
	return Atomic(ctx, func(ctx context.Context) error {
		now := moment()
		if err := t.place(ctx, rows); err != nil {
			return err
		}
		for len(rows) > 0 {
			part := rows[:min(size, len(rows))]
			rows = rows[len(part):]
			for _, row := range part {
				t.stamp(row, now, true)
				t.work(row, nil)
			}
			_, err := execute(ctx, creating, t, t.New(), &operation{silent: true, table: t, statement: written{
				func(b *builder) { t.insert(b, part, on) },
				func(db *gorm.DB) error {
					if on != nil { // which rows have got a key is not known
						return runExec(db)
					}
					return t.runInsert(db, part)
				},
			}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// autoKey reports whether the database numbers these rows.
func (t *Table) autoKey(rows []any) bool {
	return t.model.PrimaryKey().Kind == schema.BigAuto && reflect.ValueOf(t.keyOf(rows[0])).IsZero()
}

func (t *Table) insert(b *builder, rows []any, on *conflict) {
	model, auto := t.model, t.autoKey(rows)
	b.raw("INSERT INTO ")
	b.name(model.Table)
	b.raw(" (")
	n := 0
	for i := range model.Fields {
		if auto && i == t.key || model.Fields[i].Generated != "" {
			continue
		}
		if n > 0 {
			b.raw(", ")
		}
		n++
		b.name(model.Fields[i].Column)
	}
	b.raw(") VALUES ")
	if n *= len(rows); cap(b.args) < n {
		b.args = make([]any, 0, n)
	}
	b.text = slices.Grow(b.text, 4*n)
	var values []any
	for i, m := range rows {
		if i > 0 {
			b.raw(", ")
		}
		values = t.bind(m, values[:0])
		if t.keyCol.field.Kind.Textual() && lengthOf(values[t.key]) == 0 {
			b.fail("a row of %s has no key: give it a text, since no database can", model.Key())
		}
		t.check(b, values, nil)
		b.raw("(")
		n = 0
		for i, v := range values {
			if auto && i == t.key || model.Fields[i].Generated != "" {
				continue
			}
			if n > 0 {
				b.raw(", ")
			}
			n++
			b.bindAs(&model.Fields[i], v)
		}
		b.raw(")")
	}
	if on != nil {
		on.render(b, t)
		return
	}
	if auto && b.dialect.returning() {
		b.raw(" RETURNING ")
		b.name(model.PrimaryKey().Column)
	}
}

// runInsert runs the statement and gives the rows their keys. Rows of one
// statement are numbered one after the other.
func (t *Table) runInsert(db *gorm.DB, rows []any) error {
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
		t.setKey(m, id+int64(i))
	}
	return nil
}

func (t *Table) runReturning(db *gorm.DB, rows []any) error {
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
		t.setKey(rows[db.RowsAffected], id)
		db.RowsAffected++
	}
	return res.Err()
}
