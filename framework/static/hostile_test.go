package static_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
)

// hostilePaths are written by hand: each has another idea.
var hostilePaths = []string{
	"/", "/static", "/static/", "/static//", "/static/.", "/static/..", "/static/js", "/static/js/", "/static/nothing.css", "/static/site.css/", "/static/site.css/x",
	"/static/../secret", "/static/../../etc/passwd", "/static/js/../site.css", "/static/./site.css", "/static//site.css", "/static/js//app.js",
	"/static/%2e%2e/secret", "/static/%2e%2e%2fsecret", "/static/..%2fsecret", "/static/..%5csecret", `/static/..\secret`, `/static/js\app.js`, "/static/js%5capp.js",
	"/static/%252e%252e/secret", "/static/..;/secret", "/static/site.css%00", "/static/site.css%00.png", "/static/%00", "/static/site.css:$DATA", "/static/C:/x",
	"/static/.env", "/static/.git/config", "/static/%2eenv", "/static/js/.hidden/x.js", "/static/link.css", "/static/up/secret", "/static/up/static/site.css",
	"/static/SITE.CSS", "/static/site.css ", "/static/site.css.", "/STATIC/site.css", "/other/site.css", "static/site.css", "/static/" + strings.Repeat("a", 5000),
	"/static/\xff", "/static/aux", "/static/~/x", "//static/site.css", "/static/%c0%ae%c0%ae/secret", "/static/site.css~", "/static/site.css.bak", "/static/#site.css#", "/static/.well-known",
	"/static/staticfiles.json", "/static/site.css.br", "/static/site.css.gz", "/static/site.000000000000.css",
}

// hostile are some thousand paths: ways out, in all their spellings, before,
// behind and between parts of names that are there.
func hostile() []string {
	ways := []string{
		"..", ".", "...", "....", "%2e%2e", "%2E%2e", ".%2e", "%2e.", "%252e%252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%uff0e%uff0e", "..%00", "%00..", "..%0a", "..;", "..;x=1", " ..", ".. ",
		"..%20", "\x00", "%00", "\\", "%5c", "..\\", "..%5c", "%2e%2e%5c", "\\..", "~", "~root", "C:", "c:\\", "\\\\server\\share", "file:", ".git", ".env", ".htaccess", ".ssh", ".", "..%2f", "%2f", "%2f%2f",
		"//", "\u2024\u2024", "\uff0e\uff0e", "\u2215", "a\u0300/..", "-", "*", "?", "|", "<", ">", "\"", "'", "`id`", "$(id)", "%n", "\r\n", "%0d%0aX:", "\x1b[", "\x7f", "\xff\xfe", "\xc0\xae",
	}
	ends := []string{"secret", "../secret", "../../secret", "../../../../../../etc/passwd", ".env", ".git/config", "js/.hidden/x.js", "link.css", "up/secret", "site.css"}
	var all []string
	for _, way := range ways {
		for _, end := range ends {
			for _, sep := range []string{"/", "%2f", "\\", "//", "/./", "/../"} {
				all = append(all, "/static/"+way+sep+end, "/static/js/"+way+sep+end)
			}
		}
		all = append(all, "/static"+way+"/secret", "/static/site.css"+way, "/static/site.css/"+way, "/static/"+way+"site.css", "/"+way+"/static/site.css")
	}
	return append(all, hostilePaths...)
}

func TestHostilePathsAreNotFound(t *testing.T) {
	t.Parallel()
	paths := hostile()
	if len(paths) < 5000 {
		t.Fatalf("only %d paths", len(paths))
	}
	shown := map[string]bool{"body{}": true, "alert(1)": true}
	for name, h := range handlers(t) {
		for _, p := range paths {
			rec := ask(h, "GET", p)
			body := rec.Body.String()
			// What a path means once it is decoded may be a file that is shown.
			if rec.Code == 200 && !shown[body] || rec.Code != 200 && rec.Code != 404 || strings.Contains(body, "SECRET") || strings.Contains(body, "root:") {
				t.Errorf("%s, %q: %d %q", name, p, rec.Code, body)
			}
			if rec.Code == 200 && slices.Contains(hostilePaths, p) {
				t.Errorf("%s: %q is found", name, p)
			}
		}
	}
}

func TestAManifestThatNamesWhatItMustNotIsRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../secret", "/etc/passwd", "a/../../b", "", ".", ".env", "a\\\\b", "a\\u0000", "a//b"} {
		for _, text := range []string{
			`{"version":1,"files":{"` + name + `":"a.css"},"stored":{"a.css":{"size":1}}}`,
			`{"version":1,"files":{"a.css":"` + name + `"},"stored":{"` + name + `":{"size":1}}}`,
			`{"version":1,"files":{},"stored":{"` + name + `":{"size":1}}}`,
			`{"version":1,"files":{"a.css":"` + name + `"},"stored":{}}`,
		} {
			if _, err := static.Collected(fstest.MapFS{"a.css": {Data: []byte("x")}, static.ManifestName: {Data: []byte(text)}}, "/static/"); err == nil {
				t.Errorf("taken: %s", text)
			}
		}
	}
	for _, text := range []string{"", "{", "[]", `{"version":2}`, `{"version":1,"stored":{"a.css":{"size":-1}}}`, `{"version":1,"stored":{"a.css":{"size":1,"variants":{"deflate":1}}}}`} {
		if _, err := static.Collected(fstest.MapFS{"a.css": {Data: []byte("x")}, static.ManifestName: {Data: []byte(text)}}, "/static/"); err == nil {
			t.Errorf("taken: %s", text)
		}
	}
}

// A folder is left through no link, also not one that takes the place of a file
// after it was looked at.
func TestDirDoesNotFollowLinksOut(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("SECRET"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"file": filepath.Join(outside, "secret"), "folder": outside, "up": ".."} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	fsys := static.Dir(dir)
	for _, name := range []string{"file", "folder/secret", "folder", "up", "../x", "/etc/passwd", "", "a\\b"} {
		if f, err := fsys.Open(name); err == nil {
			f.Close()
			t.Errorf("%q is opened", name)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, p := range hostilePaths {
		f.Add(p)
	}
	f.Add("/static/site.css")
	all := handlers(f)
	fine := map[string]bool{"body{}": true, "alert(1)": true, "space": true, "bytes": true, "index": true, "deep": true, "100%": true, "über": true}
	f.Fuzz(func(t *testing.T, p string) {
		codes := map[int]bool{}
		for name, h := range all {
			rec := ask(h, "GET", p)
			if rec.Code != 404 && (rec.Code != 200 || !fine[rec.Body.String()]) {
				t.Fatalf("%s, %q: %d %q", name, p, rec.Code, rec.Body)
			}
			if name != "from a mount" {
				codes[rec.Code] = true
			}
		}
		if len(codes) > 1 {
			t.Fatalf("%q: the ways to serve disagree: %v", p, codes)
		}
	})
}
