package static_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
)

func memory() fstest.MapFS {
	return fstest.MapFS{
		"site.css":          {Data: []byte("body{}")},
		"js/app.js":         {Data: []byte("alert(1)")},
		"a b.txt":           {Data: []byte("space")},
		"data":              {Data: []byte("bytes")},
		".env":              {Data: []byte("SECRET")},
		".git/config":       {Data: []byte("SECRET")},
		"js/.hidden/x.js":   {Data: []byte("SECRET")},
		"link.css":          {Data: []byte("../secret"), Mode: fs.ModeSymlink | 0o777},
		"js/index.html":     {Data: []byte("index")},
		"deep/er/still.txt": {Data: []byte("deep")},
	}
}

// folder writes the files to disk, beside a secret and with links to it.
func folder(t testing.TB) fs.FS {
	t.Helper()
	dir := t.TempDir()
	root := filepath.Join(dir, "static")
	for name, f := range memory() {
		if f.Mode&fs.ModeSymlink != 0 {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("SECRET"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"link.css": "../secret", "up": ".."} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	return os.DirFS(root)
}

// handlers are all ways to serve the same files.
func handlers(t testing.TB) map[string]*static.Files {
	t.Helper()
	made := map[string]*static.Files{}
	for name, make := range map[string]func() (*static.Files, error){
		"from memory": func() (*static.Files, error) { return static.Handler(memory(), "/static/") },
		"from disk":   func() (*static.Files, error) { return static.Handler(folder(t), "/static/") },
		"live":        func() (*static.Files, error) { return static.Live(folder(t), "/static/") },
	} {
		f, err := make()
		if err != nil {
			t.Fatal(err)
		}
		made[name] = f
	}
	return made
}

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL = &url.URL{Path: path}
	if u, err := url.ParseRequestURI(path); err == nil {
		r.URL = u
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

var hostilePaths = []string{
	"/", "/static", "/static/", "/static//", "/static/.", "/static/..", "/static/js", "/static/js/", "/static/nothing.css", "/static/site.css/", "/static/site.css/x",
	"/static/../secret", "/static/../../etc/passwd", "/static/js/../site.css", "/static/./site.css", "/static//site.css", "/static/js//app.js",
	"/static/%2e%2e/secret", "/static/%2e%2e%2fsecret", "/static/..%2fsecret", "/static/..%5csecret", `/static/..\secret`, `/static/js\app.js`, "/static/js%5capp.js",
	"/static/%252e%252e/secret", "/static/..;/secret", "/static/site.css%00", "/static/site.css%00.png", "/static/%00", "/static/site.css:$DATA", "/static/C:/x",
	"/static/.env", "/static/.git/config", "/static/%2eenv", "/static/js/.hidden/x.js", "/static/link.css", "/static/up/secret", "/static/up/static/site.css",
	"/static/SITE.CSS", "/static/site.css ", "/static/site.css.", "/STATIC/site.css", "/other/site.css", "static/site.css", "/static/" + strings.Repeat("a", 5000),
	"/static/\xff", "/static/aux", "/static/~/x", "//static/site.css", "/static/%c0%ae%c0%ae/secret",
}

func TestHostilePathsAreNotFound(t *testing.T) {
	t.Parallel()
	for name, h := range handlers(t) {
		for _, p := range hostilePaths {
			rec := ask(h, "GET", p)
			if rec.Code != 404 || strings.Contains(rec.Body.String(), "SECRET") {
				t.Errorf("%s, %q: %d %q", name, p, rec.Code, rec.Body)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for name, h := range handlers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := ask(h, "GET", "/static/site.css")
			etag := first.Header().Get("ETag")
			if len(etag) != 26 || first.Header().Get("Cache-Control") != "public, no-cache" || first.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("header %v", first.Header())
			}
			for _, tc := range []struct {
				name, method, path string
				header             []string
				code               int
				body, contentType  string
			}{
				{"a style", "GET", "/static/site.css", nil, 200, "body{}", "text/css; charset=utf-8"},
				{"a script in a folder", "GET", "/static/js/app.js", nil, 200, "alert(1)", "text/javascript; charset=utf-8"},
				{"an index is a file like others", "GET", "/static/js/index.html", nil, 200, "index", "text/html; charset=utf-8"},
				{"a name with a space", "GET", "/static/a%20b.txt", nil, 200, "space", "text/plain; charset=utf-8"},
				{"an unknown type", "GET", "/static/data", nil, 200, "bytes", "application/octet-stream"},
				{"deep down", "GET", "/static/deep/er/still.txt", nil, 200, "deep", "text/plain; charset=utf-8"},
				{"HEAD", "HEAD", "/static/site.css", nil, 200, "", "text/css; charset=utf-8"},
				{"what the browser has already", "GET", "/static/site.css", []string{"If-None-Match", etag}, 304, "", ""},
				{"what it has in another version", "GET", "/static/site.css", []string{"If-None-Match", `"x"`}, 200, "body{}", "text/css; charset=utf-8"},
				{"a range", "GET", "/static/site.css", []string{"Range", "bytes=1-2"}, 206, "od", "text/css; charset=utf-8"},
				{"a range of another version", "GET", "/static/site.css", []string{"Range", "bytes=1-2", "If-Range", `"x"`}, 200, "body{}", "text/css; charset=utf-8"},
				{"a range beyond the end", "GET", "/static/site.css", []string{"Range", "bytes=90-"}, 416, "invalid range: failed to overlap\n", "text/plain; charset=utf-8"},
				{"another method", "POST", "/static/site.css", nil, 405, "405 method not allowed\n", "text/plain; charset=utf-8"},
				{"another method of nothing", "POST", "/static/nothing", nil, 404, "404 page not found\n", "text/plain; charset=utf-8"},
			} {
				rec := ask(h, tc.method, tc.path, tc.header...)
				if rec.Code != tc.code || rec.Body.String() != tc.body || rec.Header().Get("Content-Type") != tc.contentType {
					t.Errorf("%s: %d %q %v", tc.name, rec.Code, rec.Body, rec.Header())
				}
			}
		})
	}
}

func TestServeWritesNothingForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	rec := httptest.NewRecorder()
	if handlers(t)["from disk"].Serve(rec, httptest.NewRequest("GET", "/static/nothing", nil)) || len(rec.Header()) > 0 || rec.Body.Len() > 0 {
		t.Errorf("wrote %v %q", rec.Header(), rec.Body)
	}
}

func TestAChangedFileHasAnotherTag(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(fs.FS, string) (*static.Files, error){"handler": static.Handler, "live": static.Live} {
		dir := t.TempDir()
		file := filepath.Join(dir, "x.css")
		if err := os.WriteFile(file, []byte("one"), 0o644); err != nil {
			t.Fatal(err)
		}
		h, err := make(os.DirFS(dir), "/")
		if err != nil {
			t.Fatal(err)
		}
		before := ask(h, "GET", "/x.css").Header().Get("ETag")
		if err := os.WriteFile(file, []byte("longer"), 0o644); err != nil {
			t.Fatal(err)
		}
		rec := ask(h, "GET", "/x.css", "If-None-Match", before)
		if rec.Code != 200 || rec.Body.String() != "longer" || rec.Header().Get("ETag") == before {
			t.Errorf("%s: %d %q", name, rec.Code, rec.Body)
		}
	}
}

func TestPrefix(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "static", "/static", "static/"} {
		if _, err := static.Handler(memory(), prefix); err == nil {
			t.Errorf("%q is taken", prefix)
		}
	}
	if _, err := static.Handler(os.DirFS("/nothing/here"), "/"); err == nil {
		t.Error("a folder that is not there is taken")
	}
}

func FuzzPath(f *testing.F) {
	for _, p := range hostilePaths {
		f.Add(p)
	}
	f.Add("/static/site.css")
	all := handlers(f)
	fine := map[string]bool{"body{}": true, "alert(1)": true, "space": true, "bytes": true, "index": true, "deep": true}
	f.Fuzz(func(t *testing.T, p string) {
		codes := map[int]bool{}
		for name, h := range all {
			rec := ask(h, "GET", p)
			if rec.Code != 404 && (rec.Code != 200 || !fine[rec.Body.String()]) {
				t.Fatalf("%s, %q: %d %q", name, p, rec.Code, rec.Body)
			}
			codes[rec.Code] = true
		}
		if len(codes) > 1 {
			t.Fatalf("%q: the ways to serve disagree: %v", p, codes)
		}
	})
}
