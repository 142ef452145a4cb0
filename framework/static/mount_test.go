package static_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
)

func app() fstest.MapFS {
	return fstest.MapFS{
		"index.html":              {Data: []byte("the app")},
		"assets/index-B3x9.js":    {Data: []byte("script")},
		"assets/index-B3x9.js.br": {Data: []byte("brotli")},
		"assets/index-B3x9.js.gz": {Data: []byte("gz")},
		"manual/index.html":       {Data: []byte("the manual")},
		"manual/a b/index.html":   {Data: []byte("a b")},
		"empty/x.txt":             {Data: []byte("x")},
		".git/config":             {Data: []byte("SECRET")},
		".well-known/security":    {Data: []byte("well known")},
	}
}

func TestMount(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	for name, f := range app() {
		put(t, filepath.Join(disk, name), string(f.Data))
	}
	for where, m := range map[string]static.Mount{"in memory": {Files: app()}, "on the disk": {Files: static.Dir(disk)}} {
		m.Prefix, m.Fallback, m.Immutable = "/app/", "index.html", "assets"
		h, err := m.Open()
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			name, path string
			header     []string
			code       int
			body       string
			more       string // a header and its value
		}{
			{"the index", "/app/", nil, 200, "the app", "Cache-Control: no-cache"},
			{"without the slash", "/app", nil, 308, "", "Location: ./app/"},
			{"without the slash, with a query", "/app?x=1&y", nil, 308, "", "Location: ./app/?x=1&y"},
			{"a file", "/app/assets/index-B3x9.js", nil, 200, "script", "Cache-Control: public, max-age=31536000, immutable"},
			{"a compressed copy", "/app/assets/index-B3x9.js", []string{"Accept-Encoding", "br"}, 200, "brotli", "Content-Encoding: br"},
			{"the smaller copy", "/app/assets/index-B3x9.js", []string{"Accept-Encoding", "gzip, br"}, 200, "gz", "Vary: Accept-Encoding"},
			{"a folder with an index", "/app/manual/", nil, 200, "the manual", "Content-Type: text/html; charset=utf-8"},
			{"the same without the slash", "/app/manual", nil, 308, "", "Location: ./manual/"},
			{"a folder with a blank", "/app/manual/a%20b", nil, 308, "", "Location: ./a%20b/"},
			{"what is well known", "/app/.well-known/security", nil, 200, "well known", ""},
			{"an address of the app", "/app/users/5", nil, 200, "the app", "Cache-Control: no-cache"},
			{"as a browser asks", "/app/users/5", []string{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}, 200, "the app", ""},
			{"as a script asks for data", "/app/users/5", []string{"Accept", "application/json"}, 404, "404 page not found\n", ""},
			{"a script that is not there", "/app/assets/gone.js", nil, 404, "404 page not found\n", ""},
			{"a folder without an index is an address of the app", "/app/empty/", nil, 200, "the app", ""},
			{"a hidden file", "/app/.git/config", nil, 404, "404 page not found\n", ""},
			{"a way out", "/app/../secret", nil, 404, "404 page not found\n", ""},
			{"a zero byte", "/app/users%00", nil, 404, "404 page not found\n", ""},
			{"a backslash", "/app/users%5c..", nil, 404, "404 page not found\n", ""},
		} {
			rec := ask(h, "GET", tc.path, tc.header...)
			name, value, _ := strings.Cut(tc.more, ": ")
			if rec.Code != tc.code || rec.Body.String() != tc.body || rec.Header().Get(name) != value {
				t.Errorf("%s, %s: %d %q %v", where, tc.name, rec.Code, rec.Body, rec.Header())
			}
		}
		if rec := ask(h, "POST", "/app/"); rec.Code != 405 {
			t.Errorf("%s: POST has the status %d", where, rec.Code)
		}
	}
}

func TestAMountAtTheRootLeavesTheRestToTheSite(t *testing.T) {
	t.Parallel()
	h, err := static.Mount{Prefix: "/", Files: fstest.MapFS{"robots.txt": {Data: []byte("robots")}, "manual/index.html": {Data: []byte("manual")}}}.Open()
	if err != nil {
		t.Fatal(err)
	}
	for path, served := range map[string]bool{"/robots.txt": true, "/manual/": true, "/manual": true, "/": false, "/admin/": false, "/favicon.ico": false, "/..": false} {
		rec := httptest.NewRecorder()
		if got := h.Serve(rec, httptest.NewRequest("GET", path, nil)); got != served || !served && (len(rec.Header()) > 0 || rec.Body.Len() > 0) {
			t.Errorf("%s: %v %v", path, got, rec.Header())
		}
	}
}

// A path with two slashes must not become a host.
func TestARedirectStaysOnTheSite(t *testing.T) {
	t.Parallel()
	h, err := static.Mount{Prefix: "/", Files: fstest.MapFS{"example.com/index.html": {Data: []byte("x")}}}.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"//example.com", "/example.com", "/%2fexample.com", `/\example.com`} {
		rec := ask(h, "GET", path)
		if to := rec.Header().Get("Location"); to != "" && !strings.HasPrefix(to, "./") {
			t.Errorf("%s leads to %s", path, to)
		}
	}
}

func TestMountsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]static.Mount{
		"it has no files":                    {Prefix: "/a/"},
		"must begin and end with one slash":  {Prefix: "a", Files: app()},
		"would hide all pages of the site":   {Prefix: "/", Files: app(), Fallback: "index.html"},
		`its fallback "x.html" is no file`:   {Prefix: "/a/", Files: app(), Fallback: "x.html"},
		`its fallback "../x" is no file`:     {Prefix: "/a/", Files: app(), Fallback: "../x"},
		"no such file or directory":          {Prefix: "/a/", Files: static.Dir("/nothing/here")},
		`the mount at "/b/": it has no file`: {Prefix: "/b/"},
	} {
		if _, err := m.Open(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
