package source

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func unpack(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(text)).Files {
		full := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestResolverFindsPackages(t *testing.T) {
	dir := unpack(t, `
-- site/go.mod --
module example.org/site

go 1.26

require (
	example.org/Upper v1.2.0
	example.org/moved v1.0.0
	example.org/near v0.0.0
	example.org/near/inner v0.1.0
	example.org/gone v1.0.0
	example.org/vendored v1.0.0
)

replace example.org/moved v1.0.0 => example.org/fork v1.9.0

replace example.org/near => ../near

replace example.org/other v1.0.0 => ./nowhere
-- site/blog/models.go --
package blog
-- site/vendor/example.org/vendored/a.go --
package vendored
-- near/lib/a.go --
package lib
-- cache/example.org/!upper@v1.2.0/a.go --
package upper
-- cache/example.org/fork@v1.9.0/sub/a.go --
package sub
-- cache/example.org/near/inner@v0.1.0/a.go --
package inner
`)
	t.Setenv("GOMODCACHE", filepath.Join(dir, "cache"))
	r, err := NewResolver(filepath.Join(dir, "site", "blog"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"example.org/site":           "site",
		"example.org/site/blog":      "site/blog",
		"example.org/Upper":          "cache/example.org/!upper@v1.2.0",
		"example.org/moved/sub":      "cache/example.org/fork@v1.9.0/sub",
		"example.org/near/lib":       "near/lib",
		"example.org/near/inner":     "cache/example.org/near/inner@v0.1.0",
		"example.org/vendored":       "site/vendor/example.org/vendored",
		"example.org/gone/x":         "error: run go mod download",
		"example.org/sitemap":        "error: run go get example.org/sitemap",
		"nothing/of/the/std/library": "error: run go get",
	}
	for path, want := range tests {
		got, err := r.Dir(path)
		if problem, ok := strings.CutPrefix(want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), problem) {
				t.Errorf("%s: %v, want %q", path, err, problem)
			}
			continue
		}
		if err != nil || got != filepath.Join(dir, filepath.FromSlash(want)) {
			t.Errorf("%s is in %s (%v), want %s", path, got, err, want)
		}
	}
}

func TestModuleCacheComesFromTheEnvironment(t *testing.T) {
	t.Setenv("GOMODCACHE", "")
	t.Setenv("GOPATH", filepath.FromSlash("/one")+string(filepath.ListSeparator)+filepath.FromSlash("/two"))
	if got, want := moduleCache(), filepath.FromSlash("/one/pkg/mod"); got != want {
		t.Errorf("GOPATH gives %s, want %s", got, want)
	}
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("GOOS=linux\nGOMODCACHE=/written\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	if got := moduleCache(); got != "/written" {
		t.Errorf("go env -w gives %s", got)
	}
}

func TestFoldersOfAModule(t *testing.T) {
	t.Parallel()
	dir := unpack(t, `
-- go.mod --
module github.com/gofw/gofw
-- a/a.go --
package a
-- a/b/x.templ --
-- .hidden/a.go --
-- _off/a.go --
-- x/testdata/a.go --
-- vendor/v/a.go --
-- web/node_modules/n/a.go --
-- nested/go.mod --
module nested
-- nested/a.go --
-- only/readme.txt --
`)
	s, _, err := ReadSite(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Folders) != 1 || s.Folders[0] != filepath.Join(dir, "a") {
		t.Errorf("folders: %v", s.Folders)
	}
	if len(s.Templ) != 1 || s.Templ[0] != filepath.Join(dir, "a", "b", "x.templ") {
		t.Errorf("templ files: %v", s.Templ)
	}
}

func TestTagSyntax(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"`gorm:\"size:1\"`":              "",
		"`gorm:\"a\" gofw:\"b\"`":        "",
		"\"gorm:\\\"a\\\"\"":             "",
		"``":                             "",
		"`gorm: \"a\"`":                  "double quotes",
		"`gorm:'a'`":                     "double quotes",
		"`gorm:\"a\"gofw:\"b\"`":         "no space",
		"`size:200`":                     "double quotes",
		"`primaryKey`":                   "no key",
		"`gorm:\"a`":                     "double quotes",
		"`gorm:\"a\", gofw:\"b\"`":       "no space",
		"`gorm:\"a\" , gofw:\"b\"`":      "no key",
		"`:\"x\"`":                       "no key",
		"`gorm:\"a\"\tgofw:\"b\"`":       "no space",
		"`a b:\"x\"`":                    "no key",
		"`gorm:\"size:200\" json:\"-\"`": "",
	}
	for tag, want := range tests {
		got := tagSyntax(&ast.BasicLit{Kind: token.STRING, Value: tag})
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
