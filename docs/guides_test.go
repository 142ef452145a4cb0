package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// importable is what the examples of the guides may import, by the name that
// they use.
var importable = map[string]string{
	"context": "context", "embed": "embed", "errors": "errors", "fmt": "fmt", "http": "net/http", "strconv": "strconv",
	"strings": "strings", "testing": "testing", "time": "time", "url": "net/url", "slog": "log/slog",
	"echo": "github.com/labstack/echo/v4", "templ": "github.com/a-h/templ", "gorm": "gorm.io/gorm",
	"admin": "", "auth": "", "feeds": "", "forms": "", "messages": "", "migrate": "", "orm": "", "session": "", "site": "",
	"sitemaps": "", "sitetest": "", "sqlite": "orm/sqlite", "urls": "", "views": "", "web": "",
}

var (
	packageName  = regexp.MustCompile(`\b([a-z]+)\.[A-Z]`)
	declaresFunc = regexp.MustCompile(`(?m)^(func|type|const|package|import|//go:embed) ?`)
	harmless     = regexp.MustCompile(`declared and not used|imported and not used|is not used|^# |too many errors`)
)

// compileGuides compiles the Go of every guide against the tutorial's blog.
// Blocks marked "go sketch" are left out: they show what gofw or the reader
// fills in.
func compileGuides(t *testing.T, r *reader) {
	places := map[string]string{} // by folder
	for _, page := range pages(t) {
		if page == "tutorial.md" {
			continue
		}
		blocks, _ := read(t, page)
		for _, b := range blocks {
			if !b.is("go") || b.is("sketch") {
				continue
			}
			folder := fmt.Sprintf("guides/%s_%d", strings.ReplaceAll(strings.TrimSuffix(page, ".md"), "-", "_"), b.line)
			places[folder] = b.place()
			r.write(block{info: "go file=" + folder + "/example.go", text: example(b.text)})
		}
	}
	c := exec.Command("go", "build", "-gcflags=-e", "./guides/...")
	c.Dir, c.Env = r.dir, append(slices.Clone(r.env), "CGO_ENABLED=0")
	out, err := c.CombinedOutput()
	if err == nil {
		return
	}
	for line := range strings.Lines(string(out)) {
		if harmless.MatchString(line) {
			continue
		}
		t.Errorf("%s: %s", places[filepath.ToSlash(filepath.Dir(line[:max(strings.Index(line, ":"), 0)]))], strings.TrimSpace(line))
	}
	if testing.Verbose() {
		if err := os.WriteFile(filepath.Join(r.dir, "guides.txt"), out, 0o644); err != nil {
			t.Error(err)
		}
	}
}

// example makes a file of an example: declarations stand as they are, anything
// else in a view.
func example(text string) string {
	var b strings.Builder
	b.WriteString("package example\n\nimport (\n\t. \"mysite/blog\"\n\t_ \"github.com/gofw/gofw/framework/orm\"\n")
	names := map[string]bool{"context": true, "web": true}
	for _, m := range packageName.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	for name, path := range importable {
		switch {
		case !names[name]:
		case strings.Contains(path, "/sqlite"), path == "":
			if path == "" {
				path = name
			}
			fmt.Fprintf(&b, "\t%q\n", "github.com/gofw/gofw/framework/"+path)
		default:
			fmt.Fprintf(&b, "\t%q\n", path)
		}
	}
	b.WriteString(")\n\n")
	if declaresFunc.MatchString(text) {
		return b.String() + "var _ context.Context\nvar _ web.Context\n\n" + text
	}
	return b.String() + "func _(ctx context.Context, c web.Context) error {\n" + text + "\nreturn nil\n}\n"
}
