package migrate

import (
	"strings"
	"testing"
)

// A field may say what its index and constraints are called.
func TestNamesOfAFieldsIndexAndConstraints(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ names, want string }{
		"a list":            {"[a]", "6:52: names must be keys with values, not a list"},
		"a misspelt key":    {"{uniqe: a}", `6:53: names has no key "uniqe"; did you mean "unique"?`},
		"no name for SQL":   {`{unique: "a b"}`, `6:61: unique is "a b"; use letters, digits and underscores`},
		"a name in use":     {"{unique: taken}", "2:5: the name taken belongs to an index or constraint of blog.A already"},
		"a name of its own": {"{unique: blog_old_a_uq}", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := "ops:\n  - op: create_model\n    model: A\n    fields:\n      - {name: id, type: bigauto, pk: true}\n" +
				"      - {name: a, type: text, unique: true, names: " + test.names + "}\n"
			if test.names == "{unique: taken}" {
				src += "      - {name: b, type: text, unique: true, names: {unique: taken}}\n"
			}
			g, err := Load(Source{App: "blog", FS: files("0001_a.yaml", src, "HEAD", "0001_a")})
			if test.want != "" {
				if err == nil || !strings.HasSuffix(err.Error(), test.want) {
					t.Errorf("%v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if dump := freshDump(t, g); !strings.Contains(dump, "index blog_a blog_old_a_uq unique=1 a") {
				t.Error(dump)
			}
		})
	}
}
