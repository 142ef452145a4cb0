package migrate

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm"
)

// journalTable has one row while a migration is under way, and none else.
const journalTable = "gofw_migration_journal"

const createJournal = "CREATE TABLE IF NOT EXISTS " + journalTable + ` (
  id tinyint NOT NULL PRIMARY KEY,
  migrations longtext NOT NULL,
  backwards boolean NOT NULL,
  fresh boolean NOT NULL,
  checksum varchar(64) NOT NULL,
  plan varchar(64) NOT NULL,
  step integer NOT NULL,
  fingerprint varchar(64) NOT NULL,
  begun datetime NOT NULL
)` + tableOptions

// journalEntry is the row of the journal. Step is the statement that was about to
// be run, and fingerprint what its table looked like before, empty if the
// statement was not begun.
type journalEntry struct {
	migrations       string // keys with spaces between
	backwards, fresh bool
	checksum, plan   string // of the files and of the statements
	step             int
	fingerprint      string
	begun            string
}

func readJournal(ctx context.Context, db executor) (*journalEntry, error) {
	e := &journalEntry{}
	err := db.QueryRowContext(ctx, "SELECT migrations, backwards, fresh, checksum, plan, step, fingerprint, DATE_FORMAT(begun, '%Y-%m-%d %H:%i') FROM "+journalTable).
		Scan(&e.migrations, &e.backwards, &e.fresh, &e.checksum, &e.plan, &e.step, &e.fingerprint, &e.begun)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", journalTable, err)
	}
	return e, nil
}

func (e *journalEntry) halfway() *halfway {
	if e == nil {
		return nil
	}
	return &halfway{keys: strings.Fields(e.migrations), backwards: e.backwards, fresh: e.fresh, checksum: e.checksum, begun: e.begun}
}

// journal is what a session knows of the migration that it runs.
type journal struct {
	found   *journalEntry // what another process left
	entry   journalEntry
	units   []unit
	next    int  // of the units
	done    int  // so many need not be run again
	written bool // there is a row
	moved   bool // at least one unit has happened
}

// unit is one statement of the server.
type unit struct {
	Stmt
	ddl bool // it commits by itself
}

// changesRows are the words that statements begin with which change no table.
var changesRows = regexp.MustCompile(`(?i)^\s*(INSERT|UPDATE|DELETE|REPLACE|SELECT|WITH|SET|DO)\b`)

// units are the statements one by one, those of scripts included.
func units(stmts []Stmt) []unit {
	var list []unit
	for _, stmt := range stmts {
		if !stmt.byAuthor() {
			list = append(list, unit{stmt, stmt.Kind == Execute && !stmt.Data})
			continue
		}
		for _, statement := range splitSQL(stmt.SQL, true) {
			list = append(list, unit{Stmt{SQL: statement}, !changesRows.MatchString(statement)})
		}
	}
	return list
}

// prepare finds out where to begin: behind what an interrupted run has done.
func (s *mysqlSession) prepare(ctx context.Context, w work) error {
	if s.tx != nil { // edited files that were accepted; a change of a table would commit them anyhow
		err := s.tx.Commit()
		if s.tx = nil; err != nil {
			return fmt.Errorf("committing: %w", err)
		}
	}
	j := &s.journal
	j.units = units(w.stmts)
	hash := sha256.New()
	for _, u := range j.units {
		hash.Write([]byte(u.SQL + ";"))
	}
	var keys []string
	var files []*File
	for _, step := range w.steps {
		keys, files = append(keys, step.file.Key()), append(files, step.file)
	}
	j.entry = journalEntry{
		migrations: strings.Join(keys, " "), backwards: w.steps[0].Backwards, fresh: w.fresh,
		checksum: checksumOf(files), plan: hex.EncodeToString(hash.Sum(nil)[:16]),
	}
	if j.found == nil {
		return nil
	}
	if j.found.plan != j.entry.plan {
		return fmt.Errorf("it was interrupted on %s, when other statements were planned for it: finish it with the version of the program that began it", j.found.begun)
	}
	j.written, j.done = true, j.found.step
	if j.found.fingerprint != "" && j.done < len(j.units) {
		now, err := s.fingerprint(ctx, j.units[j.done].Table)
		if err != nil {
			return err
		}
		if now != j.found.fingerprint {
			j.done++ // it happened, and only the note of it is missing
		}
	}
	j.moved = j.done > 0
	return nil
}

// run runs the units of a statement that are not done.
func (s *mysqlSession) run(ctx context.Context, stmt Stmt) error {
	for range units([]Stmt{stmt}) {
		at := s.journal.next
		s.journal.next++
		if at < s.journal.done {
			continue
		}
		u := s.journal.units[at]
		if s.options.Trace != nil {
			s.options.Trace(u.SQL)
		}
		if err := s.patiently(ctx, func() error { return s.runUnit(ctx, u, at) }); err != nil {
			if !s.journal.moved {
				return err
			}
			return fmt.Errorf("%w\n\tthis is statement %d of %d, and MySQL cannot take back those before: correct what is wrong and migrate again, which goes on here", err, at+1, len(s.journal.units))
		}
		s.journal.moved = s.journal.moved || u.Kind == Execute || u.Kind == Call
	}
	return nil
}

// runUnit notes a statement and runs it. What changes rows is one transaction
// together with the note; a change of a table is known by what the table looked
// like before.
func (s *mysqlSession) runUnit(ctx context.Context, u unit, at int) error {
	if u.Kind == Require {
		return requireNone(ctx, s.conn, u.Stmt)
	}
	if u.Kind == Call && u.call.batches {
		return s.runBatches(ctx, u.call, at)
	}
	if u.ddl {
		before, err := s.fingerprint(ctx, u.Table)
		if err != nil {
			return err
		}
		if err := s.note(ctx, s.conn, at, before); err != nil {
			return err
		}
		if s.options.Trace != nil {
			s.options.Trace("-- noted: " + u.SQL)
		}
		return runSQL(ctx, s.conn, u.SQL)
	}
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if u.Kind == Call {
		err = u.call.run(ctx, "mysql", tx)
	} else {
		err = runSQL(ctx, tx, u.SQL)
	}
	if err != nil {
		return err
	}
	if err := s.note(ctx, tx, at+1, ""); err != nil {
		return err
	}
	return tx.Commit()
}

// runBatches runs a step whose batches are transactions.
func (s *mysqlSession) runBatches(ctx context.Context, c *call, at int) error {
	if err := s.note(ctx, s.conn, at, ""); err != nil {
		return err
	}
	if err := runSQL(ctx, s.conn, createBatches+tableOptions); err != nil {
		return err
	}
	s.journal.moved = true
	err := c.runBatches(ctx, "mysql", func(ctx context.Context, fn func(gorm.ConnPool) error) error {
		tx, err := s.conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err != nil {
		return err
	}
	if err := s.note(ctx, s.conn, at+1, ""); err != nil {
		return err
	}
	return runSQL(ctx, s.conn, "DROP TABLE IF EXISTS "+batchTable)
}

func (s *mysqlSession) note(ctx context.Context, db executor, step int, fingerprint string) error {
	e := s.journal.entry
	_, err := db.ExecContext(ctx, "REPLACE INTO "+journalTable+" (id, migrations, backwards, fresh, checksum, plan, step, fingerprint, begun) VALUES (1, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP())",
		e.migrations, e.backwards, e.fresh, e.checksum, e.plan, step, fingerprint)
	if err != nil {
		return fmt.Errorf("writing %s: %w", journalTable, err)
	}
	s.journal.written = true
	return nil
}
