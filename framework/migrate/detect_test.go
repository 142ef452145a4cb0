package migrate

import (
	"errors"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/schema"
	"github.com/google/go-cmp/cmp"
)

// answers is an asker for tests: it says yes or no to every rename.
type answers struct {
	yes      bool
	backfill string
	asked    *[]string
}

func (a answers) Renamed(old, new string) (bool, error) {
	if a.asked != nil {
		*a.asked = append(*a.asked, old+" > "+new)
	}
	return a.yes, nil
}

func (a answers) Backfill(name string, f Field) (string, error) {
	if a.asked != nil {
		*a.asked = append(*a.asked, name)
	}
	if a.backfill != "" {
		return a.backfill, nil
	}
	return CheckOnly{}.Backfill(name, f)
}

// From any state to any other, the operations lead to what is declared, a
// second detection finds nothing, and the database gets there.
func TestDetectionLeadsToWhatIsDeclared(t *testing.T) {
	t.Parallel()
	for seed := range histories(t, 60) {
		files := randomHistory(int64(seed+1), 40)
		middle, err := replay(new(State), files[:len(files)/2])
		if err != nil {
			t.Fatal(err)
		}
		last, err := replay(new(State), files)
		if err != nil {
			t.Fatal(err)
		}
		declared := declaredAgain(t, last)
		ops, err := Detect("app", middle, declared, answers{yes: seed%2 == 0})
		if err != nil {
			t.Fatalf("seed %d: %v", seed+1, err)
		}
		got, err := middle.Apply("app", ops...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed+1, err)
		}
		if diff := cmp.Diff(facts(declared), facts(got)); diff != "" {
			t.Fatalf("seed %d (-declared +detected):\n%s", seed+1, diff)
		}
		again, err := Detect("app", got, declared, NoInput{})
		if err != nil || len(again) > 0 {
			t.Fatalf("seed %d: the second detection finds %v, %v", seed+1, again, err)
		}
		if err := leads(t, middle, got, last); err != nil {
			t.Fatalf("seed %d: %v", seed+1, err)
		}
	}
}

// declaredAgain builds a state with the same tables and none of its history.
func declaredAgain(t *testing.T, s *State) *State {
	t.Helper()
	e := new(State).edit()
	for _, m := range s.Models() {
		op := Op{Kind: CreateModel, Model: m.Name, Table: m.Table, Auto: m.Auto, Indexes: m.Indexes, Checks: m.Checks}
		for _, f := range m.Fields {
			op.Fields = append(op.Fields, f.declared())
		}
		if err := e.apply(m.App, &op); err != nil {
			t.Fatal(err)
		}
	}
	return e.state
}

// facts lists all that is declared about a state, in any order.
func facts(s *State) []string {
	var lines []string
	for _, m := range s.Models() {
		lines = append(lines, "model "+m.Key()+" "+m.Table+" "+m.Auto)
		for _, f := range m.Fields {
			f = f.declared()
			f.Column, f.OnDelete = f.ColumnName(), f.deletes()
			lines = append(lines, m.Key()+" "+f.flow())
		}
		for _, x := range m.Indexes {
			lines = append(lines, fmt.Sprint(m.Key(), " index ", x.Fields, x.Unique, x.Where))
		}
		for _, c := range m.Checks {
			lines = append(lines, m.Key()+" "+c.flow())
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// indexNames are what two ways to the same tables may differ in.
var indexNames = regexp.MustCompile(`(?m)^(index \S+) \S+|^(foreign key \S+) \S+ by name`)

// leads plans from before to after on a database and compares with the tables
// of want.
func leads(t *testing.T, before, after, want *State) error {
	t.Helper()
	schemaOf := func(states ...*State) (string, error) {
		db := memory(t)
		defer db.Close()
		execute(t, db, "PRAGMA foreign_keys = OFF")
		last := new(State)
		for _, s := range states {
			stmts, err := SQLite{}.Plan(last, s, nil)
			if err != nil {
				return "", err
			}
			for _, stmt := range stmts {
				if stmt.Kind != Execute {
					continue
				}
				if _, err := db.Exec(stmt.SQL); err != nil {
					return "", fmt.Errorf("%w in %s", err, stmt.SQL)
				}
			}
			last = s
		}
		lines := strings.Split(indexNames.ReplaceAllString(dump(t, db), "$1$2"), "\n")
		slices.Sort(lines)
		return strings.Join(slices.Compact(lines), "\n"), nil
	}
	got, err := schemaOf(before, after)
	if err != nil {
		return err
	}
	direct, err := schemaOf(want)
	if err != nil {
		return err
	}
	return sameSchema(direct, got)
}

// Several apps that point at each other anyhow get migrations that can be
// applied in their order, and lead to what is declared.
func TestMigrationsOfSeveralAppsFitTogether(t *testing.T) {
	t.Parallel()
	several := 0
	for seed := range histories(t, 60) {
		r := rand.New(rand.NewSource(int64(seed + 1)))
		g := graphOf(nil)
		for round := range 3 {
			declared := randomDeclaration(t, r)
			files, err := MakeMigrations(g, declared, MakeOptions{Ask: answers{yes: r.Intn(3) == 0}})
			if err != nil {
				t.Fatalf("seed %d, round %d: %v", seed+1, round, err)
			}
			if len(files) > 3 {
				several++
			}
			g = graphOf(append(g.Files(), files...))
			got, err := g.State()
			if err != nil {
				t.Fatalf("seed %d, round %d: %v", seed+1, round, err)
			}
			if diff := cmp.Diff(facts(declared), facts(got)); diff != "" {
				t.Fatalf("seed %d, round %d (-declared +made):\n%s", seed+1, round, diff)
			}
			again, err := MakeMigrations(g, declared, MakeOptions{})
			if err != nil || len(again) > 0 {
				t.Fatalf("seed %d, round %d: a second run makes %v, %v", seed+1, round, again, err)
			}
		}
		db := memory(t)
		if err := Run(t.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
			t.Fatalf("seed %d: %v", seed+1, err)
		}
		for _, app := range g.Apps() {
			if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: app, Target: Zero}); err != nil {
				t.Fatalf("seed %d: %v", seed+1, err)
			}
		}
		if left := dump(t, db); left != "" {
			t.Fatalf("seed %d: going back to zero leaves %s", seed+1, left)
		}
		db.Close()
	}
	if several == 0 {
		t.Error("no circle of apps came up; the test is too tame")
	}
}

// randomDeclaration declares models of three apps, with foreign keys anywhere.
func randomDeclaration(t *testing.T, r *rand.Rand) *State {
	t.Helper()
	type model struct{ app, name string }
	var models []model
	for _, app := range []string{"a", "b", "c"} {
		for n := range 3 {
			if r.Intn(3) > 0 {
				models = append(models, model{app, fmt.Sprintf("M%d", n+1)})
			}
		}
	}
	e := new(State).edit()
	for _, m := range models {
		op := Op{Kind: CreateModel, Model: m.name, Fields: []Field{{Name: "id", Type: schema.BigAuto, PK: true}}}
		for n := range 4 {
			f := Field{Name: fmt.Sprintf("f%d", n+1), Nullable: r.Intn(2) == 0}
			switch r.Intn(5) {
			case 0:
				f.Type = schema.Integer
			case 1:
				f.Type, f.Size = schema.String, 20
			case 2, 3:
				to := models[r.Intn(len(models))]
				f.Type, f.To, f.Nullable = ForeignKey, to.app+"."+to.name, true
			default:
				continue
			}
			op.Fields = append(op.Fields, f)
		}
		if last := op.Fields[len(op.Fields)-1]; len(op.Fields) > 1 && r.Intn(2) == 0 {
			op.Table = tableOf(m.app, m.name)
			x := Index{Unique: r.Intn(2) == 0, Fields: []string{last.Name, op.Fields[0].Name}}
			if r.Intn(3) == 0 {
				x.Fields[0] = "-" + last.Name
			}
			if r.Intn(3) == 0 {
				x.Where = "{" + last.Name + "} IS NOT NULL"
			}
			op.index(x)
			if r.Intn(3) == 0 {
				op.check(schema.Check{Expr: "{F} IS NOT NULL"}, func(string) string { return last.Name })
			}
		}
		if err := e.apply(m.app, &op); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.whole(); err != nil {
		t.Fatal(err)
	}
	return e.state
}

// Detection asks only what it has to.
func TestDetectionAsks(t *testing.T) {
	t.Parallel()
	post := []Field{{Name: "id", Type: schema.BigAuto, PK: true}, {Name: "title", Type: schema.String, Size: 50}, {Name: "body", Type: schema.Text}}
	with := func(fields ...Field) []Field { return append(slices.Clone(post), fields...) }
	created := Field{Name: "created_at", Type: schema.DateTime, hint: now}
	tests := map[string]struct {
		declared Op
		yes      bool
		backfill string
		asked    []string
		ops      string
		err      string
	}{
		"nothing changed": {declared: Op{Model: "Post", Fields: post}},
		"a new nullable field": {
			declared: Op{Model: "Post", Fields: with(Field{Name: "lead", Type: schema.Text, Nullable: true})},
			ops:      "{op: add_field, model: Post, field: {name: lead, type: text, nullable: true}}",
		},
		"a new field that is required": {
			declared: Op{Model: "Post", Fields: with(Field{Name: "views", Type: schema.Integer})}, backfill: "5",
			asked: []string{"blog.Post.views"},
			ops:   `{op: add_field, model: Post, field: {name: views, type: integer}, backfill: "5"}`,
		},
		"an answer that does not fit": {
			declared: Op{Model: "Post", Fields: with(Field{Name: "views", Type: schema.Integer})}, backfill: "many",
			asked: []string{"blog.Post.views"},
			err:   `migrate: existing rows of blog.Post.views: the value is "many", which is not a whole number of 32 bits`,
		},
		"a time of creation needs no answer": {
			declared: Op{Model: "Post", Fields: with(created)},
			ops:      "{op: add_field, model: Post, field: {name: created_at, type: datetime}, backfill: now}",
		},
		"a field under a new name": {
			declared: Op{Model: "Post", Fields: []Field{post[0], post[1], {Name: "content", Type: schema.Text}}}, yes: true,
			asked: []string{"blog.Post.body > blog.Post.content"},
			ops:   "{op: rename_field, model: Post, name: body, to: content}",
		},
		"a field under a new name and with a new size": {
			declared: Op{Model: "Post", Fields: []Field{post[0], post[2], {Name: "headline", Type: schema.String, Size: 80}}}, yes: true,
			asked: []string{"blog.Post.title > blog.Post.headline"},
			ops: "{op: rename_field, model: Post, name: title, to: headline}\n" +
				"{op: alter_field, model: Post, field: {name: headline, type: string, size: 80}}",
		},
		"a field that is gone and another that is new": {
			declared: Op{Model: "Post", Fields: []Field{post[0], post[1], {Name: "content", Type: schema.Text, Nullable: true}}},
			asked:    []string{"blog.Post.body > blog.Post.content"},
			ops: `{op: remove_field, model: Post, name: body, backfill: ""}` + "\n" +
				"{op: add_field, model: Post, field: {name: content, type: text, nullable: true}}",
		},
		"a model under a new name": {
			declared: Op{Model: "Article", Fields: post}, yes: true,
			asked: []string{"blog.Post > blog.Article"},
			ops:   "{op: rename_model, model: Post, to: Article, table: blog_article}",
		},
		"a model that has moved to another table": {
			declared: Op{Model: "Post", Table: "articles", Fields: post},
			ops:      "{op: rename_model, model: Post, to: Post, table: articles}",
		},
		"an index that a renamed table has under its old name": {
			declared: Op{Model: "Post", Fields: post, Indexes: []Index{{Name: "other_name", Fields: []string{"title"}}}},
			ops:      "{op: add_index, model: Post, index: {name: other_name, fields: [title]}}",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, err := new(State).Apply("blog", Op{Kind: CreateModel, Model: "Post", Table: "blog_post", Fields: post})
			if err != nil {
				t.Fatal(err)
			}
			test.declared.Kind = CreateModel
			declared, err := new(State).Apply("blog", test.declared)
			if err != nil {
				t.Fatal(err)
			}
			if test.declared.Fields[len(test.declared.Fields)-1].hint != "" {
				m := declared.models["blog.Post"]
				m.Fields[len(m.Fields)-1].hint = now
			}
			var asked []string
			ops, err := Detect("blog", from, declared, answers{test.yes, test.backfill, &asked})
			if got := fmt.Sprint(err); err != nil && got != test.err || err == nil && test.err != "" {
				t.Fatalf("error %q, want %q", got, test.err)
			}
			var lines []string
			for i := range ops {
				lines = append(lines, flow(append([]entry{{"op", string(ops[i].Kind)}}, ops[i].entries()...)))
			}
			if diff := cmp.Diff(test.ops, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("operations (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.asked, asked); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithoutInputNothingIsGuessed(t *testing.T) {
	t.Parallel()
	_, renamed := NoInput{}.Renamed("blog.Post.body", "blog.Post.content")
	_, missing := NoInput{}.Backfill("blog.Post.lang", Field{})
	for _, err := range []error{renamed, missing} {
		if err == nil || !strings.Contains(err.Error(), "run gofw makemigrations in a terminal") {
			t.Errorf("%v does not say what to do", err)
		}
	}
	stop := errors.New("stop")
	if _, err := Detect("app", new(State), new(State), failing{stop}); err != nil {
		t.Errorf("an asker that is not needed was asked: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Renamed(_, _ string) (bool, error)          { return false, f.err }
func (f failing) Backfill(_ string, _ Field) (string, error) { return "", f.err }
