package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crashChild is the environment variable with which the test's own program
// becomes the process that dies: the DSN, and after how many statements.
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
	var left int
	var target string
	words := strings.SplitN(order, " ", 3)
	if _, err := fmt.Sscan(words[0], &left); err != nil {
		return err
	}
	target = words[1]
	die := func() {
		if left--; left >= 0 {
			return
		}
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		select {}
	}
	db, err := sql.Open(driverName, words[2])
	if err != nil {
		return err
	}
	graph, err := Load(Source{App: "blog", FS: os.DirFS("testdata/blog"), Dir: "testdata/blog"})
	if err != nil {
		return err
	}
	return Run(context.Background(), db, SQLite{}, graph, RunOptions{
		App: "blog", Target: target,
		Trace:    func(string) { die() },
		Progress: func(Event) { die() },
	})
}

// A process that is killed at any statement leaves the old tables without a
// record or the new ones with it, and all rows. Migrating again goes through.
func TestKilledAtAnyStatement(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many processes")
	}
	tests := map[string]struct {
		dsn      func(string) string
		from, to string
	}{
		"forwards, write-ahead log":     {dsn, "0001", "0002"},
		"forwards, rollback journal":    {plainDSN, "0001", "0003"},
		"backwards, write-ahead log":    {dsn, "0004", "0003"},
		"a fresh database":              {dsn, Zero, "0004"},
		"from nothing to the first one": {plainDSN, Zero, "0001"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := schemaAt(t, test.to)
			for after := 0; ; after++ {
				if after > 80 {
					t.Fatal("the child does not finish")
				}
				path := filepath.Join(t.TempDir(), "site.db")
				prepare(t, test.dsn(path), test.from)
				if runAndKill(t, test.dsn(path), test.to, after) {
					if after < 5 {
						t.Fatalf("the child finished after %d statements", after)
					}
					return
				}
				survived(t, openFile(t, test.dsn(path)), test.to, next)
			}
		})
	}
}

// prepare brings a database to where the child begins.
func prepare(t *testing.T, dsn, from string) {
	t.Helper()
	db := openFile(t, dsn)
	defer db.Close()
	if from == Zero {
		return
	}
	migrateTo(t, db, blog(t), "0001")
	fillBlog(t, db, 20)
	migrateTo(t, db, blog(t), from)
}

// schemaAt is the schema after a migration.
func schemaAt(t *testing.T, name string) string {
	t.Helper()
	db := memory(t)
	migrateTo(t, db, blog(t), name)
	return dump(t, db)
}

// runAndKill reports whether the child finished before it was to be killed.
func runAndKill(t *testing.T, dsn, target string, after int) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s %s", crashChild, after, target, dsn))
	out, err := child.CombinedOutput()
	finished := strings.Contains(string(out), "FINISHED")
	if finished != (err == nil) || err != nil && strings.Contains(string(out), "FAIL") {
		t.Fatalf("child: %v\n%s", err, out)
	}
	return finished
}

func survived(t *testing.T, db *sql.DB, target, next string) {
	t.Helper()
	defer db.Close()
	entries, err := Status(t.Context(), db, SQLite{}, blog(t))
	if err != nil {
		t.Fatal(err)
	}
	recorded := ""
	for _, e := range entries {
		if e.Applied {
			recorded = e.Name
		}
	}
	want := Zero
	if recorded != "" {
		want = recorded
	}
	got := dump(t, db)
	if diff := cmp.Diff(schemaAt(t, want), got); diff != "" {
		t.Fatalf("the schema is not that of %s, which is recorded (-want +got):\n%s", want, diff)
	}
	checkRows(t, db, got)
	migrateTo(t, db, blog(t), target)
	if diff := cmp.Diff(next, dump(t, db)); diff != "" {
		t.Fatalf("after migrating again (-want +got):\n%s", diff)
	}
	checkRows(t, db, next)
	if ok := one(t, db, "PRAGMA integrity_check"); ok != "ok" {
		t.Fatalf("integrity: %s", ok)
	}
}

// checkRows counts what was there, if the tables were filled.
func checkRows(t *testing.T, db *sql.DB, schema string) {
	t.Helper()
	table := "blog_post"
	if strings.Contains(schema, "column blog_article.") {
		table = "blog_article"
	}
	if !strings.Contains(schema, "column "+table+".") {
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
