package migrate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// two apps, of which blog needs auth.
func twoApps(t testing.TB) *Graph {
	t.Helper()
	g, err := Load(
		Source{App: "auth", FS: files(
			"0001_initial.yaml", "ops:\n  - {op: create_model, model: User, fields: [{name: id, type: bigauto, pk: true}]}\n",
			"0002_name.yaml", "ops:\n  - {op: add_field, model: User, field: {name: name, type: text, nullable: true}}\n",
			"HEAD", "0002_name")},
		Source{App: "blog", FS: files(
			"0001_initial.yaml", "depends: [auth.0001_initial]\nops:\n  - {op: create_model, model: Post, fields: [{name: id, type: bigauto, pk: true}, {name: author, type: fk, to: auth.User}]}\n",
			"0002_more.yaml", "ops:\n  - {op: add_field, model: Post, field: {name: title, type: text, nullable: true}}\n",
			"HEAD", "0002_more")})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func stepNames(steps []Step) string {
	var words []string
	for _, s := range steps {
		sign := "+"
		if s.Backwards {
			sign = "-"
		}
		words = append(words, sign+s.App+"."+s.Name[:4])
	}
	return strings.Join(words, " ")
}

// What is planned depends on the target and on what was applied, and running
// does what was planned.
func TestTargets(t *testing.T) {
	t.Parallel()
	type at struct{ app, target string }
	tests := map[string]struct {
		before []at // from nothing
		to     at
		want   string
		err    string
	}{
		"everything":                     {to: at{}, want: "+auth.0001 +auth.0002 +blog.0001 +blog.0002"},
		"one app and what it needs":      {to: at{"blog", ""}, want: "+auth.0001 +blog.0001 +blog.0002"},
		"up to a name":                   {to: at{"blog", "0001"}, want: "+auth.0001 +blog.0001"},
		"the rest":                       {before: []at{{"blog", "0001"}}, to: at{}, want: "+auth.0002 +blog.0002"},
		"nothing left":                   {before: []at{{}}, to: at{}},
		"back to a name":                 {before: []at{{}}, to: at{"blog", "0001_initial"}, want: "-blog.0002"},
		"back to zero":                   {before: []at{{}}, to: at{"blog", Zero}, want: "-blog.0002 -blog.0001"},
		"zero of what another app needs": {before: []at{{}}, to: at{"auth", Zero}, want: "-blog.0002 -blog.0001 -auth.0002 -auth.0001"},
		"back past what nobody needs":    {before: []at{{}}, to: at{"auth", "0001"}, want: "-auth.0002"},
		"zero of nothing":                {to: at{"auth", Zero}},
		"the target that is reached":     {before: []at{{"blog", "0001"}}, to: at{"blog", "0001"}},
		"an app that does not exist":     {to: at{"blgo", ""}, err: `migrate: there is no app "blgo"; did you mean "blog"?`},
		"a target that does not exist":   {to: at{"blog", "0007"}, err: `migrate: blog has no migration "0007"; there are 0001_initial, 0002_more`},
		"a target without an app":        {to: at{"", "0001"}, err: "migrate: the target 0001 needs an app"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, g, ctx := memory(t), twoApps(t), t.Context()
			for _, at := range test.before {
				if err := Run(ctx, db, SQLite{}, g, RunOptions{App: at.app, Target: at.target}); err != nil {
					t.Fatal(err)
				}
			}
			options := RunOptions{App: test.to.app, Target: test.to.target}
			steps, err := Pending(ctx, db, SQLite{}, g, options)
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Fatalf("error %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := stepNames(steps); got != test.want {
				t.Errorf("planned %s, want %s", got, test.want)
			}
			var ran []Step
			options.Progress = func(e Event) {
				if e.Done {
					ran = append(ran, e.Steps...)
				}
			}
			if err := Run(ctx, db, SQLite{}, g, options); err != nil {
				t.Fatal(err)
			}
			if got := stepNames(ran); got != test.want {
				t.Errorf("ran %s, want %s", got, test.want)
			}
			if steps, err := Pending(ctx, db, SQLite{}, g, options); err != nil || len(steps) > 0 {
				t.Errorf("afterwards %s, %v", stepNames(steps), err)
			}
			if foreignKeys := one(t, db, "PRAGMA foreign_keys"); foreignKeys != "1" {
				t.Error("foreign keys are left off")
			}
		})
	}
}

func TestFakeRecordsWithoutRunning(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db, g := e.open(t), twoApps(t)
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{Fake: true}); err != nil {
			t.Fatal(err)
		}
		if tables := dumpOf(t, db, e.dialect); tables != "" {
			t.Errorf("tables were made:\n%s", tables)
		}
		if n := one(t, db, "SELECT count(*) FROM gofw_migration"); n != "4" {
			t.Errorf("%s records, want 4", n)
		}
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "auth", Target: Zero, Fake: true}); err != nil {
			t.Fatal(err)
		}
		if n := one(t, db, "SELECT count(*) FROM gofw_migration"); n != "0" {
			t.Errorf("%s records, want none", n)
		}
	})
}

func TestStatusShowsWhatADatabaseHas(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db, g := e.open(t), twoApps(t)
		show := func() string {
			entries, err := Status(t.Context(), db, e.dialect, g)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, e := range entries {
				if e.Applied && time.Since(e.AppliedAt).Abs() > time.Minute {
					t.Errorf("%s was applied at %s", e.Name, e.AppliedAt)
				}
				fmt.Fprintln(&b, e.App, e.Name, e.Applied, e.Edited, e.Missing)
			}
			return b.String()
		}
		want := "auth 0001_initial false false false\nauth 0002_name false false false\nblog 0001_initial false false false\nblog 0002_more false false false\n"
		if diff := cmp.Diff(want, show()); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
		tables := map[string]string{"sqlite": "sqlite_master", "postgres": "pg_class WHERE relnamespace = current_schema()::regnamespace", "mysql": "information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"}
		if n := one(t, db, "SELECT count(*) FROM "+tables[e.name]); n != "0" {
			t.Error("looking made a table")
		}
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "auth"}); err != nil {
			t.Fatal(err)
		}
		execute(t, db, "UPDATE gofw_migration SET checksum = 'other' WHERE name = '0002_name'")
		execute(t, db, "INSERT INTO gofw_migration VALUES ('blog', '0009_gone', 'x', CURRENT_TIMESTAMP)")
		want = "auth 0001_initial true false false\nauth 0002_name true true false\nblog 0001_initial false false false\nblog 0002_more false false false\nblog 0009_gone true false true\n"
		if diff := cmp.Diff(want, show()); diff != "" {
			t.Errorf("after (-want +got):\n%s", diff)
		}
	})
}

func TestLedgersThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ change, want string }{
		"an edited migration":               {"UPDATE gofw_migration SET checksum = 'other' WHERE name = '0002_name'", "migrate: changed since it was applied: auth/migrations/0002_name.yaml; take the change back"},
		"a migration that needs another":    {"DELETE FROM gofw_migration WHERE app = 'auth' AND name = '0001_initial'", "migrate: auth.0002_name is recorded as applied, but auth.0001_initial, which it needs, is not"},
		"a migration that the code has not": {"INSERT INTO gofw_migration VALUES ('blog', '0009_gone', 'x', CURRENT_TIMESTAMP)", "migrate: the database has had blog.0009_gone, which this code does not have"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachEngine(t, func(t *testing.T, e engine) {
				db, g := e.open(t), twoApps(t)
				if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "auth"}); err != nil {
					t.Fatal(err)
				}
				execute(t, db, test.change)
				err := Run(t.Context(), db, e.dialect, g, RunOptions{})
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Fatalf("%v, want %s", err, test.want)
				}
				if strings.Contains(dumpOf(t, db, e.dialect), "blog_post") {
					t.Error("it migrated nevertheless")
				}
			})
		})
	}
}

func TestEditedMigrationsCanBeAccepted(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db, g := e.open(t), twoApps(t)
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{}); err != nil {
			t.Fatal(err)
		}
		execute(t, db, "UPDATE gofw_migration SET checksum = 'other'")
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{Accept: true}); err != nil {
			t.Fatal(err)
		}
		if err := Run(t.Context(), db, e.dialect, g, RunOptions{}); err != nil {
			t.Errorf("after accepting: %v", err)
		}
	})
}

func TestFastForwardWantsAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		for name, before := range map[string]string{"a table": "CREATE TABLE t (a integer)", "a view": "CREATE VIEW v AS SELECT 1 AS one"} {
			db := e.open(t)
			execute(t, db, before)
			if err := FastForward(t.Context(), db, e.dialect, twoApps(t)); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("with %s: %v", name, err)
			}
		}
		db := e.open(t)
		if err := FastForward(t.Context(), db, e.dialect, twoApps(t)); err != nil {
			t.Fatal(err)
		}
		if err := FastForward(t.Context(), db, e.dialect, twoApps(t)); err == nil {
			t.Error("a second time was taken")
		}
		if err := FastForward(t.Context(), e.open(t), e.dialect, graphOf(nil)); err != nil {
			t.Errorf("a site without migrations: %v", err)
		}
	})
}

// A database that has tables of another origin is migrated step by step.
func TestTablesOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		execute(t, db, "CREATE TABLE other (a integer)")
		events := 0
		if err := Run(t.Context(), db, e.dialect, twoApps(t), RunOptions{Progress: func(Event) { events++ }}); err != nil {
			t.Fatal(err)
		}
		if events != 8 || !strings.Contains(dumpOf(t, db, e.dialect), "column other.a") {
			t.Errorf("%d events\n%s", events, dumpOf(t, db, e.dialect))
		}
	})
}

func TestCancellingTakesEverythingBack(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	g := blog(t)
	migrateTo(t, db, g, "0001")
	fillBlog(t, db, 20)
	ctx, cancel := context.WithCancel(t.Context())
	err := Run(ctx, db, SQLite{}, g, RunOptions{Trace: func(sql string) {
		if strings.HasPrefix(sql, "DROP TABLE") {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(schemaAt(t, onSQLite, "0001"), dump(t, db)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := one(t, db, "PRAGMA foreign_keys"); got != "1" {
		t.Error("foreign keys are left off")
	}
	migrateTo(t, db, g, "0004")
}

// Who waits for another that writes gives up after the time that was set.
func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	path, db := newFile(t)
	other := openFile(t, dsn(path))
	tx, err := other.BeginTx(t.Context(), nil) // the DSN makes it take the lock
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("CREATE TABLE t (a)"); err != nil {
		t.Fatal(err)
	}
	err = Run(t.Context(), db, SQLite{}, twoApps(t), RunOptions{Wait: 300 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "another process has been writing for 300ms, perhaps another migrate") {
		t.Errorf("%v", err)
	}
}

func TestDialectsAreFoundByName(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"sqlite":   "",
		"postgres": "",
		"mysql":    "",
		"sqlit":    `migrate: there is no dialect "sqlit"; did you mean "sqlite"?`,
		"":         `migrate: there is no dialect ""; there are sqlite, postgres, mysql`,
	}
	for name, want := range tests {
		_, err := DialectByName(name)
		if got := fmt.Sprint(err); err != nil && got != want || err == nil && want != "" {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
}
