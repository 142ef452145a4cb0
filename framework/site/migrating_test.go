package site_test

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gorm.io/gorm"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/site"
)

const notesTable = `ops:
  - op: create_model
    model: Note
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: text, type: string, size: 50}
`

// notesApp is an app with one table, and one more migration if ops are given.
func notesApp(ops string, steps migrate.GoSteps) site.App {
	files := fstest.MapFS{"migrations/0001_initial.yaml": {Data: []byte(notesTable)}, "migrations/HEAD": {Data: []byte("0001_initial\n")}}
	if ops != "" {
		files["migrations/0002_change.yaml"] = &fstest.MapFile{Data: []byte("depends: [notes.0001_initial]\nops:\n  - " + ops + "\n")}
		files["migrations/HEAD"] = &fstest.MapFile{Data: []byte("0002_change\n")}
	}
	return site.App{Name: "notes", Migrations: files, Steps: steps}
}

// command runs a command on a database and returns its status and all it said.
func command(t *testing.T, database string, app site.App, words ...string) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	s := site.Settings{Debug: true, SecretKey: "a key for tests, where nothing is secret", Database: site.Secret(database)}
	code = site.Run(t.Context(), append([]string{"mysite"}, words...), &out, &out, s, app)
	return code, out.String()
}

func on(t *testing.T, database string) *sql.DB {
	t.Helper()
	db, err := sqlite.Open(database, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = orm.Close(db) })
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

func TestMigrateStopsBeforeItLocksALargeTable(t *testing.T) {
	t.Chdir(t.TempDir())
	database := filepath.Join(t.TempDir(), "site.db")
	if code, said := command(t, database, notesApp("", nil), "migrate"); code != 0 {
		t.Fatal(said)
	}
	for _, statement := range []string{"INSERT INTO notes_note (id, text) VALUES (2000000, 'x')"} { // a table of two million, by its row numbers
		if _, err := on(t, database).Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	shorter := notesApp("{op: alter_field, model: Note, field: {name: text, type: string, size: 20}}", nil)
	for _, step := range []struct {
		words string
		code  int
		wants []string
	}{
		{"migrate --plan", 0, []string{"notes.0002_change", "danger: notes/migrations/0002_change.yaml:3:5: copies every row of notes_note, and nothing in the whole database can be written meanwhile (about 2,000,000 rows)", "warning: ", "may not fit"}},
		{"migrate", 1, []string{"danger: ", "nothing was migrated", "--anyway"}},
		{"migrate --check", 1, []string{"notes.0002_change"}},
		{"migrate --rehearse", 0, []string{"notes.0002_change", "went well on a copy"}},
		{"migrate --check", 1, nil},
		{"migrate --drift", 0, []string{"the tables are what the migrations say"}},
		{"migrate --anyway", 0, []string{"danger: ", "notes.0002_change"}},
		{"migrate --check", 0, nil},
		{"migrate --rehearse", 0, []string{"nothing to rehearse"}},
		{"migrate --drift --plan", 2, []string{"--drift compares the whole database"}},
		{"migrate --rehearse --check", 2, []string{"take one of them"}},
		{"migrate --lock-timeout=-1s", 2, []string{"cannot be negative"}},
		{"migrate --lock-timeout=soon", 2, []string{"lock-timeout"}},
	} {
		code, said := command(t, database, shorter, strings.Fields(step.words)...)
		if code != step.code {
			t.Errorf("%s: status %d, want %d\n%s", step.words, code, step.code, said)
		}
		for _, want := range step.wants {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q:\n%s", step.words, want, said)
			}
		}
	}
	if _, err := on(t, database).Exec("ALTER TABLE notes_note ADD COLUMN by_hand text"); err != nil {
		t.Fatal(err)
	}
	if code, said := command(t, database, shorter, "migrate", "--drift"); code != 1 || !strings.Contains(said, "notes_note: the column by_hand is there, and no migration made it") {
		t.Errorf("status %d: %s", code, said)
	}
}

func TestMigrateCallsGoSteps(t *testing.T) {
	t.Chdir(t.TempDir())
	database := filepath.Join(t.TempDir(), "site.db")
	if code, said := command(t, database, notesApp("", nil), "migrate"); code != 0 {
		t.Fatal(said)
	}
	if _, err := on(t, database).Exec("INSERT INTO notes_note (text) VALUES ('one'), ('two')"); err != nil {
		t.Fatal(err)
	}
	louder := func(ctx context.Context, d *migrate.Data) error {
		return d.Batches(ctx, "notes.Note", 100, func(rows *gorm.DB, from, to int64) error {
			return rows.Update("text", gorm.Expr("upper(text)")).Error
		})
	}
	const op = "{op: run_go, step: louder, reverse: noop}"
	if code, said := command(t, database, notesApp(op, nil), "migrate"); code != 1 || !strings.Contains(said, "notes does not have; there are none") {
		t.Errorf("without the step: status %d: %s", code, said)
	}
	if code, said := command(t, database, notesApp(op, migrate.GoSteps{"louder": louder}), "migrate"); code != 0 {
		t.Errorf("status %d: %s", code, said)
	}
	var text string
	if err := on(t, database).QueryRow("SELECT group_concat(text, ' ') FROM notes_note").Scan(&text); err != nil || text != "ONE TWO" {
		t.Errorf("the notes say %q, %v", text, err)
	}
}
