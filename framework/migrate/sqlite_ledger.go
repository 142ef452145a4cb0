package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

const (
	createLedgerSQLite = "CREATE TABLE IF NOT EXISTS " + ledgerTable + ` (
  app varchar(100) NOT NULL,
  name varchar(190) NOT NULL,
  checksum varchar(64) NOT NULL,
  applied_at datetime NOT NULL,
  PRIMARY KEY (app, name)
)`
	selectLedgerSQLite = "SELECT app, name, checksum, CAST(applied_at AS char) FROM " + ledgerTable
)

func (SQLite) readLedger(ctx context.Context, db *sql.DB, wait time.Duration) (l ledger, half *halfway, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("migrate: connecting: %w", err)
	}
	s := &sqliteSession{conn: conn}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.setPragma(ctx, "busy_timeout", strconv.FormatInt(wait.Milliseconds(), 10)); err != nil {
		return nil, nil, err
	}
	var n int
	err = conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", ledgerTable).Scan(&n)
	if err != nil {
		return nil, nil, fmt.Errorf("migrate: looking for %s: %w", ledgerTable, err)
	}
	if n == 0 {
		return ledger{}, nil, nil
	}
	l, err = scanLedger(conn.QueryContext(ctx, selectLedgerSQLite))
	return l, nil, err
}

func (s *sqliteSession) ledger(ctx context.Context) (ledger, *halfway, error) {
	l, err := scanLedger(s.tx.QueryContext(ctx, selectLedgerSQLite))
	return l, nil, err
}

// prepare has nothing to do: what is not committed is not there.
func (s *sqliteSession) prepare(context.Context, work) error { return nil }

func (s *sqliteSession) record(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, "INSERT OR REPLACE INTO "+ledgerTable+" (app, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
		f.App, f.Name, f.Checksum(), time.Now().UTC().Format("2006-01-02 15:04:05"))
	return recordError(f, err)
}

func (s *sqliteSession) forget(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, "DELETE FROM "+ledgerTable+" WHERE app = ? AND name = ?", f.App, f.Name)
	return forgetError(f, err)
}
