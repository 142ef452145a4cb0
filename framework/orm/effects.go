package orm

import (
	"context"
	"slices"

	"github.com/gofw/gofw/framework/schema"
)

// Effect is what a delete does to the rows of one table by one of its relations.
type Effect struct {
	Table *Table
	Field *schema.Field // that points at what is deleted, or names it
	Does  schema.OnDelete
	Count int  // of rows; at most the limit
	More  bool // there are more than the limit
	Stops bool // these rows keep the delete from happening
}

// Effects tells what deleting the rows with these keys, as texts, would take along, along every relation that
// leads to them and on from what is deleted with them, nearest first. Nothing is
// changed. Of each table at most limit rows are looked at. A table that deletes
// its rows softly keeps all others as they are.
func (r *Registry) Effects(ctx context.Context, t *Table, keys []string, limit int) ([]Effect, error) {
	if t.gone != nil {
		return nil, nil
	}
	ids := t.readKeys(keys)
	c := collector{ctx: ctx, registry: r, limit: limit, gone: map[*Table][]any{t: slices.Clone(ids)}}
	for next := []doomed{{t, ids}}; len(next) > 0; {
		more, err := c.follow(next[0])
		if err != nil {
			return nil, err
		}
		next = append(next[1:], more...)
	}
	return c.effects(), nil
}

// doomed is rows that are deleted.
type doomed struct {
	table *Table
	ids   []any
}

// pointing is rows of a table that point at doomed ones by a field.
type pointing struct {
	table *Table
	field *schema.Field
	ids   []any
	more  bool
}

type collector struct {
	ctx      context.Context
	registry *Registry
	limit    int
	gone     map[*Table][]any
	found    []*pointing
}

// follow finds the rows that point at doomed ones, and returns those that are
// doomed by that.
func (c *collector) follow(d doomed) ([]doomed, error) {
	var next []doomed
	for _, a := range c.registry.attachments(d.table) {
		q := query{table: a.table, dead: true, limit: c.limit + 1}.filter(d.table.naming(a.field, a.table, d.ids))
		ids, err := q.keysOf(c.ctx)
		if err != nil {
			return nil, err
		}
		next = append(next, c.taken(a.table, a.field, ids)...)
	}
	for _, t := range c.registry.tables {
		for i := range t.model.Fields {
			f := &t.model.Fields[i]
			if f.Relation == nil || f.Relation.Target != d.table.model.Key() {
				continue
			}
			ids, err := c.pointers(t, f, d.ids)
			if err != nil {
				return nil, err
			}
			next = append(next, c.taken(t, f, ids)...)
		}
	}
	return next, nil
}

// taken notes rows that point at doomed ones, and returns those that are doomed
// by that and were not before.
func (c *collector) taken(t *Table, f *schema.Field, ids []any) []doomed {
	p := c.note(t, f, ids)
	if onDelete(f) != schema.Cascade || p.more {
		return nil
	}
	var fresh []any
	for _, id := range ids {
		if !slices.Contains(c.gone[t], id) {
			fresh = append(fresh, id)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	c.gone[t] = append(c.gone[t], fresh...)
	return []doomed{{t, fresh}}
}

// onDelete is what becomes of rows whose field points at a deleted one.
func onDelete(f *schema.Field) schema.OnDelete {
	if f.Relation == nil {
		return schema.Cascade // of an attachment
	}
	return f.Relation.OnDelete
}

// pointers lists the keys of the rows whose field holds one of the ids, one more
// than the limit at most.
func (c *collector) pointers(t *Table, f *schema.Field, ids []any) ([]any, error) {
	q := query{table: t, dead: true, limit: c.limit + 1}
	q = q.filter(oneOf{&column{&node{table: t}, f}, ids})
	return q.keysOf(c.ctx)
}

func (c *collector) note(t *Table, f *schema.Field, ids []any) *pointing {
	i := slices.IndexFunc(c.found, func(p *pointing) bool { return p.table == t && p.field == f })
	if i < 0 {
		i = len(c.found)
		c.found = append(c.found, &pointing{table: t, field: f})
	}
	p := c.found[i]
	for _, id := range ids {
		if !slices.Contains(p.ids, id) {
			p.ids = append(p.ids, id)
		}
	}
	if len(p.ids) > c.limit {
		p.ids, p.more = p.ids[:c.limit], true
	}
	return p
}

// effects leaves out rows that are deleted themselves, unless they are
// protected: what becomes of their relation does not matter then.
func (c *collector) effects() []Effect {
	var out []Effect
	for _, p := range c.found {
		action := onDelete(p.field)
		e := Effect{Table: p.table, Field: p.field, Does: action, More: p.more}
		e.Stops = action == schema.Restrict || action == schema.Protect || action == schema.Nothing
		for _, id := range p.ids {
			if action == schema.Cascade || action == schema.Protect || !slices.Contains(c.gone[p.table], id) {
				e.Count++
			}
		}
		if e.Count > 0 {
			out = append(out, e)
		}
	}
	return out
}
