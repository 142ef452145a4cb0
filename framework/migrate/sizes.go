package migrate

import (
	"context"
	"database/sql"
)

// TableSizes estimates how many rows the tables of a database have. It reads no
// table: an estimate is enough to tell a small one from a large one.
func TableSizes(ctx context.Context, db *sql.DB, d Dialect) (Sizes, error) { return d.sizes(ctx, db) }

// counted collects rows of table and count.
func counted(ctx context.Context, db *sql.DB, query string) (Sizes, error) {
	r := &liveReader{ctx: ctx, db: db}
	sizes := Sizes{}
	var table string
	var rows int64
	r.each(query, func() { sizes[table] = rows }, &table, &rows)
	return sizes, r.err
}

// sizes is the largest row number of each table, which is found at once.
func (SQLite) sizes(ctx context.Context, db *sql.DB) (Sizes, error) {
	r := &liveReader{ctx: ctx, db: db}
	var tables []string
	var name string
	r.each("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND sql NOT LIKE '%WITHOUT ROWID%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
		func() { tables = append(tables, name) }, &name)
	sizes := Sizes{}
	var rows int64
	for _, table := range tables {
		r.each("SELECT coalesce(max(rowid), 0) FROM "+quote(table), func() { sizes[table] = rows }, &rows)
	}
	return sizes, r.err
}

// sizes is what was last analyzed, or what was written since.
func (Postgres) sizes(ctx context.Context, db *sql.DB) (Sizes, error) {
	return counted(ctx, db, `SELECT relname, greatest(reltuples::bigint, pg_stat_get_live_tuples(oid), 0) FROM pg_class
		WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`)
}

// sizes is the estimate of the storage engine.
func (MySQL) sizes(ctx context.Context, db *sql.DB) (Sizes, error) {
	return counted(ctx, db, `SELECT TABLE_NAME, coalesce(TABLE_ROWS, 0) FROM information_schema.TABLES
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`)
}
