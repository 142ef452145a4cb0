package collect_test

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

// files makes a folder of texts by name.
func files(texts map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range texts {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func site(texts map[string]string) []static.Source {
	return []static.Source{{Name: "the site", Path: "static", FS: files(texts)}}
}

var hash = regexp.MustCompile(`\.[0-9a-f]{12}(\.|$|\?|#|"|'|\))`)

// read plans files and returns their new texts, with HASH for each hash.
func read(t *testing.T, sources []static.Source) (*collect.Plan, map[string]string) {
	t.Helper()
	p, err := collect.Read(sources, collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := p.FS()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range p.Files {
		text, err := fs.ReadFile(fsys, f.Hashed)
		if err != nil || int64(len(text)) != f.Size {
			t.Fatalf("%s: %d bytes, not %d: %v", f.Hashed, len(text), f.Size, err)
		}
		texts[f.Name] = hash.ReplaceAllString(string(text), ".HASH$1")
	}
	return p, texts
}

func TestReferencesFollowTheNames(t *testing.T) {
	t.Parallel()
	_, got := read(t, site(map[string]string{
		"css/site.css":       `@import "base.css";a{b:url(../img/a.png);c:url('/static/img/a.png#x');d:url(../img/b%20c.png?v=1);e:url(../img/b\ c.png)}` + "\n/*# sourceMappingURL=site.css.map */",
		"css/site.css.map":   "{}",
		"css/base.css":       `a{b:url(data:image/png;base64,AA);c:url(#x);d:url(https://example.com/x.png);e:url(//example.com/x.png);f:url(/media/x.png);g:url(../../elsewhere.png);h:url()}`,
		"img/a.png":          "a",
		"img/b c.png":        "b",
		"js/app.js":          `import a from "./lib/a.js";import b from "lit";import("../js/lib/a.js?x");new URL("../img/a.png", import.meta.url);new URL("./", import.meta.url)`,
		"js/lib/a.js":        `export const a = 1`,
		"no extension":       "x",
		"archive.tar.gz":     "x",
		"img/über (1).svg":   "<svg/>",
		"css/unicode.css":    `a{b:url("../img/über (1).svg");c:url(../img/%C3%BCber%20\(1\).svg)}`,
		"js/classic.js":      `var x = 1 / 2; // nothing here: import "./no.js"`,
		"percent%20.css":     "a{}",
		"css/percent.css":    `@import "../percent%2520.css";`,
		"js/data.js":         `import "data:text/javascript,1"; import "https://example.com/a.js"; import "/elsewhere.js"`,
		"js/module.mjs":      `export * from "/static/js/lib/a.js"`,
		"js/json.js":         `import x from "../no.json" with {type: "json"}`,
		"no.json":            "{}",
		"css/only-import.js": `import s from "./base.css" with {type: "css"}`,
	}))
	want := map[string]string{
		"css/site.css":       `@import "base.HASH.css";a{b:url(../img/a.HASH.png);c:url('/static/img/a.HASH.png#x');d:url(../img/b%20c.HASH.png?v=1);e:url(../img/b%20c.HASH.png)}` + "\n/*# sourceMappingURL=site.css.HASH.map */",
		"css/base.css":       `a{b:url(data:image/png;base64,AA);c:url(#x);d:url(https://example.com/x.png);e:url(//example.com/x.png);f:url(/media/x.png);g:url(../../elsewhere.png);h:url()}`,
		"js/app.js":          `import a from "./lib/a.HASH.js";import b from "lit";import("../js/lib/a.HASH.js?x");new URL("../img/a.HASH.png", import.meta.url);new URL("./", import.meta.url)`,
		"css/unicode.css":    `a{b:url("../img/%C3%BCber%20%281%29.HASH.svg");c:url(../img/%C3%BCber%20%281%29.HASH.svg)}`,
		"js/classic.js":      `var x = 1 / 2; // nothing here: import "./no.js"`,
		"css/percent.css":    `@import "../percent%2520.HASH.css";`,
		"js/data.js":         `import "data:text/javascript,1"; import "https://example.com/a.js"; import "/elsewhere.js"`,
		"js/module.mjs":      `export * from "/static/js/lib/a.HASH.js"`,
		"js/json.js":         `import x from "../no.HASH.json" with {type: "json"}`,
		"css/only-import.js": `import s from "./base.HASH.css" with {type: "css"}`,
	}
	for name, text := range want {
		if diff := cmp.Diff(text, got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNamesHaveAHashBeforeTheirExtension(t *testing.T) {
	t.Parallel()
	p, _ := read(t, site(map[string]string{"a/site.css": "x", "b/none": "x", "c.tar.gz": "x", "d.min.js": "x"}))
	var got []string
	for _, f := range p.Files {
		got = append(got, f.Hashed)
	}
	// The first 12 digits of the SHA-256 of "x".
	want := []string{"a/site.2d711642b726.css", "b/none.2d711642b726", "c.tar.2d711642b726.gz", "d.min.2d711642b726.js"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// names are the new names of a plan by the old ones.
func names(t *testing.T, texts map[string]string) map[string]string {
	t.Helper()
	p, _ := read(t, site(texts))
	names := map[string]string{}
	for _, f := range p.Files {
		names[f.Name] = f.Hashed
	}
	return names
}

func TestANameChangesWithWhatTheFileRefersTo(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"a.css": `@import "b.css";`, "b.css": `a{b:url(c.png)}`, "c.png": "1", "other.css": "a{}",
		"x.js": `import "./y.js"`, "y.js": `import "./z.js"; import "./x.js"`, "z.js": `import("./x.js")`, "self.js": `import "./self.js"`, "w.js": `import "./x.js"`,
	}
	before := names(t, texts)
	if diff := cmp.Diff(before, names(t, texts)); diff != "" {
		t.Errorf("the same files have other names: %s", diff)
	}
	for _, tc := range []struct{ changed, with, names string }{
		{"c.png", "2", "a.css b.css c.png"},
		{"other.css", "b{}", "other.css"},
		{"z.js", `import("./x.js") // new`, "w.js x.js y.js z.js"}, // a circle changes together
		{"self.js", `import "./self.js" // new`, "self.js"},
	} {
		changed := map[string]string{}
		for name, text := range texts {
			changed[name] = text
		}
		changed[tc.changed] = tc.with
		var other []string
		after := names(t, changed)
		for _, name := range []string{"a.css", "b.css", "c.png", "other.css", "self.js", "w.js", "x.js", "y.js", "z.js"} {
			if before[name] != after[name] {
				other = append(other, name)
			}
		}
		if got := strings.Join(other, " "); got != tc.names {
			t.Errorf("after a change of %s: %s have new names, want %s", tc.changed, got, tc.names)
		}
	}
}

// In a circle of modules, too, every reference leads to the name that the file has.
func TestReferencesInACircleLeadToFiles(t *testing.T) {
	t.Parallel()
	p, err := collect.Read(site(map[string]string{"a.js": `import "./b.js"`, "b.js": `import "./a.js"; import "./c.js"`, "c.js": `import "./c.js"`}), collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := p.FS()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range p.Files {
		text, err := fs.ReadFile(fsys, f.Hashed)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"\./([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			found++
			if _, err := fs.Stat(fsys, m[1]); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	}
	if found != 4 {
		t.Errorf("%d references", found)
	}
}

func TestMissingFilesAreNamedWithTheirPlace(t *testing.T) {
	t.Parallel()
	_, err := collect.Read([]static.Source{
		{Name: "the site", Path: "static", FS: files(map[string]string{
			"css/site.css": "a{}\nb { c: url(../img/logo.pgn) }\n@import 'bse.css';",
			"css/base.css": "a{}",
			"img/logo.png": "x",
		})},
		{Name: "blog", FS: files(map[string]string{"blog/app.js": "import './nothing-like-it.js';\nimport '/static/app.js'"})},
	}, collect.Options{Prefix: "/static/"})
	var problems collect.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error is %v", err)
	}
	want := `blog: blog/app.js:1:9: "./nothing-like-it.js" leads to /static/blog/nothing-like-it.js, which is not there
blog: blog/app.js:2:9: "/static/app.js" leads to /static/app.js, which is not there
	did you mean /static/blog/app.js?
static/css/site.css:2:12: "../img/logo.pgn" leads to /static/img/logo.pgn, which is not there
	did you mean /static/img/logo.png?
static/css/site.css:3:10: "bse.css" leads to /static/css/bse.css, which is not there
	did you mean /static/css/base.css?`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// What lies outside of the static files may be there, and is not known.
func TestAReferenceThatLeavesTheStaticFilesIsAWarning(t *testing.T) {
	t.Parallel()
	p, texts := read(t, site(map[string]string{"css/a.css": "a{b:url(../../../etc/passwd);c:url(/media/x.png)}"}))
	want := `static/css/a.css:1:9: "../../../etc/passwd" leads to /etc/passwd, which is no static file`
	if p.Warnings.Error() != want || texts["css/a.css"] != "a{b:url(../../../etc/passwd);c:url(/media/x.png)}" {
		t.Errorf("warnings %v, text %q", p.Warnings, texts["css/a.css"])
	}
}

// Vendored scripts often come without their source map; pages work without.
func TestAMissingSourceMapIsAWarning(t *testing.T) {
	t.Parallel()
	p, texts := read(t, site(map[string]string{"a.js": "x()\n//# sourceMappingURL=a.js.map", "b.css": "/*# sourceMappingURL=data:application/json,{} */"}))
	if len(p.Warnings) != 1 || p.Warnings[0].Line != 2 || texts["a.js"] != "x()\n//# sourceMappingURL=a.js.map" {
		t.Errorf("warnings %v, text %q", p.Warnings, texts["a.js"])
	}
}

func TestTheFirstSourceWinsAndTheOthersAreTold(t *testing.T) {
	t.Parallel()
	p, texts := read(t, []static.Source{
		{Name: "the site", FS: files(map[string]string{"a.css": "site"})},
		{Name: "blog", FS: files(map[string]string{"a.css": "blog", "b.css": "blog"})},
		{Name: "shop", FS: files(map[string]string{"b.css": "shop"})},
		{Name: "gofw", Prefix: "gofw/", FS: files(map[string]string{"a.css": "own"})},
		{Name: "empty", FS: static.Dir(t.TempDir() + "/nothing")},
	})
	if diff := cmp.Diff(map[string]string{"a.css": "site", "b.css": "blog", "gofw/a.css": "own"}, texts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]static.File{{Name: "a.css", Source: 1, Path: "a.css", Size: 4}, {Name: "b.css", Source: 2, Path: "b.css", Size: 4}}, p.Listing.Hidden); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoStaticFileIsLeftOut(t *testing.T) {
	t.Parallel()
	m := files(map[string]string{
		"a.css": "x", ".env": "x", ".git/config": "x", "b/.hidden": "x", "c.css~": "x", "#d#": "x", "e.css.bak": "x", "f.orig": "x",
		`back\slash.css`: "x", "new\nline.css": "x", "\xff.css": "x", "staticfiles.json": "x", "b/staticfiles.json": "x", "_underscore/g.css": "x", ".well-known/h": "x",
	})
	m["link.css"] = &fstest.MapFile{Data: []byte("a.css"), Mode: fs.ModeSymlink | 0o777}
	m["pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	l, err := static.List([]static.Source{{Name: "x", FS: m}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".well-known/h", "_underscore/g.css", "a.css", "b/staticfiles.json"}, l.Names()); diff != "" {
		t.Error(diff)
	}
	var left []string
	for _, l := range l.Left {
		left = append(left, l.Place)
	}
	if diff := cmp.Diff([]string{`x: back\slash.css`, "x: link.css", "x: new\nline.css", "x: pipe", "x: staticfiles.json", "x: \xff.css"}, left); diff != "" {
		t.Error(diff)
	}
}

func TestIgnoredFilesAreLeftOut(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{"*.psd": "a.css b/c.css", "b/*": "a.css", "c.*": "a.css b/d.psd", "nothing": "a.css b/c.css b/d.psd"} {
		p, err := collect.Read(site(map[string]string{"a.css": "", "b/c.css": "", "b/d.psd": ""}), collect.Options{Prefix: "/static/", Ignore: []string{pattern}})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(p.Listing.Names(), " "); got != want {
			t.Errorf("%s: %s, want %s", pattern, got, want)
		}
	}
	if _, err := collect.Read(nil, collect.Options{Ignore: []string{"["}}); !errors.Is(err, path.ErrBadPattern) {
		t.Errorf("a broken pattern: %v", err)
	}
}
