package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// session is one connection that migrates. Between begin and commit or
// rollback it holds the lock that keeps other migrating processes waiting.
type session interface {
	begin(ctx context.Context) error
	ledger(ctx context.Context) (ledger, *halfway, error)
	empty(ctx context.Context) (bool, error) // no table but the ledger
	prepare(ctx context.Context, w work) error
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

// work is what a session is about to run between begin and commit.
type work struct {
	steps []Step
	fresh bool // the database is empty
	stmts []Stmt
}

// executor is a connection or a transaction.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// runSQL runs a statement; its error shows which it was.
func runSQL(ctx context.Context, e executor, statement string) error {
	if _, err := e.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%w\n\tin: %s", err, strings.ReplaceAll(statement, "\n", "\n\t"))
	}
	return nil
}

// requireNone runs a query that must find no row.
func requireNone(ctx context.Context, e executor, stmt Stmt) error {
	var found int
	switch err := e.QueryRowContext(ctx, stmt.SQL).Scan(&found); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("%w\n\tin: %s", err, stmt.SQL)
	}
	return errors.New(stmt.Why)
}
