package site_test

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// stall is an app with static files and a page that uses them.
func stall() site.App {
	return site.App{
		Name:   "shop",
		Static: static.Folder{Package: "example.org/mysite/shop", Files: fstest.MapFS{"static/shop/cart.css": {Data: []byte("a { b: url(cart.svg) }")}, "static/shop/cart.svg": {Data: []byte("<svg/>")}, "static/site.css": {Data: []byte("of the shop")}}},
		Routes: urls.Routes{urls.Get("/shop", func(c web.Context) error {
			address, err := static.URL(c.Request().Context(), c.QueryParam("file"))
			if err != nil {
				return err
			}
			return c.String(http.StatusOK, address)
		})},
	}
}

func ownFiles() fstest.MapFS {
	return fstest.MapFS{"static/site.css": {Data: []byte(strings.Repeat("body { color: red }\n", 100))}}
}

var hashed = regexp.MustCompile(`/static/[a-z/]+\.[0-9a-f]{12}\.(css|js)`)

func TestPagesNameFilesByTheirContent(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{Static: ownFiles()}, stall())
	for file, want := range map[string]string{"site.css": "body { color: red }", "shop/cart.css": "a { b: url(cart.", "gofw/admin.css": "--accent"} {
		address := c.Get("/shop?file=" + file).Body
		if !hashed.MatchString(address) {
			t.Errorf("%s is at %q", file, address)
		}
		if got := c.Get(address); got.Status != 200 || !strings.Contains(got.Body, want) || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", address, got.Status, got.Header)
		}
	}
	// A name that no file has is no page: it is found by whoever first looks at it.
	if got := c.Get("/shop?file=sight.css"); got.Status != 500 {
		t.Errorf("a name that no file has: %d %s", got.Status, got.Body)
	}
	// The framework's own pages take the same way.
	page := c.Get("/admin/login").Body
	if links := hashed.FindAllString(page, -1); len(links) < 1 || strings.Contains(page, "/static/gofw/admin.css") {
		t.Errorf("the login page links to %v", links)
	}
	if links := hashed.FindAllString(c.Get("/nothing-here").Body, -1); len(links) != 2 {
		t.Errorf("the error page links to %v", links)
	}
}

func TestTwoSitesHaveTheirOwnFiles(t *testing.T) {
	t.Parallel()
	one := sitetest.NewWith(t, site.Settings{Static: fstest.MapFS{"static/a.css": {Data: []byte("one")}}}, stall())
	two := sitetest.NewWith(t, site.Settings{Static: fstest.MapFS{"static/a.css": {Data: []byte("two")}}}, stall())
	first, second := one.Get("/shop?file=a.css").Body, two.Get("/shop?file=a.css").Body
	if first == second || one.Get(first).Body != "one" || two.Get(second).Body != "two" || two.Get(first).Status != 404 {
		t.Errorf("%s and %s", first, second)
	}
}

// collecting runs a command of a site.
func collecting(t *testing.T, s site.Settings, words ...string) (status int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = site.Run(context.WithoutCancel(t.Context()), append([]string{"mysite"}, words...), &stdout, &stderr, s, stall())
	return status, stdout.String(), stderr.String()
}

// Collecting needs neither a secret key nor a database, since it runs where
// programs are built.
func TestCollectedFilesAreServedFromTheirFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "static")
	s := site.Settings{Static: ownFiles(), StaticRoot: dir}
	status, out, said := collecting(t, s, "collectstatic", "--dry-run")
	if _, err := os.Stat(dir); status != 0 || err == nil || !strings.Contains(out, "would be written") {
		t.Errorf("a dry run: %d %s %s", status, out, said)
	}
	status, out, said = collecting(t, s, "collectstatic")
	if status != 0 || !regexp.MustCompile(`^8 files written, 0 unchanged, 0 removed in .+; \d+ compressed copies\n$`).MatchString(out) {
		t.Errorf("collecting: %d %s", status, out)
	}
	if want := "shop: site.css is hidden by the site: site.css, which comes first\n"; said != want {
		t.Errorf("collecting says %q, not %q", said, want)
	}
	c := sitetest.NewWith(t, s, stall())
	address := c.Get("/shop?file=site.css").Body
	request, err := http.NewRequest("GET", "http://localhost"+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "br")
	if got := c.Do(request); got.Status != 200 || got.Header.Get("Content-Encoding") != "br" {
		t.Errorf("%s: %d %v", address, got.Status, got.Header)
	}
	if status, out, _ := collecting(t, s, "collectstatic", "--noinput", "-c"); status != 0 || !strings.HasPrefix(out, "0 files written, 8 unchanged, 0 removed") {
		t.Errorf("again: %d %s", status, out)
	}
}

func TestAFolderThatNobodyHasCollectedStopsTheSite(t *testing.T) {
	t.Parallel()
	_, err := site.New(site.Settings{Database: ":memory:", SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"localhost"}, StaticRoot: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "run collectstatic first") {
		t.Errorf("the error is %v", err)
	}
}

func TestAReferenceToNothingStopsTheSite(t *testing.T) {
	t.Parallel()
	s := site.Settings{Static: fstest.MapFS{"static/site.css": {Data: []byte("a{}\nb{c:url(lgo.svg)}")}, "static/logo.svg": {Data: []byte("x")}}}
	status, _, said := collecting(t, s, "collectstatic", t.TempDir())
	want := "mysite: the site: site.css:2:9: \"lgo.svg\" leads to /static/lgo.svg, which is not there\n\tdid you mean /static/logo.svg?\n"
	if status != 1 || said != want {
		t.Errorf("%d %q", status, said)
	}
}

// A program that carries a collection, as gofw build makes it, serves and copies it.
func TestAProgramThatCarriesACollection(t *testing.T) {
	t.Parallel()
	dir, copied := filepath.Join(t.TempDir(), "static"), t.TempDir()
	if status, _, said := collecting(t, site.Settings{Static: ownFiles()}, "collectstatic", dir); status != 0 {
		t.Fatal(said)
	}
	carrying := site.Settings{Static: os.DirFS(filepath.Dir(dir))}
	c := sitetest.NewWith(t, carrying, stall())
	if got := c.Get("/static/shop/cart.css"); got.Status != 200 || !strings.Contains(got.Body, "cart.") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if status, out, said := collecting(t, carrying, "collectstatic", copied); status != 0 || !strings.HasPrefix(out, "8 files written") {
		t.Errorf("copying: %d %s %s", status, out, said)
	}
	list := func(dir string) (names []string) {
		_ = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, _ error) error {
			names = append(names, name)
			return nil
		})
		return names
	}
	if one, two := strings.Join(list(dir), " "), strings.Join(list(copied), " "); one != two {
		t.Errorf("the copy holds %s, not %s", two, one)
	}
	if status, out, _ := collecting(t, carrying, "findstatic", "site.css"); status != 0 || !strings.HasPrefix(out, "in the program: site.") {
		t.Errorf("finding: %d %s", status, out)
	}
}

func TestFindstatic(t *testing.T) {
	t.Parallel()
	s := site.Settings{Static: ownFiles()}
	for _, tc := range []struct {
		words  []string
		status int
		out    string
		err    string
	}{
		{[]string{"site.css"}, 0, "the site: site.css\nshop: site.css\n", ""},
		{[]string{"site.css", "--first"}, 0, "the site: site.css\n", ""},
		{[]string{"gofw/admin.css"}, 0, "gofw: admin.css\n", ""},
		{nil, 0, "the site\nshop\ngofw as gofw/\n", ""},
		{[]string{"cart.css"}, 1, "", "mysite: static: there is no file \"cart.css\"; did you mean \"shop/cart.css\"?\n"},
	} {
		status, out, err := collecting(t, s, append([]string{"findstatic"}, tc.words...)...)
		if status != tc.status || out != tc.out || err != tc.err {
			t.Errorf("%v: %d %q %q", tc.words, status, out, err)
		}
	}
	if status, _, said := collecting(t, s, "collectstatic"); status != 2 || !strings.Contains(said, "SITE_STATIC_ROOT") {
		t.Errorf("without a folder: %d %s", status, said)
	}
}

func TestMountsComeBeforePages(t *testing.T) {
	t.Parallel()
	c := sitetest.NewWith(t, site.Settings{Mounts: []static.Mount{
		{Prefix: "/app/", Files: fstest.MapFS{"index.html": {Data: []byte("the app")}}, Fallback: "index.html"},
		{Prefix: "/", Files: fstest.MapFS{"robots.txt": {Data: []byte("robots")}}},
	}}, stall())
	for path, want := range map[string]string{"/app/": "the app", "/app/users/5": "the app", "/robots.txt": "robots", "/shop?file=gofw/site.css": "/static/gofw/site."} {
		if got := c.Get(path); got.Status != 200 || !strings.HasPrefix(got.Body, want) {
			t.Errorf("%s: %d %s", path, got.Status, got.Body)
		}
	}
	_, err := site.New(site.Settings{Database: ":memory:", SecretKey: "a key for tests, where nothing is secret", AllowedHosts: []string{"localhost"}, Mounts: []static.Mount{{Prefix: "x"}}})
	if err == nil || !strings.Contains(err.Error(), `the mount at "x"`) {
		t.Errorf("a mount that makes no sense: %v", err)
	}
}

// While a site is developed, its folders are read, also those of apps of its own
// module. An app of another module has what the program carries, even if the
// site has a folder of the same name.
func TestInDevelopmentFoldersAreRead(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"go.mod": "// A site.\nmodule example.org/mysite\n\ngo 1.26\n", "static/site.css": "on the disk", "shop/static/shop/cart.css": "on the disk", "foreign/static/foreign.css": "on the disk",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	foreign := site.App{Name: "foreign", Static: static.Folder{Package: "example.com/foreign", Files: fstest.MapFS{"static/foreign.css": {Data: []byte("carried")}}}}
	c := sitetest.NewWith(t, site.Settings{Debug: true, Static: ownFiles()}, stall(), foreign)
	for file, want := range map[string]string{"site.css": "on the disk", "shop/cart.css": "on the disk", "foreign.css": "carried", "gofw/admin.css": "--accent"} {
		address := c.Get("/shop?file=" + file).Body
		if got := c.Get(address); !strings.HasPrefix(address, "/static/"+file+"?v=") || got.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(got.Body, want) {
			t.Errorf("%s: %d %s", address, got.Status, got.Body)
		}
	}
	if got := c.Get("/shop?file=sight.css"); got.Status != 500 || !strings.Contains(got.Body, "did you mean") {
		t.Errorf("a name that no file has: %d %s", got.Status, got.Body)
	}
	if err := os.WriteFile("static/new.css", []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := c.Get(c.Get("/shop?file=new.css").Body); got.Body != "new" {
		t.Errorf("a new file: %d %s", got.Status, got.Body)
	}
}
