package write

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const textsPage = `package main

templ Page(name string) {
	<h1 class="big">Hello</h1>
	if name != "" {
		<p title={ name }>Welcome, { name }.</p>
	}
	{ children... }
	<p>Bye</p>
}
`

func TestOnlyNewTextsNeedNoBuild(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		code           bool
	}{
		{"another word", "Hello", "Good day", false},
		{"a quote and a backslash", "Hello", `say "hi" \ 10 %`, false},
		{"another class", `class="big"`, `class="small"`, false},
		{"another tag", "<p>Bye</p>", "<em>Bye</em><hr>", false},
		{"lines that move what follows", "<h1", "\n\n\t<!-- a comment -->\n\t<h1", false},
		{"an expression", "{ name }.", "{ name + name }.", true},
		{"a condition", `name != ""`, `name == "Ada"`, true},
		{"a parameter", "name string", "name, other string", true},
		{"one expression less", ", { name }", "", true},
		{"the children elsewhere", "{ children... }\n\t<p>Bye</p>", "<p>Bye</p>\n\t{ children... }", true},
		{"an attribute that is worked out", `class="big"`, `class={ name }`, true},
		{"another template", "<p>Bye</p>\n}", "<p>Bye</p>\n}\n\ntempl Other() {\n\t<p>Other</p>\n}", true},
		{"a text that looks like the code for a text", "Hello", `templruntime.WriteString(x, 1, "a")`, false},
		{"nothing", "Hello", "Hello", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			texts, file := newTexts(t)
			if code, err := texts.Update(); err != nil || !code {
				t.Fatalf("the first time: %v %v", code, err)
			}
			write(t, file, strings.Replace(textsPage, c.from, c.to, 1))
			code, err := texts.Update()
			if err != nil || code != c.code {
				t.Errorf("more than a text: %v, want %v (%v)", code, c.code, err)
			}
		})
	}
}

func TestATemplateThatCannotBeReadKeepsItsTexts(t *testing.T) {
	texts, file := newTexts(t)
	if _, err := texts.Update(); err != nil {
		t.Fatal(err)
	}
	before := kept(t, texts.Folder)
	write(t, file, textsPage+"\ntempl Broken( {\n")
	if _, err := texts.Update(); err != nil {
		t.Fatal(err)
	}
	if after := kept(t, texts.Folder); after != before || !strings.Contains(after, "Hello") {
		t.Errorf("the texts are now %q", after)
	}
	write(t, file, strings.Replace(textsPage, "Hello", "Hi", 1))
	if code, err := texts.Update(); code || err != nil || !strings.Contains(kept(t, texts.Folder), "Hi") {
		t.Errorf("after mending it: %v %v", code, err)
	}
}

func newTexts(t *testing.T) (*Texts, string) {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.org/site\n\ngo 1.26\n\nrequire github.com/gofw/gofw v0.0.0\n\nreplace github.com/gofw/gofw => "+checkout(t)+"\n")
	write(t, filepath.Join(root, "main.go"), "package main\n\nfunc main() {}\n")
	file := filepath.Join(root, "page.templ")
	write(t, file, textsPage)
	texts, err := NewTexts(root, filepath.Join(t.TempDir(), "texts"))
	if err != nil {
		t.Fatal(err)
	}
	return texts, file
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// kept is the text of the only file in a folder.
func kept(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the folder holds %v (%v)", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func checkout(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
