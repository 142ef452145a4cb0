package orm

import (
	"context"
	"fmt"

	"github.com/gofw/gofw/framework/schema"
)

// pointer is a field of another table that points at this one.
type pointer struct {
	table *Table
	field *schema.Field
}

// defaults are the fields that are to take their default when rows of the query
// are deleted. SQLite and PostgreSQL do that themselves; MySQL knows no ON DELETE
// SET DEFAULT.
func (q query) defaults(h *handle) []pointer {
	if dialect(h.db.Dialector.Name()) != mysqlDialect || q.table.gone != nil && !q.hard {
		return nil
	}
	if h.registry == nil {
		return nil
	}
	var out []pointer
	for _, t := range h.registry.tables {
		for i := range t.model.Fields {
			f := &t.model.Fields[i]
			if f.Relation != nil && f.Relation.OnDelete == schema.SetDefault && f.Relation.Target == q.table.model.Key() {
				out = append(out, pointer{t, f})
			}
		}
	}
	return out
}

// setDefaults points rows that point at those of the query at their default.
func (q query) setDefaults(ctx context.Context, pointers []pointer) error {
	for _, p := range pointers {
		to, err := read(p.field, p.field.Default)
		if err != nil {
			return fmt.Errorf("orm: the default of %s.%s is no key: %q", p.table.model.Key(), p.field.Name, *p.field.Default)
		}
		rows := query{table: p.table, dead: true}.filter(among{&column{&node{table: p.table}, p.field}, q, q.table.keyColumn()})
		if _, err := rows.update(ctx, []assignment{{p.field, value{to, p.field}}}); err != nil {
			return err
		}
	}
	return nil
}
