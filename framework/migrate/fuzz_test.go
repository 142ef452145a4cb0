package migrate

import (
	"database/sql"
	"fmt"
	"math/rand"
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
	usual := map[string]int{"sqlite": 60, "postgres": 8, "mysql": 3}
	eachEngine(t, func(t *testing.T, e engine) {
		migrations, operations := 0, 0
		for seed := range histories(t, usual[e.name]) {
			files := historyFor(e, seed)
			migrations += len(files)
			for _, f := range files {
				operations += len(f.Ops)
			}
			t.Run(fmt.Sprintf("seed %d", seed+1), func(t *testing.T) { // whose databases are gone after it
				if err := walk(t, files, e); err != nil {
					t.Error(err)
				}
			})
		}
		t.Logf("%d migrations, %d operations", migrations, operations)
	})
}

// historyFor is a random history that a kind of database can have: MySQL cannot
// index a text.
func historyFor(e engine, seed int) []*File {
	h := &history{r: rand.New(rand.NewSource(int64(seed + 1))), e: new(State).edit(), textsApart: e.name == "mysql", worksOut: true}
	return h.make(40)
}

// walk takes a history forward and back and returns the first fault.
func walk(t testing.TB, files []*File, e engine) error {
	db := e.open(t)
	defer db.Close()
	w := walker{t, db, e, graphOf(files), rand.New(rand.NewSource(int64(len(files))))}
	states, dumps := []*State{new(State)}, []string{dumpOf(t, db, e.dialect)}
	for i, f := range files {
		after, err := replay(states[i], files[i:i+1])
		if err != nil {
			return err
		}
		if err := w.step(f.Name, states[i], after); err != nil {
			return fmt.Errorf("%s forwards: %w", f.Name, err)
		}
		if err := w.fill(states[i], after); err != nil {
			return fmt.Errorf("%s forwards: %w", f.Name, err)
		}
		states, dumps = append(states, after), append(dumps, dumpOf(t, db, e.dialect))
	}
	if err := w.compareFresh(dumps[len(files)]); err != nil {
		return err
	}
	if found, err := Drift(t.Context(), db, e.dialect, w.graph); err != nil || len(found) > 0 {
		return fmt.Errorf("drift: %v, %w", found, err)
	}
	for i := len(files) - 1; i >= 0; i-- {
		target := Zero
		if i > 0 {
			target = files[i-1].Name
		}
		if err := w.step(target, states[i+1], states[i]); err != nil {
			return fmt.Errorf("%s backwards: %w", files[i].Name, err)
		}
		if err := sameSchema(dumps[i], dumpOf(t, db, e.dialect)); err != nil {
			return fmt.Errorf("%s backwards: %w", files[i].Name, err)
		}
	}
	return nil
}

type walker struct {
	t      testing.TB
	db     *sql.DB
	engine engine
	graph  *Graph
	dies   *rand.Rand
}

func (w *walker) quote(name string) string { return w.engine.quote(name) }

// step migrates and compares the rows of what survives.
func (w *walker) step(target string, before, after *State) error {
	had := w.rows(before)
	if err := w.migrate(w.db, target); err != nil {
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
			if g == nil || g.Type != f.Type || g.Size != f.Size || g.Nullable && !f.Nullable || f.Generated != "" {
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

// migrate migrates, on MySQL after it was interrupted at any statement, perhaps
// more than once.
func (w *walker) migrate(db *sql.DB, target string) (err error) {
	const died = "died"
	defer func() {
		if r := recover(); r == died {
			err = w.migrate(db, target)
		} else if r != nil {
			panic(r)
		}
	}()
	o := RunOptions{App: "app", Target: target}
	if left := w.dies.Intn(12); w.engine.name == "mysql" {
		o.Trace = func(string) {
			if left--; left == 0 {
				panic(died)
			}
		}
	}
	return Run(w.t.Context(), db, w.engine.dialect, w.graph, o)
}

// keys compares the foreign keys with what the state asks for, by other means
// than the planner's.
func (w *walker) keys(s *State) error {
	var want, got []string
	for _, m := range s.Models() {
		for _, f := range m.Fields {
			if f.Type == ForeignKey {
				action := map[schema.OnDelete]string{schema.Cascade: "CASCADE", schema.SetNull: "SET NULL"}[f.OnDelete]
				want = append(want, fmt.Sprintf("%s FOREIGN KEY (%s) REFERENCES %s(id) ON DELETE %s", m.Table, f.ColumnName(), s.Model(f.To).Table, action))
			}
		}
	}
	tables, err := w.engine.dialect.tables(w.t.Context(), w.db)
	if err != nil {
		return err
	}
	for _, t := range tables {
		for _, k := range t.foreign {
			if k.definition != "by name" {
				got = append(got, t.name+" "+unquoted(k.definition))
			}
		}
	}
	slices.Sort(want)
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
			got := column(w.t, w.db, "SELECT "+w.quote(f.ColumnName())+" FROM "+w.quote(m.Table)+" ORDER BY id")
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
			rows, err := w.db.Query("SELECT " + w.quote(f.ColumnName()) + " FROM " + w.quote(m.Table) + " ORDER BY id")
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
func (w *walker) fill(before, after *State) error {
	had := before.byID()
	for _, m := range after.Models() {
		for n := 1; n <= 3 && had[m.id] == nil; n++ {
			if err := w.insert(m, n); err != nil {
				return err
			}
		}
	}
	for _, m := range after.Models() {
		for _, f := range m.Fields {
			if f.Type != ForeignKey || had[m.id] != nil && had[m.id].byID(f.id) != nil {
				continue
			}
			target := after.models[f.To]
			_, err := w.db.Exec(fmt.Sprintf("UPDATE %s SET %s = (SELECT newest FROM (SELECT max(id) AS newest FROM %s) x)", w.quote(m.Table), w.quote(f.ColumnName()), w.quote(target.Table)))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) insert(m *Model, n int) error {
	columns, values := []string{"id"}, []string{strconv.Itoa(n)}
	for _, f := range m.Fields {
		if !f.PK && !f.Nullable && f.Default == nil {
			columns, values = append(columns, w.quote(f.ColumnName())), append(values, "'"+strconv.Itoa(n)+"'")
		}
	}
	_, err := w.db.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", w.quote(m.Table), strings.Join(columns, ", "), strings.Join(values, ", ")))
	return err
}

func (w *walker) compareFresh(want string) error {
	db := w.engine.open(w.t)
	defer db.Close()
	if err := FastForward(w.t.Context(), db, w.engine.dialect, w.graph); err != nil {
		return fmt.Errorf("fresh database: %w", err)
	}
	if err := sameSchema(want, dumpOf(w.t, db, w.engine.dialect)); err != nil {
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
