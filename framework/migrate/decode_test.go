package migrate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each mistake is reported where it stands, with what to do.
func TestMistakesInFilesAreReported(t *testing.T) {
	t.Parallel()
	field := func(rest string) string {
		return "ops:\n  - op: create_model\n    model: Post\n    fields:\n      - {name: id, type: bigauto, pk: true}\n      - {" + rest + "}\n"
	}
	tests := map[string]struct{ src, want string }{
		"an empty file":                           {"", "the file is empty; write ops: [] if there is nothing to do"},
		"comments only":                           {"# later\n", "the file is empty; write ops: [] if there is nothing to do"},
		"no operations":                           {"depends: []\n", `1:1: a migration needs the key "ops"`},
		"a list instead of keys":                  {"- a\n", "1:1: a migration must be keys with values, not a list"},
		"two documents":                           {"ops: []\n---\nops: []\n", "the file holds 2 documents; write one migration a file"},
		"a misspelt key":                          {"opps: []\nops: []\n", `1:1: a migration has no key "opps"; did you mean "ops"?`},
		"a key twice":                             {"ops: []\nops: []\n", `2:1: mapping key "ops" already defined at [1:1]`},
		"an unclosed bracket":                     {"ops: [\n", "1:6: sequence end token ']' not found"},
		"a tab":                                   {"ops:\n\t- op: barrier\n", "2:1: found character '\t' that cannot start any token"},
		"operations that are no list":             {"ops: {op: barrier}\n", "1:6: ops must be a list, not keys with values"},
		"an operation that is a word":             {"ops: [barrier]\n", `1:7: an operation must be keys with values, not "barrier"`},
		"an operation without a kind":             {"ops:\n  - {model: Post}\n", `2:5: an operation needs the key "op"`},
		"a kind that is a number":                 {"ops:\n  - {op: 5}\n", `2:10: op must be text; write it in quotes: "5"`},
		"a misspelt operation":                    {"ops:\n  - {op: add_feild, model: Post}\n", `2:5: there is no operation "add_feild"; did you mean "add_field"?`},
		"a key of another operation":              {"ops:\n  - {op: delete_model, model: Post, field: {name: a, type: text}}\n", `2:37: delete_model has no key "field"; there are model, op`},
		"a missing key":                           {"ops:\n  - {op: rename_field, model: Post, name: a}\n", `2:5: rename_field needs the key "to"`},
		"a misspelt key of a field":               {field("name: a, typ: text"), `6:19: a field has no key "typ"; did you mean "type"?` + "\n" + `6:9: a field needs the key "type"`},
		"a misspelt type":                         {field("name: a, type: sting, size: 5"), `6:9: there is no type "sting"; did you mean "string"?`},
		"a size in quotes":                        {field(`name: a, type: string, size: "5"`), `6:39: size must be a whole number, not "5"`},
		"a negative size":                         {field("name: a, type: string, size: -5"), `6:39: size must be a whole number, not "-5"`},
		"a size with a fraction":                  {field("name: a, type: string, size: 5.5"), `6:39: size must be a whole number, not "5.5"`},
		"a size out of all proportion":            {field("name: a, type: string, size: 99999999999999999999"), `6:39: size must be a whole number, not "99999999999999999999"`},
		"yes instead of true":                     {field("name: a, type: text, nullable: yes"), `6:41: nullable must be true or false, not "yes"`},
		"a default that is a number":              {field("name: a, type: integer, default: 0"), `6:43: default must be text; write it in quotes: "0"`},
		"a default that is true":                  {field("name: a, type: bool, default: true"), `6:40: default must be text; write it in quotes: "true"`},
		"a default that is null":                  {field("name: a, type: text, default: null"), "6:40: default must be text; write it in quotes, or leave the key out"},
		"a default that is a list":                {field("name: a, type: text, default: [a]"), "6:40: default must be text, not a list"},
		"the old spelling of nullable":            {field("name: a, type: text, null: true"), `6:31: a field has no key "null"; did you mean "nullable"?`},
		"a name that SQL would trip on":           {field("name: a b, type: text"), `6:16: name is "a b"; use letters, digits and underscores`},
		"a name that is an injection":             {field("name: \"a` text); DROP TABLE x; --\", type: text"), "6:16: name is \"a` text); DROP TABLE x; --\"; use letters, digits and underscores"},
		"an anchor":                               {"ops:\n  - &a {op: barrier}\n", "2:5: an operation must be keys with values, not an anchor, an alias or a tag, which migrations do not use"},
		"a tag":                                   {field("name: !!str a, type: text"), "6:16: name must be text, not an anchor, an alias or a tag, which migrations do not use"},
		"a dependency without an app":             {"depends: [0001_initial]\nops: []\n", `1:11: depends names "0001_initial"; write app.NNNN_name, as in auth.0001_initial`},
		"dependencies that are no list":           {"depends: auth.0001_initial\nops: []\n", `1:10: depends must be a list, not "auth.0001_initial"`},
		"SQL for no database":                     {"ops:\n  - {op: run_sql, reverse: noop}\n", `2:5: run_sql needs the key "all", or one of the databases: sqlite, postgres, mysql`},
		"SQL for a database unknown":              {"ops:\n  - {op: run_sql, oracle: x}\n", `2:19: run_sql has no key "oracle"; there are all, elidable, mysql, op, postgres, reverse, sqlite` + "\n" + `2:5: run_sql needs the key "all", or one of the databases: sqlite, postgres, mysql`},
		"SQL that ends the transaction":           {"ops:\n  - {op: run_sql, all: \"DELETE FROM a; commit\"}\n", "2:24: all holds commit: a migration is one transaction, which it must not end"},
		"a reverse that is another word":          {"ops:\n  - {op: run_sql, all: x, reverse: none}\n", "2:36: reverse must be noop, or texts by database as in {all: \"…\"}"},
		"an index made concurrently among others": {"ops:\n  - {op: barrier}\n  - {op: remove_index, model: A, name: x, concurrently: true}\n", "3:57: concurrently has no transaction, so it must stand alone: put the operation into a migration of its own"},
		"brackets without end":                    {"ops: " + strings.Repeat("[", 100000), "the file nests brackets too deeply"},
		"several mistakes at once":                {"depnds: []\nops:\n  - {op: barier}\n", "1:1: a migration has no key \"depnds\"; did you mean \"depends\"?\n3:5: there is no operation \"barier\"; did you mean \"barrier\"?"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const place = "blog/migrations/0002_x.yaml"
			_, err := Decode("blog", place, []byte(test.src))
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.ReplaceAll(strings.ReplaceAll(err.Error(), place+":", ""), "\n ", "\n")
			if diff := cmp.Diff(test.want, strings.TrimPrefix(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Mistakes that only show when operations meet a state.
func TestMistakesInOperationsAreReported(t *testing.T) {
	t.Parallel()
	const table = "{op: create_model, model: Post, fields: [{name: id, type: bigauto, pk: true}, {name: title, type: string, size: 50}], " +
		"indexes: [{name: ix, fields: [title]}], checks: [{name: ck, expr: \"{title} <> ''\"}]}"
	add := func(field string) string { return "{op: add_field, model: Post, field: {" + field + "}}" }
	tests := map[string]struct{ op, want string }{
		"a model that does not exist":     {"{op: delete_model, model: Pots}", "there is no model blog.Pots at this point; did you mean \"Post\"?"},
		"a model that exists":             {table, "there is a model blog.Post already"},
		"a table that is taken":           {"{op: create_model, model: Other, table: BLOG_POST, fields: [{name: id, type: bigauto, pk: true}]}", "the table BLOG_POST belongs to blog.Post already"},
		"a table without a key":           {"{op: create_model, model: Other, fields: [{name: a, type: text}]}", "blog.Other has no primary key; give one field pk: true"},
		"two keys":                        {add("name: b, type: text, pk: true"), "blog.Post.b and id are both the primary key; keep one"},
		"a field that exists":             {add("name: title, type: text"), "blog.Post has a field title already"},
		"a column that is taken":          {add("name: b, type: text, column: TITLE"), "blog.Post.b and title have the same column TITLE"},
		"a string without a size":         {add("name: b, type: string"), "blog.Post.b is a string and needs a size; use the type text for one of any length"},
		"a text with a size":              {add("name: b, type: text, size: 5"), "blog.Post.b has a size, which the type text does not have"},
		"a scale beyond the digits":       {add("name: b, type: decimal, size: 5, scale: 6"), "blog.Post.b is a decimal and needs size, and scale not above it"},
		"a default that is no number":     {add(`name: b, type: integer, default: "0x1F"`), `the default of blog.Post.b is "0x1F", which is not a whole number of 32 bits`},
		"a default that is too large":     {add(`name: b, type: smallint, default: "40000"`), `the default of blog.Post.b is "40000", which is not a whole number of 16 bits`},
		"a default that is infinite":      {add(`name: b, type: float, default: inf`), `the default of blog.Post.b is "inf", which is not a number`},
		"a default that is neither":       {add(`name: b, type: bool, default: "1"`), `the default of blog.Post.b is "1"; write "true" or "false"`},
		"a default that is too long":      {add(`name: b, type: string, size: 2, default: äöü`), "the default of blog.Post.b has 3 characters, more than the 2 that fit"},
		"a default that is no moment":     {add(`name: b, type: datetime, default: tomorrow`), `the default of blog.Post.b is "tomorrow"; write "now" or a moment such as "2006-01-02 15:04:05"`},
		"a binary default":                {add(`name: b, type: binary, default: abc`), "the default of blog.Post.b must be empty: binary values cannot be written here"},
		"a counter that is not the key":   {add("name: b, type: bigauto"), "blog.Post.b counts up by itself, which only a primary key can"},
		"a foreign key to nowhere":        {add("name: b, type: fk"), "blog.Post.b is a foreign key and needs to, as in to: auth.User"},
		"a foreign key to no model":       {add("name: b, type: fk, to: auth.Usr"), "blog.Post.b points at auth.Usr, which does not exist at this point"},
		"an action that is not known":     {add("name: b, type: fk, to: blog.Post, on_delete: explode"), "blog.Post.b has on_delete: explode; there are cascade, restrict, protect, set_null, set_default, nothing"},
		"set_default without a default":   {add("name: b, type: fk, to: blog.Post, nullable: true, on_delete: set_default"), "blog.Post.b is set to its default on delete and needs one"},
		"an index of unknown rows":        {"{op: add_index, model: Post, index: {name: x, fields: [id], where: \"{gone} IS NULL\"}}", `the index x names "gone", which is not a field of blog.Post; there are id, title`},
		"an index whose rows are unnamed": {"{op: add_index, model: Post, index: {name: x, fields: [id], where: \"1 = 1\"}}", `the index x has a condition without fields: put them in braces, as in "{deleted_at} IS NULL"`},
		"set_null on a required field":    {add("name: b, type: fk, to: blog.Post, on_delete: set_null"), "blog.Post.b is set to null on delete and must be nullable"},
		"an action on a plain field":      {add("name: b, type: text, on_delete: cascade"), "blog.Post.b has to or on_delete, which only the type fk has"},
		"altering a field that is not":    {"{op: alter_field, model: Post, field: {name: titel, type: text}}", `blog.Post has no field "titel"; did you mean "title"?`},
		"removing a field in an index":    {"{op: remove_field, model: Post, name: title}", "the index ix uses blog.Post.title; remove the index first"},
		"removing the key":                {"{op: remove_field, model: Post, name: id}", "blog.Post has no primary key; give one field pk: true"},
		"renaming to a field that exists": {"{op: rename_field, model: Post, name: title, to: id}", "blog.Post has a field id already"},
		"an index name that is taken":     {"{op: add_index, model: Post, index: {name: ck, fields: [id]}}", "the name ck belongs to an index or constraint of blog.Post already"},
		"an index over no such field":     {"{op: add_index, model: Post, index: {name: x, fields: [titel]}}", `the index x names "titel", which is not a field of blog.Post; did you mean "title"?`},
		"an index over a field twice":     {"{op: add_index, model: Post, index: {name: x, fields: [id, id]}}", `the index x names "id" twice`},
		"an index over nothing":           {"{op: add_index, model: Post, index: {name: x, fields: []}}", "the index x has no fields"},
		"an index that is not there":      {"{op: remove_index, model: Post, name: xi}", `blog.Post has no index "xi"; did you mean "ix"?`},
		"a check over no such field":      {"{op: add_check, model: Post, check: {name: x, expr: \"{titel} > 1\"}}", `the check x names {titel}, which is not a field of blog.Post; did you mean "title"?`},
		"a check that says nothing":       {"{op: add_check, model: Post, check: {name: x, expr: \" \"}}", "the check x has no expression"},
		"a check that is not there":       {"{op: remove_check, model: Post, name: x}", `blog.Post has no check "x"; did you mean "ck"?`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Decode("blog", "blog/migrations/0001_x.yaml", []byte("ops:\n- "+table+"\n- "+test.op+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = replay(new(State), []*File{f})
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "blog/migrations/0001_x.yaml:3:3: "), "blog/migrations/0001_x.yaml: ")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNamesOfFilesAreChecked(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"1_x.yaml", "0001.yaml", "0001-x.yaml", "0001_X.yaml", "0001_.yaml", "x.yaml", "00000000001_x.yaml", "0001_x;.yaml"} {
		if _, err := Decode("blog", "blog/migrations/"+name, []byte("ops: []\n")); err == nil || !strings.Contains(err.Error(), "a migration is called NNNN_name.yaml") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever stands in a file, reading it ends with a file or an error, and a
// file that is read is written so that it reads the same.
func FuzzDecode(f *testing.F) {
	f.Add("depends: [auth.0001_initial]\nops:\n  - {op: add_field, model: Post, field: {name: a, type: text, default: \"it's\"}, backfill: \"\"}\n")
	f.Add("ops:\n  - op: run_sql\n    all: |\n      SELECT 1;\n\n      SELECT 2;\n    reverse: {}\n")
	f.Add("ops: [{op: add_check, model: M, check: {name: c, expr: '{a} > 0'}}]")
	f.Fuzz(func(t *testing.T, src string) {
		first, err := Decode("app", "0001_x.yaml", []byte(src))
		if err != nil {
			return
		}
		again, err := Decode("app", "0001_x.yaml", first.Encode())
		if err != nil {
			t.Fatalf("%v\nin:\n%s", err, first.Encode())
		}
		if first.Checksum() != again.Checksum() {
			t.Fatalf("differs after writing:\n%s", first.Encode())
		}
	})
}
