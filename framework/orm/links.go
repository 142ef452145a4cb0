package orm

import (
	"context"
	"fmt"
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
	ids := []int64{}
	return ids, h.db.WithContext(ctx).Raw(string(b.text), id).Scan(&ids).Error
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
		b.text = b.text[:0]
		b.raw("INSERT INTO ")
		b.name(c.Table)
		b.raw(" (")
		b.name(c.Near)
		b.raw(", ")
		b.name(c.Far)
		b.raw(") VALUES (?, ?)")
		for i, added := range ids {
			if !slices.Contains(now, added) && !slices.Contains(ids[:i], added) {
				if err := db.Exec(string(b.text), id, added).Error; err != nil {
					return err
				}
			}
		}
		return nil
	})
}
