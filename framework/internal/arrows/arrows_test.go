// Package arrows keeps the direction in which the folders import each other: down
// this list, never up.
//
//	site
//	admin gateway
//	auth views feeds sitemaps middleware
//	forms messages static media mail cache
//	urls session web
//	orm migrate
//	schema templates filters
package arrows

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/gofw/gofw/"

// never lists the imports that would turn an arrow of the architecture round.
var never = []struct{ from, to, why string }{
	{"framework", "generator", "a running site needs no generator"},
	{"framework", "cmd", "commands use the framework, not the other way round"},
	{"generator", "framework/orm", "the generator reads syntax; it runs no query"},
	{"generator", "framework/site", "the generator never composes a site"},
	{"generator", "framework/web", "the generator answers no request"},
	{"generator", "framework/admin", "the generator knows declarations by their syntax"},
	{"generator", "framework/auth", "the generator knows models by their syntax"},
	{"generator", "gorm.io", "the generator asks no database"},
	{"framework/schema", "github.com/labstack/echo", "facts about models need no web"},
	{"framework/schema", "net/http", "facts about models need no web"},
	{"framework/schema", "framework/orm", "facts about models need no queries"},
	{"framework/orm", "github.com/labstack/echo", "queries run without a web request"},
	{"framework/orm", "net/http", "queries run without a web request"},
	{"framework/orm", "framework/forms", "data does not know how it is edited"},
	{"framework/orm", "framework/migrate", "queries do not change tables"},
	{"framework/migrate", "github.com/labstack/echo", "tables change without a web request"},
	{"framework/migrate", "net/http", "tables change without a web request"},
	{"framework/migrate", "framework/orm", "history does not know today's structs"},
	{"templates", "framework", "pages show data that they are given"},
	{"templates", "generator", "pages show data that they are given"},
	{"templates", "github.com/labstack/echo", "pages show data that they are given"},
	{"framework/filters", "framework", "filters turn values into text, whatever shows it"},
	{"framework/filters", "generator", "filters turn values into text, whatever shows it"},
	{"framework/filters", "templates", "filters turn values into text, whatever shows it"},
	{"framework/filters", "github.com", "a filter needs the standard library alone, and Markdown its two"},
	{"framework/filters", "net/http", "filters turn values into text, whatever shows it"},
	{"framework/auth", "framework/admin", "people can log in without an admin"},
	{"framework/web", "framework/urls", "answers do not know the routes"},
	{"framework/web", "framework/session", "answers do not need a session"},
	{"framework/urls", "framework/views", "routes take any view"},
	{"framework/session", "framework/auth", "a session does not know who is in it"},
	{"framework/forms", "framework/admin", "forms do not need an admin"},
	{"framework/forms", "framework/auth", "forms do not ask who is there"},
	{"framework/views", "framework/admin", "views do not need an admin"},
	{"framework/gateway", "framework/orm", "the gateway serves any handler"},
	{"framework/gateway", "framework/web", "the gateway serves any handler"},
	{"framework/gateway", "framework/auth", "the gateway serves any handler"},
	{"framework/gateway", "framework/admin", "the gateway serves any handler"},
	{"framework/gateway", "framework/session", "the gateway serves any handler"},
	{"framework/site", "framework/session/redisstore", "only sites whose sessions are in Redis link its client"},
	{"framework/admin", "framework/site", "only sites, their tests and app_gen.go know the composer"},
	{"framework/auth", "framework/site", "only sites, their tests and app_gen.go know the composer"},
	{"framework/views", "framework/site", "only sites, their tests and app_gen.go know the composer"},
	{"example-site", "generator", "a site is built from its own files"},
}

// except is what one folder may import although the one above it may not.
var except = []struct{ from, to string }{
	{"framework/filters/markdown", "github.com/yuin/goldmark"},
	{"framework/filters/markdown", "github.com/microcosm-cc/bluemonday"},
}

func excepted(from, to string) bool {
	for _, e := range except {
		if within(from, e.from) && within(to, e.to) {
			return true
		}
	}
	return false
}

func TestNoForbiddenImports(t *testing.T) {
	const root = "../../.."
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		for _, problem := range forbidden(t, root, path) {
			t.Error(problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were looked at: the root is wrong", files)
	}
}

func forbidden(t *testing.T, root, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	from, _ := filepath.Rel(root, filepath.Dir(path))
	var problems []string
	for _, spec := range file.Imports {
		to := strings.TrimPrefix(strings.Trim(spec.Path.Value, `"`), module)
		for _, n := range never {
			if within(from, n.from) && within(to, n.to) && !within(to, n.from) && !excepted(from, to) {
				problems = append(problems, path+" imports "+to+": "+n.why)
			}
		}
	}
	return problems
}

func within(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }

func TestAForbiddenImportIsFound(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "framework", "orm")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "x.go")
	if err := os.WriteFile(path, []byte("package orm\n\nimport _ \"net/http\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := forbidden(t, dir, path); len(got) != 1 {
		t.Errorf("found %q", got)
	}
}
