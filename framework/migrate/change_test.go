package migrate

import (
	"strings"
	"testing"
)

// run_sql stands between plans, has texts by database, and says if it cannot
// be undone. What a fresh database can do without is left out there.
func TestScriptsRunBetweenPlans(t *testing.T) {
	t.Parallel()
	const table = "  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: n, type: integer}]}\n"
	load := func(ops string) *Graph {
		g, err := Load(Source{App: "app", FS: files("0001_a.yaml", "ops:\n"+table, "0002_b.yaml", "ops:\n"+ops, "HEAD", "0002_b")})
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	tests := map[string]struct{ ops, forwards, backwards string }{
		"for all databases":     {"  - {op: run_sql, all: \"INSERT INTO a (n) VALUES (1); INSERT INTO a (n) VALUES (2)\", reverse: {all: \"DELETE FROM a\"}}\n", "1,2", ""},
		"for this database":     {"  - {op: run_sql, all: nonsense, sqlite: \"INSERT INTO a (n) VALUES (3)\", reverse: noop}\n", "3", "3"},
		"for another database":  {"  - {op: run_sql, postgres: nonsense, reverse: {postgres: nonsense}}\n", "", ""},
		"around a new column":   {"  - {op: run_sql, all: \"INSERT INTO a (n) VALUES (1)\", reverse: noop}\n  - {op: add_field, model: A, field: {name: m, type: integer}, backfill: \"7\"}\n  - {op: run_sql, all: \"UPDATE a SET n = m\", reverse: {all: \"UPDATE a SET n = m + 1\"}}\n", "7", "8"},
		"left out when fresh":   {"  - {op: run_sql, all: \"INSERT INTO a (n) VALUES (1)\", reverse: noop, elidable: true}\n", "", ""},
		"a barrier in between":  {"  - {op: add_field, model: A, field: {name: m, type: integer, default: \"5\"}}\n  - {op: barrier}\n  - {op: remove_field, model: A, name: m}\n", "", ""},
		"without anything back": {"  - {op: run_sql, all: \"SELECT 1\"}\n", "", "migrating app.0002_b backwards: it cannot be undone: its run_sql has no reverse; write one, or reverse: noop if there is nothing to do"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, g := memory(t), load(test.ops)
			if err := Run(t.Context(), db, SQLite{}, g, RunOptions{}); err != nil {
				t.Fatal(err)
			}
			const rows = "SELECT coalesce(group_concat(n), '') FROM (SELECT n FROM a ORDER BY id)"
			if got := one(t, db, rows); got != test.forwards {
				t.Errorf("forwards %q, want %q", got, test.forwards)
			}
			err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: "app", Target: "0001"})
			got := one(t, db, rows)
			if err != nil {
				got = err.Error()
			}
			if got != test.backwards {
				t.Errorf("backwards %q, want %q", got, test.backwards)
			}
		})
	}
}

// A migration that cannot go through leaves everything as it was and says what
// to do.
func TestMigrationsThatFailChangeNothing(t *testing.T) {
	t.Parallel()
	const table = `ops:
  - {op: create_model, model: Parent, table: parent, fields: [{name: id, type: bigauto, pk: true}]}
  - op: create_model
    model: A
    table: a
    fields:
      - {name: id, type: bigauto, pk: true}
      - {name: s, type: string, size: 20, nullable: true}
      - {name: n, type: integer}
      - {name: p, type: fk, to: app.Parent, nullable: true}
`
	const rows = "INSERT INTO a (id, s, n) VALUES (1, 'two words', 70000), (2, 'two words', 2), (3, NULL, 3)"
	tests := map[string]struct{ op, want string }{
		"a required field without a value":  {"{op: add_field, model: A, field: {name: x, type: text}}", "app.A.x is required, and there are rows that would have no value: give them one with backfill:"},
		"a field that becomes required":     {"{op: alter_field, model: A, field: {name: s, type: string, size: 20}}", "app.A.s becomes required, and there are rows without a value: give them one with backfill:"},
		"a text that is no number":          {"{op: alter_field, model: A, field: {name: s, type: integer, nullable: true}}", "app.A.s holds values that are not whole numbers: change or remove them first"},
		"a text that is neither true or so": {"{op: alter_field, model: A, field: {name: s, type: bool, nullable: true}}", "app.A.s holds texts that are neither true nor false"},
		"a text that is no moment":          {"{op: alter_field, model: A, field: {name: s, type: datetime, nullable: true}}", "app.A.s holds texts that are not moments"},
		"a text that is too long":           {"{op: alter_field, model: A, field: {name: s, type: string, size: 5, nullable: true}}", "app.A.s holds texts of more than 5 characters"},
		"a number that is too large":        {"{op: alter_field, model: A, field: {name: n, type: smallint}}", "app.A.n holds numbers above 32767"},
		"texts that are not unique":         {"{op: alter_field, model: A, field: {name: s, type: string, size: 20, nullable: true, unique: true}}", "UNIQUE constraint failed: a.s"},
		"rows that break a new check":       {"{op: add_check, model: A, check: {name: ck, expr: \"{n} > 5\"}}", "CHECK constraint failed: ck"},
		"a value that is none":              {"{op: add_field, model: A, field: {name: x, type: integer}, backfill: many}", `app.A.x: the value for existing rows is "many", which is not a whole number of 32 bits`},
		"a foreign key to no row":           {"{op: add_field, model: A, field: {name: x, type: fk, to: app.Parent}, backfill: \"9\"}", "a row 1 points at no row of parent"},
		"SQL that breaks a foreign key":     {"{op: run_sql, all: \"UPDATE a SET p_id = 5 WHERE id = 2\"}", "rows point at rows that do not exist; correct them and migrate again:\n\ta row 2 points at no row of parent"},
		"SQL that is wrong":                 {"{op: run_sql, all: \"DELETE FROM a; SELEKT 1\"}", "SELEKT"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, db := newFile(t)
			g, err := Load(Source{App: "app", FS: files("0001_a.yaml", table, "0002_b.yaml", "ops:\n  - "+test.op+"\n", "HEAD", "0002_b")})
			if err != nil {
				t.Fatal(err)
			}
			if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: "app", Target: "0001"}); err != nil {
				t.Fatal(err)
			}
			execute(t, db, rows)
			before := dump(t, db)
			err = Run(t.Context(), db, SQLite{}, g, RunOptions{})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "migrating app.0002_b: ") {
				t.Fatalf("%v, want %s", err, test.want)
			}
			if err := sameSchema(before, dump(t, db)); err != nil {
				t.Error(err)
			}
			if got := one(t, db, "SELECT group_concat(n) FROM a"); got != "70000,2,3" {
				t.Errorf("rows are now %s", got)
			}
			if got := one(t, db, "SELECT count(*) FROM gofw_migration"); got != "1" {
				t.Errorf("%s are recorded", got)
			}
			if got := one(t, db, "PRAGMA foreign_keys"); got != "1" {
				t.Error("foreign keys are left off")
			}
		})
	}
}

// A column that somebody added by hand is not lost in silence.
func TestColumnsOfOthersAreNotLost(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	g := blog(t)
	migrateTo(t, db, g, "0001")
	fillBlog(t, db, 20)
	execute(t, db, "ALTER TABLE blog_post ADD COLUMN legacy_id integer")
	err := Run(t.Context(), db, SQLite{}, g, RunOptions{})
	const want = "blog_post has a column that no migration made and that would be lost: remove it, or add it to the model"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("%v, want %s", err, want)
	}
	execute(t, db, "ALTER TABLE blog_post DROP COLUMN legacy_id")
	migrateTo(t, db, g, "0004")
}

// Values change with their column's type, and come back.
func TestValuesFollowTheirType(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ from, to, values, want, back string }{
		"text to number":   {"text", "integer", "'12', ' 7', NULL", "12,7,~", "12,7,~"},
		"number to text":   {"integer", "text", "12, -7, NULL", "12,-7,~", "12,-7,~"},
		"text to bool":     {"text", "bool", "'true', 'FALSE', '1', NULL", "1,0,1,~", "true,false,true,~"},
		"bool to text":     {"bool", "text", "1, 0, NULL", "true,false,~", "1,0,~"},
		"number to bool":   {"integer", "bool", "1, 0, NULL", "1,0,~", "1,0,~"},
		"text to fraction": {"text", "float", "'1.5', '2', NULL", "1.5,2.0,~", "1.5,2.0,~"},
		"text to binary":   {"text", "binary", "'a', NULL", "a,~", "a,~"},
		"text to moment":   {"text", "datetime", "'2024-01-02 03:04:05', NULL", "2024-01-02 03:04:05,~", "2024-01-02 03:04:05,~"},
		"larger numbers":   {"smallint", "bigint", "1, NULL", "1,~", "1,~"},
		"text to JSON":     {"text", "json", "'12', '[1]'", "12,[1]", "12,[1]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := memory(t)
			g, err := Load(Source{App: "app", FS: files(
				"0001_a.yaml", "ops:\n  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: v, nullable: true, type: "+test.from+"}]}\n",
				"0002_b.yaml", "ops:\n  - {op: alter_field, model: A, field: {name: v, nullable: true, type: "+test.to+"}}\n", "HEAD", "0002_b")})
			if err != nil {
				t.Fatal(err)
			}
			migrate := func(target, want string) {
				t.Helper()
				if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: "app", Target: target}); err != nil {
					t.Fatal(err)
				}
				if got := one(t, db, "SELECT group_concat(coalesce(CAST(v AS text), '~')) FROM (SELECT v FROM a ORDER BY id)"); want != "" && got != want {
					t.Errorf("at %s: %s, want %s", target, got, want)
				}
			}
			migrate("0001", "")
			for _, value := range strings.Split(test.values, ", ") {
				execute(t, db, "INSERT INTO a (v) VALUES ("+value+")")
			}
			migrate("0002", test.want)
			migrate("0001", test.back)
		})
	}
}

// Foreign keys follow the type of the key they point at, and the rows stay
// together.
func TestForeignKeysFollowTheKey(t *testing.T) {
	t.Parallel()
	_, db := newFile(t)
	g, err := Load(Source{App: "app", FS: files(
		"0001_a.yaml", "ops:\n"+
			"  - {op: create_model, model: Parent, table: parent, fields: [{name: id, type: bigauto, pk: true}]}\n"+
			"  - {op: create_model, model: Child, table: child, fields: [{name: parent, type: fk, pk: true, to: app.Parent, on_delete: cascade}]}\n"+
			"  - {op: create_model, model: Toy, table: toy, fields: [{name: id, type: bigauto, pk: true}, {name: child, type: fk, to: app.Child, on_delete: cascade}]}\n",
		"0002_b.yaml", "ops:\n  - {op: alter_field, model: Parent, field: {name: id, type: string, size: 20, pk: true}}\n",
		"HEAD", "0002_b")})
	if err != nil {
		t.Fatal(err)
	}
	migrate := func(target, want string) {
		t.Helper()
		if err := Run(t.Context(), db, SQLite{}, g, RunOptions{App: "app", Target: target}); err != nil {
			t.Fatal(err)
		}
		const types = "SELECT group_concat(type) FROM (SELECT lower(p.type) AS type FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.name IN ('parent', 'child', 'toy') ORDER BY m.name, p.cid)"
		if got := one(t, db, types); got != want {
			t.Errorf("types are %s, want %s", got, want)
		}
	}
	migrate("0001", "bigint,integer,integer,bigint")
	execute(t, db, "INSERT INTO parent VALUES (7), (8)")
	execute(t, db, "INSERT INTO child VALUES (7), (8)")
	execute(t, db, "INSERT INTO toy VALUES (1, 7), (2, 8), (3, 8)")
	migrate("0002", "varchar(20),varchar(20),integer,varchar(20)")
	migrate("0001", "bigint,integer,integer,bigint")
	execute(t, db, "DELETE FROM parent WHERE id = 8")
	if got := one(t, db, "SELECT count(*) FROM toy"); got != "1" {
		t.Errorf("%s toys are left, want 1", got)
	}
}
