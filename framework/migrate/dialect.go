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

	// readLedger returns what is recorded, nothing if there is no ledger yet,
	// and what was interrupted. It takes no lock, but may have to wait for one
	// that another holds.
	readLedger(ctx context.Context, db *sql.DB, wait time.Duration) (ledger, *halfway, error)

	// tables reads the tables that a database has.
	tables(ctx context.Context, db executor) ([]*liveTable, error)

	// imagine reads the tables that a plan from nothing leads to, without
	// touching those that the database has.
	imagine(ctx context.Context, db *sql.DB, stmts []Stmt) ([]*liveTable, error)

	// beside gives fn a database that it may do anything with: on SQLite a copy,
	// on the servers an empty one.
	beside(ctx context.Context, db *sql.DB, fn func(*sql.DB) error) error

	// sizes estimates the numbers of rows of all tables.
	sizes(ctx context.Context, db *sql.DB) (Sizes, error)

	// frame returns what stands before and after the statements of one
	// migration, for people who run them by hand.
	frame() (before, after []string)
}

// Backfills are values for rows that exist, by the identity of the field.
type Backfills map[Identity]string

// Stmt is one statement of a plan.
type Stmt struct {
	SQL      string
	Kind     StmtKind
	Table    string // the table it changes; empty for SQL of the author
	Rewrites bool   // copies every row of the table
	Data     bool   // changes rows and no table
	Alone    bool   // runs outside of a transaction
	Index    string // the index that it makes or drops
	Why      string // for Require: what it means when there is a row
	call     *call  // for Call
}

// byAuthor reports whether it is a script of run_sql.
func (s Stmt) byAuthor() bool { return s.Table == "" && s.Kind == Execute }

// StmtKind says how a statement is run.
type StmtKind int

// The kinds of statements. The zero value runs the SQL.
const (
	Execute StmtKind = iota
	Require          // a query that must find no row, else the migration stops with Why
	Save             // remembers the triggers of Table and its indexes that no migration made; the SQL is a comment
	Restore          // creates them again; the SQL is a comment
	Call             // calls a Go step; the SQL is a comment
)

// DialectByName returns the dialect of a database.
func DialectByName(name string) (Dialect, error) {
	switch name {
	case "sqlite":
		return SQLite{}, nil
	case "postgres":
		return Postgres{}, nil
	case "mysql":
		return MySQL{}, nil
	}
	return nil, fmt.Errorf("migrate: there is no dialect %q; %s", name, known(name, dialects))
}
