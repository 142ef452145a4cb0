package migrate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A rewritten file has other lists, and is as it was in all else.
func TestRewritingKeepsWhatTheAuthorWrote(t *testing.T) {
	t.Parallel()
	const lists = "depends: [blog.0001_a]\nrenamed_from: [\"0002_b\"]\n"
	tests := map[string]struct{ src, want string }{
		"comments around":       {"# Why.\n\ndepends: [blog.0009_x] # after that\n\n# What:\nops:\n  - {op: barrier} # stop\n", "# Why.\n\n" + lists + "\n# What:\nops:\n  - {op: barrier} # stop\n"},
		"no list yet":           {"# Why.\nops:\n  - {op: barrier}\n", "# Why.\n" + lists + "ops:\n  - {op: barrier}\n"},
		"a list over lines":     {"depends:\n  - blog.0009_x\n  - auth.0001_a\nops:\n  - {op: barrier}\n", lists + "ops:\n  - {op: barrier}\n"},
		"brackets over lines":   {"depends: [\n  blog.0009_x,\n  auth.0001_a\n]\nops:\n  - {op: barrier}\n", lists + "ops:\n  - {op: barrier}\n"},
		"an empty list":         {"depends: []\nops:\n  - {op: barrier}\n", lists + "ops:\n  - {op: barrier}\n"},
		"lists behind":          {"ops:\n  - {op: barrier}\nrenamed_from: [\"0007_y\"]\ndepends: [blog.0009_x]\n", lists + "ops:\n  - {op: barrier}\n"},
		"all on one line":       {"{depends: [blog.0009_x], ops: [{op: barrier}]}\n", header + lists + "ops:\n  - {op: barrier}\n"},
		"no newline at the end": {"depends: [blog.0009_x]\nops: [{op: barrier}]", lists + "ops: [{op: barrier}]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &File{App: "blog", Name: "0003_b", Depends: []string{"blog.0001_a"}, RenamedFrom: []string{"0002_b"}, Ops: []Op{{Kind: Barrier}}}
			if diff := cmp.Diff(test.want, string(f.rewrite([]byte(test.src)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
