package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
	"github.com/google/go-cmp/cmp"
)

// histories is how many random histories a test goes through; GOFW_FUZZ sets it.
func histories(t testing.TB, usual int) int {
	s := os.Getenv("GOFW_FUZZ")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("GOFW_FUZZ is %q, which is not a number", s)
	}
	return n
}

// Random histories go forward, with rows in every table, and back. At each step
// the schema must be as before and the rows still there; a fresh database must
// get the same tables.
func TestRandomHistoriesGoForwardAndBack(t *testing.T) {
	t.Parallel()
	migrations, operations := 0, 0
	for seed := range histories(t, 60) {
		files := randomHistory(int64(seed+1), 40)
		migrations += len(files)
		for _, f := range files {
			operations += len(f.Ops)
		}
		if err := walk(t, files, SQLite{}); err != nil {
			t.Fatalf("seed %d: %v", seed+1, err)
		}
	}
	t.Logf("%d migrations, %d operations", migrations, operations)
}

// A planner with a fault must be found out, else the test above proves nothing.
func TestRandomHistoriesFindFaults(t *testing.T) {
	t.Parallel()
	drop := func(prefix string) func([]Stmt) []Stmt {
		return func(stmts []Stmt) []Stmt {
			return slices.DeleteFunc(stmts, func(s Stmt) bool { return strings.HasPrefix(s.SQL, prefix) })
		}
	}
	replace := func(old, new string) func([]Stmt) []Stmt {
		return func(stmts []Stmt) []Stmt {
			for i := range stmts {
				stmts[i].SQL = strings.ReplaceAll(stmts[i].SQL, old, new)
			}
			return stmts
		}
	}
	tests := map[string]faulty{
		"forgets indexes":                      {change: drop("CREATE INDEX")},
		"forgets to drop indexes":              {change: drop("DROP INDEX")},
		"copies no rows":                       {change: replace("\n  SELECT ", "\n  SELECT DISTINCT * FROM (SELECT ")},
		"leaves foreign keys on":               {foreignKeys: true},
		"writes no defaults":                   {change: replace(" DEFAULT ", " CHECK (1) --")},
		"forgets what happens on delete":       {change: replace(" ON DELETE CASCADE", "")},
		"gives existing rows the wrong values": {change: replace("coalesce(", "nullif(")},
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range 30 {
				if walk(t, randomHistory(int64(seed+1), 40), fault) != nil {
					return
				}
			}
			t.Error("30 histories did not notice")
		})
	}
}

// faulty is SQLite with a mistake.
type faulty struct {
	SQLite
	change      func([]Stmt) []Stmt
	foreignKeys bool
}

func (f faulty) Plan(before, after *State, fill Backfills) ([]Stmt, error) {
	stmts, err := f.SQLite.Plan(before, after, fill)
	if f.change != nil {
		stmts = f.change(stmts)
	}
	return stmts, err
}

func (f faulty) open(ctx context.Context, db *sql.DB, o RunOptions) (session, error) {
	s, err := f.SQLite.open(ctx, db, o)
	if err == nil && f.foreignKeys {
		_, err = s.(*sqliteSession).conn.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	}
	return s, err
}

// walk takes a history forward and back and returns the first fault.
func walk(t testing.TB, files []*File, d Dialect) error {
	db := memory(t)
	defer db.Close()
	w := walker{t, db, d, graphOf(files)}
	states, dumps := []*State{new(State)}, []string{dump(t, db)}
	for i, f := range files {
		after, err := replay(states[i], files[i:i+1])
		if err != nil {
			return err
		}
		if err := w.step(f.Name, states[i], after); err != nil {
			return fmt.Errorf("%s forwards: %w", f.Name, err)
		}
		w.fill(states[i], after)
		states, dumps = append(states, after), append(dumps, dump(t, db))
	}
	if err := w.compareFresh(dumps[len(files)]); err != nil {
		return err
	}
	for i := len(files) - 1; i >= 0; i-- {
		target := Zero
		if i > 0 {
			target = files[i-1].Name
		}
		if err := w.step(target, states[i+1], states[i]); err != nil {
			return fmt.Errorf("%s backwards: %w", files[i].Name, err)
		}
		if err := sameSchema(dumps[i], dump(t, db)); err != nil {
			return fmt.Errorf("%s backwards: %w", files[i].Name, err)
		}
	}
	return nil
}

type walker struct {
	t       testing.TB
	db      *sql.DB
	dialect Dialect
	graph   *Graph
}

// step migrates and compares the rows of what survives.
func (w *walker) step(target string, before, after *State) error {
	had := w.rows(before)
	if err := Run(w.t.Context(), w.db, w.dialect, w.graph, RunOptions{App: "app", Target: target}); err != nil {
		return err
	}
	has := w.rows(after)
	for _, m := range after.Models() {
		old := before.byID()[m.id]
		if old == nil {
			continue
		}
		for _, f := range m.Fields {
			g := old.byID(f.id)
			if g == nil || sqliteType(before.stored(*g)) != sqliteType(after.stored(f)) || g.Nullable && !f.Nullable {
				continue
			}
			if diff := cmp.Diff(had[f.id], has[f.id]); diff != "" {
				return fmt.Errorf("values of %s.%s differ (-want +got):\n%s", m.Key(), f.Name, diff)
			}
		}
	}
	if err := w.keys(after); err != nil {
		return err
	}
	return w.backfilled(before, after)
}

// keys compares the foreign keys with what the state asks for, by other means
// than the planner's.
func (w *walker) keys(s *State) error {
	var want []string
	for _, m := range s.Models() {
		for _, f := range m.Fields {
			if f.Type == ForeignKey {
				action := map[schema.OnDelete]string{schema.Cascade: "CASCADE", schema.SetNull: "SET NULL"}[f.OnDelete]
				want = append(want, fmt.Sprintf("%s.%s %s.id %s", m.Table, f.ColumnName(), s.Model(f.To).Table, action))
			}
		}
	}
	slices.Sort(want)
	got := column(w.t, w.db, `SELECT m.name || '.' || p."from" || ' ' || p."table" || '.' || p."to" || ' ' || p.on_delete
		FROM sqlite_master m, pragma_foreign_key_list(m.name) p WHERE m.type = 'table'`)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("foreign keys differ (-want +got):\n%s", diff)
	}
	return nil
}

// backfilled looks at columns that became required: a value that was there stays.
func (w *walker) backfilled(before, after *State) error {
	for _, m := range after.Models() {
		for _, f := range m.Fields {
			if f.Default != nil || f.Type != "integer" || f.Nullable {
				continue
			}
			old := before.byID()[m.id]
			if old == nil || old.byID(f.id) == nil || !old.byID(f.id).Nullable {
				continue
			}
			got := column(w.t, w.db, "SELECT "+quote(f.ColumnName())+" FROM "+quote(m.Table)+" ORDER BY id")
			if slices.Contains(got, "") {
				return fmt.Errorf("%s.%s is null", m.Key(), f.Name)
			}
		}
	}
	return nil
}

// rows reads every column of every table, by identity.
func (w *walker) rows(s *State) map[Identity][]string {
	values := map[Identity][]string{}
	for _, m := range s.Models() {
		for _, f := range m.Fields {
			rows, err := w.db.Query("SELECT " + quote(f.ColumnName()) + " FROM " + quote(m.Table) + " ORDER BY id")
			if err != nil {
				return nil // a faulty planner lost the column
			}
			for rows.Next() {
				var v sql.NullString
				if err := rows.Scan(&v); err != nil {
					w.t.Fatal(err)
				}
				values[f.id] = append(values[f.id], fmt.Sprint(v.Valid, v.String))
			}
			rows.Close()
		}
	}
	return values
}

// fill puts rows into new tables and values into new foreign keys.
func (w *walker) fill(before, after *State) {
	had := before.byID()
	for _, m := range after.Models() {
		if had[m.id] == nil {
			for n := 1; n <= 3; n++ {
				w.insert(m, n)
			}
		}
	}
	for _, m := range after.Models() {
		for _, f := range m.Fields {
			if f.Type != ForeignKey || had[m.id] != nil && had[m.id].byID(f.id) != nil {
				continue
			}
			target := after.models[f.To]
			_, err := w.db.Exec(fmt.Sprintf("UPDATE %s SET %s = (SELECT max(id) FROM %s)", quote(m.Table), quote(f.ColumnName()), quote(target.Table)))
			if err != nil && w.dialect == (SQLite{}) {
				w.t.Fatal(err)
			}
		}
	}
}

func (w *walker) insert(m *Model, n int) {
	columns, values := []string{"id"}, []string{strconv.Itoa(n)}
	for _, f := range m.Fields {
		if !f.PK && !f.Nullable && f.Default == nil {
			columns, values = append(columns, f.ColumnName()), append(values, strconv.Itoa(n))
		}
	}
	_, err := w.db.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(m.Table), quoteList(columns), strings.Join(values, ", ")))
	if err != nil && w.dialect == (SQLite{}) {
		w.t.Fatal(err)
	}
}

func (w *walker) compareFresh(want string) error {
	db := memory(w.t)
	defer db.Close()
	if err := FastForward(w.t.Context(), db, w.dialect, w.graph); err != nil {
		return fmt.Errorf("fresh database: %w", err)
	}
	if err := sameSchema(want, dump(w.t, db)); err != nil {
		return fmt.Errorf("fresh database: %w", err)
	}
	return nil
}

func sameSchema(want, got string) error {
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		return fmt.Errorf("schema differs (-want +got):\n%s", diff)
	}
	return nil
}
