package orm

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// Links returns the keys of the rows in a collection of one row, as texts.
func Links[P any](ctx context.Context, c Column[P], row P) ([]string, error) {
	a := know(c)
	if a.collection == nil {
		return nil, fmt.Errorf("orm: %s.%s is not a collection", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	ids, err := link{a.column.node, a.collection, a.target}.ids(ctx, a.root().keyOf(row))
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = *spell(reflect.ValueOf(id))
	}
	return texts, err
}

// SetLinks makes the rows with these keys, as texts, the whole collection of one
// row, changing only what differs. The collection must have a join table.
func SetLinks[P any](ctx context.Context, c Column[P], row P, keys []string) error {
	a := know(c)
	if a.collection == nil {
		return fmt.Errorf("orm: %s.%s is not a collection", RefOf(c).Model.Key(), RefOf(c).Name())
	}
	return link{a.column.node, a.collection, a.target}.set(ctx, a.root().keyOf(row), a.target.readKeys(keys))
}

// ids reads the keys of the rows that one row is linked to.
func (l link) ids(ctx context.Context, id any) ([]any, error) {
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
	if l.named() != nil {
		id = l.from.table.model.Key() + "/" + *spell(reflect.ValueOf(id))
	}
	rows, err := h.db.WithContext(ctx).Raw(string(b.text), id).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids, key := []any{}, reflect.New(l.target.keyType())
	for rows.Next() {
		if err := rows.Scan(key.Interface()); err != nil {
			return nil, err
		}
		ids = append(ids, key.Elem().Interface())
	}
	return ids, rows.Err()
}

// set makes ids the rows that one row is linked to, changing only what differs.
func (l link) set(ctx context.Context, id any, ids []any) error {
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
		var added []any
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
func (l link) add(ctx context.Context, id any, ids []any) error {
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
			through.set(rows[i], c.Near, id)
			through.set(rows[i], c.Far, far)
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

// set sets a key field of a row by its column.
func (t *Table) set(row any, column string, key any) {
	for _, f := range t.model.Fields {
		if f.Column != column {
			continue
		}
		to, from := reflect.ValueOf(row).Elem().FieldByIndex(f.Path), reflect.ValueOf(key)
		if to.Kind() == reflect.Pointer {
			to.Set(reflect.New(to.Type().Elem()))
			to = to.Elem()
		}
		to.Set(from.Convert(to.Type()))
	}
}
