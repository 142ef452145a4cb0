package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ledgerTable records which migrations a database has had.
const ledgerTable = "gofw_migration"

const createLedger = "CREATE TABLE IF NOT EXISTS " + ledgerTable + ` (
  app varchar(100) NOT NULL,
  name varchar(190) NOT NULL,
  checksum varchar(64) NOT NULL,
  applied_at datetime NOT NULL,
  PRIMARY KEY (app, name)
)`

// ledger is what a database has had, by File.Key.
type ledger map[string]applied

type applied struct {
	app, name string
	checksum  string
	at        time.Time
}

const selectLedger = "SELECT app, name, checksum, CAST(applied_at AS char) FROM " + ledgerTable

func scanLedger(rows *sql.Rows, err error) (ledger, error) {
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", ledgerTable, err)
	}
	defer rows.Close()
	l := ledger{}
	for rows.Next() {
		var a applied
		var at string
		if err := rows.Scan(&a.app, &a.name, &a.checksum, &at); err != nil {
			return nil, fmt.Errorf("reading %s: %w", ledgerTable, err)
		}
		a.at, _ = parseTime(at) // a moment that was written by hand is shown as none
		l[a.app+"."+a.name] = a
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", ledgerTable, err)
	}
	return l, nil
}

func (SQLite) readLedger(ctx context.Context, db *sql.DB, wait time.Duration) (l ledger, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: connecting: %w", err)
	}
	s := &sqliteSession{conn: conn}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.setPragma(ctx, "busy_timeout", strconv.FormatInt(wait.Milliseconds(), 10)); err != nil {
		return nil, err
	}
	var n int
	err = conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", ledgerTable).Scan(&n)
	if err != nil {
		return nil, fmt.Errorf("migrate: looking for %s: %w", ledgerTable, err)
	}
	if n == 0 {
		return ledger{}, nil
	}
	return scanLedger(conn.QueryContext(ctx, selectLedger))
}

func (s *sqliteSession) ledger(ctx context.Context) (ledger, error) {
	return scanLedger(s.tx.QueryContext(ctx, selectLedger))
}

func (s *sqliteSession) record(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, "INSERT OR REPLACE INTO "+ledgerTable+" (app, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
		f.App, f.Name, f.Checksum(), time.Now().UTC().Format("2006-01-02 15:04:05"))
	if err != nil {
		return fmt.Errorf("recording %s: %w", f.Key(), err)
	}
	return nil
}

func (s *sqliteSession) forget(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, "DELETE FROM "+ledgerTable+" WHERE app = ? AND name = ?", f.App, f.Name)
	if err != nil {
		return fmt.Errorf("removing the record of %s: %w", f.Key(), err)
	}
	return nil
}
