package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/schema"
)

// ErrNoFilter is returned by an Update or Delete of a queryset without a
// filter: say Everything() if all rows are meant.
var ErrNoFilter = errors.New("orm: this would change every row: filter, or say Everything()")

// save writes a row: all fields, or only some and the time of the change.
func (t *Table) save(ctx context.Context, row any, fields []*schema.Field, only bool) error {
	part := loadedOf(row)
	if part != nil && !only {
		fields, only = t.at(part), true
	}
	if err := validate(ctx, row); err != nil {
		return err
	}
	n, err := execute(ctx, updating, t, row, &operation{brief: true, table: t, statement: written{func(b *builder) {
		t.stamp(row, moment(), false)
		t.work(row, part)
		t.saveSQL(b, row, fields, only, part)
	}, runExec}})
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// saveOnly writes the named columns of a row, or all if none is named.
func (t *Table) saveOnly(ctx context.Context, row any, only []about) error {
	return t.save(ctx, row, fieldsOf(only), len(only) > 0)
}

func (t *Table) saveSQL(b *builder, row any, fields []*schema.Field, only bool, part []int) {
	b.open(t)
	defer b.close()
	b.raw("UPDATE ")
	b.name(t.model.Table)
	values := t.bind(row, nil)
	t.check(b, values, part)
	word := " SET "
	for i := range t.model.Fields {
		f := &t.model.Fields[i]
		if f.PrimaryKey || f.AutoAdd || f.Generated != "" || only && !f.AutoUpdate && !slices.Contains(fields, f) {
			continue
		}
		b.raw(word)
		b.name(f.Column)
		b.raw(" = ")
		b.bindAs(f, values[i])
		word = ", "
	}
	b.raw(" WHERE ")
	b.name(t.model.PrimaryKey().Column)
	b.raw(" = ")
	b.bindAs(t.keyCol.field, values[t.key])
	for _, e := range b.plugged {
		b.raw(" AND ")
		e.render(b)
	}
}

// remove deletes one row; hooks see it.
func (q query) remove(ctx context.Context, row any) error {
	return q.afterOthers(ctx, func(ctx context.Context) error { return q.removeOnly(ctx, row) })
}

// afterOthers deletes rows once everything is done that no database does with
// that by itself: what points at them gets its default, what is attached to them
// is deleted.
func (q query) afterOthers(ctx context.Context, remove func(context.Context) error) error {
	h, err := handleOf(ctx)
	if err != nil {
		return err
	}
	defaults, along := q.defaults(h), q.takesAlong(h)
	if len(defaults) == 0 && !along {
		return remove(ctx)
	}
	return Atomic(ctx, func(ctx context.Context) error {
		if err := q.setDefaults(ctx, defaults); err != nil {
			return err
		}
		if along {
			if err := q.deleteAttached(ctx, h.registry); err != nil {
				return err
			}
		}
		return remove(ctx)
	})
}

func (q query) removeOnly(ctx context.Context, row any) error {
	at := moment()
	n, err := execute(ctx, deleting, q.table, row, &operation{statement: written{func(b *builder) {
		b.now = at
		q.deleteSQL(b)
	}, runExec}})
	if err == nil && n == 0 {
		return ErrNotFound
	}
	if err == nil && q.table.gone != nil && !q.hard {
		reflect.ValueOf(row).Elem().FieldByIndex(q.table.gone.Path).Set(reflect.ValueOf(gorm.DeletedAt{Time: at, Valid: true}))
	}
	return err
}

// guarded is the error of a change that would meet every row by oversight.
func (q query) guarded() error {
	if len(q.where) == 0 && q.limit == 0 && q.offset == 0 && !q.whole {
		return ErrNoFilter
	}
	return nil
}

func (q query) delete(ctx context.Context) (int64, error) {
	if q.none {
		return 0, nil
	}
	if err := q.guarded(); err != nil {
		return 0, err
	}
	var n int64
	err := q.afterOthers(ctx, func(ctx context.Context) (err error) {
		n, err = q.deleteOnly(ctx)
		return err
	})
	return n, err
}

func (q query) deleteOnly(ctx context.Context) (int64, error) {
	return execute(ctx, deleting, q.table, q.table.New(), &operation{silent: true, statement: written{q.deleteSQL, runExec}})
}

func (q query) deleteSQL(b *builder) {
	b.open(q.table).dead = q.dead
	defer b.close()
	if gone := q.table.gone; gone != nil && !q.hard {
		b.begin()
		b.raw("UPDATE ")
		b.name(q.table.model.Table)
		b.raw(" SET ")
		b.name(gone.Column)
		b.raw(" = ")
		b.bind(b.now)
	} else {
		b.raw("DELETE FROM ")
		b.name(q.table.model.Table)
	}
	q.affected(b)
}

// assignment gives a column a value.
type assignment struct {
	field *schema.Field
	to    expr
}

func (q query) update(ctx context.Context, assigns []assignment) (int64, error) {
	if q.none || len(assigns) == 0 {
		return 0, nil
	}
	if err := q.guarded(); err != nil {
		return 0, err
	}
	return execute(ctx, updating, q.table, q.table.New(), &operation{silent: true, table: q.table, statement: written{
		func(b *builder) { q.updateSQL(b, assigns) }, runExec,
	}})
}

func (q query) updateSQL(b *builder, assigns []assignment) {
	b.begin()
	b.open(q.table).dead = q.dead
	defer b.close()
	assigns = q.touch(assigns)
	b.raw("UPDATE ")
	b.name(q.table.model.Table)
	word := " SET "
	for _, a := range assigns {
		if a.field.Generated != "" {
			b.fail("%s.%s is worked out by the database and cannot be assigned", q.table.model.Key(), a.field.Name)
			return
		}
		b.raw(word)
		b.name(a.field.Column)
		b.raw(" = ")
		if x, ok := a.to.(told); ok { // stored as the column is
			a.to = value{x.v, a.field}
		}
		a.to.render(b)
		word = ", "
	}
	if len(b.scope.joins) > 0 {
		b.err = fmt.Errorf("orm: Update of %s assigns from another table: read the value first", q.table.model.Key())
		return
	}
	q.affected(b)
}

// touch adds the time of the change.
func (q query) touch(assigns []assignment) []assignment {
	for _, f := range q.table.stamps {
		taken := !f.AutoUpdate
		for _, a := range assigns {
			taken = taken || a.field == f
		}
		if !taken {
			assigns = append(assigns[:len(assigns):len(assigns)], assignment{f, Instant{}})
		}
	}
	return assigns
}

// affected writes the condition of an UPDATE or DELETE. Where it needs joins, a
// limit or an order, the rows are chosen by key.
func (q query) affected(b *builder) {
	b.begin()
	text, args := len(b.text), len(b.args)
	q.conditions(b, b.pluggedInto(q.table))
	if len(b.scope.joins) == 0 && q.limit == 0 && q.offset == 0 {
		return
	}
	b.text, b.args, b.scope.joins = b.text[:text], b.args[:args], nil
	key := q.table.model.PrimaryKey().Column
	b.raw(" WHERE ")
	b.name(key)
	b.raw(" IN (")
	if b.dialect == mysqlDialect { // it reads a table that it changes only through another
		b.raw("SELECT * FROM (")
	}
	q.related = nil
	q.sql(b, func(b *builder) { b.column(&node{table: q.table}, key) }, nil)
	if b.dialect == mysqlDialect {
		b.raw(") k")
	}
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
func (t *Table) stamp(row any, now time.Time, create bool) {
	v := reflect.ValueOf(row).Elem()
	for _, f := range t.stamps {
		if at := v.FieldByIndex(f.Path); f.AutoUpdate || create && at.IsZero() {
			at.Set(reflect.ValueOf(now))
		}
	}
	if !create {
		return
	}
	if t.keyCol.field.Kind == schema.UUID {
		if key := v.FieldByIndex(t.keyCol.field.Path); key.IsZero() {
			key.Set(reflect.ValueOf(NewUUID()).Convert(key.Type()))
		}
	}
	for _, f := range t.unset {
		if at := v.FieldByIndex(f.Path); at.IsZero() {
			setDefault(at, *f.Default)
		}
	}
}

// setDefault gives a field the value that a default spells; one that Go cannot
// hold, such as a moment that the database knows, is left to the author.
func setDefault(to reflect.Value, text string) {
	switch {
	case to.Kind() == reflect.String:
		to.SetString(text)
	case to.Kind() == reflect.Bool:
		to.SetBool(text == "true" || text == "1")
	case to.CanInt():
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			to.SetInt(n)
		}
	case to.CanUint():
		if n, err := strconv.ParseUint(text, 10, 64); err == nil {
			to.SetUint(n)
		}
	case to.CanFloat():
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			to.SetFloat(x)
		}
	}
}

func (t *Table) setKey(row any, id int64) {
	reflect.ValueOf(row).Elem().FieldByIndex(t.model.Fields[t.key].Path).SetInt(id)
}
