package migrate

import (
	"context"
	"strings"
)

// tables reads the current schema.
func (Postgres) tables(ctx context.Context, db executor) ([]*liveTable, error) {
	r := &liveReader{ctx: ctx, db: db}
	var table, name, text string
	var c liveColumn
	r.each(`SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, a.attidentity <> '',
			CASE a.attgenerated WHEN '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid), '') ELSE '' END,
			CASE a.attgenerated WHEN '' THEN '' ELSE pg_get_expr(d.adbin, d.adrelid) END
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum`,
		func() { t := r.table(table); t.columns = append(t.columns, c) },
		&table, &c.name, &c.kind, &c.nullable, &c.counts, &c.fallback, &c.generated)

	r.each(`SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
		CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY o(num, ord) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = o.num
		WHERE c.relnamespace = current_schema()::regnamespace AND i.indisprimary ORDER BY c.relname, o.ord`,
		func() { t := r.table(table); t.key = append(t.key, name) }, &table, &name)

	var unique, valid bool
	r.each(`SELECT c.relname, x.relname, i.indisunique, i.indisvalid, pg_get_indexdef(i.indexrelid)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary ORDER BY c.relname, x.relname`,
		func() {
			_, over, _ := strings.Cut(text, " USING ")
			if !valid {
				over += " invalid"
			}
			t := r.table(table)
			t.indexes = append(t.indexes, liveIndex{name, over, unique})
		}, &table, &name, &unique, &valid, &text)

	var kind string
	r.each(`SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid)
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND k.contype IN ('f', 'c') ORDER BY c.relname, k.conname`,
		func() {
			t := r.table(table)
			if kind == "f" {
				t.foreign = append(t.foreign, liveConstraint{name, text})
				return
			}
			t.checks = append(t.checks, liveConstraint{name, text})
		}, &table, &name, &kind, &text)
	return r.tables, r.err
}
