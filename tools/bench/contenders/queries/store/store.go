// Package store makes the databases that contenders are measured on: one for
// each of them, all with the same rows and settings. A database is a file of
// SQLite or a schema on a server of PostgreSQL; which engine of SQLite, depends
// on CGO_ENABLED.
package store

import (
	"context"
	"database/sql"
	"strings"
)

// Dialects, as GORM and ent call them.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Store is a place for databases.
type Store interface {
	// Make makes a database that holds all rows.
	Make(ctx context.Context) (Database, error)
	// Close removes them all.
	Close(ctx context.Context) error
}

// New is a store in a folder, or on the server with an address that begins with
// postgres:.
func New(ctx context.Context, where string) (Store, error) {
	if strings.HasPrefix(where, "postgres:") {
		return newServer(ctx, where)
	}
	return newFolder(ctx, where)
}

// Database is one contender's.
type Database struct {
	Dialect string // SQLite or Postgres
	Address string // a path or a URL
}

// Cache reports whether the driver can keep statements prepared by itself.
func (d Database) Cache() bool { return d.Dialect == Postgres || engineHasCache }

// Open opens the database as a site would: on SQLite with a log of writes ahead,
// synced at checkpoints, and transactions that take the lock for writing at
// once. On SQLite cached says whether the driver keeps statements; that of
// PostgreSQL always does.
func (d Database) Open(cached bool) (*sql.DB, error) {
	driver, source := "pgx", d.Address
	if d.Dialect == SQLite {
		driver, source = engine, engineSource(d.Address, cached)
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	return db, nil
}
