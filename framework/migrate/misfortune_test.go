package migrate

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// unlucky is a blog with rows, and a migration that changes its posts in several
// statements. MySQL indexes no text, so the index goes.
func unlucky(t *testing.T, e engine, db *sql.DB) *Graph {
	t.Helper()
	if err := Run(t.Context(), db, e.dialect, driftGraph(t), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	execute(t, db, "INSERT INTO blog_author (id, name) VALUES (1, 'Ann')")
	for i := range 300 {
		execute(t, db, fmt.Sprintf("INSERT INTO blog_post (title, author_id) VALUES ('%s%d', 1)", strings.Repeat("t", 90), i))
	}
	g, err := Load(Source{App: "blog", FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(driftTables)},
		"0002_change.yaml": {Data: []byte(`depends: [blog.0001_initial]
ops:
  - {op: rename_field, model: Post, name: views, to: seen}
  - {op: alter_field, model: Post, field: {name: title, type: text}}
` + map[bool]string{true: "  - {op: remove_index, model: Post, name: blog_post_title_idx}\n"}[e.name == "mysql"] + `  - {op: alter_field, model: Post, field: {name: note, type: string, size: 20}, backfill: "-"}
`)},
		"HEAD": {Data: []byte("0002_change\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestADatabaseThatVanishesMidwayLosesNothing(t *testing.T) {
	t.Parallel()
	for _, e := range []engine{onPostgres, onMySQL} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			for _, at := range []int{1, 2, 3, 4} {
				address := e.create(t)
				db, other := e.connect(t, address), e.connect(t, address)
				g := unlucky(t, e, db)
				other.SetMaxOpenConns(1)
				before := dumpOf(t, other, e.dialect)
				statements := 0
				o := RunOptions{Trace: func(string) {
					if statements++; statements == at {
						disconnect(t, e, other)
					}
				}}
				if err := Run(t.Context(), db, e.dialect, g, o); err == nil {
					t.Fatalf("%s: nobody noticed that the server went away at statement %d", e.name, at)
				}
				if after := dumpOf(t, other, e.dialect); e.name == "postgres" && after != before {
					t.Errorf("statement %d: %s", at, cmp.Diff(before, after))
				}
				if err := Run(t.Context(), db, e.dialect, g, RunOptions{}); err != nil {
					t.Fatalf("statement %d: the second run: %v", at, err)
				}
				if got := one(t, other, "SELECT count(*) FROM blog_post WHERE note = '-'"); got != "300" {
					t.Errorf("statement %d: %s posts are whole", at, got)
				}
			}
		})
	}
}

// disconnect ends all connections to the database but this one.
func disconnect(t *testing.T, e engine, db *sql.DB) {
	t.Helper()
	if e.name == "postgres" {
		// The schema is what sets a test apart: whoever has it in its path.
		execute(t, db, `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
			JOIN pg_class c ON c.oid = l.relation WHERE c.relnamespace = current_schema()::regnamespace AND a.pid <> pg_backend_pid()`)
		return
	}
	for _, id := range column(t, db, "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()") {
		_, _ = db.Exec("KILL " + id) // one may have gone by itself
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	db.SetMaxOpenConns(1)
	g := unlucky(t, onSQLite, db)
	for range 3 { // more than the indexes make room for when they go
		execute(t, db, "INSERT INTO blog_post (title, author_id, note) SELECT title, 1, '12345678901234567890' FROM blog_post")
	}
	before := dump(t, db)
	execute(t, db, "PRAGMA max_page_count = "+one(t, db, "PRAGMA page_count"))
	err := Run(t.Context(), db, SQLite{}, g, RunOptions{})
	if err == nil || !strings.Contains(err.Error(), "full") || !strings.Contains(err.Error(), "blog.0002_change") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, dump(t, db)); diff != "" {
		t.Errorf("the tables changed:\n%s", diff)
	}
	execute(t, db, "PRAGMA max_page_count = 1000000")
	if err := Run(t.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := one(t, db, "SELECT count(*) FROM blog_post WHERE note = '-'"); got != "300" {
		t.Errorf("%s posts are whole", got)
	}
}

func TestADatabaseThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	path, db := newFile(t)
	g := unlucky(t, onSQLite, db)
	readOnly := openFile(t, "file:"+path+"?mode=ro")
	err := Run(t.Context(), readOnly, SQLite{}, g, RunOptions{})
	if err == nil || !strings.Contains(err.Error(), "readonly") && !strings.Contains(err.Error(), "read-only") {
		t.Errorf("the error is %v", err)
	}
	if got := one(t, db, "SELECT count(*) FROM gofw_migration"); got != "1" {
		t.Errorf("%s migrations are recorded", got)
	}
}
