package migrate

import (
	"context"
	"fmt"
	"strings"
)

// tables reads the current database.
func (MySQL) tables(ctx context.Context, db executor) ([]*liveTable, error) {
	r := &liveReader{ctx: ctx, db: db}
	var table, name, extra, text string
	var c liveColumn
	r.each(`SELECT c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE = 'YES', coalesce(c.COLUMN_DEFAULT, ''), coalesce(c.GENERATION_EXPRESSION, ''), c.EXTRA
		FROM information_schema.COLUMNS c JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE = 'BASE TABLE'
		WHERE c.TABLE_SCHEMA = DATABASE() ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
		func() {
			column := c
			if column.fallback == "NULL" { // MariaDB's word for none
				column.fallback = ""
			}
			column.counts = strings.Contains(strings.ToLower(extra), "auto_increment")
			column.invisible = strings.Contains(strings.ToUpper(extra), "INVISIBLE")
			t := r.table(table)
			t.columns = append(t.columns, column)
		}, &table, &c.name, &c.kind, &c.nullable, &c.fallback, &c.generated, &extra)

	var unique bool
	r.each(`SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE = 0,
			GROUP_CONCAT(COLUMN_NAME, CASE COLLATION WHEN 'D' THEN ' DESC' ELSE '' END ORDER BY SEQ_IN_INDEX SEPARATOR ', ')
		FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE ORDER BY TABLE_NAME, INDEX_NAME`,
		func() {
			t := r.table(table)
			if name == "PRIMARY" {
				t.key = strings.Split(text, ", ")
				return
			}
			t.indexes = append(t.indexes, liveIndex{name, "(" + text + ")", unique})
		}, &table, &name, &unique, &text)

	var target, to, action string
	r.each(`SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, c.DELETE_RULE
		FROM information_schema.KEY_COLUMN_USAGE k
		JOIN information_schema.REFERENTIAL_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND c.TABLE_NAME = k.TABLE_NAME AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME
		WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
		func() {
			if action == "NO ACTION" { // servers say one for the other
				action = "RESTRICT"
			}
			t := r.table(table)
			t.foreign = append(t.foreign, liveConstraint{name, fmt.Sprintf("FOREIGN KEY (%s) REFERENCES %s(%s) ON DELETE %s", text, target, to, action)})
		}, &table, &name, &text, &target, &to, &action)

	r.each(`SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.TABLE_CONSTRAINTS t
		JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
		WHERE t.TABLE_SCHEMA = DATABASE() AND t.CONSTRAINT_TYPE = 'CHECK' ORDER BY t.TABLE_NAME, t.CONSTRAINT_NAME`,
		func() { t := r.table(table); t.checks = append(t.checks, liveConstraint{name, text}) }, &table, &name, &text)
	return r.tables, r.err
}
