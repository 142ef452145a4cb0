package migrate

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// openFile opens a database in a file of the test.
func openFile(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driverName, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// memory opens an empty database in memory, with foreign keys on.
func memory(t testing.TB) *sql.DB {
	t.Helper()
	db := openFile(t, plainDSN(":memory:"))
	db.SetMaxOpenConns(1)
	return db
}

func newFile(t testing.TB) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "site.db")
	return path, openFile(t, dsn(path))
}

func execute(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%v\nin: %s", err, statement)
	}
}

// one returns the only value of a query as text.
func one(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	var s sql.NullString
	if err := db.QueryRow(query).Scan(&s); err != nil {
		t.Fatalf("%v\nin: %s", err, query)
	}
	return s.String
}

func column(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v\nin: %s", err, query)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// dump describes the schema of a database, independent of how it came about.
func dump(t testing.TB, db *sql.DB) string { return dumpOf(t, db, SQLite{}) }

func dumpOf(t testing.TB, db *sql.DB, d Dialect) string {
	t.Helper()
	tables, err := d.tables(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, table := range tables {
		list = append(list, table.lines()...)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}
