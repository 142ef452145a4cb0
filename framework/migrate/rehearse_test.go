package migrate

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestARehearsalChangesNothing(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		if err := Run(t.Context(), db, e.dialect, driftGraph(t), RunOptions{}); err != nil {
			t.Fatal(err)
		}
		execute(t, db, "INSERT INTO blog_author (name) VALUES ('Ann')")
		before := dumpOf(t, db, e.dialect)
		for _, tt := range []struct{ what, op, want string }{
			{"what works", `{op: add_field, model: Author, field: {name: age, type: integer, nullable: true}}`, ""},
			{"an index that is made beside the work", `{op: add_index, model: Post, index: {name: x_idx, fields: [views]}, concurrently: true}`, ""},
			{"a script that does not", `{op: run_sql, all: "UPDATE nowhere SET x = 1", reverse: noop}`, "nowhere"},
		} {
			g, err := Load(Source{App: "blog", FS: fstest.MapFS{
				"0001_initial.yaml": {Data: []byte(driftTables)},
				"0002_change.yaml":  {Data: []byte("depends: [blog.0001_initial]\nops:\n  - " + tt.op + "\n")},
				"HEAD":              {Data: []byte("0002_change\n")},
			}})
			if err != nil {
				t.Fatal(err)
			}
			var done []string
			o := RunOptions{Progress: func(ev Event) {
				if ev.Done {
					done = append(done, ev.Steps[0].Name)
				}
			}}
			r, err := Rehearse(t.Context(), db, e.dialect, g, o)
			switch {
			case tt.want == "" && (err != nil || strings.Join(done, " ") != "0002_change"):
				t.Errorf("%s: %v, done %q", tt.what, err, done)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%s: %v", tt.what, err)
			}
			if r.WithRows != (e.name == "sqlite") {
				t.Errorf("%s: with rows %v", tt.what, r.WithRows)
			}
			if diff := cmp.Diff(before, dumpOf(t, db, e.dialect)); diff != "" {
				t.Errorf("%s: the database changed:\n%s", tt.what, diff)
			}
			if got := one(t, db, "SELECT count(*) FROM gofw_migration"); got != "1" {
				t.Errorf("%s: %s migrations are recorded", tt.what, got)
			}
		}
	})
}

func TestARehearsalMeetsTheRowsOfSQLite(t *testing.T) {
	t.Parallel()
	db := onSQLite.open(t)
	if err := Run(t.Context(), db, SQLite{}, driftGraph(t), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	execute(t, db, "INSERT INTO blog_author (name) VALUES ('Ann')")
	execute(t, db, "INSERT INTO blog_post (title, author_id) VALUES ('t', 1)")
	g, err := Load(Source{App: "blog", FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(driftTables)},
		"0002_change.yaml":  {Data: []byte("depends: [blog.0001_initial]\nops:\n  - {op: alter_field, model: Post, field: {name: note, type: string, size: 20}}\n")},
		"HEAD":              {Data: []byte("0002_change\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Rehearse(t.Context(), db, SQLite{}, g, RunOptions{}); err == nil || !strings.Contains(err.Error(), "there are rows without a value") {
		t.Errorf("the rehearsal says %v", err)
	}
}
