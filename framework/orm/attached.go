package orm

import (
	"context"
	"reflect"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// attachment is a collection whose rows name their owner: no database deletes
// them with it.
type attachment struct {
	table *Table        // of the rows
	field *schema.Field // with the name
}

// attachments are those of a table, of the models that are known.
func (r *Registry) attachments(t *Table) []attachment {
	var out []attachment
	for i := range t.model.Collections {
		c := &t.model.Collections[i]
		if target := r.byKey[c.Target]; target != nil {
			if f := (link{t.root, c, target}).named(); f != nil {
				out = append(out, attachment{target, f})
			}
		}
	}
	return out
}

// attach finds the tables of which a delete takes attached rows along, its own or
// those of rows that the database deletes with it.
func (r *Registry) attach() {
	r.attached = map[*Table]bool{}
	for _, t := range r.tables {
		r.attached[t] = len(r.attachments(t)) > 0
	}
	for more := true; more; {
		more = false
		for _, t := range r.tables {
			for target := range r.cascades(t) {
				if r.attached[t] && !r.attached[target] {
					r.attached[target], more = true, true
				}
			}
		}
	}
}

// cascades are the tables that take rows of t along, and the fields by which.
func (r *Registry) cascades(t *Table) map[*Table][]*schema.Field {
	out := map[*Table][]*schema.Field{}
	for i := range t.model.Fields {
		f := &t.model.Fields[i]
		if f.Relation == nil || f.Relation.OnDelete != schema.Cascade {
			continue
		}
		if target := r.byKey[f.Relation.Target]; target != nil {
			out[target] = append(out[target], f)
		}
	}
	return out
}

// takesAlong reports whether rows that are attached must be looked for before the
// rows of the query are deleted.
func (q query) takesAlong(h *handle) bool {
	return h.registry != nil && h.registry.attached[q.table] && (q.table.gone == nil || q.hard)
}

// deleteAttached deletes what is attached to the rows of the query, and to those that
// the database deletes with them.
func (q query) deleteAttached(ctx context.Context, r *Registry) error {
	ids, err := q.keysOf(ctx)
	if err != nil {
		return err
	}
	seen := map[*Table][]any{q.table: ids}
	for next := []doomed{{q.table, ids}}; len(next) > 0; next = next[1:] {
		d := next[0]
		if len(d.ids) == 0 {
			continue
		}
		for _, a := range r.attachments(d.table) {
			rows := query{table: a.table, dead: true, hard: q.hard}.filter(d.table.naming(a.field, a.table, d.ids))
			if _, err := rows.delete(ctx); err != nil {
				return err
			}
		}
		for _, t := range r.tables {
			if !r.attached[t] {
				continue
			}
			for _, f := range r.cascades(t)[d.table] {
				found, err := query{table: t, dead: true}.filter(oneOf{&column{t.root, f}, d.ids}).keysOf(ctx)
				if err != nil {
					return err
				}
				fresh := slices.DeleteFunc(found, func(id any) bool { return slices.Contains(seen[t], id) })
				seen[t] = append(seen[t], fresh...)
				next = append(next, doomed{t, fresh})
			}
		}
	}
	return nil
}

// naming is the condition that a field of another table names one of these rows.
func (t *Table) naming(f *schema.Field, of *Table, ids []any) expr {
	names := make([]any, len(ids))
	for i, id := range ids {
		names[i] = t.model.Key() + "/" + *spell(reflect.ValueOf(id))
	}
	return oneOf{&column{of.root, f}, names}
}
