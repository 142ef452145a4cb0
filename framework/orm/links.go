package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// OptionsOf returns the rows that a relation or collection can lead to, as
// things to choose.
func OptionsOf[M any](ctx context.Context, c Column[M], ask OptionQuery) ([]Option, error) {
	t := c.target()
	if t == nil {
		return nil, fmt.Errorf("orm: %s.%s leads to no other row", c.Ref().Model.Key(), c.Ref().Name())
	}
	return t.options(ctx, ask)
}

// TableBehind returns the table whose rows have the column.
func TableBehind[M any](c Column[M]) Table[M] { return NewTable(c.root().def.(*Def[M])) }

// Links returns the keys of the rows in a collection of one row.
func Links[M any](ctx context.Context, c Column[M], row *M) ([]int64, error) {
	ref := c.Ref()
	if ref.Collection == nil {
		return nil, fmt.Errorf("orm: %s.%s is not a collection", ref.Model.Key(), ref.Name())
	}
	return linkIDs(ctx, ref.Collection, c.target().model, c.root().keyOf(row))
}

// SetLinks makes the rows with these keys the whole collection of one row,
// changing only what differs. The collection must have a join table.
func SetLinks[M any](ctx context.Context, c Column[M], row *M, ids []int64) error {
	ref := c.Ref()
	if ref.Collection == nil || ref.Collection.Table == "" {
		return fmt.Errorf("orm: %s.%s has no join table: save the rows it leads to instead", ref.Model.Key(), ref.Name())
	}
	return setLinks(ctx, ref.Collection, c.root().keyOf(row), ids)
}

// linkIDs reads the keys of the rows that one row is linked to.
func linkIDs(ctx context.Context, c *schema.Collection, target *schema.Model, id int64) ([]int64, error) {
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
func setLinks(ctx context.Context, c *schema.Collection, id int64, ids []int64) error {
	return Atomic(ctx, func(ctx context.Context) error {
		now, err := linkIDs(ctx, c, nil, id)
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
