package inspect

import (
	"database/sql"
	"fmt"
	"strings"
)

// mysql reads one database of a MySQL or MariaDB server.
func (r *reader) mysql() error {
	var version string
	var name sql.NullString
	if err := r.db.QueryRowContext(r.ctx, "SELECT VERSION(), DATABASE()").Scan(&version, &name); err != nil {
		return err
	}
	if r.schema == "" {
		r.schema = name.String
	}
	if r.schema == "" {
		return fmt.Errorf("the connection is in no database: name one in its address")
	}
	maria := strings.Contains(strings.ToLower(version), "mariadb")
	for _, step := range []struct {
		what string
		read func() error
	}{
		{"tables", r.mysqlTables},
		{"columns", func() error { return r.mysqlColumns(maria) }},
		{"foreign keys", r.mysqlForeign},
		{"indexes", r.mysqlIndexes},
		{"checks", func() error { return r.mysqlChecks(maria) }},
	} {
		if err := step.read(); err != nil {
			return fmt.Errorf("reading %s of the database %s: %w", step.what, r.schema, err)
		}
	}
	return nil
}

func (r *reader) mysqlTables() error {
	var name, kind, comment string
	err := r.each(func() {
		t := Table{Name: name}
		switch kind {
		case "VIEW", "SYSTEM VIEW":
			t.View = "a view"
		case "SEQUENCE":
			return
		default:
			t.Comment = comment
		}
		r.add(t)
	}, "SELECT TABLE_NAME, TABLE_TYPE, coalesce(TABLE_COMMENT, '') FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME",
		[]any{r.schema}, &name, &kind, &comment)
	if err != nil {
		return err
	}
	return r.mysqlRights()
}

// mysqlRights makes sure that the tables can be seen whole: who has rights on
// some columns sees a table of these alone.
func (r *reader) mysqlRights() error {
	for name, t := range r.byName {
		if t.View != "" {
			continue
		}
		var table, statement string
		row := r.db.QueryRowContext(r.ctx, "SHOW CREATE TABLE "+backticks(r.schema)+"."+backticks(name))
		if err := row.Scan(&table, &statement); err != nil {
			return fmt.Errorf("the table %q: %w; leave it out with the pattern %q", name, err, "!"+name)
		}
	}
	return nil
}

func backticks(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func (r *reader) mysqlColumns(maria bool) error {
	var table, nullable, extra string
	var fallback sql.NullString
	var c Column
	return r.each(func() {
		t := r.byName[table]
		if t == nil || t.View != "" {
			return
		}
		column := c
		extra := strings.ToLower(extra)
		column.Null = nullable == "YES"
		column.Auto = strings.Contains(extra, "auto_increment")
		column.Generated = strings.Contains(extra, "generated") && !strings.Contains(extra, "default_generated")
		column.typed(mysqlKind(c.Type))
		if list, ok := enumValues(c.Type); ok {
			column.Values, column.Size = list, 0
		}
		if strings.Contains(extra, "on update current_timestamp") {
			column.Note = joinNotes(column.Note, "the database sets it at every change of the row")
		}
		switch {
		case !fallback.Valid || column.Generated:
		case maria || strings.Contains(extra, "default_generated") || isNow(plain("mysql", fallback.String)):
			column.fills("mysql", fallback.String)
		default:
			column.fallback(fallback.String, fallback.String)
		}
		t.Columns = append(t.Columns, column)
	}, `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT, IS_NULLABLE, EXTRA, COLUMN_COMMENT
		FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION`,
		[]any{r.schema}, &table, &c.Name, &c.Type, &fallback, &nullable, &extra, &c.Comment)
}

// enumValues are the values in enum('a','b').
func enumValues(text string) ([]string, bool) {
	list := tokens("mysql", text)
	if len(list) == 0 || !list[0].is("enum") {
		return nil, false
	}
	var values []string
	for _, t := range list {
		if t.kind == quoted {
			values = append(values, t.text)
		}
	}
	return values, true
}

func (r *reader) mysqlForeign() error {
	var table, name, column, schemaOf, target, to, deletes, updates string
	keys := map[string]bool{}
	err := r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		switch {
		case name == "PRIMARY":
			t.PrimaryKey = append(t.PrimaryKey, column)
			return
		case target == "":
			return
		}
		if key := table + "\x00" + name; !keys[key] {
			keys[key] = true
			f := ForeignKey{Name: name, Table: target, Outside: schemaOf != r.schema}
			var note string
			f.OnDelete, note = onDelete(deletes)
			f.Note = joinNotes(note, onUpdate(updates))
			t.Foreign = append(t.Foreign, f)
		}
		f := &t.Foreign[len(t.Foreign)-1]
		f.Columns, f.To = append(f.Columns, column), append(f.To, to)
	}, `SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, coalesce(k.REFERENCED_TABLE_SCHEMA, ''), coalesce(k.REFERENCED_TABLE_NAME, ''),
			coalesce(k.REFERENCED_COLUMN_NAME, ''), coalesce(r.DELETE_RULE, ''), coalesce(r.UPDATE_RULE, '')
		FROM information_schema.KEY_COLUMN_USAGE k
		LEFT JOIN information_schema.REFERENTIAL_CONSTRAINTS r
			ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
		WHERE k.TABLE_SCHEMA = ? ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
		[]any{r.schema}, &table, &name, &column, &schemaOf, &target, &to, &deletes, &updates)
	return err
}

func (r *reader) mysqlIndexes() error {
	var table, name, kind string
	var column, collation sql.NullString
	var prefix sql.NullInt64
	var common bool
	return r.each(func() {
		t := r.byName[table]
		if t == nil || name == "PRIMARY" {
			return
		}
		n := len(t.Indexes)
		if n == 0 || t.Indexes[n-1].Name != name {
			t.Indexes = append(t.Indexes, Index{Name: name, Unique: !common})
			n++
		}
		x := &t.Indexes[n-1]
		switch {
		case kind != "BTREE":
			defer func() { x.Special = strings.ToLower(kind) + " (" + columnList(*x) + ")" }()
		case prefix.Valid:
			x.Special = fmt.Sprintf("the first %d characters of %s", prefix.Int64, column.String)
		case !column.Valid:
			x.Special = "over an expression"
		}
		if column.Valid {
			x.Columns = append(x.Columns, IndexColumn{column.String, collation.String == "D"})
		}
	}, `SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE
		FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
		[]any{r.schema}, &table, &name, &common, &column, &collation, &prefix, &kind)
}

// mysqlChecks reads the checks, where the server has any: MySQL has them since 8.0.16.
func (r *reader) mysqlChecks(maria bool) error {
	var n int
	if err := r.db.QueryRowContext(r.ctx, "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'CHECK_CONSTRAINTS'").Scan(&n); err != nil || n == 0 {
		return err
	}
	query := `SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? ORDER BY TABLE_NAME, CONSTRAINT_NAME`
	if !maria {
		query = `SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS c
			JOIN information_schema.TABLE_CONSTRAINTS t ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'
			WHERE c.CONSTRAINT_SCHEMA = ? ORDER BY t.TABLE_NAME, c.CONSTRAINT_NAME`
	}
	var table, name, expr string
	return r.each(func() {
		t := r.byName[table]
		if t == nil {
			return
		}
		if !maria {
			expr = strings.ReplaceAll(expr, `\'`, `'`) // MySQL quotes the quotes
		}
		t.check("mysql", name, expr)
	}, query, []any{r.schema}, &table, &name, &expr)
}
