package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"gorm.io/gorm"
)

func (Postgres) open(ctx context.Context, db *sql.DB, o RunOptions) (session, error) {
	s := &postgresSession{db: db, options: o}
	var name sql.NullString
	if err := db.QueryRowContext(ctx, "SELECT current_schema()").Scan(&name); err != nil {
		return nil, fmt.Errorf("migrate: connecting: %w", err)
	}
	if !name.Valid {
		return nil, errors.New("migrate: the connection is in no schema: none of its search_path exists, or there is no right to use it")
	}
	hash := fnv.New64a()
	hash.Write([]byte("gofw migrate " + name.String))
	s.key = int64(hash.Sum64())
	return s, nil
}

func (Postgres) frame() (before, after []string) { return []string{"BEGIN"}, []string{"COMMIT"} }

// postgresSession is one transaction at a time, which holds an advisory lock of
// its own: that works behind a pooler that gives a connection for a transaction.
type postgresSession struct {
	db      *sql.DB
	tx      *sql.Tx
	key     int64 // of the lock: one a schema
	options RunOptions
}

func (s *postgresSession) close() error {
	s.rollback()
	return nil
}

// begin asks for the lock again and again, in a transaction each. Who waits in
// one transaction would be waited for by a CREATE INDEX CONCURRENTLY.
func (s *postgresSession) begin(ctx context.Context) error {
	deadline := time.Now().Add(s.options.wait())
	for {
		got, err := s.tryBegin(ctx)
		if got {
			return nil
		}
		s.rollback()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return fmt.Errorf("migrate: taking the lock: %w", err)
		case time.Now().After(deadline):
			return fmt.Errorf("migrate: another process has been migrating for %s", s.options.wait())
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// pause waits about as long, so that those who wait do not ask at once.
func pause(ctx context.Context, about time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(about/2 + rand.N(about)):
		return nil
	}
}

func (s *postgresSession) tryBegin(ctx context.Context) (got bool, err error) {
	s.tx, err = s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}) // sees what others did before it had the lock
	if err != nil {
		return false, err
	}
	if err := s.tx.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock($1)", s.key).Scan(&got); err != nil || !got {
		return false, err
	}
	for _, statement := range []string{
		fmt.Sprintf("SET LOCAL lock_timeout = %d", max(s.options.lockTimeout().Milliseconds(), 1)),
		"SET LOCAL TIME ZONE 'UTC'",
		"SET LOCAL idle_in_transaction_session_timeout = 0", // while an index is made concurrently
		"SET LOCAL client_min_messages = warning",
	} {
		if _, err := s.tx.ExecContext(ctx, statement); err != nil {
			return false, err
		}
	}
	if err := s.noticeDeath(ctx); err != nil {
		return false, err
	}
	_, err = s.tx.ExecContext(ctx, createLedgerPostgres)
	return err == nil, err
}

// noticeDeath lets the server stop a statement when this process is gone. It
// came with PostgreSQL 14, and not to every system.
func (s *postgresSession) noticeDeath(ctx context.Context) error {
	for _, statement := range []string{"SAVEPOINT gofw_optional", "SET LOCAL client_connection_check_interval = '2s'"} {
		if _, err := s.tx.ExecContext(ctx, statement); err != nil {
			_, err = s.tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT gofw_optional")
			return err
		}
	}
	return nil
}

func (s *postgresSession) commit(ctx context.Context) error {
	if s.options.Trace != nil {
		s.options.Trace("COMMIT")
	}
	err := s.tx.Commit()
	s.tx = nil
	if err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

func (s *postgresSession) rollback() {
	if s.tx != nil {
		_ = s.tx.Rollback()
		s.tx = nil
	}
}

// empty reports whether the schema has no relation but the ledger and what
// belongs to an extension.
func (s *postgresSession) empty(ctx context.Context) (bool, error) {
	var n int
	err := s.tx.QueryRowContext(ctx, `SELECT count(*) FROM pg_class c
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT IN ($1, $2)
		AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`, ledgerTable, batchTable).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for tables: %w", err)
	}
	return n == 0, nil
}

// prepare has nothing to do: what is not committed is not there.
func (s *postgresSession) prepare(context.Context, work) error { return nil }

func (s *postgresSession) run(ctx context.Context, stmt Stmt) error {
	if s.options.Trace != nil {
		s.options.Trace(stmt.SQL)
	}
	switch {
	case stmt.Kind == Require:
		return requireNone(ctx, s.tx, stmt)
	case stmt.Alone:
		return s.runAlone(ctx, stmt)
	case stmt.Kind == Call && stmt.call.batches:
		return s.runBatches(ctx, stmt.call)
	case stmt.Kind == Call:
		if err := stmt.call.run(ctx, "postgres", s.tx); err != nil {
			return err
		}
		return runSQL(ctx, s.tx, "SET CONSTRAINTS ALL IMMEDIATE")
	}
	if !stmt.byAuthor() {
		return runSQL(ctx, s.tx, stmt.SQL)
	}
	for _, statement := range splitSQL(stmt.SQL, false) {
		if err := runSQL(ctx, s.tx, statement); err != nil {
			return err
		}
	}
	// A constraint that is checked at the end would keep tables from being altered.
	return runSQL(ctx, s.tx, "SET CONSTRAINTS ALL IMMEDIATE")
}

// runBatches runs a step whose batches are transactions beside the one that
// holds the lock.
func (s *postgresSession) runBatches(ctx context.Context, c *call) error {
	if s.db.Stats().MaxOpenConnections == 1 {
		return errors.New("a step in batches needs a second connection, and the pool has one: allow more")
	}
	if _, err := s.db.ExecContext(ctx, createBatches); err != nil {
		return fmt.Errorf("making %s: %w", batchTable, err)
	}
	err := c.runBatches(ctx, "postgres", func(ctx context.Context, fn func(gorm.ConnPool) error) error {
		tx, err := s.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := runSQL(ctx, tx, fmt.Sprintf("SET LOCAL lock_timeout = %d", max(s.options.lockTimeout().Milliseconds(), 1))); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err != nil {
		return err
	}
	return runSQL(ctx, s.tx, "DROP TABLE "+batchTable)
}

// verify has nothing to do: PostgreSQL checks foreign keys at every statement.
func (s *postgresSession) verify(context.Context, []string) error { return nil }

// lockedOut reports whether a statement waited for a lock as long as it may, or
// was chosen to end a deadlock, or has to let another make an index.
func (s *postgresSession) lockedOut(err error) bool {
	var said interface{ SQLState() string }
	return errors.Is(err, errMaking) || errors.As(err, &said) && (said.SQLState() == "55P03" || said.SQLState() == "40P01")
}

const createLedgerPostgres = "CREATE TABLE IF NOT EXISTS " + ledgerTable + ` (
  app varchar(100) NOT NULL,
  name varchar(190) NOT NULL,
  checksum varchar(64) NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (app, name)
)`

const selectLedgerPostgres = "SELECT app, name, checksum, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM " + ledgerTable

func (Postgres) readLedger(ctx context.Context, db *sql.DB, _ time.Duration) (ledger, *halfway, error) {
	var there bool
	err := db.QueryRowContext(ctx, "SELECT to_regclass(quote_ident(current_schema()) || '.' || $1) IS NOT NULL", ledgerTable).Scan(&there)
	if err != nil {
		return nil, nil, fmt.Errorf("migrate: looking for %s: %w", ledgerTable, err)
	}
	if !there {
		return ledger{}, nil, nil
	}
	l, err := scanLedger(db.QueryContext(ctx, selectLedgerPostgres))
	return l, nil, err
}

func (s *postgresSession) ledger(ctx context.Context) (ledger, *halfway, error) {
	l, err := scanLedger(s.tx.QueryContext(ctx, selectLedgerPostgres))
	return l, nil, err
}

func (s *postgresSession) record(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, strings.Join([]string{
		"INSERT INTO " + ledgerTable + " (app, name, checksum, applied_at) VALUES ($1, $2, $3, now())",
		"ON CONFLICT (app, name) DO UPDATE SET checksum = excluded.checksum, applied_at = excluded.applied_at",
	}, " "), f.App, f.Name, f.Checksum())
	return recordError(f, err)
}

func (s *postgresSession) forget(ctx context.Context, f *File) error {
	_, err := s.tx.ExecContext(ctx, "DELETE FROM "+ledgerTable+" WHERE app = $1 AND name = $2", f.App, f.Name)
	return forgetError(f, err)
}
