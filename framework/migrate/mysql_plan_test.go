package migrate

import (
	"strings"
	"testing"
)

// What MySQL cannot do is said before anything is sent.
func TestMySQLIsAskedForWhatItCanDo(t *testing.T) {
	t.Parallel()
	const table = "ops:\n  - op: create_model\n    model: A\n    table: a\n    fields:\n      - {name: id, type: bigauto, pk: true}\n"
	tests := map[string]struct{ rest, want string }{
		"a unique text": {"      - {name: body, type: text, unique: true}\n",
			"app.A: the index a_body_uq covers body, which is of any length, and MySQL cannot index that: give the field the type string with a size"},
		"an index of JSON":        {"      - {name: j, type: json}\n    indexes:\n      - {name: j_idx, fields: [j]}\n", "the index j_idx covers j"},
		"an expression of a text": {"      - {name: s, type: text}\n    indexes:\n      - {name: s_idx, fields: [\"lower({s})\"]}\n", "the index s_idx covers lower({s})"},
		"an index that is too wide": {"      - {name: s, type: string, size: 800, unique: true}\n",
			"app.A: the index a_s_uq covers 3200 bytes, and MySQL takes 3072"},
		"a string that is too long":      {"      - {name: s, type: string, size: 20000}\n", "app.A.s is a string of 20000 characters, and MySQL takes 16383: make it a text"},
		"the length of a text":           {"      - {name: s, type: text}\n    indexes:\n      - {name: s_idx, fields: [\"length({s})\"]}\n", ""},
		"an index that is wide and fits": {"      - {name: s, type: string, size: 700, unique: true}\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, err := Load(Source{App: "app", FS: files("0001_a.yaml", table+test.rest, "HEAD", "0001_a")})
			if err != nil {
				t.Fatal(err)
			}
			_, err = SQL(g, "app", "0001", MySQL{}, false)
			if err == nil && test.want != "" || err != nil && (test.want == "" || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

// An expression means on MySQL what it means elsewhere.
func TestExpressionsMeanTheSameOnMySQL(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"length({a}) > 1":                   "char_length({a}) > 1",
		"LENGTH ({a}) = 1 AND {length} = 2": "char_length ({a}) = 1 AND {length} = 2",
		"{a} = 'length(x)'":                 "{a} = 'length(x)'",
		`{a} = 'back\slash'`:                `{a} = 'back\\slash'`,
		"{a} = 'it''s' OR length({b}) = 2":  "{a} = 'it''s' OR char_length({b}) = 2",
		"{a} < '2026-03-02T01:00:00+01:00'": "{a} < '2026-03-02 00:00:00'",
		"octet_length({a}) = 1":             "octet_length({a}) = 1",
	}
	for expr, want := range tests {
		if got := (mysqlGrammar{}).expression(expr); got != want {
			t.Errorf("%s becomes %s, want %s", expr, got, want)
		}
	}
}

func TestScriptsAreDividedIntoStatements(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		script      string
		backslashes bool
		want        string // with a bar between
	}{
		"two statements":             {"A; B;\n", false, "A|B"},
		"a text with a semicolon":    {"A 'x;y'; B 'it''s;'", false, "A 'x;y'|B 'it''s;'"},
		"a backslash that escapes":   {`A 'x\';y'; B`, true, `A 'x\';y'|B`},
		"a backslash that does not":  {`A 'x\'; B 'y'`, false, `A 'x\'|B 'y'`},
		"names and comments":         {"A \"x;y\" `z;` -- c;d\n /* e;f */; B", false, "A \"x;y\" `z;` -- c;d\n /* e;f */|B"},
		"a body in dollars":          {"CREATE FUNCTION f() AS $x$ BEGIN a; b; END $x$; B", false, "CREATE FUNCTION f() AS $x$ BEGIN a; b; END $x$|B"},
		"a trigger":                  {"A; CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET x = 1; SET y = 2; END", true, "A|CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET x = 1; SET y = 2; END"},
		"nothing but comments":       {"-- a\n; /* b */", false, ""},
		"a comment that is executed": {"/*!80000 A */; B", true, "/*!80000 A */|B"},
		"a text that does not end":   {"A 'x; B", false, "A 'x; B"},
	}
	for name, test := range tests {
		if got := strings.Join(splitSQL(test.script, test.backslashes), "|"); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
