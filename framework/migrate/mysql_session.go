package migrate

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// open takes one connection and makes it understand what the planner writes.
func (MySQL) open(ctx context.Context, db *sql.DB, o RunOptions) (session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: connecting: %w", err)
	}
	s := &mysqlSession{conn: conn, options: o}
	var name sql.NullString
	if err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&name); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate: connecting: %w", err), s.close())
	}
	if !name.Valid {
		return nil, errors.Join(errors.New("migrate: the connection is in no database: name one in its address"), s.close())
	}
	sum := sha256.Sum256([]byte(name.String))
	s.lock = "gofw_migrate_" + hex.EncodeToString(sum[:16])
	seconds := int(math.Ceil(max(o.lockTimeout().Seconds(), 1)))
	for _, setting := range []string{
		"sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
		"time_zone = '+00:00'", "foreign_key_checks = 1", "unique_checks = 1", "autocommit = 1",
		fmt.Sprintf("lock_wait_timeout = %d", seconds), fmt.Sprintf("innodb_lock_wait_timeout = %d", seconds),
	} {
		if err := runSQL(ctx, conn, "SET SESSION "+setting); err != nil {
			return nil, errors.Join(fmt.Errorf("migrate: preparing the connection: %w", err), s.close())
		}
	}
	return s, nil
}

func (MySQL) frame() (before, after []string) { return nil, nil }

// mysqlSession is a connection that holds a lock of the server while it migrates.
// Every statement that changes a table commits, so a journal says how far the
// migration is.
type mysqlSession struct {
	conn    *sql.Conn
	tx      *sql.Tx // of the records, at the end
	lock    string
	locked  bool
	options RunOptions
	journal journal
}

// close ends the connection, and with it its lock and its settings.
func (s *mysqlSession) close() error {
	s.rollback()
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	if err := s.conn.Close(); err != nil && !errors.Is(err, driver.ErrBadConn) && !errors.Is(err, sql.ErrConnDone) {
		return err
	}
	return nil
}

func (s *mysqlSession) begin(ctx context.Context) error {
	s.journal = journal{}
	deadline := time.Now().Add(s.options.wait())
	for !s.locked {
		var got sql.NullInt64
		if err := s.conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, 1)", s.lock).Scan(&got); err != nil {
			return fmt.Errorf("migrate: taking the lock: %w", err)
		}
		s.locked = got.Int64 == 1
		if !s.locked && time.Now().After(deadline) {
			return fmt.Errorf("migrate: another process has been migrating for %s", s.options.wait())
		}
	}
	for _, statement := range []string{createLedgerMySQL, createJournal} {
		if err := runSQL(ctx, s.conn, statement); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// transaction begins the one of the records, unless it has begun.
func (s *mysqlSession) transaction(ctx context.Context) (*sql.Tx, error) {
	if s.tx == nil {
		tx, err := s.conn.BeginTx(ctx, nil)
		if err != nil {
			return nil, err
		}
		s.tx = tx
	}
	return s.tx, nil
}

// commit ends the journal together with what was recorded.
func (s *mysqlSession) commit(ctx context.Context) error {
	if s.options.Trace != nil {
		s.options.Trace("COMMIT")
	}
	tx, err := s.transaction(ctx)
	if err == nil {
		_, err = tx.ExecContext(ctx, "DELETE FROM "+journalTable)
	}
	if err == nil {
		err = tx.Commit()
		s.tx = nil
	}
	if err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return s.unlock(ctx)
}

// rollback forgets a migration of which nothing has happened yet. What has
// happened stays, and stays in the journal.
func (s *mysqlSession) rollback() {
	ctx := context.Background()
	if s.tx != nil {
		_ = s.tx.Rollback()
		s.tx = nil
	}
	if s.locked && s.journal.written && !s.journal.moved {
		_, _ = s.conn.ExecContext(ctx, "DELETE FROM "+journalTable)
	}
	_ = s.unlock(ctx)
}

func (s *mysqlSession) unlock(ctx context.Context) error {
	if !s.locked {
		return nil
	}
	s.locked = false
	_, err := s.conn.ExecContext(ctx, "DO RELEASE_LOCK(?)", s.lock)
	return err
}

func (s *mysqlSession) empty(ctx context.Context) (bool, error) {
	var n int
	err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT IN (?, ?, ?)",
		ledgerTable, journalTable, batchTable).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for tables: %w", err)
	}
	return n == 0, nil
}

// verify has nothing to do: InnoDB checks foreign keys at every statement.
func (s *mysqlSession) verify(context.Context, []string) error { return nil }

// patiently tries a statement again if others used its tables. One that fails has
// changed nothing.
func (s *mysqlSession) patiently(ctx context.Context, try func() error) error {
	deadline := time.Now().Add(s.options.wait())
	for {
		err := try()
		if err == nil || !strings.Contains(err.Error(), "Error 1205") && !strings.Contains(err.Error(), "Error 1213") {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%w\n\tothers have used the table for %s; migrate when there is less to do", err, s.options.wait())
		}
		if err := pause(ctx, 500*time.Millisecond); err != nil {
			return err
		}
	}
}

const createLedgerMySQL = "CREATE TABLE IF NOT EXISTS " + ledgerTable + ` (
  app varchar(100) NOT NULL,
  name varchar(190) NOT NULL,
  checksum varchar(64) NOT NULL,
  applied_at datetime NOT NULL,
  PRIMARY KEY (app, name)
)` + tableOptions

const selectLedgerMySQL = "SELECT app, name, checksum, DATE_FORMAT(applied_at, '%Y-%m-%d %H:%i:%s') FROM " + ledgerTable

func (MySQL) readLedger(ctx context.Context, db *sql.DB, _ time.Duration) (ledger, *halfway, error) {
	var n int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?, ?)",
		ledgerTable, journalTable).Scan(&n)
	if err != nil {
		return nil, nil, fmt.Errorf("migrate: looking for %s: %w", ledgerTable, err)
	}
	if n < 2 { // both are made before anything else
		return ledger{}, nil, nil
	}
	l, err := scanLedger(db.QueryContext(ctx, selectLedgerMySQL))
	if err != nil {
		return nil, nil, err
	}
	entry, err := readJournal(ctx, db)
	return l, entry.halfway(), err
}

func (s *mysqlSession) ledger(ctx context.Context) (ledger, *halfway, error) {
	l, err := scanLedger(s.conn.QueryContext(ctx, selectLedgerMySQL))
	if err != nil {
		return nil, nil, err
	}
	s.journal.found, err = readJournal(ctx, s.conn)
	return l, s.journal.found.halfway(), err
}

func (s *mysqlSession) record(ctx context.Context, f *File) error {
	tx, err := s.transaction(ctx)
	if err == nil {
		_, err = tx.ExecContext(ctx, "REPLACE INTO "+ledgerTable+" (app, name, checksum, applied_at) VALUES (?, ?, ?, UTC_TIMESTAMP())", f.App, f.Name, f.Checksum())
	}
	return recordError(f, err)
}

func (s *mysqlSession) forget(ctx context.Context, f *File) error {
	tx, err := s.transaction(ctx)
	if err == nil {
		_, err = tx.ExecContext(ctx, "DELETE FROM "+ledgerTable+" WHERE app = ? AND name = ?", f.App, f.Name)
	}
	return forgetError(f, err)
}
