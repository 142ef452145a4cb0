package migrate

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// Rehearsal says on what migrations were tried.
type Rehearsal struct {
	// WithRows is whether the tables had their rows. On SQLite a rehearsal runs on
	// a copy of the database; on the servers on tables that are made for it and
	// are empty, so that what depends on rows is not tried.
	WithRows bool
}

// Rehearse runs migrations where they change nothing that matters, with the
// options of [Run], and clears up behind them.
func Rehearse(ctx context.Context, db *sql.DB, d Dialect, g *Graph, o RunOptions) (r Rehearsal, err error) {
	err = d.beside(ctx, db, func(copy *sql.DB) error {
		r.WithRows = d.Name() == "sqlite"
		if !r.WithRows {
			if err := imitate(ctx, db, copy, d, g); err != nil {
				return err
			}
		}
		return Run(ctx, copy, d, g, o)
	})
	return r, err
}

// imitate gives an empty database the tables and the ledger of another.
func imitate(ctx context.Context, db, copy *sql.DB, d Dialect, g *Graph) (err error) {
	l, half, err := d.readLedger(ctx, db, RunOptions{}.wait())
	if err != nil {
		return err
	}
	if half != nil {
		return fmt.Errorf("migrate: %s was interrupted: finish it first, with %s", half.name(), half.command(g))
	}
	files := g.applied(l)
	state, err := replay(new(State), files)
	if err != nil {
		return err
	}
	stmts, err := d.Plan(new(State), state, nil)
	if err != nil {
		return err
	}
	if err := runAll(ctx, copy, stmts); err != nil {
		return fmt.Errorf("migrate: making the tables as they are: %w", err)
	}
	s, err := d.open(ctx, copy, RunOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.begin(ctx); err != nil {
		return err
	}
	for _, f := range files {
		if err := s.record(ctx, f); err != nil {
			return err
		}
	}
	return s.commit(ctx)
}

// beside copies the database into a file beside it, for as long as fn runs.
func (SQLite) beside(ctx context.Context, db *sql.DB, fn func(*sql.DB) error) (err error) {
	dir, err := os.MkdirTemp("", "gofw-rehearse-*")
	if err != nil {
		return fmt.Errorf("migrate: making a place for the copy: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "copy.db")
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("migrate: copying the database: %w", err)
	}
	copy := sql.OpenDB(opened{db.Driver(), path})
	defer func() { err = errors.Join(err, copy.Close()) }()
	return fn(copy)
}

// beside makes a schema for as long as fn runs.
func (Postgres) beside(ctx context.Context, db *sql.DB, fn func(*sql.DB) error) error {
	name := besideName()
	use := "SELECT set_config('search_path', '" + name + ",' || current_setting('search_path'), false)"
	return borrowed(ctx, db, fn, "CREATE SCHEMA "+name, use, "DROP SCHEMA "+name+" CASCADE")
}

// beside makes a database for as long as fn runs.
func (MySQL) beside(ctx context.Context, db *sql.DB, fn func(*sql.DB) error) error {
	name := besideName()
	return borrowed(ctx, db, fn, "CREATE DATABASE "+name, "USE "+name, "DROP DATABASE "+name)
}

// borrowed makes a place in a server and gives fn a database whose connections,
// taken from db, use it.
func borrowed(ctx context.Context, db *sql.DB, fn func(*sql.DB) error, create, use, drop string) (err error) {
	if err := runSQL(ctx, db, create); err != nil {
		return fmt.Errorf("migrate: making a place to rehearse in, for which the user of the database needs the right: %w", err)
	}
	defer func() { err = errors.Join(err, runSQL(context.WithoutCancel(ctx), db, drop)) }()
	l := &lender{db: db, use: use}
	defer l.end()
	beside := sql.OpenDB(l)
	beside.SetMaxOpenConns(3) // an index that is made concurrently needs a second one
	return errors.Join(fn(beside), beside.Close())
}

// lender is a connector that takes connections out of another database.
type lender struct {
	db   *sql.DB
	use  string // what prepares a connection
	mu   sync.Mutex
	lent []*sql.Conn
}

func (l *lender) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.lent = append(l.lent, conn)
	l.mu.Unlock()
	if err := runSQL(ctx, conn, l.use); err != nil {
		return nil, err
	}
	var raw driver.Conn
	err = conn.Raw(func(c any) error { raw = c.(driver.Conn); return nil })
	return raw, err
}

func (l *lender) Driver() driver.Driver { return l.db.Driver() }

// end throws away what was lent: it is not as it was.
func (l *lender) end() {
	for _, conn := range l.lent {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		_ = conn.Close()
	}
}
