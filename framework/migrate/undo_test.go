package migrate

import (
	"strings"
	"testing"
)

func TestWhatCannotBeUndoneSaysSoBeforeItStarts(t *testing.T) {
	t.Parallel()
	for what, op := range map[string]string{
		"a script without a way back": "{op: run_sql, all: SELECT 1}",
		"a step without one":          "{op: run_go, step: fill}",
	} {
		g, err := Load(Source{App: "blog", Steps: GoSteps{"fill": number}, FS: files(
			"0001_a.yaml", driftTables, "0002_b.yaml", "ops:\n  - "+op+"\n",
			"0003_c.yaml", "ops:\n  - {op: add_field, model: Post, field: {name: x, type: text, nullable: true}}\n", "HEAD", "0003_c")})
		if err != nil {
			t.Fatal(err)
		}
		db := onSQLite.open(t)
		o := RunOptions{Gorm: onPool(t, onSQLite)}
		if err := Run(t.Context(), db, SQLite{}, g, o); err != nil {
			t.Fatal(err)
		}
		o.App, o.Target = "blog", "0001"
		err = Run(t.Context(), db, SQLite{}, g, o)
		if err == nil || !strings.Contains(err.Error(), "blog/migrations/0002_b.yaml:2:5: it cannot be undone") {
			t.Errorf("%s: %v", what, err)
		}
		if got := one(t, db, "SELECT count(*) FROM gofw_migration"); got != "3" {
			t.Errorf("%s: %s migrations are left", what, got)
		}
		o.Target = "0002" // what comes after it can be
		if err := Run(t.Context(), db, SQLite{}, g, o); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
