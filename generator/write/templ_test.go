package write

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const page = `package blog

import "fmt"

type view struct {
    Title string
}

templ Page(v view, n int) {
	<h1 class={ v.Class }>{ v.Title }</h1>
	if n > v.Limit {
		<p>
			{ fmt.Sprint(n, v.Missing) }
		</p>
	}
	for _, x := range v.Items {
		@Item(x.Name)
	}
	<p>ÄÖÜ { v.Umlaut }</p>
}

templ Item(name string) {
	<li>{ name }</li>
}
`

func TestPlacesInGeneratedGoLeadBackToTheTemplFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.templ")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	out, problems := Templ([]byte(page), "blog/page.templ")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if bytes.Equal(out.Go, out.raw) {
		t.Fatal("formatting changed nothing, so this test shows nothing")
	}
	for _, word := range []string{"v.Class", "v.Title", "v.Limit", "v.Missing", "v.Items", "x.Name", "v.Umlaut", "Title string"} {
		line, col := place(string(out.Go), word)
		wantLine, wantCol := place(page, word)
		gotLine, gotCol, ok := TemplPosition(file, line, col)
		if !ok || gotLine != wantLine || gotCol != wantCol {
			t.Errorf("%s stands at %d:%d in the Go and at %d:%d in the templ file, not at %d:%d (%v)", word, line, col, wantLine, wantCol, gotLine, gotCol, ok)
		}
	}
	for _, at := range [][2]int{{0, 0}, {-1, 5}, {1 << 30, 1}, {1, 1}} {
		if line, col, ok := TemplPosition(file, at[0], at[1]); ok {
			t.Errorf("%v leads to %d:%d", at, line, col)
		}
	}
	if _, _, ok := TemplPosition(file+"x", 1, 1); ok {
		t.Error("a file that does not exist has places")
	}
}

// place finds the last occurrence of a word; lines and columns count from one.
func place(text, word string) (line, col int) {
	i := strings.LastIndex(text, word)
	before := text[:i]
	return strings.Count(before, "\n") + 1, i - strings.LastIndex(before, "\n")
}

func TestTemplOutputIsTheSameOnEveryMachine(t *testing.T) {
	t.Parallel()
	a, _ := Templ([]byte(page), "blog/page.templ")
	b, _ := Templ([]byte(page), "blog/page.templ")
	if !bytes.Equal(a.Go, b.Go) {
		t.Error("two runs differ")
	}
	if !bytes.Contains(a.Go, []byte("`blog/page.templ`")) {
		t.Error("the file is not named by its path in the site")
	}
	if line, _, _ := strings.Cut(string(a.Go), "\n"); line != templHeader {
		t.Errorf("the first line is %q", line)
	}
}

func FuzzTempl(f *testing.F) {
	for _, s := range []string{page, "", "package", "package x\n\ntempl A() {\n\t<a { }\n", "package x\ntempl A(", "package x\n\ncss a() {\n", "package x\n\ntempl A() {\n\t@B({\n}\n", "\x00", "package x\n\nscript a() {"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, problems := Templ([]byte(s), "x.templ")
		wrong := false
		for _, p := range problems {
			wrong = wrong || !p.Warning
			if p.Pos.Line < 1 || p.Pos.Column < 1 {
				t.Errorf("no place: %v", p)
			}
		}
		if (out.Go == nil) != wrong {
			t.Errorf("Go %v, problems %v", out.Go != nil, problems)
		}
		out.Position(3, 7)
	})
}
