package generator

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/source"
)

// compiled are the cases that TestCompanionsCompile builds, and the tables in
// them. Files that need more of the framework or of the site stay out.
var compiled = []struct {
	name, without string
	tables        []string // folder.Table
}{
	{"blog", "blog/admin.go blog/migrations/0001_initial.yaml main.go", []string{"blog.Posts", "blog.Tags"}},
	{"shared", "main.go", []string{"go-taxonomy.Tags", "blog.Posts"}},
	{"fields", "", []string{"shop.Categories", "shop.Products"}},
	{"abstract", "", []string{"blog.Tags", "blog.HTMLPages"}},
	{"choices", "", []string{"blog.Posts"}},
}

// blogViews is what the blog's urls.go shows.
const blogViews = `package blog

import "github.com/gofw/gofw/framework/web"

type view struct{}

func (view) Methods() []string       { return []string{"GET"} }
func (view) Serve(web.Context) error { return nil }

var PostList, LatestPosts, PostDetail view

func Search(web.Context) error     { return nil }
func AddComment(web.Context) error { return nil }
func PostEdit(web.Context) error   { return nil }

var addresses = []string{PostListURL(), SearchURL(), PostDetailURL("slug"), PostEditURL(7)}
`

// TestCompanionsCompile builds cases against the framework of this checkout and
// compares what the generator read from syntax with what the running program
// reads from its types: the two must agree on every fact.
func TestCompanionsCompile(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a program")
	}
	files := []txtar.File{{Name: "blog/blog/views.go", Data: []byte(blogViews)}}
	for _, c := range compiled {
		files = append(files, filesOf(t, c.name, c.without)...)
	}
	dir := site(t, &txtar.Archive{Files: files})
	againstCheckout(t, dir)
	generate(t, dir)
	read := modelsIn(t, dir)
	for file := range snapshot(t, dir) {
		if filepath.Base(file) == "app_gen.go" {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(read, run(t, dir)); diff != "" {
		t.Errorf("syntax and types disagree (-syntax +types):\n%s", diff)
	}
}

// filesOf is a case moved to a folder of its own name.
func filesOf(t *testing.T, name, without string) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var files []txtar.File
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "want:") || slices.Contains(strings.Fields(without), f.Name) {
			continue
		}
		text := strings.ReplaceAll(string(f.Data), "example.org/mysite/", "example.org/mysite/"+name+"/")
		files = append(files, txtar.File{Name: name + "/" + f.Name, Data: []byte(text)})
	}
	return files
}

// modelsIn is what the generator reads, by folder and table.
func modelsIn(t *testing.T, dir string) map[string]schema.Model {
	t.Helper()
	_, apps, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]schema.Model{}
	for _, a := range apps {
		for _, m := range a.Models {
			out[a.Display+"."+m.Plural] = facts(*m.Model)
		}
	}
	return out
}

// facts drops what differs by design: comments, positions in the struct, and
// Go types, which each side writes as its own package sees them.
func facts(m schema.Model) schema.Model {
	m.Comment = ""
	for i := range m.Fields {
		f := &m.Fields[i]
		f.Path, f.GoType = nil, ""
		if f.Relation != nil {
			f.Relation.Path = nil
		}
	}
	for i := range m.Collections {
		m.Collections[i].Path = nil
	}
	return m
}

// againstCheckout points the site at the framework that is being tested.
func againstCheckout(t *testing.T, dir string) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "go.mod" {
			text = []byte(strings.Replace(string(text), "module "+source.Framework, "module example.org/mysite", 1) +
				"\nrequire " + source.Framework + " v0.0.0\n\nreplace " + source.Framework + " => " + root + "\n")
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// run builds and runs a program that prints the models as types give them.
func run(t *testing.T, dir string) map[string]schema.Model {
	t.Helper()
	imports, tables := map[string]string{}, ""
	for _, c := range compiled {
		for _, table := range c.tables {
			folder, name, _ := strings.Cut(table, ".")
			folder = c.name + "/" + folder
			alias := strings.NewReplacer("/", "_", "-", "_").Replace(folder)
			imports[folder] = alias
			tables += "\t\t\"" + folder + "." + name + "\": " + alias + "." + name + ".Def.Table.Schema(),\n"
		}
	}
	program := "package main\n\nimport (\n\t\"encoding/json\"\n\t\"os\"\n"
	for folder, alias := range imports {
		program += "\t" + alias + " \"" + path.Join("example.org/mysite", folder) + "\"\n"
	}
	program += ")\n\nfunc main() {\n\tjson.NewEncoder(os.Stdout).Encode(map[string]any{\n" + tables + "\t})\n}\n"
	full := filepath.Join(dir, "print", "main.go")
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", "-mod=mod", "-ldflags=-s -w", "-gcflags=example.org/mysite/...=-N -l", "./print")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	models := map[string]schema.Model{}
	if err := json.Unmarshal(out, &models); err != nil {
		t.Fatal(err)
	}
	for key, m := range models {
		models[key] = facts(m)
	}
	return models
}
