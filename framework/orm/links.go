package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// linkIDs reads the keys of the rows that one row is linked to.
func linkIDs(ctx context.Context, t *table, c *schema.Collection, target *schema.Model, id int64) ([]int64, error) {
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

// setLinks makes ids the rows that one row is linked to, changing only what
// differs.
func setLinks(ctx context.Context, t *table, c *schema.Collection, id int64, ids []int64) error {
	if c.Table == "" {
		return fmt.Errorf("orm: %s.%s has no join table: save the %s rows instead", t.model.Key(), c.Name, c.Target)
	}
	return Atomic(ctx, func(ctx context.Context) error {
		now, err := linkIDs(ctx, t, c, nil, id)
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
