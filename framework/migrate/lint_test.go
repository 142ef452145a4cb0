package migrate_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/migrate"
)

const lintedTables = `depends: []
ops:
  - op: create_model
    model: Author
    fields:
      - {name: id, type: bigauto, pk: true}
  - op: create_model
    model: Post
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: title, type: string, size: 100}
      - {name: note, type: text, nullable: true}
      - {name: views, type: bigint}
      - {name: price, type: decimal, size: 8, scale: 2}
      - {name: author, type: fk, to: blog.Author, nullable: true}
`

// lint finds what is wrong with one operation: a line for each finding, of
// level, rule and lock.
func lint(t *testing.T, dialect, op string, rows int64) []string {
	t.Helper()
	g, err := migrate.Load(migrate.Source{App: "blog", FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(lintedTables)},
		"0002_change.yaml":  {Data: []byte("depends: [blog.0001_initial]\nops:\n  - " + op + "\n")},
		"HEAD":              {Data: []byte("0002_change\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var sizes migrate.Sizes
	if rows >= 0 {
		sizes = migrate.Sizes{"blog_post": rows, "blog_author": rows}
	}
	found, err := g.Lint(dialects[dialect], []*migrate.File{g.Latest("blog")}, sizes)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, f := range found {
		if f.App != "blog" || f.Migration != "0002_change" || f.Place != "blog/migrations/0002_change.yaml:3:5" || f.Message == "" || f.Remedy == "" {
			t.Errorf("a finding that is not complete: %+v", f)
		}
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Level, f.Rule, f.Lock)))
	}
	return got
}

// named is a dialect by name alone, for rules that need no planner.
type named struct {
	migrate.Dialect
	name string
}

func (n named) Name() string { return n.name }

var dialects = map[string]migrate.Dialect{
	"sqlite": migrate.SQLite{}, "postgres": named{name: "postgres"}, "mysql": named{name: "mysql"},
}

func TestWhatCanHurtASiteInUse(t *testing.T) {
	const exclusive, share, copied, whole = "warning rewrite ACCESS EXCLUSIVE", "warning index SHARE", "warning rewrite SHARED", "warning rewrite RESERVED"
	tests := []struct {
		what                    string
		op                      string
		postgres, mysql, sqlite []string
	}{
		{"a nullable column is added in a moment", "{op: add_field, model: Post, field: {name: x, type: text, nullable: true}}", nil, nil, nil},
		{"so is one with a default", `{op: add_field, model: Post, field: {name: x, type: bigint, default: "0"}}`, nil, nil, nil},
		{
			"old code cannot fill a required column", `{op: add_field, model: Post, field: {name: x, type: bigint}, backfill: "0"}`,
			[]string{"warning breaks-code"}, []string{"warning breaks-code"}, []string{"warning breaks-code", whole},
		},
		{
			"the time of the database's clock is no constant for SQLite", "{op: add_field, model: Post, field: {name: x, type: datetime, default: now}}",
			nil, nil, []string{whole},
		},
		{
			"a generated column is worked out for every row", `{op: add_field, model: Post, field: {name: x, type: bigint, nullable: true, generated: "{views} * 2"}}`,
			[]string{exclusive}, []string{copied}, []string{whole},
		},
		{
			"a relation is checked", "{op: add_field, model: Post, field: {name: editor, type: fk, to: blog.Author, nullable: true}}",
			[]string{"warning foreign-key SHARE ROW EXCLUSIVE"}, []string{"warning foreign-key SHARED"}, nil,
		},
		{
			"a column that is gone", "{op: remove_field, model: Post, name: note}",
			[]string{"warning loses-data"}, []string{"warning loses-data"}, []string{"warning loses-data", whole},
		},
		{"a table that is gone", "{op: delete_model, model: Post}", []string{"warning loses-data"}, []string{"warning loses-data"}, []string{"warning loses-data"}},
		{"a column with another name", "{op: rename_field, model: Post, name: note, to: remark}", []string{"warning breaks-code"}, []string{"warning breaks-code"}, []string{"warning breaks-code"}},
		{"a field with another name in its old column", "{op: rename_model, model: Post, to: Article, table: blog_post}", nil, nil, nil},
		{"a table with another name", "{op: rename_model, model: Post, to: Article}", []string{"warning breaks-code"}, []string{"warning breaks-code"}, []string{"warning breaks-code"}},
		{"room for longer texts", "{op: alter_field, model: Post, field: {name: title, type: string, size: 200}}", nil, nil, []string{whole}},
		{"room for any text", "{op: alter_field, model: Post, field: {name: title, type: text}}", nil, []string{copied}, []string{whole}},
		{"shorter texts", "{op: alter_field, model: Post, field: {name: title, type: string, size: 50}}", []string{"warning may-fail", exclusive}, []string{"warning may-fail", copied}, []string{"warning may-fail", whole}},
		{"smaller numbers", "{op: alter_field, model: Post, field: {name: views, type: integer}}", []string{"warning may-fail", exclusive}, []string{"warning may-fail", copied}, []string{"warning may-fail", whole}},
		{"more digits", "{op: alter_field, model: Post, field: {name: price, type: decimal, size: 12, scale: 2}}", nil, []string{copied}, []string{whole}},
		{"more digits behind the point", "{op: alter_field, model: Post, field: {name: price, type: decimal, size: 12, scale: 4}}", []string{exclusive}, []string{copied}, []string{whole}},
		{"a number instead of a text", "{op: alter_field, model: Post, field: {name: note, type: bigint, nullable: true}}", []string{"warning may-fail", exclusive}, []string{"warning may-fail", copied}, []string{"warning may-fail", whole}},
		{
			"a column that becomes required", `{op: alter_field, model: Post, field: {name: note, type: text}, backfill: ""}`,
			[]string{"warning breaks-code", "warning required ACCESS EXCLUSIVE"}, []string{"warning breaks-code"}, []string{"warning breaks-code", whole},
		},
		{
			"one that becomes required without a value for rows", `{op: alter_field, model: Post, field: {name: note, type: text}}`,
			[]string{"warning breaks-code", "warning may-fail", "warning required ACCESS EXCLUSIVE"}, []string{"warning breaks-code", "warning may-fail"}, []string{"warning breaks-code", "warning may-fail", whole},
		},
		{"a column that need not be filled any more", "{op: alter_field, model: Post, field: {name: views, type: bigint, nullable: true}}", nil, nil, []string{whole}},
		{"another default", `{op: alter_field, model: Post, field: {name: views, type: bigint, default: "1"}}`, nil, nil, []string{whole}},
		{"an index", "{op: add_index, model: Post, index: {name: x, fields: [views]}}", []string{share}, nil, []string{"warning index RESERVED"}},
		{"a unique index", "{op: add_index, model: Post, index: {name: x, fields: [title], unique: true}}", []string{"warning may-fail", share}, []string{"warning may-fail"}, []string{"warning may-fail", "warning index RESERVED"}},
		{"a check", `{op: add_check, model: Post, check: {name: x, expr: "{views} >= 0"}}`, []string{"warning may-fail", "warning check ACCESS EXCLUSIVE"}, []string{"warning may-fail", "warning check SHARED"}, []string{"warning may-fail", "warning check RESERVED"}},
		{"a script that nobody can undo", "{op: run_sql, all: SELECT 1}", []string{"warning no-way-back"}, []string{"warning no-way-back"}, []string{"warning no-way-back"}},
		{"a script that can be undone", "{op: run_sql, all: SELECT 1, reverse: noop}", nil, nil, nil},
	}
	for _, tt := range tests {
		for dialect, want := range map[string][]string{"postgres": tt.postgres, "mysql": tt.mysql, "sqlite": tt.sqlite} {
			t.Run(tt.what+", "+dialect, func(t *testing.T) {
				if diff := cmp.Diff(append([]string{}, want...), lint(t, dialect, tt.op, -1)); diff != "" {
					t.Errorf("of a table of any size (-want +got):\n%s", diff)
				}
				small, large := []string{}, []string{}
				for _, line := range want { // a lock matters by the number of rows, all else always
					locks := strings.Count(line, " ") > 1
					if !locks {
						small, large = append(small, line), append(large, line)
						continue
					}
					large = append(large, strings.Replace(line, "warning", "danger", 1))
				}
				if diff := cmp.Diff(small, lint(t, dialect, tt.op, 100)); diff != "" {
					t.Errorf("of 100 rows (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(large, lint(t, dialect, tt.op, 5_000_000)); diff != "" {
					t.Errorf("of 5,000,000 rows (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestTablesThatAreNewHurtNobody(t *testing.T) {
	g, err := migrate.Load(migrate.Source{App: "blog", FS: fstest.MapFS{
		"0001_initial.yaml": {Data: []byte(lintedTables)},
		"0002_change.yaml":  {Data: []byte("depends: [blog.0001_initial]\nops:\n  - {op: remove_field, model: Post, name: note}\n")},
		"HEAD":              {Data: []byte("0002_change\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	first, err := g.Find("blog", "0001")
	if err != nil {
		t.Fatal(err)
	}
	found, err := g.Lint(migrate.SQLite{}, []*migrate.File{first, g.Latest("blog")}, nil)
	if err != nil || len(found) > 0 {
		t.Errorf("found %+v, %v", found, err)
	}
}
