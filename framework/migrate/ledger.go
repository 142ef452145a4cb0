package migrate

import (
	"database/sql"
	"fmt"
	"time"
)

// ledgerTable records which migrations a database has had.
const ledgerTable = "gofw_migration"

// ledger is what a database has had, by File.Key.
type ledger map[string]applied

type applied struct {
	app, name string
	checksum  string
	at        time.Time
}

// scanLedger reads rows of app, name, checksum and the moment as text.
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

// recordError and forgetError say which record could not be written.
func recordError(f *File, err error) error {
	if err != nil {
		return fmt.Errorf("recording %s: %w", f.Key(), err)
	}
	return nil
}

func forgetError(f *File, err error) error {
	if err != nil {
		return fmt.Errorf("removing the record of %s: %w", f.Key(), err)
	}
	return nil
}
