package migrate

import (
	"database/sql"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const driftTables = `depends: []
ops:
  - op: create_model
    model: Author
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: name, type: string, size: 50, unique: true}
  - op: create_model
    model: Post
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: title, type: string, size: 100}
      - {name: views, type: integer, default: "0"}
      - {name: note, type: string, size: 20, nullable: true}
      - {name: author, type: fk, to: blog.Author, on_delete: cascade}
    indexes:
      - {name: blog_post_title_idx, fields: [title]}
    checks:
      - {name: blog_post_views_ck, expr: "{views} >= 0"}
`

func driftGraph(t testing.TB) *Graph {
	t.Helper()
	g, err := Load(Source{App: "blog", FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(driftTables)}, "HEAD": {Data: []byte("0001_initial\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// drift lists the differences: of each the table, the fact, and what is the matter.
func drift(t testing.TB, db *sql.DB, e engine, g *Graph) string {
	t.Helper()
	found, err := Drift(t.Context(), db, e.dialect, g)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range found {
		matter := "differs"
		switch {
		case d.Have == "":
			matter = "missing"
		case d.Want == "":
			matter = "extra"
		}
		if !strings.HasPrefix(d.String(), d.Table+": the ") {
			t.Errorf("a difference says %q", d)
		}
		list = append(list, strings.TrimSpace(d.Table+" "+d.Fact)+" "+matter)
	}
	return strings.Join(list, ", ")
}

func TestDriftIsFound(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		ddl := func(sqlite, postgres, mysql string) string {
			return map[string]string{"sqlite": sqlite, "postgres": postgres, "mysql": mysql}[e.name]
		}
		both := func(s string) string { return ddl(s, s, s) }
		tests := []struct{ what, change, want string }{
			{"nothing was changed", "", ""},
			{"a table of somebody else", both("CREATE TABLE other (a integer)"), ""},
			{"a column by hand", both("ALTER TABLE blog_post ADD COLUMN extra integer"), "blog_post column extra extra"},
			{"a column that is gone", both("ALTER TABLE blog_post DROP COLUMN note"), "blog_post column note missing"},
			{"a column with another name", both("ALTER TABLE blog_post RENAME COLUMN note TO remark"), "blog_post column note missing, blog_post column remark extra"},
			{"an index by hand", both("CREATE INDEX by_hand ON blog_post (views)"), "blog_post index by_hand extra"},
			{"an index that is gone", ddl("DROP INDEX blog_post_title_idx", "DROP INDEX blog_post_title_idx", "DROP INDEX blog_post_title_idx ON blog_post"), "blog_post index blog_post_title_idx missing"},
			{"a table that is gone", both("DROP TABLE blog_post"), "blog_post missing"},
			{
				"another type", ddl("", "ALTER TABLE blog_post ALTER COLUMN views TYPE bigint", "ALTER TABLE blog_post MODIFY views bigint NOT NULL DEFAULT 0"),
				"blog_post column views differs",
			},
			{
				"another default", ddl("", "ALTER TABLE blog_post ALTER COLUMN views SET DEFAULT 1", "ALTER TABLE blog_post ALTER COLUMN views SET DEFAULT 1"),
				"blog_post column views differs",
			},
			{
				"a check that is gone", ddl("", "ALTER TABLE blog_post DROP CONSTRAINT blog_post_views_ck", "ALTER TABLE blog_post DROP CONSTRAINT blog_post_views_ck"),
				"blog_post check blog_post_views_ck missing",
			},
		}
		g := driftGraph(t)
		for _, tt := range tests {
			if tt.change == "" && tt.want != "" {
				continue // the database cannot
			}
			t.Run(tt.what, func(t *testing.T) {
				db := e.open(t)
				if err := Run(t.Context(), db, e.dialect, g, RunOptions{}); err != nil {
					t.Fatal(err)
				}
				if tt.change != "" {
					execute(t, db, tt.change)
				}
				if diff := cmp.Diff(tt.want, drift(t, db, e, g)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if tt.change == "" {
					return
				}
				for _, left := range column(t, db, map[string]string{
					"sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 'gofw_beside%'", "postgres": "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'gofw_beside%'",
					"mysql": "SELECT 'x' FROM DUAL WHERE 1 = 0",
				}[e.name]) {
					t.Errorf("%s was left behind", left)
				}
			})
		}
	})
}

func TestDriftOfADatabaseThatHasHadNothing(t *testing.T) {
	t.Parallel()
	db := onSQLite.open(t)
	if got := drift(t, db, onSQLite, driftGraph(t)); got != "" {
		t.Errorf("drift: %s", got)
	}
	if err := Run(t.Context(), db, SQLite{}, driftGraph(t), RunOptions{}); err != nil {
		t.Fatal(err)
	}
	empty, err := Load(Source{App: "blog"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Drift(t.Context(), db, SQLite{}, empty); err == nil || !strings.Contains(err.Error(), "which this code does not have") {
		t.Errorf("code without the migrations: %v", err)
	}
}
