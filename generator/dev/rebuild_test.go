package dev

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program is a module of three packages, each of which says a word.
var program = map[string]string{
	"go.mod":    "module example.org/site\n\ngo 1.26\n",
	"main.go":   "package main\n\nimport (\n\t\"fmt\"\n\n\t\"example.org/site/b\"\n)\n\nfunc main() { fmt.Println(\"main\", b.Say()) }\n",
	"b/b.go":    "package b\n\nimport \"example.org/site/a\"\n\nvar mark = \"quiet \"\n\n// Say says b, and what a says.\nfunc Say() string { return \"b \" + mark + a.Word + a.Text() }\n",
	"b/loud.go": "package b\n\nfunc init() { mark = \"\" }\n",
	"a/a.go": "package a\n\nimport _ \"embed\"\n\n//go:embed text/*.txt\nvar text string\n\n" +
		"// Word is a.\nconst Word = \"a \"\n\n// Text is what is embedded.\nfunc Text() string { return text }\n",
	"a/text/text.txt": "text",
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		edits  func(s *rebuilt)
		direct bool // without the go command
		want   string
	}{
		{"the body of a function", func(s *rebuilt) { s.edit("b/b.go", `"b "`, `"B "`) }, true, "main B a text"},
		{"a constant that another package has compiled in", func(s *rebuilt) { s.edit("a/a.go", `"a "`, `"A "`) }, true, "main b A text"},
		{"the main package", func(s *rebuilt) { s.edit("main.go", `"main"`, `"MAIN"`) }, true, "MAIN b a text"},
		{"a function that is not there yet, in two files", func(s *rebuilt) {
			s.edit("a/a.go", "// Word", "// More is more.\nfunc More() string { return \"more \" }\n\n// Word")
			s.edit("b/b.go", "a.Word", "a.More()")
		}, true, "main b more text"},
		{"a new import", func(s *rebuilt) {
			s.edit("b/b.go", "import \"example.org/site/a\"", "import (\n\t\"strings\"\n\n\t\"example.org/site/a\"\n)")
			s.edit("b/b.go", `"b "`, `strings.Repeat("b ", 2)`)
		}, false, "main b b a text"},
		{"a new file", func(s *rebuilt) {
			s.write("a/more.go", "package a\n\nfunc init() { text += \" more\" }\n")
		}, false, "main b a text more"},
		{"a file that is left out from now on", func(s *rebuilt) {
			s.edit("b/loud.go", "package b", "//go:build never\n\npackage b")
		}, false, "main b quiet a text"},
		{"a file that is embedded", func(s *rebuilt) { s.write("a/text/text.txt", "words") }, false, "main b a words"},
		{"go.mod", func(s *rebuilt) { s.edit("go.mod", "go 1.26", "go 1.25") }, false, "main b a text"},
		{"nothing", func(s *rebuilt) {}, false, "main b a text"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newRebuilt(t)
			c.edits(s)
			s.build()
			if direct := s.plan != nil; direct != c.direct {
				t.Errorf("built without the go command: %v, want %v", direct, c.direct)
			}
			s.says(c.want)
		})
	}
}

// A package that does not compile must not make others forget that they are due.
func TestARebuildGoesOnAfterAnError(t *testing.T) {
	t.Parallel()
	s := newRebuilt(t)
	s.edit("a/a.go", `"a "`, `"A "`)
	s.edit("b/b.go", "a.Word", "a.Wurd")
	err := s.Run(t.Context(), s.out)
	if err == nil || !strings.Contains(err.Error(), "b.go:8:") || !strings.Contains(err.Error(), "undefined: a.Wurd") {
		t.Fatalf("the error is %v", err)
	}
	s.says("main b a text")
	s.edit("b/b.go", "a.Wurd", "a.Word")
	s.build()
	s.says("main b A text")

	s.edit("a/a.go", "func Text", "func Text(")
	if err := s.Run(t.Context(), s.out); err == nil || !strings.Contains(err.Error(), "a.go:12:") {
		t.Fatalf("a syntax error is %v", err)
	}
}

func TestARebuildThatIsGivenUpIsDoneAgain(t *testing.T) {
	t.Parallel()
	s := newRebuilt(t)
	s.edit("a/a.go", `"a "`, `"A "`)
	for _, after := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		_ = s.Run(ctx, s.out)
		cancel()
	}
	s.edit("main.go", `"main"`, `"MAIN"`)
	s.build()
	s.says("MAIN b A text")
}

func TestEmbeddedFiles(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"text/*.txt", "text/a.txt", true},
		{"text/*.txt", "text/b/a.txt", false},
		{"text", "text/b/a.txt", true},
		{"text", "text/.hidden", false},
		{"text", "text/_draft/a.txt", false},
		{"all:text", "text/.hidden", true},
		{"text/.hidden", "text/.hidden", true},
		{"other", "text/a.txt", false},
	} {
		if got := embeds(c.pattern, c.name); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.name, got)
		}
	}
}

// rebuilt is a program with a plan for its next build.
type rebuilt struct {
	Rebuild
	t        *testing.T
	dir, out string
}

func newRebuilt(t *testing.T) *rebuilt {
	t.Helper()
	s := &rebuilt{t: t, dir: t.TempDir(), out: filepath.Join(t.TempDir(), "site")}
	s.Dir = s.dir
	for name, text := range program {
		s.write(name, text)
	}
	s.build()
	if s.plan = <-s.plans; s.plan == nil {
		t.Fatal("there is no plan")
	}
	s.plans = nil
	return s
}

func (s *rebuilt) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *rebuilt) edit(name, from, to string) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil || !strings.Contains(string(text), from) {
		s.t.Fatalf("%s has no %q: %v", name, from, err)
	}
	s.write(name, strings.ReplaceAll(string(text), from, to))
}

func (s *rebuilt) build() {
	s.t.Helper()
	if err := s.Run(s.t.Context(), s.out); err != nil {
		s.t.Fatal(err)
	}
}

func (s *rebuilt) says(want string) {
	s.t.Helper()
	out, err := exec.Command(s.out).CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != want {
		s.t.Errorf("the program says %q, want %q (%v)", got, want, err)
	}
}
