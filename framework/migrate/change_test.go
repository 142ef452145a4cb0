package migrate

import (
	"regexp"
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
		"without anything back": {"  - {op: run_sql, all: \"SELECT 1\"}\n", "", "app/migrations/0002_b.yaml:2:5: it cannot be undone: its run_sql has no reverse; write one, or reverse: noop if there is nothing to do"},
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
      - {name: d, type: decimal, size: 6, scale: 2, default: "1.25"}
      - {name: p, type: fk, to: app.Parent, nullable: true}
`
	const rows = "INSERT INTO a (id, s, n) VALUES (1, 'two words', 70000), (2, 'two words', 2), (3, NULL, 3)"
	tests := map[string]struct {
		op, want string
		server   string // of the error of PostgreSQL and MySQL, if it is their own
		halfway  bool   // MySQL has done a part of it
	}{
		"a required field without a value":  {op: "{op: add_field, model: A, field: {name: x, type: text}}", want: "app.A.x is required, and there are rows that would have no value: give them one with backfill:"},
		"a field that becomes required":     {op: "{op: alter_field, model: A, field: {name: s, type: string, size: 20}}", want: "app.A.s becomes required, and there are rows without a value: give them one with backfill:"},
		"a text that is no number":          {op: "{op: alter_field, model: A, field: {name: s, type: integer, nullable: true}}", want: "app.A.s holds values that are not whole numbers: change or remove them first"},
		"a text that is neither true or so": {op: "{op: alter_field, model: A, field: {name: s, type: bool, nullable: true}}", want: "app.A.s holds texts that are neither true nor false"},
		"a text that is no moment":          {op: "{op: alter_field, model: A, field: {name: s, type: datetime, nullable: true}}", want: "app.A.s holds texts that are not moments", server: "two words"},
		"a text that is too long":           {op: "{op: alter_field, model: A, field: {name: s, type: string, size: 5, nullable: true}}", want: "app.A.s holds texts of more than 5 characters"},
		"a number that is too large":        {op: "{op: alter_field, model: A, field: {name: n, type: smallint}}", want: "app.A.n holds numbers above 32767"},
		"texts that are not unique":         {op: "{op: alter_field, model: A, field: {name: s, type: string, size: 20, nullable: true, unique: true}}", want: "UNIQUE constraint failed: a.s", server: "uplicate|could not create unique index"},
		"rows that break a new check":       {op: "{op: add_check, model: A, check: {name: ck, expr: \"{n} > 5\"}}", want: "CHECK constraint failed: ck", server: "ck|CONSTRAINT"},
		"a value that is none":              {op: "{op: add_field, model: A, field: {name: x, type: integer}, backfill: many}", want: `app.A.x: the value for existing rows is "many", which is not a whole number of 32 bits`},
		"a foreign key to no row":           {op: "{op: add_field, model: A, field: {name: x, type: fk, to: app.Parent}, backfill: \"9\"}", want: "a row 1 points at no row of parent", server: "foreign key constraint", halfway: true},
		"SQL that breaks a foreign key":     {op: "{op: run_sql, all: \"UPDATE a SET p_id = 5 WHERE id = 2\"}", want: "rows point at rows that do not exist; correct them and migrate again:\n\ta row 2 points at no row of parent", server: "foreign key constraint"},
		"SQL that is wrong":                 {op: "{op: run_sql, all: \"DELETE FROM a; SELEKT 1\"}", want: "SELEKT", halfway: true},
		"a fraction that would be cut":      {op: "{op: alter_field, model: A, field: {name: d, type: decimal, size: 6, scale: 1}}", want: "app.A.d holds numbers of more than 1 digits behind the point"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, err := Load(Source{App: "app", FS: files("0001_a.yaml", table, "0002_b.yaml", "ops:\n  - "+test.op+"\n", "HEAD", "0002_b")})
			if err != nil {
				t.Fatal(err)
			}
			eachEngine(t, func(t *testing.T, e engine) {
				if e.name == "sqlite" && name == "a fraction that would be cut" {
					return // a decimal is a floating number there
				}
				db := e.open(t)
				if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "app", Target: "0001"}); err != nil {
					t.Fatal(err)
				}
				execute(t, db, rows)
				before := dumpOf(t, db, e.dialect)
				want := regexp.QuoteMeta(test.want)
				if e.name != "sqlite" && test.server != "" {
					want = test.server
				}
				err := Run(t.Context(), db, e.dialect, g, RunOptions{})
				if err == nil || !regexp.MustCompile(want).MatchString(err.Error()) || !strings.HasPrefix(err.Error(), "migrating app.0002_b: ") {
					t.Fatalf("%v, want %s", err, want)
				}
				if got := one(t, db, "SELECT count(*) FROM gofw_migration"); got != "1" {
					t.Errorf("%s are recorded", got)
				}
				if e.name == "sqlite" && one(t, db, "PRAGMA foreign_keys") != "1" {
					t.Error("foreign keys are left off")
				}
				if e.name == "mysql" && test.halfway {
					return
				}
				if err := sameSchema(before, dumpOf(t, db, e.dialect)); err != nil {
					t.Error(err)
				}
				if got := strings.Join(column(t, db, "SELECT n FROM a ORDER BY id"), ","); got != "70000,2,3" {
					t.Errorf("rows are now %s", got)
				}
			})
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
	const hello = "hello" // as bytes, by each database's own words
	bytes := map[string]string{"sqlite": "CAST('hello' AS blob)", "postgres": "convert_to('hello', 'UTF8')", "mysql": "x'68656c6c6f'"}
	tests := map[string]struct {
		from, to, values, want string
		back                   string // what comes back, if it is not what was there
	}{
		"text to number":     {from: "text", to: "integer", values: "'12', ' 7', NULL", want: "12,7,~", back: "12,7,~"},
		"number to text":     {from: "integer", to: "text", values: "12, -7, NULL", want: "12,-7,~"},
		"number to string":   {from: "integer", to: "string, size: 9", values: "12, -7, NULL", want: "12,-7,~"},
		"text to bool":       {from: "text", to: "bool", values: "'true', 'FALSE', '1', NULL", want: "true,false,true,~", back: "true,false,true,~"},
		"bool to text":       {from: "bool", to: "text", values: "TRUE, FALSE, NULL", want: "true,false,~"},
		"number to bool":     {from: "integer", to: "bool", values: "1, 0, NULL", want: "true,false,~", back: "1,0,~"},
		"text to fraction":   {from: "text", to: "float", values: "'1.5', '-0.25', NULL", want: "1.5,-0.25,~"},
		"text to decimal":    {from: "text", to: "decimal, size: 6, scale: 2", values: "'1.50', '-2.25', NULL", want: "1.5,-2.25,~"},
		"number to fraction": {from: "integer", to: "float", values: "3, NULL", want: "3,~"},
		"text to binary":     {from: "text", to: "binary", values: "'hello', NULL", want: hello + ",~"},
		"binary to text":     {from: "binary", to: "text", values: "BYTES, NULL", want: hello + ",~"},
		"larger numbers":     {from: "smallint", to: "bigint", values: "1, NULL", want: "1,~"},
		"text to JSON":       {from: "text", to: "json", values: "'12', '[1]'", want: "12,[1]"},
		"JSON to array":      {from: "json", to: "text array", values: `'[]', '["b c","d e"]', NULL`, want: `[],["b c","d e"],~`},
		"JSON to numbers":    {from: "json", to: "bigint array", values: "'[1,-2]', NULL", want: "[1,-2],~"},
		"text to string":     {from: "text", to: "string, size: 5", values: "'äöüß!', NULL", want: "äöüß!,~"},
		"text to day":        {from: "text", to: "date", values: "'2024-02-29', NULL", want: "2024-02-29,~"},
		"text to UUID":       {from: "text", to: "uuid", values: "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", want: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
		"text to address":    {from: "text", to: "ip", values: "'192.0.2.1'", want: "192.0.2.1"},
		"text to moment":     {from: "text", to: "datetime", values: "'2024-01-02 03:04:05', NULL", want: "2024-01-02 03:04:05,~"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, err := Load(Source{App: "blog", FS: files(
				"0001_a.yaml", "ops:\n  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: v, nullable: true, type: "+test.from+"}]}\n",
				"0002_b.yaml", "ops:\n  - {op: alter_field, model: A, field: {name: v, nullable: true, type: "+test.to+"}}\n", "HEAD", "0002_b")})
			if err != nil {
				t.Fatal(err)
			}
			eachEngine(t, func(t *testing.T, e engine) {
				db := e.open(t)
				e.migrateTo(t, db, g, "0001")
				for _, value := range strings.Split(test.values, ", ") {
					execute(t, db, "INSERT INTO a (v) VALUES ("+strings.ReplaceAll(value, "BYTES", bytes[e.name])+")")
				}
				was := plainValues(column(t, db, "SELECT v FROM a ORDER BY id"))
				e.migrateTo(t, db, g, "0002")
				got := plainValues(column(t, db, "SELECT v FROM a ORDER BY id"))
				if test.to == "bool" {
					got = strings.NewReplacer("1", "true", "0", "false").Replace(got)
				}
				if strings.HasSuffix(test.to, " array") && e.name == "postgres" {
					got = strings.NewReplacer("{", "[", "}", "]").Replace(got)
				}
				if got != test.want {
					t.Errorf("%s, want %s", got, test.want)
				}
				e.migrateTo(t, db, g, "0001")
				if test.back != "" {
					was = test.back
				}
				if back := plainValues(column(t, db, "SELECT v FROM a ORDER BY id")); back != was {
					t.Errorf("%s came back, want %s", back, was)
				}
			})
		})
	}
}

// plainValues are values without what databases and drivers say differently:
// zones and fractions of moments, zeros at the end of numbers.
func plainValues(list []string) string {
	for i, v := range list {
		switch {
		case v == "":
			v = "~"
		case strings.HasPrefix(v, "2024-01-02"):
			v = strings.Replace(v, "T", " ", 1)[:len("2024-01-02 03:04:05")]
		case strings.HasPrefix(v, "2024-"):
			v = v[:len("2024-02-29")]
		case strings.Count(v, ".") == 1:
			v = strings.TrimRight(strings.TrimRight(v, "0"), ".")
		}
		list[i] = v
	}
	return strings.Join(list, ",")
}

// Foreign keys follow the type of the key they point at, and the rows stay
// together.
func TestForeignKeysFollowTheKey(t *testing.T) {
	t.Parallel()
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
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		to := func(target string) string {
			t.Helper()
			if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "app", Target: target}); err != nil {
				t.Fatal(err)
			}
			return dumpOf(t, db, e.dialect)
		}
		before := to("0001")
		execute(t, db, "INSERT INTO parent (id) VALUES (7), (8)")
		execute(t, db, "INSERT INTO child VALUES (7), (8)")
		execute(t, db, "INSERT INTO toy VALUES (1, 7), (2, 8), (3, 8)")
		for _, line := range []string{"column parent.id ", "column child.parent_id ", "column toy.child_id "} {
			if between := to("0002"); !regexp.MustCompile(line + "(varchar|character varying)\\(20\\)").MatchString(between) {
				t.Errorf("no text for %s in:\n%s", line, between)
			}
		}
		if err := sameSchema(before, to("0001")); err != nil {
			t.Error(err)
		}
		execute(t, db, "DELETE FROM parent WHERE id = 8")
		if got := one(t, db, "SELECT count(*) FROM toy"); got != "1" {
			t.Errorf("%s toys are left, want 1", got)
		}
		if e.name == "sqlite" {
			return
		}
		columns := map[string]string{"postgres": "DEFAULT VALUES", "mysql": "() VALUES ()"}
		execute(t, db, "INSERT INTO parent "+columns[e.name])
		if got := one(t, db, "SELECT max(id) FROM parent"); got != "8" && got != "9" {
			t.Errorf("the key goes on at %s", got)
		}
	})
}

// A key goes on counting when its table and its column are called otherwise, and
// when it moves to another field.
func TestKeysKeepCountingThroughRenames(t *testing.T) {
	t.Parallel()
	g, err := Load(Source{App: "app", FS: files(
		"0001_a.yaml", "ops:\n"+
			"  - {op: create_model, model: A, table: a, fields: [{name: id, type: bigauto, pk: true}, {name: code, type: string, size: 20}]}\n"+
			"  - {op: create_model, model: B, table: b, fields: [{name: id, type: bigauto, pk: true}]}\n",
		"0002_b.yaml", "ops:\n"+
			"  - {op: rename_model, model: A, to: C, table: c}\n  - {op: rename_model, model: B, to: A, table: a}\n  - {op: rename_model, model: C, to: B, table: b}\n"+
			"  - {op: rename_field, model: B, name: id, to: number}\n",
		"0003_c.yaml", "ops:\n"+
			"  - {op: alter_field, model: B, field: {name: number, type: bigint}}\n  - {op: alter_field, model: B, field: {name: code, type: string, size: 20, pk: true}}\n",
		"HEAD", "0003_c")})
	if err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, e engine) {
		db := e.open(t)
		to := func(target string) {
			t.Helper()
			if err := Run(t.Context(), db, e.dialect, g, RunOptions{App: "app", Target: target}); err != nil {
				t.Fatalf("to %s: %v", target, err)
			}
		}
		next := func(table, key, code, want string) {
			t.Helper()
			execute(t, db, "INSERT INTO "+table+" (code) VALUES ('"+code+"')")
			if got := one(t, db, "SELECT "+key+" FROM "+table+" WHERE code = '"+code+"'"); got != want {
				t.Errorf("the next key is %s, want %s", got, want)
			}
		}
		to("0001")
		next("a", "id", "x", "1")
		next("a", "id", "y", "2")
		to("0002")
		next("b", e.quote("number"), "z", "3")
		to("0003")
		if _, err := db.Exec("INSERT INTO b (" + e.quote("number") + ", code) VALUES (9, 'z')"); err == nil {
			t.Error("the new key lets a second row in")
		}
		to("0002")
		next("b", e.quote("number"), "w", "4")
		to("0001")
		next("a", "id", "v", "5")
	})
}
