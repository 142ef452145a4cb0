package migrate

import (
	"database/sql"
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// loaded makes a graph of files as Load does.
func loaded(files ...*File) (*Graph, error) {
	g := &Graph{}
	for _, f := range files {
		if !slices.Contains(g.apps, f.App) {
			g.apps = append(g.apps, f.App)
		}
	}
	return g.including(files)
}

// without leaves files out of a graph, as a person who deletes them.
func without(t testing.TB, g *Graph, gone []string) *Graph {
	t.Helper()
	var files []*File
	for _, app := range g.apps {
		for _, f := range g.read[app] {
			if !slices.Contains(gone, f.Key()) {
				files = append(files, f)
			}
		}
	}
	less, err := loaded(files...)
	if err != nil {
		t.Fatal(err)
	}
	return less
}

// Random histories are squashed from one random point to another. The state and
// the tables must be those of the steps, however a database gets there.
func TestRandomHistoriesSquashed(t *testing.T) {
	t.Parallel()
	squashes, operations, squashed := 0, 0, 0
	for seed := range histories(t, 60) {
		r := rand.New(rand.NewSource(int64(seed)))
		files := randomHistory(int64(seed+1), 40)
		if len(files) < 3 {
			continue
		}
		for range 2 {
			f := files[r.Intn(len(files))]
			op := Op{Kind: RunSQL, SQL: Scripts{"all": "SELECT 1"}, Reverse: noop, Elidable: r.Intn(2) == 0}
			f.Ops = slices.Insert(slices.Clone(f.Ops), r.Intn(len(f.Ops)+1), op)
		}
		g, err := loaded(files...)
		if err != nil {
			t.Fatal(err)
		}
		from := r.Intn(len(files) - 1)
		if r.Intn(2) == 0 {
			from = 0
		}
		to := from + 1 + r.Intn(len(files)-from-1)
		s, err := Squash(g, SquashOptions{App: "app", From: files[from].Name, To: files[to].Name})
		if err != nil {
			t.Fatalf("seed %d: squashing %s to %s: %v", seed+1, files[from].Name, files[to].Name, err)
		}
		squashes++
		for _, f := range files[from : to+1] {
			operations += len(f.Ops)
		}
		squashed += len(s.Files[0].Ops)
		w := squashWalker{t, g, s.Files[0], files, from, to}
		if err := w.walk(); err != nil {
			t.Fatalf("seed %d: %s to %s: %v\n%s", seed+1, files[from].Name, files[to].Name, err, s.Files[0].Encode())
		}
	}
	t.Logf("%d squashes of %d operations, which became %d", squashes, operations, squashed)
}

type squashWalker struct {
	t        *testing.T
	graph    *Graph
	squash   *File
	files    []*File
	from, to int
}

func (w *squashWalker) reach(db *sql.DB, g *Graph, target string) string {
	w.t.Helper()
	if err := Run(w.t.Context(), db, SQLite{}, g, RunOptions{App: "app", Target: target}); err != nil {
		w.t.Fatalf("to %s: %v\n%s", target, err, w.squash.Encode())
	}
	return dump(w.t, db)
}

// before is the name of what stands before the squash.
func (w *squashWalker) before() string {
	if w.from == 0 {
		return Zero
	}
	return w.files[w.from-1].Name
}

func (w *squashWalker) walk() error {
	t := w.t
	read, err := Decode("app", w.squash.place(), w.squash.Encode())
	if err != nil {
		return err
	}
	if diff := cmp.Diff(w.squash.Checksum(), read.Checksum()); diff != "" {
		return fmt.Errorf("the file reads otherwise than it was written: %s", diff)
	}
	both, err := w.graph.including([]*File{w.squash})
	if err != nil {
		return err
	}
	want, err := w.graph.State()
	if err != nil {
		return err
	}
	got, err := both.State()
	if err != nil {
		return err
	}
	if err := sameTables("", want, got); err != nil {
		return err
	}
	alone := without(t, both, w.squash.Replaces)

	// What the steps lead to, with rows on the way.
	stepped := memory(t)
	defer stepped.Close()
	dumps := map[string]string{Zero: dump(t, stepped)}
	state := new(State)
	for i, f := range w.files {
		dumps[f.Name] = w.reach(stepped, w.graph, f.Name)
		after, err := replay(state, w.files[i:i+1])
		if err != nil {
			return err
		}
		fillTables(t, stepped, after)
		state = after
	}
	newest := w.files[len(w.files)-1].Name

	// A fresh database, and one that has rows when the squash comes.
	fresh := memory(t)
	defer fresh.Close()
	if err := sameSchema(dumps[newest], w.reach(fresh, alone, "")); err != nil {
		return fmt.Errorf("fresh: %w", err)
	}
	late := memory(t)
	defer late.Close()
	execute(t, late, "CREATE TABLE other (a)")
	if w.from > 0 {
		w.reach(late, w.graph, w.before())
		state, err := replay(new(State), w.files[:w.from])
		if err != nil {
			return err
		}
		fillTables(t, late, state)
	}
	w.reach(late, alone, w.squash.Name)
	execute(t, late, "DROP TABLE other")
	if err := sameSchema(dumps[w.files[w.to].Name], dump(t, late)); err != nil {
		return fmt.Errorf("with rows: %w", err)
	}
	if err := sameSchema(dumps[w.before()], w.reach(late, alone, w.before())); err != nil {
		return fmt.Errorf("back as one step: %w", err)
	}

	// One that had all the steps takes the squash without running it, and can
	// still go back by the steps while they are there.
	if err := sameSchema(dumps[newest], w.reach(stepped, both, "")); err != nil {
		return fmt.Errorf("adopting: %w", err)
	}
	if n := one(t, stepped, "SELECT count(*) FROM gofw_migration WHERE name = '"+w.squash.Name+"'"); n != "1" {
		return fmt.Errorf("the squash is recorded %s times", n)
	}
	middle := w.files[w.from].Name
	if err := sameSchema(dumps[middle], w.reach(stepped, both, middle)); err != nil {
		return fmt.Errorf("back by the steps: %w", err)
	}
	return sameSchema(dumps[newest], w.reach(stepped, both, ""))
}

// fillTables puts rows into the tables that have none.
func fillTables(t testing.TB, db *sql.DB, s *State) {
	t.Helper()
	for _, m := range s.Models() {
		if one(t, db, "SELECT count(*) FROM "+quote(m.Table)) != "0" {
			continue
		}
		for n := range 3 {
			columns, values := []string{"id"}, []string{strconv.Itoa(n + 1)}
			for _, f := range m.Fields {
				if !f.PK && !f.Nullable && f.Default == nil {
					columns, values = append(columns, f.ColumnName()), append(values, strconv.Itoa(n))
				}
			}
			execute(t, db, "INSERT INTO "+quote(m.Table)+" ("+quoteList(columns)+") VALUES ("+strings.Join(values, ", ")+")")
		}
	}
}
