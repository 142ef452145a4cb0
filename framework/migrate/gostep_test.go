package migrate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// onPool opens GORM on a transaction of an engine.
func onPool(t testing.TB, e engine) func(gorm.ConnPool) *gorm.DB {
	return func(pool gorm.ConnPool) *gorm.DB {
		var d gorm.Dialector
		switch e.name {
		case "sqlite":
			d = sqlite.New(sqlite.Config{Conn: pool})
		case "postgres":
			d = postgres.New(postgres.Config{Conn: pool})
		case "mysql":
			d = mysql.New(mysql.Config{Conn: pool, SkipInitializeWithVersion: true})
		}
		db, err := gorm.Open(d, &gorm.Config{SkipDefaultTransaction: true, DisableAutomaticPing: true})
		if err != nil {
			t.Error(err)
		}
		return db
	}
}

// stepGraph is the tables of the blog with one more migration.
func stepGraph(t testing.TB, ops string, steps GoSteps) *Graph {
	t.Helper()
	g, err := Load(Source{App: "blog", Steps: steps, FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(driftTables)},
		"0002_notes.yaml":   {Data: []byte("depends: [blog.0001_initial]\nops:\n" + ops)},
		"HEAD":              {Data: []byte("0002_notes\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// ten makes posts 1 to 10 without notes.
func ten(t testing.TB, e engine, g *Graph) (o RunOptions, db func(query string) string, run func() error) {
	t.Helper()
	o = RunOptions{Gorm: onPool(t, e)}
	live := e.open(t)
	if err := Run(t.Context(), live, e.dialect, g, RunOptions{App: "blog", Target: "0001", Gorm: o.Gorm}); err != nil {
		t.Fatal(err)
	}
	execute(t, live, "INSERT INTO blog_author (id, name) VALUES (1, 'Ann')")
	for i := range 10 {
		execute(t, live, fmt.Sprintf("INSERT INTO blog_post (id, title, author_id) VALUES (%d, 'post', 1)", i+1))
	}
	return o, func(query string) string { return one(t, live, query) }, func() error { return Run(t.Context(), live, e.dialect, g, o) }
}

// post is frozen: the app's own may have other fields today.
type post struct {
	ID   int64
	Note *string
}

// number notes the key of each post, in batches.
func number(ctx context.Context, d *Data) error {
	return d.Batches(ctx, "blog.Post", 3, func(rows *gorm.DB, from, to int64) error {
		var posts []post
		if err := rows.Session(&gorm.Session{}).Order("id").Find(&posts).Error; err != nil {
			return err
		}
		for _, p := range posts {
			note := fmt.Sprintf("n%d", p.ID)
			if err := rows.Session(&gorm.Session{}).Where("id = ?", p.ID).Update("note", note).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAGoStepChangesRowsInTheMiddleOfAMigration(t *testing.T) {
	t.Parallel()
	const ops = `  - {op: rename_field, model: Post, name: views, to: seen}
  - {op: run_go, step: number, reverse: forget}
  - {op: alter_field, model: Post, field: {name: note, type: string, size: 20}}
`
	eachEngine(t, func(t *testing.T, e engine) {
		forget := func(ctx context.Context, d *Data) error {
			if d.Dialect() != e.name || d.Now().IsZero() {
				return errors.New("the step does not know where and when it is")
			}
			return d.Rows("blog.Post").Where("1 = 1").Update("note", nil).Error
		}
		g := stepGraph(t, ops, GoSteps{"number": number, "forget": forget})
		o, has, run := ten(t, e, g)
		if err := run(); err != nil {
			t.Fatal(err)
		}
		if got := has("SELECT count(*) FROM blog_post WHERE note = concat('n', id)"); got != "10" {
			t.Errorf("%s posts have their note", got)
		}
		_ = o
	})
}

func TestAGoStepIsUndoneByAnother(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		forget := func(ctx context.Context, d *Data) error {
			return d.Rows("blog.Post").Where("id > ?", 5).Update("note", nil).Error
		}
		g := stepGraph(t, "  - {op: run_go, step: number, reverse: forget}\n", GoSteps{"number": number, "forget": forget})
		live := e.open(t)
		o := RunOptions{Gorm: onPool(t, e)}
		if err := Run(t.Context(), live, e.dialect, g, o); err != nil { // of an empty database, too
			t.Fatal(err)
		}
		execute(t, live, "INSERT INTO blog_author (id, name) VALUES (1, 'Ann')")
		for i := range 10 {
			execute(t, live, fmt.Sprintf("INSERT INTO blog_post (id, title, note, author_id) VALUES (%d, 'post', 'x', 1)", i+1))
		}
		o.App, o.Target = "blog", "0001"
		if err := Run(t.Context(), live, e.dialect, g, o); err != nil {
			t.Fatal(err)
		}
		if got := one(t, live, "SELECT count(*) FROM blog_post WHERE note IS NULL"); got != "5" {
			t.Errorf("%s posts are without a note", got)
		}
	})
}

func TestAGoStepThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		broken := true
		step := func(ctx context.Context, d *Data) error {
			if err := number(ctx, d); err != nil || !broken {
				return err
			}
			return errors.New("out of luck")
		}
		g := stepGraph(t, "  - {op: run_go, step: number, reverse: noop}\n", GoSteps{"number": step})
		_, has, run := ten(t, e, g)
		if err := run(); err == nil || !strings.Contains(err.Error(), "out of luck") {
			t.Errorf("the error is %v", err)
		}
		if got := has("SELECT count(*) FROM blog_post WHERE note IS NOT NULL"); got != "0" {
			t.Errorf("%s posts have a note", got)
		}
		broken = false
		if err := run(); err != nil {
			t.Fatal(err)
		}
		if got := has("SELECT count(*) FROM blog_post WHERE note IS NOT NULL"); got != "10" {
			t.Errorf("%s posts have a note after the second try", got)
		}
	})
}

func TestAGoStepInBatchesGoesOnWhereItWasInterrupted(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, e engine) {
		var seen []string
		broken := true
		step := func(ctx context.Context, d *Data) error {
			return d.Batches(ctx, "blog.Post", 3, func(rows *gorm.DB, from, to int64) error {
				seen = append(seen, fmt.Sprintf("%d-%d", from, to))
				if broken && from == 7 {
					return errors.New("out of luck")
				}
				return rows.Update("note", "x").Error
			})
		}
		g := stepGraph(t, "  - {op: run_go, step: number, batches: true, reverse: noop}\n", GoSteps{"number": step})
		_, has, run := ten(t, e, g)
		if err := run(); err == nil || !strings.Contains(err.Error(), "out of luck") || !strings.Contains(err.Error(), "behind the key 6 of blog.Post") {
			t.Errorf("the error is %v", err)
		}
		want := map[string]string{"sqlite": "0", "postgres": "6", "mysql": "6"}[e.name] // on SQLite it is one transaction all the same
		if got := has("SELECT count(*) FROM blog_post WHERE note IS NOT NULL"); got != want {
			t.Errorf("%s posts have a note, want %s", got, want)
		}
		broken, seen = false, nil
		if err := run(); err != nil {
			t.Fatal(err)
		}
		wanted := map[string]string{"sqlite": "1-3 4-6 7-9 10-10", "postgres": "7-9 10-10", "mysql": "7-9 10-10"}[e.name]
		if got := strings.Join(seen, " "); got != wanted {
			t.Errorf("the second run saw %s, want %s", got, wanted)
		}
		if got := has("SELECT count(*) FROM blog_post WHERE note IS NOT NULL"); got != "10" {
			t.Errorf("%s posts have a note", got)
		}
		if err := run(); err != nil {
			t.Error(err)
		}
	})
}

func TestGoStepsThatCannotRun(t *testing.T) {
	t.Parallel()
	fine := func(context.Context, *Data) error { return nil }
	lost := func(ctx context.Context, d *Data) error { return d.Rows("blog.Pots").Update("note", "x").Error }
	apart := func(ctx context.Context, d *Data) error { return d.DB().Exec("SELECT 1").Error }
	for _, tt := range []struct {
		what, ops string
		steps     GoSteps
		without   bool // GORM
		want      string
	}{
		{"a function that there is not", "  - {op: run_go, step: numbr, reverse: noop}\n", GoSteps{"number": fine}, false, `blog/migrations/0002_notes.yaml:3:5: it calls the Go step numbr, which blog does not have; did you mean "number"?`},
		{"no functions at all", "  - {op: run_go, step: number, reverse: noop}\n", nil, false, "which blog does not have; there are none"},
		{"a program without GORM", "  - {op: run_go, step: number, reverse: noop}\n", GoSteps{"number": fine}, true, "this program runs none"},
		{"a model that there is not", "  - {op: run_go, step: number, reverse: noop}\n", GoSteps{"number": lost}, false, "there is no model blog.Pots at this point"},
		{"a step in batches that wants a transaction", "  - {op: run_go, step: number, batches: true, reverse: noop}\n", GoSteps{"number": apart}, false, "use Batches"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			e := onPostgres
			if tt.without {
				e = onSQLite
			}
			g := stepGraph(t, tt.ops, tt.steps)
			live := e.open(t)
			o := RunOptions{Gorm: onPool(t, e)}
			if err := Run(t.Context(), live, e.dialect, stepGraph(t, "  - {op: barrier}\n", nil), RunOptions{App: "blog", Target: "0001"}); err != nil {
				t.Fatal(err)
			}
			if tt.without {
				o.Gorm = nil
			}
			if err := Run(t.Context(), live, e.dialect, g, o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v\nwant %s", err, tt.want)
			}
		})
	}
	if _, err := Decode("blog", "blog/migrations/0002_x.yaml", []byte("ops:\n  - {op: run_go, step: a, batches: true}\n  - {op: barrier}\n")); err == nil || !strings.Contains(err.Error(), "it must stand alone") {
		t.Errorf("a step in batches beside another operation: %v", err)
	}
	g := stepGraph(t, "  - {op: run_go, step: number}\n", GoSteps{"number": fine})
	if _, err := SQL(g, "blog", "0002", SQLite{}, true); err == nil || !strings.Contains(err.Error(), "run_go has no reverse") {
		t.Errorf("a step without a way back: %v", err)
	}
	f := g.Latest("blog")
	if again, err := Decode("blog", "blog/migrations/0002_x.yaml", f.Encode()); err != nil || again.Checksum() != f.Checksum() {
		t.Errorf("written and read: %v\n%s", err, f.Encode())
	}
}
