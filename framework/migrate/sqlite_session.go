package migrate

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"
)

// open takes one connection and prepares it: foreign keys must be off before
// the transaction begins, for in it the pragma does nothing, and dropping a
// table would delete the rows that point at it.
func (SQLite) open(ctx context.Context, db *sql.DB, o RunOptions) (session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: connecting: %w", err)
	}
	s := &sqliteSession{conn: conn, wait: o.wait(), trace: o.Trace, saved: map[string][]string{}}
	for _, p := range []struct{ name, value string }{
		{"foreign_keys", "OFF"}, {"legacy_alter_table", "OFF"}, {"busy_timeout", "200"},
	} {
		if err := s.setPragma(ctx, p.name, p.value); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

func (SQLite) frame() (before, after []string) {
	return []string{"PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"},
		[]string{"COMMIT", "PRAGMA foreign_keys = ON"}
}

// sqliteSession is a connection with foreign keys off, and in it one
// transaction at a time.
type sqliteSession struct {
	conn    *sql.Conn
	tx      *sql.Tx
	wait    time.Duration
	trace   func(sql string)
	restore []string            // pragmas that give the connection back as it was
	saved   map[string][]string // SQL of triggers and indexes by table, while it is built anew
}

func (s *sqliteSession) setPragma(ctx context.Context, name, value string) error {
	var was int
	if err := s.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&was); err != nil {
		return fmt.Errorf("migrate: reading PRAGMA %s: %w", name, err)
	}
	s.restore = append(s.restore, fmt.Sprintf("PRAGMA %s = %d", name, was))
	if _, err := s.conn.ExecContext(ctx, "PRAGMA "+name+" = "+value); err != nil {
		return fmt.Errorf("migrate: setting PRAGMA %s: %w", name, err)
	}
	return nil
}

// close gives the connection back. One that could not be restored is thrown
// away, because the site would use it without foreign keys.
func (s *sqliteSession) close() error {
	s.rollback()
	ctx := context.Background()
	for _, pragma := range s.restore {
		if _, err := s.conn.ExecContext(ctx, pragma); err != nil {
			_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
			break
		}
	}
	return s.conn.Close()
}

// begin starts a transaction whose first statements write, so that it holds the
// write lock from the start: read locks cannot be raised when another process
// has written meanwhile. It waits as long as the options say.
func (s *sqliteSession) begin(ctx context.Context) error {
	deadline := time.Now().Add(s.wait)
	for {
		err := s.tryBegin(ctx)
		if err == nil {
			// The commit waits for readers as patiently.
			_, err = s.tx.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", max(s.wait.Milliseconds(), 1)))
			return err
		}
		s.rollback()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !isBusy(err):
			return fmt.Errorf("migrate: taking the lock: %w", err)
		case time.Now().After(deadline):
			return fmt.Errorf("migrate: another process has been writing for %s, perhaps another migrate: %w", s.wait, err)
		}
	}
}

func (s *sqliteSession) tryBegin(ctx context.Context) error {
	if _, err := s.conn.ExecContext(ctx, "PRAGMA busy_timeout = 200"); err != nil {
		return err
	}
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	s.tx = tx
	for _, statement := range []string{createLedgerSQLite, "UPDATE " + ledgerTable + " SET app = app WHERE 0"} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// isBusy recognises both drivers' words for a lock that another holds.
func isBusy(err error) bool {
	return strings.Contains(err.Error(), "database is locked") || strings.Contains(err.Error(), "SQLITE_BUSY") ||
		strings.Contains(err.Error(), "database table is locked")
}

func (s *sqliteSession) commit(ctx context.Context) error {
	if s.trace != nil {
		s.trace("COMMIT")
	}
	err := s.tx.Commit()
	s.tx = nil
	if err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

func (s *sqliteSession) rollback() {
	if s.tx != nil {
		_ = s.tx.Rollback()
		s.tx = nil
	}
	clear(s.saved)
}

// empty reports whether there is nothing but the ledger.
func (s *sqliteSession) empty(ctx context.Context) (bool, error) {
	var n int
	err := s.tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name <> ?", ledgerTable).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for tables: %w", err)
	}
	return n == 0, nil
}

func (s *sqliteSession) run(ctx context.Context, stmt Stmt) error {
	if s.trace != nil {
		s.trace(stmt.SQL)
	}
	switch stmt.Kind {
	case Require:
		return requireNone(ctx, s.tx, stmt)
	case Call: // also in batches: nobody else can write meanwhile
		return stmt.call.run(ctx, "sqlite", s.tx)
	case Save:
		return s.save(ctx, stmt.Table)
	case Restore:
		defer delete(s.saved, stmt.Table)
		for _, statement := range s.saved[stmt.Table] {
			if err := runSQL(ctx, s.tx, statement); err != nil {
				return err
			}
		}
		return nil
	}
	return runSQL(ctx, s.tx, stmt.SQL)
}

func (s *sqliteSession) save(ctx context.Context, table string) error {
	rows, err := s.tx.QueryContext(ctx, "SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL AND tbl_name = ? COLLATE NOCASE ORDER BY rowid", table)
	if err != nil {
		return fmt.Errorf("reading the triggers and indexes of %s: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			return fmt.Errorf("reading the triggers and indexes of %s: %w", table, err)
		}
		s.saved[table] = append(s.saved[table], statement)
	}
	return rows.Err()
}

// verify looks for foreign keys that point nowhere, which were off meanwhile.
func (s *sqliteSession) verify(ctx context.Context, tables []string) error {
	if tables == nil {
		return s.check(ctx, "PRAGMA foreign_key_check")
	}
	for _, table := range tables {
		if err := s.check(ctx, "PRAGMA foreign_key_check("+quote(table)+")"); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqliteSession) check(ctx context.Context, pragma string) error {
	rows, err := s.tx.QueryContext(ctx, pragma)
	if err != nil {
		return fmt.Errorf("checking foreign keys: %w", err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return fmt.Errorf("checking foreign keys: %w", err)
		}
		if len(found) == 5 {
			found = append(found, "…")
			break
		}
		found = append(found, fmt.Sprintf("%s row %d points at no row of %s", table, row.Int64, parent))
	}
	if err := rows.Err(); err != nil || len(found) == 0 {
		return err
	}
	return fmt.Errorf("rows point at rows that do not exist; correct them and migrate again:\n\t%s", strings.Join(found, "\n\t"))
}
