package docs_test

import (
	"cmp"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// importable is what the examples of the guides may import, by the name that
// they use. Empty is the framework's package of that name.
var importable = map[string]string{
	"context": "context", "embed": "embed", "errors": "errors", "fmt": "fmt", "io": "io", "http": "net/http", "strconv": "strconv",
	"strings": "strings", "testing": "testing", "time": "time", "url": "net/url", "slog": "log/slog",
	"echo": "github.com/labstack/echo/v4", "templ": "github.com/a-h/templ", "gorm": "gorm.io/gorm",
	"synctest": "testing/synctest", "driver": "database/sql/driver", "sqlite": "github.com/gofw/gofw/framework/orm/sqlite", "bluemonday": "github.com/microcosm-cc/bluemonday", "markdown": "github.com/gofw/gofw/framework/filters/markdown",
	"signing": "github.com/gofw/gofw/framework/web/signing", "iter": "iter", "net": "net", "netip": "net/netip", "environ": "github.com/gofw/gofw/framework/gateway/environ", "fcgi": "github.com/gofw/gofw/framework/gateway/fcgi",
	"proxyproto": "github.com/gofw/gofw/framework/gateway/proxyproto", "responder": "github.com/gofw/gofw/framework/gateway/responder",
	"admin": "", "auth": "", "feeds": "", "filters": "", "fixtures": "", "forms": "", "media": "", "messages": "", "middleware": "", "migrate": "", "orm": "", "schema": "", "session": "", "site": "", "sitemaps": "", "sitetest": "", "urls": "", "views": "", "web": "",
}

var (
	packageName = regexp.MustCompile(`\b([a-z]+)\.[A-Z]`)
	declares    = regexp.MustCompile(`(?m)^(func|type|const) `)

	// An example may use less than it declares, and may declare what the blog has.
	harmless = regexp.MustCompile(`declared and not used|imported and not used|is not used|already declared through dot-import|other declaration of|^# `)
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
		if !harmless.MatchString(line) {
			file, _, _ := strings.Cut(line, ":")
			t.Errorf("%s: %s", places[path.Dir(filepath.ToSlash(file))], strings.TrimSpace(line))
		}
	}
}

// example makes a file of an example: declarations stand as they are, anything
// else in a function that has a context and a request.
func example(text string) string {
	names := map[string]bool{"context": true, "web": true}
	for _, m := range packageName.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	var b strings.Builder
	b.WriteString("package example\n\nimport (\n\t. \"mysite/blog\"\n")
	for name := range names {
		if from, ok := importable[name]; ok {
			fmt.Fprintf(&b, "\t%q\n", cmp.Or(from, "github.com/gofw/gofw/framework/"+name))
		}
	}
	b.WriteString(")\n\n")
	if declares.MatchString(text) {
		return b.String() + text
	}
	return b.String() + "func _(ctx context.Context, c web.Context) error {\n" + text + "\nreturn nil\n}\n"
}
