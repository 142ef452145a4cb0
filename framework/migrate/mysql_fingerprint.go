package migrate

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// counter is the next number of a table, which changes with its rows.
var counter = regexp.MustCompile(` AUTO_INCREMENT=[0-9]+`)

// fingerprint is what a table looks like. For SQL of the author, which names no
// table, it is what everything looks like.
func (s *mysqlSession) fingerprint(ctx context.Context, table string) (string, error) {
	var parts []string
	r := &liveReader{ctx: ctx, db: s.conn}
	if table != "" {
		definition, err := s.definition(ctx, table)
		if err != nil {
			return "", err
		}
		parts = append(parts, table, definition)
	} else {
		var name, text string
		note := func() { parts = append(parts, name, text) }
		var tables []string
		r.each("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME <> '"+journalTable+"' ORDER BY TABLE_NAME",
			func() { tables = append(tables, name) }, &name)
		r.each("SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME", note, &name, &text)
		r.each("SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME", note, &name, &text)
		r.each("SELECT ROUTINE_NAME, coalesce(ROUTINE_DEFINITION, '') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY ROUTINE_NAME", note, &name, &text)
		for _, table := range tables {
			definition, err := s.definition(ctx, table)
			if err != nil {
				return "", err
			}
			parts = append(parts, table, definition)
		}
	}
	if r.err != nil {
		return "", r.err
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16]), nil
}

// definition is the text of a table, empty if there is none.
func (s *mysqlSession) definition(ctx context.Context, table string) (string, error) {
	var name string
	var definition sql.NullString
	err := s.conn.QueryRowContext(ctx, "SHOW CREATE TABLE "+quote(table)).Scan(&name, &definition)
	if err != nil && strings.Contains(err.Error(), "Error 1146") {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the table %s: %w", table, err)
	}
	return counter.ReplaceAllString(definition.String, ""), nil
}
