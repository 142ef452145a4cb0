package migrate

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// blog is the example of the documentation.
func blog(t testing.TB) *Graph {
	t.Helper()
	g, err := Load(Source{App: "blog", FS: os.DirFS("testdata/blog"), Dir: "testdata/blog"})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// migrate runs the blog's migrations up to a target.
func migrateTo(t testing.TB, db *sql.DB, g *Graph, target string) {
	t.Helper()
	if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: "blog", Target: target}); err != nil {
		t.Fatal(err)
	}
}

// migrateTo is migrateTo on any database.
func (e engine) migrateTo(t testing.TB, db *sql.DB, g *Graph, target string) {
	t.Helper()
	if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "blog", Target: target}); err != nil {
		t.Fatal(err)
	}
}

// fillBlog puts posts with tags into the blog as 0001 makes it. Some posts were
// deleted, so the sequence is ahead of the rows.
func fillBlog(t testing.TB, db *sql.DB, posts int) {
	t.Helper()
	execute(t, db, "INSERT INTO blog_author (id, name) VALUES (1, 'Ann'), (2, 'Ben')")
	execute(t, db, "INSERT INTO blog_tag (id, name) VALUES (1, 'go'), (2, 'db')")
	var rows []string
	for n := 1; n <= posts+10; n++ {
		rows = append(rows, fmt.Sprintf("(%d, %d, 'title %[1]d', 'slug-%[1]d', 'body of post %[1]d')", n, 1+n%2))
		if len(rows) == 1000 || n == posts+10 {
			execute(t, db, "INSERT INTO blog_post (id, author_id, title, slug, body) VALUES "+strings.Join(rows, ", "))
			rows = nil
		}
	}
	execute(t, db, fmt.Sprintf("DELETE FROM blog_post WHERE id > %d", posts))
	execute(t, db, "INSERT INTO blog_post_tags (post_id, tag_id) SELECT id, 1 FROM blog_post")
}

func TestBlogIsPlannedAsWritten(t *testing.T) {
	t.Parallel()
	for _, d := range []Dialect{SQLite{}, Postgres{}, MySQL{}} {
		g := blog(t)
		var b strings.Builder
		for _, f := range g.Files() {
			for _, backwards := range []bool{false, true} {
				stmts, err := SQL(g, f.App, f.Name, d, backwards)
				if err != nil {
					t.Fatal(err)
				}
				direction := map[bool]string{false: "forwards", true: "backwards"}[backwards]
				fmt.Fprintf(&b, "-- %s %s\n%s\n", f.Name, direction, Script(d, stmts))
			}
		}
		golden(t, "testdata/blog."+d.Name()+".sql", b.String())
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); run go test -update if that is right:\n%s", path, diff)
	}
}

// The files of the example are what the encoder writes.
func TestBlogIsWrittenAsItStands(t *testing.T) {
	t.Parallel()
	for _, f := range blog(t).Files() {
		want, err := os.ReadFile(f.place())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(f.Encode())); diff != "" {
			t.Errorf("%s (-file +written):\n%s", f.Name, diff)
		}
	}
}

// What hangs on a table that is built anew stays: rows that point at it, its
// triggers, views over it, and the numbers it has given out.
func TestRebuildKeepsWhatHangsOnTheTable(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	g := blog(t)
	migrateTo(t, db, g, "0001")
	fillBlog(t, db, 100)
	execute(t, db, "CREATE TABLE audit (post integer)")
	execute(t, db, "CREATE TRIGGER post_updated AFTER UPDATE ON blog_post BEGIN INSERT INTO audit VALUES (new.id); END")
	execute(t, db, "CREATE TRIGGER post_body AFTER UPDATE OF body ON blog_post BEGIN INSERT INTO audit SELECT -length(new.body); END")
	execute(t, db, "CREATE INDEX by_length ON blog_post (length(body)) WHERE status = 'draft'")
	execute(t, db, "CREATE VIEW titles AS SELECT id, title, body FROM blog_post")
	execute(t, db, "CREATE TRIGGER on_view INSTEAD OF DELETE ON titles BEGIN DELETE FROM blog_post WHERE id = old.id; END")
	migrateTo(t, db, g, "0004")
	facts := map[string]string{
		"SELECT count(*) FROM blog_article":         "100",
		"SELECT count(*) FROM blog_post_tags":       "100",
		"SELECT count(*) FROM audit WHERE post < 0": "0",
		"SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name)":                     "on_view,post_body,post_updated",
		"SELECT count(*) FROM titles WHERE content LIKE 'body of post %'":                                                          "100",
		"SELECT seq FROM sqlite_sequence WHERE name = 'blog_article'":                                                              "110",
		"SELECT count(*) FROM sqlite_sequence WHERE name LIKE 'gofw%'":                                                             "0",
		"SELECT count(*) FROM sqlite_master WHERE name = 'by_length' AND tbl_name = 'blog_article' AND sql LIKE '%content%draft%'": "1",
		"PRAGMA integrity_check":    "ok",
		"PRAGMA foreign_keys":       "1",
		"PRAGMA legacy_alter_table": "0",
	}
	check := func(facts map[string]string) {
		t.Helper()
		for query, want := range facts {
			if got := one(t, db, query); got != want {
				t.Errorf("%s gives %q, want %q", query, got, want)
			}
		}
	}
	check(facts)
	execute(t, db, "DELETE FROM audit") // what run_sql of 0003 wrote
	execute(t, db, "UPDATE blog_article SET content = 'x' WHERE id = 1")
	check(map[string]string{"SELECT group_concat(post) FROM (SELECT post FROM audit ORDER BY post)": "-1,1"})
	migrateTo(t, db, g, "0001")
	execute(t, db, "UPDATE blog_post SET body = 'xyz' WHERE id = 2")
	check(map[string]string{
		"SELECT count(*) FROM blog_post":                                        "100",
		"SELECT count(*) FROM blog_post_tags":                                   "100",
		"SELECT seq FROM sqlite_sequence WHERE name = 'blog_post'":              "110",
		"SELECT count(*) FROM titles":                                           "100",
		"SELECT group_concat(post) FROM (SELECT post FROM audit ORDER BY post)": "-3,-1,1,2",
	})
	execute(t, db, "DELETE FROM blog_post WHERE id <= 50")
	check(map[string]string{"SELECT count(*) FROM blog_post_tags": "50"})
}

// The test above would notice a rename that looks at views.
func TestRebuildWithoutLegacyRenameFailsOnViews(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	g := blog(t)
	migrateTo(t, db, g, "0001")
	execute(t, db, "CREATE INDEX by_length ON blog_post (length(body)) WHERE status = 'draft'")
	execute(t, db, "CREATE VIEW titles AS SELECT title FROM blog_post")
	fault := faulty{Dialect: SQLite{}, change: func(stmts []Stmt) []Stmt {
		for i := range stmts {
			stmts[i].SQL = strings.ReplaceAll(stmts[i].SQL, "PRAGMA legacy_alter_table = ON", "PRAGMA legacy_alter_table = OFF")
		}
		return stmts
	}}
	if err := Run(t.Context(), db, fault, g, RunOptions{}); err == nil {
		t.Fatal("the rename did not look at the view")
	}
	if got := one(t, db, "SELECT count(*) FROM "+ledgerTable); got != "1" {
		t.Errorf("%s migrations are recorded, want 1", got)
	}
	migrateTo(t, db, g, "0004")
}
