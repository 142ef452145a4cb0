package inspect

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
)

// postgres reads one schema of a PostgreSQL database. The catalog can be read
// by everybody, so rights are asked for.
func (r *reader) postgres() error {
	if r.schema == "" {
		var name sql.NullString
		if err := r.db.QueryRowContext(r.ctx, "SELECT current_schema()").Scan(&name); err != nil {
			return err
		}
		if !name.Valid {
			return fmt.Errorf("the connection is in no schema: none of its search path exists, or there is no right to use it")
		}
		r.schema = name.String
	}
	for _, step := range []struct {
		what string
		read func() error
	}{
		{"tables", r.postgresTables}, {"columns", r.postgresColumns},
		{"constraints", r.postgresConstraints}, {"indexes", r.postgresIndexes},
	} {
		if err := step.read(); err != nil {
			return fmt.Errorf("reading %s of the schema %s: %w", step.what, r.schema, err)
		}
	}
	return nil
}

// postgresViews are the relations that are no tables.
var postgresViews = map[string]string{"v": "a view", "m": "a materialized view", "f": "a foreign table"}

func (r *reader) postgresTables() error {
	var name, kind, comment string
	var readable bool
	var refused error
	err := r.each(func() {
		r.add(Table{Name: name, View: postgresViews[kind], Comment: comment})
		if _, wanted := r.byName[name]; wanted && !readable && refused == nil {
			refused = fmt.Errorf("there is no right to select from the table %q; leave it out with the pattern %q", name, "!"+name)
		}
	}, `SELECT c.relname, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), ''),
			has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
			AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
		ORDER BY c.relname COLLATE "C"`, []any{r.schema}, &name, &kind, &comment, &readable)
	if err != nil {
		return err
	}
	return refused
}

func (r *reader) postgresColumns() error {
	var table, class, identity, generated, base, labels string
	var fallback sql.NullString
	var c Column
	var notNull bool
	var broken error
	err := r.each(func() {
		t := r.byName[table]
		if t == nil || t.View != "" {
			return
		}
		column := c
		column.Null, column.Generated = !notNull, generated != ""
		switch class {
		case "d":
			column.typed(postgresKind(base))
			column.Note = joinNotes("it has the domain "+c.Type, column.Note)
		case "e":
			if err := json.Unmarshal([]byte(labels), &column.Values); err != nil {
				broken = fmt.Errorf("%s.%s: %w", table, c.Name, err)
			}
			column.typed(postgresKind("character varying(1)"))
			column.Size = 0
			column.Note = joinNotes("it has the type "+c.Type, column.Note)
		default:
			column.typed(postgresKind(c.Type))
		}
		column.Auto = identity != "" || fallback.Valid && strings.HasPrefix(fallback.String, "nextval(")
		if fallback.Valid && !column.Auto && !column.Generated {
			column.fills("postgres", fallback.String)
		}
		t.Columns = append(t.Columns, column)
	}, `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), t.typtype::text, a.attnotnull,
			pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text, coalesce(col_description(c.oid, a.attnum), ''),
			CASE t.typtype WHEN 'd' THEN (
				WITH RECURSIVE domain(base, mod) AS (
					SELECT t.typbasetype, t.typtypmod
					UNION ALL
					SELECT u.typbasetype, CASE u.typtypmod WHEN -1 THEN domain.mod ELSE u.typtypmod END FROM domain JOIN pg_type u ON u.oid = domain.base AND u.typtype = 'd')
				SELECT format_type(domain.base, domain.mod) FROM domain JOIN pg_type b ON b.oid = domain.base AND b.typtype <> 'd') ELSE '' END,
			CASE t.typtype WHEN 'e' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum e WHERE e.enumtypid = t.oid) ELSE '[]' END
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN pg_type t ON t.oid = a.atttypid
		LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		ORDER BY c.relname, a.attnum`, []any{r.schema},
		&table, &c.Name, &c.Type, &class, &notNull, &fallback, &identity, &generated, &c.Comment, &base, &labels)
	if err != nil {
		return err
	}
	return broken
}

// postgresActions are the letters of pg_constraint.
var postgresActions = map[string]string{"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}

func (r *reader) postgresConstraints() error {
	var table, name, kind, columns, target, schema, to, deletes, updates, text string
	return r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		switch kind {
		case "p":
			t.PrimaryKey = texts(columns)
		case "f":
			f := ForeignKey{Name: name, Columns: texts(columns), Table: target, To: texts(to), Outside: schema != r.schema}
			var note string
			f.OnDelete, note = onDelete(postgresActions[deletes])
			f.Note = joinNotes(note, onUpdate(postgresActions[updates]))
			t.Foreign = append(t.Foreign, f)
		case "c":
			t.check("postgres", name, strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(text, " NOT VALID"), "CHECK ("), ")"))
		case "x":
			t.Checks = append(t.Checks, Check{name, text})
		}
	}, `SELECT c.relname, k.conname, k.contype::text,
			(SELECT json_agg(a.attname ORDER BY o.ord)::text FROM unnest(k.conkey) WITH ORDINALITY o(num, ord) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.num),
			coalesce(f.relname, ''), coalesce(fn.nspname, ''),
			(SELECT json_agg(a.attname ORDER BY o.ord)::text FROM unnest(k.confkey) WITH ORDINALITY o(num, ord) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = o.num),
			k.confdeltype::text, k.confupdtype::text, pg_get_constraintdef(k.oid)
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
		WHERE n.nspname = $1 AND k.contype IN ('p', 'f', 'c', 'x') AND k.conparentid = 0
		ORDER BY c.relname, k.conname`, []any{r.schema},
		&table, &name, &kind, orEmpty(&columns), &target, &schema, orEmpty(&to), &deletes, &updates, &text)
}

// postgresIndex is a column of an index as JSON: its name, whether it runs
// backwards, whether it compares as columns of its type do.
type postgresIndex struct {
	Name        string `json:"name"`
	Desc, Usual bool
}

func (r *reader) postgresIndexes() error {
	var table, name, method, columns, text string
	var unique, partial bool
	var broken error
	err := r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		var list []postgresIndex
		if err := json.Unmarshal([]byte(columns), &list); err != nil {
			broken = fmt.Errorf("the index %s: %w", name, err)
			return
		}
		x := Index{Name: name, Unique: unique}
		usual := method == "btree" && !partial
		for _, c := range list {
			usual = usual && c.Usual && c.Name != ""
			if c.Name != "" {
				x.Columns = append(x.Columns, IndexColumn{c.Name, c.Desc})
			}
		}
		if !usual {
			_, x.Special, _ = strings.Cut(text, " USING ")
			x.Special = strings.TrimPrefix(x.Special, "btree ")
		}
		t.Indexes = append(t.Indexes, x)
	}, `SELECT c.relname, x.relname, i.indisunique, m.amname, i.indpred IS NOT NULL,
			(SELECT json_agg(json_build_object('name', coalesce(a.attname, ''), 'Desc', (i.indoption[o.ord - 1] & 1) = 1, 'Usual', coalesce(p.opcdefault, false)) ORDER BY o.ord)::text
				FROM unnest(i.indkey::int2[]) WITH ORDINALITY o(num, ord)
				LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = o.num AND o.num > 0
				LEFT JOIN pg_opclass p ON p.oid = i.indclass[o.ord - 1]
				WHERE o.ord <= i.indnkeyatts),
			pg_get_indexdef(i.indexrelid)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
		WHERE n.nspname = $1 AND NOT i.indisprimary AND i.indisvalid
		ORDER BY c.relname, x.relname`, []any{r.schema}, &table, &name, &unique, &method, &partial, &columns, &text)
	if err != nil {
		return err
	}
	return broken
}

// orEmpty scans NULL as the empty string.
func orEmpty(to *string) sql.Scanner { return emptyScanner{to} }

type emptyScanner struct{ to *string }

// Scan reads a text of a database.
func (s emptyScanner) Scan(src any) error {
	var v sql.NullString
	err := v.Scan(src)
	*s.to = v.String
	return err
}

// texts reads a list that the database wrote as JSON.
func texts(list string) []string {
	var out []string
	_ = json.Unmarshal([]byte(list), &out) // the database wrote it, or it is empty
	return out
}
