package dev

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblemsAreReadFromWhatToolsPrint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []Problem
		rest       string
	}{
		{"nothing", "", nil, ""},
		{
			"the compiler",
			"# example.com/site/blog\n./blog/views.go:31:2: undefined: foo\nblog/views.go:40:10: too many errors\n",
			[]Problem{{File: "blog/views.go", Line: 31, Column: 2, Message: "undefined: foo"}, {File: "blog/views.go", Line: 40, Column: 10, Message: "too many errors"}},
			"",
		},
		{
			"a mismatch that the compiler explains",
			"main.go:3:1: not enough arguments in call to f\n\thave ()\n\twant (int)\n",
			[]Problem{{File: "main.go", Line: 3, Column: 1, Message: "not enough arguments in call to f", Hint: "have ()\nwant (int)"}},
			"",
		},
		{
			"the generator",
			"blog/models.go:31:15: Post orders by \"Published\", which is not a field\n\tdid you mean \"PublishedAt\"?\n",
			[]Problem{{File: "blog/models.go", Line: 31, Column: 15, Message: "Post orders by \"Published\", which is not a field", Hint: "did you mean \"PublishedAt\"?"}},
			"",
		},
		{
			"go.mod, without a column",
			"go: errors parsing go.mod:\ngo.mod:5: unknown directive: requir\n",
			[]Problem{{File: "go.mod", Line: 5, Message: "unknown directive: requir"}},
			"go: errors parsing go.mod:",
		},
		{"an address is no place", "dial tcp 127.0.0.1:8000: connection refused", nil, "dial tcp 127.0.0.1:8000: connection refused"},
		{"Windows", "C:\\site\\main.go:3:1: bad\r\n", []Problem{{File: "C:\\site\\main.go", Line: 3, Column: 1, Message: "bad"}}, ""},
		{"a line number beyond every int", "a.go:99999999999999999999:1: x", []Problem{{File: "a.go", Column: 1, Message: "x"}}, ""},
		{"an indented line that follows nothing", "\tgoroutine", nil, "goroutine"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, rest := parseProblems(test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if rest != test.rest {
				t.Errorf("the rest is %q, want %q", rest, test.rest)
			}
		})
	}
}

func TestAPanicIsPlacedInTheSite(t *testing.T) {
	t.Parallel()
	trace := "warning\npanic: boom\n\ngoroutine 1 [running]:\nnet/http.f()\n\t/usr/local/go/src/net/http/server.go:9 +0x1\nmain.main()\n\t/srv/site/blog/main.go:12 +0x2\n\t/srv/site/other.go:3\n"
	want := []Problem{{File: filepath.Join("blog", "main.go"), Line: 12, Message: "panic: boom"}}
	if diff := cmp.Diff(want, parsePanic(trace, "/srv/site")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	for _, text := range []string{"", "exit", "\t/srv/site/a.go:1", "panic: x\n\t/srv/sites/a.go:1", "panic: x\n\t/srv/site/../a.go:1"} {
		if got := parsePanic(text, "/srv/site"); got != nil {
			t.Errorf("%q is placed at %v", text, got)
		}
	}
}

func TestExcerptsAreShort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := "1\n2\n3\n4\n5 " + strings.Repeat("ü", excerptLimit) + "\n6\n7\n8\n9\n"
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	lines := excerpt(Problem{File: "a.go", Line: 5}, dir)
	if len(lines) != 7 || lines[0].Number != 2 || !lines[3].Here || len(lines[3].Text) > excerptLimit+len(" …") {
		t.Errorf("the excerpt is %+v", lines)
	}
	for name, p := range map[string]Problem{
		"a file that is not there": {File: "b.go", Line: 1},
		"a folder":                 {File: ".", Line: 1},
		"a line after the end":     {File: "a.go", Line: 99},
		"a line before the first":  {File: "a.go", Line: -9},
	} {
		if got := excerpt(p, dir); got != nil {
			t.Errorf("%s has the excerpt %+v", name, got)
		}
	}
}

func TestTheTailKeepsTheEnd(t *testing.T) {
	t.Parallel()
	var kept tail
	for range 3 {
		kept.Write([]byte(strings.Repeat("x", tailLimit/2)))
	}
	kept.Write([]byte("end"))
	if got := kept.String(); len(got) != tailLimit || !strings.HasSuffix(got, "end") {
		t.Errorf("%d bytes are kept, want %d", len(got), tailLimit)
	}
}
