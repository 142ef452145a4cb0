package orm

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// Links returns the keys of the rows in a collection of one row.
func Links[P any](ctx context.Context, c Column[P], row P) ([]int64, error) {
	a := know(c)
	if a.collection == nil {
		return nil, fmt.Errorf("orm: %s.%s is not a collection", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	return link{a.column.node, a.collection, a.target}.ids(ctx, a.root().KeyOf(row))
}

// SetLinks makes the rows with these keys the whole collection of one row,
// changing only what differs. The collection must have a join table.
func SetLinks[P any](ctx context.Context, c Column[P], row P, ids []int64) error {
	a := know(c)
	if a.collection == nil {
		return fmt.Errorf("orm: %s.%s is not a collection", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	return link{a.column.node, a.collection, a.target}.set(ctx, a.root().KeyOf(row), ids)
}

// ids reads the keys of the rows that one row is linked to.
func (l link) ids(ctx context.Context, id int64) ([]int64, error) {
	c, target := l.collection, l.target.model
	h, err := handleOf(ctx)
	if err != nil {
		return nil, err
	}
	b := builder{dialect: dialect(h.db.Dialector.Name())}
	column, from, near := c.Far, c.Table, c.Near
	if c.Table == "" {
		column, from, near = target.PrimaryKey().Column, target.Table, c.By
	}
	b.raw("SELECT ")
	b.name(column)
	b.raw(" FROM ")
	b.name(from)
	b.raw(" WHERE ")
	b.name(near)
	b.raw(" = ? ORDER BY ")
	b.name(column)
	var by any = id
	if l.named() != nil {
		by = fmt.Sprintf("%s/%d", l.from.table.model.Key(), id)
	}
	ids := []int64{}
	return ids, h.db.WithContext(ctx).Raw(string(b.text), by).Scan(&ids).Error
}

// set makes ids the rows that one row is linked to, changing only what differs.
func (l link) set(ctx context.Context, id int64, ids []int64) error {
	c := l.collection
	if c.Table == "" {
		return fmt.Errorf("orm: %s.%s has no join table: save the rows it leads to instead", l.from.table.model.Key(), c.Name)
	}
	return Atomic(ctx, func(ctx context.Context) error {
		now, err := l.ids(ctx, id)
		if err != nil {
			return err
		}
		h, err := handleOf(ctx)
		if err != nil {
			return err
		}
		db := h.db.WithContext(ctx)
		b := builder{dialect: dialect(db.Dialector.Name())}
		b.raw("DELETE FROM ")
		b.name(c.Table)
		b.raw(" WHERE ")
		b.name(c.Near)
		b.raw(" = ? AND ")
		b.name(c.Far)
		b.raw(" = ?")
		for _, gone := range now {
			if !slices.Contains(ids, gone) {
				if err := db.Exec(string(b.text), id, gone).Error; err != nil {
					return err
				}
			}
		}
		var added []int64
		for i, far := range ids {
			if !slices.Contains(now, far) && !slices.Contains(ids[:i], far) {
				added = append(added, far)
			}
		}
		return l.add(ctx, id, added)
	})
}

// add links rows that are not linked yet. Where the join table is a model, its
// other fields have the values that a new row has.
func (l link) add(ctx context.Context, id int64, ids []int64) error {
	c := l.collection
	h, err := handleOf(ctx)
	if err != nil {
		return err
	}
	if through := h.registry.named(c.Table); through != nil {
		rows := make([]any, len(ids))
		for i, far := range ids {
			rows[i] = through.New()
			for _, f := range through.model.Fields {
				if f.Default != nil {
					setDefault(reflect.ValueOf(rows[i]).Elem().FieldByIndex(f.Path), *f.Default)
				}
			}
			through.setInt(rows[i], c.Near, id)
			through.setInt(rows[i], c.Far, far)
		}
		return through.insertMany(ctx, rows, nil)
	}
	b := builder{dialect: dialect(h.db.Dialector.Name())}
	b.raw("INSERT INTO ")
	b.name(c.Table)
	b.raw(" (")
	b.name(c.Near)
	b.raw(", ")
	b.name(c.Far)
	b.raw(") VALUES (?, ?)")
	for _, far := range ids {
		if err := h.db.WithContext(ctx).Exec(string(b.text), id, far).Error; err != nil {
			return err
		}
	}
	return nil
}

// setInt sets a key field of a row by its column.
func (t *Table) setInt(row any, column string, v int64) {
	for _, f := range t.model.Fields {
		if f.Column == column {
			to := reflect.ValueOf(row).Elem().FieldByIndex(f.Path)
			if to.Kind() == reflect.Pointer {
				to.Set(reflect.ValueOf(&v))
				return
			}
			to.SetInt(v)
		}
	}
}
