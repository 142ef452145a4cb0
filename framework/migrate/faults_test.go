package migrate

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"
)

// A planner with a fault must be found out, else walking through random histories
// proves nothing.
func TestRandomHistoriesFindFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		engine engine
		name   string
		fault  faulty
	}{
		{onSQLite, "forgets indexes", faulty{change: drop("CREATE INDEX")}},
		{onSQLite, "forgets to drop indexes", faulty{change: drop("DROP INDEX")}},
		{onSQLite, "copies no rows", faulty{change: replace("\n  SELECT ", "\n  SELECT DISTINCT * FROM (SELECT ")}},
		{onSQLite, "leaves foreign keys on", faulty{foreignKeys: true}},
		{onSQLite, "writes no defaults", faulty{change: replace(" DEFAULT ", " CHECK (1) --")}},
		{onSQLite, "forgets what happens on delete", faulty{change: replace(" ON DELETE CASCADE", "")}},
		{onSQLite, "gives existing rows the wrong values", faulty{change: replace("coalesce(", "nullif(")}},
		{onPostgres, "forgets indexes", faulty{change: drop("CREATE INDEX")}},
		{onPostgres, "forgets to drop indexes", faulty{change: drop("DROP INDEX")}},
		{onPostgres, "forgets to drop a default", faulty{change: replace("DROP DEFAULT", "SET STATISTICS 100")}},
		{onPostgres, "forgets that a column becomes required", faulty{change: replace(" SET NOT NULL", " SET STATISTICS 100")}},
		{onPostgres, "forgets what happens on delete", faulty{change: replace(" ON DELETE SET NULL", "")}},
		{onMySQL, "forgets indexes", faulty{change: replace("ADD INDEX", "ADD COLUMN")}},
		{onMySQL, "forgets to rename columns", faulty{change: drop("ALTER TABLE `app_model1` RENAME COLUMN")}},
		{onMySQL, "fills no rows that need a value", faulty{change: drop("UPDATE")}},
		{onMySQL, "forgets what happens on delete", faulty{change: replace(" ON DELETE CASCADE", "")}},
	}
	for _, test := range tests {
		t.Run(test.engine.name+" "+test.name, func(t *testing.T) {
			t.Parallel()
			e := test.engine
			test.fault.Dialect = e.dialect
			e.dialect = test.fault
			for seed := range 30 {
				if err := walk(t, historyFor(e, seed), e); err != nil {
					return
				}
			}
			t.Error("30 histories did not notice")
		})
	}
}

func drop(prefix string) func([]Stmt) []Stmt {
	return func(stmts []Stmt) []Stmt {
		return slices.DeleteFunc(stmts, func(s Stmt) bool { return strings.HasPrefix(s.SQL, prefix) })
	}
}

func replace(old, new string) func([]Stmt) []Stmt {
	return func(stmts []Stmt) []Stmt {
		for i := range stmts {
			stmts[i].SQL = strings.ReplaceAll(stmts[i].SQL, old, new)
		}
		return stmts
	}
}

// faulty is a dialect with a mistake.
type faulty struct {
	Dialect
	change      func([]Stmt) []Stmt
	foreignKeys bool
}

func (f faulty) Plan(before, after *State, fill Backfills) ([]Stmt, error) {
	stmts, err := f.Dialect.Plan(before, after, fill)
	if f.change != nil {
		stmts = f.change(stmts)
	}
	return stmts, err
}

func (f faulty) open(ctx context.Context, db *sql.DB, o RunOptions) (session, error) {
	s, err := f.Dialect.open(ctx, db, o)
	if err == nil && f.foreignKeys {
		_, err = s.(*sqliteSession).conn.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	}
	return s, err
}
