package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// concurrently makes the statements of an index ones that let rows be written
// meanwhile. What is made comes first, so that there is always an index to use.
func (Postgres) concurrently(stmts []Stmt) []Stmt {
	var made, dropped []Stmt
	for _, s := range stmts {
		s.Alone = true
		if name, ok := strings.CutPrefix(s.SQL, "DROP INDEX "); ok {
			s.SQL = "DROP INDEX CONCURRENTLY IF EXISTS " + name
			dropped = append(dropped, s)
			continue
		}
		s.SQL = strings.Replace(s.SQL, "INDEX ", "INDEX CONCURRENTLY ", 1)
		made = append(made, s)
	}
	return append(made, dropped...)
}

// runAlone runs a statement on a second connection, while the transaction holds
// the lock. One that was interrupted may have left the index behind, whole or not.
func (s *postgresSession) runAlone(ctx context.Context, stmt Stmt) error {
	if s.db.Stats().MaxOpenConnections == 1 {
		return errors.New("concurrently needs a second connection, and the pool has one: allow more")
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connecting: %w", err)
	}
	defer conn.Close()
	// The server keeps the last query of a transaction open, and what it saw, until
	// there is another statement. The one below would wait for that for ever.
	if err := runSQL(ctx, s.tx, "SET LOCAL client_min_messages = warning"); err != nil {
		return err
	}
	if strings.HasPrefix(stmt.SQL, "DROP") {
		return runSQL(ctx, conn, stmt.SQL)
	}
	if err := noOther(ctx, conn, stmt.Table); err != nil {
		return err
	}
	discard := "DROP INDEX CONCURRENTLY IF EXISTS " + postgresGrammar{}.quote(stmt.Index)
	switch valid, err := validIndex(ctx, conn, stmt.Index); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil || valid:
		return err
	default: // it would never be used, and IF NOT EXISTS would leave it so
		if err := runSQL(ctx, conn, discard); err != nil {
			return err
		}
	}
	if err := runSQL(ctx, conn, stmt.SQL); err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), discard) // best effort: the next run does it, too
		return err
	}
	return nil
}

// errMaking lets the migration be tried again later. Waiting here would not do: the
// other one may wait for this transaction.
var errMaking = errors.New("the server still makes an index of this table, perhaps for a migrate that was killed")

// noOther looks for a process of the server that makes an index of the table.
func noOther(ctx context.Context, conn *sql.Conn, table string) error {
	var busy bool
	err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_stat_progress_create_index WHERE relid = $1::regclass)", postgresGrammar{}.quote(table)).Scan(&busy)
	if err != nil {
		return fmt.Errorf("looking for others that make an index: %w", err)
	}
	if busy {
		return fmt.Errorf("%s: %w", table, errMaking)
	}
	return nil
}

// validIndex reports whether an index can be used; sql.ErrNoRows if there is none.
func validIndex(ctx context.Context, conn *sql.Conn, name string) (valid bool, err error) {
	err = conn.QueryRowContext(ctx, `SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = $1`, name).Scan(&valid)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("looking for the index %s: %w", name, err)
	}
	return valid, err
}
