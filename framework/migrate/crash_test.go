package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crashChild is the environment variable with which the test's own program
// becomes the process that dies: after how many statements, the target, the kind
// of database and how to open it.
const crashChild = "GOFW_MIGRATE_CRASH"

func TestMain(m *testing.M) {
	if order := os.Getenv(crashChild); order != "" {
		if err := crash(order); err != nil {
			fmt.Println("FAIL", err)
			os.Exit(1)
		}
		fmt.Println("FINISHED")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crash is the process that TestKilledAtAnyStatement kills: it migrates, and
// ends itself after as many statements as its order says.
func crash(order string) error {
	words := strings.SplitN(order, " ", 4)
	left, err := strconv.Atoi(words[0])
	if err != nil {
		return err
	}
	die := func() {
		if left--; left >= 0 {
			return
		}
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		select {}
	}
	e := engines[slices.IndexFunc(engines, func(e engine) bool { return e.name == words[2] })]
	db, err := sql.Open(e.driver, words[3])
	if err != nil {
		return err
	}
	graph, err := Load(Source{App: "blog", FS: os.DirFS("testdata/blog"), Dir: "testdata/blog"})
	if err != nil {
		return err
	}
	return Run(context.Background(), db, e.dialect, graph, RunOptions{
		App: "blog", Target: words[1],
		Trace:    func(string) { die() },
		Progress: func(Event) { die() },
	})
}

// A process that is killed at any statement leaves the old tables without a
// record or the new ones with it, and all rows; on MySQL it may leave them between,
// and then nothing else goes before the rest. Migrating again goes through.
func TestKilledAtAnyStatement(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many processes")
	}
	file := func(dsn func(string) string) func(testing.TB) string {
		return func(t testing.TB) string { return dsn(filepath.Join(t.TempDir(), "site.db")) }
	}
	journaled, plain := onSQLite, onSQLite
	journaled.create, plain.create = file(dsn), file(plainDSN)
	tests := []struct {
		name     string
		engine   engine
		from, to string
	}{
		{"forwards, write-ahead log", journaled, "0001", "0002"},
		{"forwards, rollback journal", plain, "0001", "0003"},
		{"backwards, write-ahead log", journaled, "0004", "0003"},
		{"a fresh database", journaled, Zero, "0004"},
		{"from nothing to the first one", plain, Zero, "0001"},
		{"forwards, PostgreSQL", onPostgres, "0001", "0004"},
		{"backwards, PostgreSQL", onPostgres, "0004", "0001"},
		{"a fresh database, PostgreSQL", onPostgres, Zero, "0004"},
		{"forwards, MySQL", onMySQL, "0001", "0004"},
		{"backwards, MySQL", onMySQL, "0004", "0001"},
		{"a fresh database, MySQL", onMySQL, Zero, "0004"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := test.engine
			next := schemaAt(t, e, test.to)
			for after := 0; ; after++ {
				if after > 150 {
					t.Fatal("the child does not finish")
				}
				address := e.create(t)
				prepare(t, e, address, test.from)
				if runAndKill(t, e, address, test.to, after) {
					if after < 5 {
						t.Fatalf("the child finished after %d statements", after)
					}
					return
				}
				survived(t, e, e.connect(t, address), test.to, next)
			}
		})
	}
}

// prepare brings a database to where the child begins.
func prepare(t *testing.T, e engine, address, from string) {
	t.Helper()
	db := e.connect(t, address)
	defer db.Close()
	if from == Zero {
		return
	}
	e.migrateTo(t, db, blog(t), "0001")
	fillBlog(t, db, 20)
	e.migrateTo(t, db, blog(t), from)
}

// schemaAt is the schema after a migration.
func schemaAt(t *testing.T, e engine, name string) string {
	t.Helper()
	db := e.open(t)
	defer db.Close()
	e.migrateTo(t, db, blog(t), name)
	return dumpOf(t, db, e.dialect)
}

// runAndKill reports whether the child finished before it was to be killed.
func runAndKill(t *testing.T, e engine, address, target string, after int) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s %s %s", crashChild, after, target, e.name, address))
	out, err := child.CombinedOutput()
	finished := strings.Contains(string(out), "FINISHED")
	if finished != (err == nil) || err != nil && strings.Contains(string(out), "FAIL") {
		t.Fatalf("child: %v\n%s", err, out)
	}
	return finished
}

func survived(t *testing.T, e engine, db *sql.DB, target, next string) {
	t.Helper()
	defer db.Close()
	awaitRelease(t, e, db)
	entries, err := Status(t.Context(), db, e.dialect, blog(t))
	if err != nil {
		t.Fatal(err)
	}
	recorded, halfway := Zero, false
	for _, entry := range entries {
		if entry.Applied {
			recorded = entry.Name
		}
		halfway = halfway || entry.Halfway
	}
	got := dumpOf(t, db, e.dialect)
	if halfway {
		err := Run(t.Context(), db, e.dialect, blog(t), RunOptions{App: "blog", Target: recorded})
		if err == nil || !strings.Contains(err.Error(), "has to be finished first: run migrate blog 0") && !strings.Contains(err.Error(), "run migrate blog zero") {
			t.Fatalf("another plan: %v", err)
		}
	} else if diff := cmp.Diff(schemaAt(t, e, recorded), got); diff != "" {
		t.Fatalf("the schema is not that of %s, which is recorded (-want +got):\n%s", recorded, diff)
	}
	checkRows(t, db, got)
	e.migrateTo(t, db, blog(t), target)
	if diff := cmp.Diff(next, dumpOf(t, db, e.dialect)); diff != "" {
		t.Fatalf("after migrating again (-want +got):\n%s", diff)
	}
	checkRows(t, db, next)
	if e.name == "sqlite" {
		if ok := one(t, db, "PRAGMA integrity_check"); ok != "ok" {
			t.Fatalf("integrity: %s", ok)
		}
	}
}

// awaitRelease waits until the server has noticed that the process is gone: what
// it had not committed could still be seen as locks.
func awaitRelease(t *testing.T, e engine, db *sql.DB) {
	t.Helper()
	s, err := e.dialect.open(t.Context(), db, RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.rollback()
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
}

// checkRows counts what was there, if the tables were filled.
func checkRows(t *testing.T, db *sql.DB, schema string) {
	t.Helper()
	table := "blog_post"
	if strings.Contains(schema, "column blog_article.") {
		table = "blog_article"
	}
	if !strings.Contains(schema, "column "+table+".") || !strings.Contains(schema, "column blog_post_tags.") {
		return
	}
	posts := one(t, db, "SELECT count(*) FROM "+table)
	if one(t, db, "SELECT count(*) FROM blog_author") == "0" {
		return // the tables are new
	}
	tags := one(t, db, "SELECT count(*) FROM blog_post_tags")
	if posts != "20" || tags != "20" {
		t.Fatalf("%s posts and %s tags are left of 20 each", posts, tags)
	}
}
