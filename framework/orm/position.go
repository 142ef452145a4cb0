package orm

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// place gives new rows of a model with a position the next numbers, unless they
// have one.
func (t *Table) place(ctx context.Context, rows []any) error {
	if t.counter == nil {
		return nil
	}
	next := map[any]int64{}
	for _, row := range rows {
		at := reflect.ValueOf(row).Elem().FieldByIndex(t.counter.Path)
		if at.Int() != 0 {
			continue
		}
		group, among := t.siblings(row)
		if _, known := next[group]; !known {
			var last int64
			err := among.outputs(ctx, []output{{e: aggregate{name: "MAX", e: &column{t.root, t.counter}}, to: &last}}, nil, func() bool { return true })
			if err != nil {
				return err
			}
			next[group] = last
		}
		next[group]++
		at.SetInt(next[group])
	}
	return nil
}

// siblings is the rows that are counted together with this one, and the value
// that they share.
func (t *Table) siblings(row any) (group any, among query) {
	among = query{table: t}
	if t.counted == nil {
		return nil, among
	}
	v := reflect.Indirect(reflect.ValueOf(row).Elem().FieldByIndex(t.counted.Path))
	c := &column{t.root, t.counted}
	if !v.IsValid() {
		return nil, among.filter(suffix{c, " IS NULL"})
	}
	return v.Interface(), among.filter(compare(c, " = ", v.Interface()))
}

// MoveTo puts a row at a place among those that it is counted with, 1 for the
// first, and moves the others on. A place beyond the last is the last. The model
// must have a field with the tag position:
//
//	err := orm.MoveTo(ctx, Chapters.QuerySet, chapter, 1)
func MoveTo[P any](ctx context.Context, all *QuerySet[P], row P, place int) error {
	return move(ctx, all.q.table, row, func(int) int { return place })
}

// MoveBy moves a row by so many places, down if the number is positive: see
// [MoveTo].
func MoveBy[P any](ctx context.Context, all *QuerySet[P], row P, places int) error {
	return move(ctx, all.q.table, row, func(from int) int { return from + places })
}

// move moves a row to the place that follows from the one it has.
func move(ctx context.Context, t *Table, row any, to func(from int) int) error {
	if t.counter == nil {
		return fmt.Errorf("orm: %s has no order that people make: give a whole number the tag gofw:\"position\"", t.model.Key())
	}
	return Atomic(ctx, func(ctx context.Context) error { return t.moveTo(ctx, row, to) })
}

// numbered is a row and its number.
type numbered struct {
	id any
	at int64
}

func (t *Table) moveTo(ctx context.Context, row any, place func(from int) int) error {
	id := t.keyOf(row)
	_, among := t.siblings(row)
	rows, err := t.numbered(ctx, among)
	if err != nil {
		return err
	}
	from := slices.IndexFunc(rows, func(n numbered) bool { return n.id == id })
	if from < 0 {
		return ErrNotFound
	}
	to := min(max(place(from+1), 1), len(rows)) - 1
	moved := rows[from]
	rows = slices.Insert(slices.Delete(rows, from, from+1), to, moved)
	for i, n := range rows {
		if n.at != int64(i+1) {
			if _, err := (query{table: t}).byKey(n.id).update(ctx, []assignment{{t.counter, value{v: int64(i + 1)}}}); err != nil {
				return err
			}
		}
	}
	reflect.ValueOf(row).Elem().FieldByIndex(t.counter.Path).SetInt(int64(to + 1))
	return nil
}

// numbered lists rows in their order; those with the same number by their keys.
func (t *Table) numbered(ctx context.Context, among query) ([]numbered, error) {
	var number int64
	var rows []numbered
	key := reflect.New(t.keyType())
	at := &column{t.root, t.counter}
	among = among.orderBy([]ordering{{e: at}, {e: t.keyCol}})
	among.lock = &plainLock
	err := among.outputs(ctx, []output{{e: t.keyCol, to: key.Interface()}, {e: at, to: &number}}, nil, func() bool {
		rows = append(rows, numbered{key.Elem().Interface(), number})
		return true
	})
	return rows, err
}

// positionOf is the field of a model by which people order its rows, and the one
// whose values divide them; nil if there is none.
func positionOf(m *schema.Model) (position, within *schema.Field) {
	if m.Position == "" {
		return nil, nil
	}
	if m.Within != "" {
		within = m.Field(m.Within)
	}
	return m.Field(m.Position), within
}
