//go:build !cgo

package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// kept is how many statements the only connection of a pool keeps.
func kept(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Raw(func(c any) error { n = len(c.(*conn).kept); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStatementsAreKeptInsideAndOutsideOfTransactions(t *testing.T) {
	t.Parallel()
	db, err := openPool(source(filepath.Join(t.TempDir(), "x.db"), "NORMAL", false))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE t (n integer)"); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("INSERT INTO t VALUES (?)", i); err != nil {
			t.Fatal(err)
		}
		rows, err := tx.Query("SELECT n FROM t ORDER BY n")
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; rows.Next(); n++ {
			var got, again int
			if err := rows.Scan(&got); err != nil || got != n {
				t.Errorf("row %d is %d, %v", n, got, err)
			}
			// The same text while its statement is busy.
			if err := tx.QueryRow("SELECT n FROM t ORDER BY n").Scan(&again); err != nil || again != 0 {
				t.Errorf("the first row is %d, %v", again, err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if n := kept(t, db); n != 2 {
		t.Errorf("%d statements are kept, want the INSERT and the SELECT", n)
	}
	for i := range 2 * maxStatements {
		var n int
		if err := db.QueryRow(fmt.Sprintf("SELECT %d", i)).Scan(&n); err != nil || n != i {
			t.Fatalf("text %d gives %d, %v", i, n, err)
		}
	}
	if n := kept(t, db); n != maxStatements {
		t.Errorf("%d statements are kept, want %d", n, maxStatements)
	}
	if _, err := db.Exec("DROP TABLE t"); err != nil {
		t.Errorf("dropping a table that kept statements speak of: %v", err)
	}
	if err := db.QueryRow("SELECT n FROM t ORDER BY n").Scan(new(int)); err == nil {
		t.Error("a table that is gone answers")
	}
}
