package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Dialect writes and runs the DDL of one kind of database. Its unexported part
// keeps it to this package: a dialect is a planner and the discipline with
// which its plans are run, and the two are tested together.
type Dialect interface {
	// Name is the dialect's name in migration files: "sqlite".
	Name() string

	// Plan returns the statements that lead from one state to another of the
	// same line of history, in either direction. It needs no connection. Fill
	// has values for rows that exist where a column becomes required.
	Plan(before, after *State, fill Backfills) ([]Stmt, error)

	// open takes a connection for migrating.
	open(ctx context.Context, db *sql.DB, o RunOptions) (session, error)

	// readLedger returns what is recorded, nothing if there is no ledger yet.
	// It takes no lock, but may have to wait for one that another holds.
	readLedger(ctx context.Context, db *sql.DB, wait time.Duration) (ledger, error)

	// frame returns what stands before and after the statements of one
	// migration, for people who run them by hand.
	frame() (before, after []string)
}

// session is one connection that migrates. Between begin and commit or
// rollback it holds the lock that keeps other migrating processes waiting.
type session interface {
	begin(ctx context.Context) error
	ledger(ctx context.Context) (ledger, error)
	empty(ctx context.Context) (bool, error) // no table but the ledger
	run(ctx context.Context, s Stmt) error
	verify(ctx context.Context, tables []string) error // foreign keys; nil checks all tables
	record(ctx context.Context, f *File) error
	forget(ctx context.Context, f *File) error
	commit(ctx context.Context) error
	rollback()
	close() error

	// columns lists the columns of a table; none if there is no such table.
	columns(ctx context.Context, table string) ([]string, error)
}

// Backfills are values for rows that exist, by the identity of the field.
type Backfills map[Identity]string

// Stmt is one statement of a plan.
type Stmt struct {
	SQL      string
	Kind     StmtKind
	Table    string // the table it changes; empty for SQL of the author
	Rewrites bool   // copies every row of the table
	Why      string // for Require: what it means when there is a row
}

// StmtKind says how a statement is run.
type StmtKind int

// The kinds of statements. The zero value runs the SQL.
const (
	Execute StmtKind = iota
	Require          // a query that must find no row, else the migration stops with Why
	Save             // remembers the triggers of Table and its indexes that no migration made; the SQL is a comment
	Restore          // creates them again; the SQL is a comment
)

// DialectByName returns the dialect of a database.
func DialectByName(name string) (Dialect, error) {
	switch name {
	case "sqlite":
		return SQLite{}, nil
	case "postgres", "mysql":
		return nil, fmt.Errorf("migrate: %s is not supported yet; sqlite is", name)
	}
	return nil, fmt.Errorf("migrate: there is no dialect %q; %s", name, known(name, dialects))
}
