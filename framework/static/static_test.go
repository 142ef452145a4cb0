package static_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

func memory() fstest.MapFS {
	return fstest.MapFS{
		"site.css":          {Data: []byte("body{}")},
		"js/app.js":         {Data: []byte("alert(1)")},
		"a b.txt":           {Data: []byte("space")},
		"100%.txt":          {Data: []byte("100%")},
		"über.txt":          {Data: []byte("über")},
		"data":              {Data: []byte("bytes")},
		".env":              {Data: []byte("SECRET")},
		".git/config":       {Data: []byte("SECRET")},
		"js/.hidden/x.js":   {Data: []byte("SECRET")},
		"site.css~":         {Data: []byte("SECRET")},
		"site.css.bak":      {Data: []byte("SECRET")},
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
		if f.Mode&fs.ModeSymlink == 0 {
			put(t, filepath.Join(root, name), string(f.Data))
		}
	}
	put(t, filepath.Join(dir, "secret"), "SECRET")
	for name, target := range map[string]string{"link.css": "../secret", "up": ".."} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	return static.Dir(root)
}

func put(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// collected writes a collection of the files and serves it; the folder is
// returned as well.
func collected(t testing.TB, fsys fs.FS) (*static.Files, string) {
	t.Helper()
	dir := t.TempDir()
	p, err := collect.Read([]static.Source{{Name: "the site", FS: fsys}}, collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(t.Context(), dir, collect.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	files, err := static.Collected(static.Dir(dir), "/static/")
	if err != nil {
		t.Fatal(err)
	}
	return files, dir
}

// inMemory serves a collection that is nowhere written.
func inMemory(t testing.TB, fsys fs.FS) *static.Files {
	t.Helper()
	p, err := collect.Read([]static.Source{{Name: "the site", FS: fsys}}, collect.Options{Prefix: "/static/"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := p.FS()
	if err != nil {
		t.Fatal(err)
	}
	files, err := static.Collected(made, "/static/")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func live(t testing.TB, sources ...static.Source) *static.Files {
	t.Helper()
	files, err := static.Live("/static/", sources...)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// handlers are all ways to serve the same files.
func handlers(t testing.TB) map[string]http.Handler {
	t.Helper()
	onDisk, _ := collected(t, folder(t))
	mounted, err := static.Mount{Prefix: "/static/", Files: folder(t)}.Open()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]http.Handler{
		"live from memory":   live(t, static.Source{Name: "memory", FS: memory()}),
		"live from disk":     live(t, static.Source{Name: "disk", FS: folder(t)}),
		"collected":          onDisk,
		"collected, from no": inMemory(t, memory()),
		"from a mount":       http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { notFolders(mounted, w, r) }),
	}
}

// notFolders leaves out what only mounts know: folders and their index.
func notFolders(h http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/static" || strings.HasSuffix(r.URL.Path, "/js") || strings.HasSuffix(r.URL.Path, "/js/") {
		http.NotFound(w, r)
		return
	}
	h.ServeHTTP(w, r)
}

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL = &url.URL{Path: path}
	if u, err := url.ParseRequestURI(path); err == nil {
		r.URL = u
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for name, h := range handlers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := ask(h, "GET", "/static/site.css")
			etag := first.Header().Get("ETag")
			if len(etag) < 6 || first.Header().Get("X-Content-Type-Options") != "nosniff" || first.Header().Get("Content-Length") != "6" {
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
				{"a name with a percent sign", "GET", "/static/100%25.txt", nil, 200, "100%", "text/plain; charset=utf-8"},
				{"a name with an umlaut", "GET", "/static/%C3%BCber.txt", nil, 200, "über", "text/plain; charset=utf-8"},
				{"an unknown type", "GET", "/static/data", nil, 200, "bytes", "application/octet-stream"},
				{"deep down", "GET", "/static/deep/er/still.txt", nil, 200, "deep", "text/plain; charset=utf-8"},
				{"HEAD", "HEAD", "/static/site.css", nil, 200, "", "text/css; charset=utf-8"},
				{"what the browser has already", "GET", "/static/site.css", []string{"If-None-Match", etag}, 304, "", ""},
				{"among others", "GET", "/static/site.css", []string{"If-None-Match", `"x", W/` + etag}, 304, "", ""},
				{"anything it has", "GET", "/static/site.css", []string{"If-None-Match", "*"}, 304, "", ""},
				{"HEAD of what it has", "HEAD", "/static/site.css", []string{"If-None-Match", etag}, 304, "", ""},
				{"what it has in another version", "GET", "/static/site.css", []string{"If-None-Match", `"x"`}, 200, "body{}", "text/css; charset=utf-8"},
				{"the version decides, not the time", "GET", "/static/site.css", []string{"If-None-Match", `"x"`, "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"}, 200, "body{}", "text/css; charset=utf-8"},
				{"a condition that holds", "GET", "/static/site.css", []string{"If-Match", etag}, 200, "body{}", "text/css; charset=utf-8"},
				{"a condition that fails", "GET", "/static/site.css", []string{"If-Match", `"x"`}, 412, "", "text/css; charset=utf-8"},
				{"a range", "GET", "/static/site.css", []string{"Range", "bytes=1-2"}, 206, "od", "text/css; charset=utf-8"},
				{"a range from the end", "GET", "/static/site.css", []string{"Range", "bytes=-2"}, 206, "{}", "text/css; charset=utf-8"},
				{"a range of this version", "GET", "/static/site.css", []string{"Range", "bytes=1-2", "If-Range", etag}, 206, "od", "text/css; charset=utf-8"},
				{"a range of another version", "GET", "/static/site.css", []string{"Range", "bytes=1-2", "If-Range", `"x"`}, 200, "body{}", "text/css; charset=utf-8"},
				{"a range beyond the end", "GET", "/static/site.css", []string{"Range", "bytes=90-"}, 416, "invalid range: failed to overlap\n", "text/plain; charset=utf-8"},
				{"ranges of another unit", "GET", "/static/site.css", []string{"Range", "lines=1-2"}, 416, "invalid range\n", "text/plain; charset=utf-8"},
				{"ranges that are more than the file", "GET", "/static/site.css", []string{"Range", "bytes=0-5,0-5"}, 200, "body{}", "text/css; charset=utf-8"},
				{"too many ranges", "GET", "/static/site.css", []string{"Range", "bytes=0-0" + strings.Repeat(",0-0", 16)}, 200, "body{}", "text/css; charset=utf-8"},
				{"too many ranges with a condition", "GET", "/static/site.css", []string{"If-Match", etag, "Range", "bytes=0-0" + strings.Repeat(",0-0", 16)}, 200, "body{}", "text/css; charset=utf-8"},
				{"HEAD knows no ranges", "HEAD", "/static/site.css", []string{"Range", "bytes=1-2"}, 200, "", "text/css; charset=utf-8"},
				{"another method", "POST", "/static/site.css", nil, 405, "405 method not allowed\n", "text/plain; charset=utf-8"},
				{"another method of nothing", "POST", "/static/nothing", nil, 404, "", "text/plain; charset=utf-8"},
			} {
				rec := ask(h, tc.method, tc.path, tc.header...)
				if rec.Code != tc.code || rec.Code != 404 && rec.Body.String() != tc.body || rec.Header().Get("Content-Type") != tc.contentType {
					t.Errorf("%s: %d %q %v", tc.name, rec.Code, rec.Body, rec.Header())
				}
				if tc.code == 405 && rec.Header().Get("Allow") != "GET, HEAD" {
					t.Errorf("%s: %v", tc.name, rec.Header())
				}
				if tc.method == "HEAD" && tc.code == 200 && rec.Header().Get("Content-Length") != "6" {
					t.Errorf("%s: %v", tc.name, rec.Header())
				}
			}
			if several := ask(h, "GET", "/static/site.css", "Range", "bytes=0-0,2-3"); several.Code != 206 || !strings.HasPrefix(several.Header().Get("Content-Type"), "multipart/byteranges") {
				t.Errorf("two ranges: %d %v", several.Code, several.Header())
			}
		})
	}
}

func TestOnlySoManyPartsAreSent(t *testing.T) {
	t.Parallel()
	files := inMemory(t, fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("0123456789", 100))}})
	parts := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%d-%d,", i*10, i*10)
		}
		return "bytes=" + strings.TrimSuffix(b.String(), ",")
	}
	for n, code := range map[int]int{1: 206, 16: 206, 17: 200, 90: 200} {
		for _, condition := range []string{"", `"x"`} {
			header := []string{"Range", parts(n)}
			if condition != "" {
				header = append(header, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
			}
			if rec := ask(files, "GET", "/static/a.txt", header...); rec.Code != code || code == 200 && rec.Body.Len() != 1000 {
				t.Errorf("%d parts: %d, %d bytes", n, rec.Code, rec.Body.Len())
			}
		}
	}
}

func TestServeWritesNothingForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]*static.Files{"live": live(t, static.Source{FS: folder(t)}), "collected": inMemory(t, memory())} {
		rec := httptest.NewRecorder()
		if files.Serve(rec, httptest.NewRequest("GET", "/static/nothing", nil)) || len(rec.Header()) > 0 || rec.Body.Len() > 0 {
			t.Errorf("%s wrote %v %q", name, rec.Header(), rec.Body)
		}
	}
}

func TestAFileThatChangesHasAnotherAddressAndTag(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "x.css"), "one")
	files := live(t, static.Source{Name: "x", FS: static.Dir(dir)})
	address, err := files.URL("x.css")
	if err != nil {
		t.Fatal(err)
	}
	before := ask(files, "GET", address).Header()
	if before.Get("Cache-Control") != "no-cache" || before.Get("Last-Modified") == "" {
		t.Errorf("header %v", before)
	}
	put(t, filepath.Join(dir, "x.css"), "longer")
	if again, err := files.URL("x.css"); err != nil || again == address || !strings.HasPrefix(again, "/static/x.css?v=") {
		t.Errorf("%s, then %s: %v", address, again, err)
	}
	rec := ask(files, "GET", address, "If-None-Match", before.Get("ETag"))
	if rec.Code != 200 || rec.Body.String() != "longer" || rec.Header().Get("ETag") == before.Get("ETag") {
		t.Errorf("%d %q", rec.Code, rec.Body)
	}
}

func TestHashedNamesAreKeptForGoodAndPlainOnesForAMinute(t *testing.T) {
	t.Parallel()
	onDisk, _ := collected(t, memory())
	for name, files := range map[string]*static.Files{"collected": onDisk, "from memory": inMemory(t, memory())} {
		address, err := files.URL("site.css")
		if err != nil || !regexp.MustCompile(`^/static/site\.[0-9a-f]{12}\.css$`).MatchString(address) {
			t.Errorf("%s: the address is %q: %v", name, address, err)
		}
		hashed, plain := ask(files, "GET", address), ask(files, "GET", "/static/site.css")
		if got := hashed.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" || hashed.Body.String() != "body{}" {
			t.Errorf("%s: %s", name, got)
		}
		if got := plain.Header().Get("Cache-Control"); got != "public, max-age=60" || plain.Body.String() != "body{}" || plain.Header().Get("ETag") != hashed.Header().Get("ETag") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	fsys := memory()
	fsys["icons.svg"] = &fstest.MapFile{Data: []byte("<svg/>")}
	for name, files := range map[string]*static.Files{"live": live(t, static.Source{Name: "the site", FS: fsys}), "collected": inMemory(t, fsys)} {
		for asked, want := range map[string]string{
			"site.css":      `^/static/site\.(\w{12}\.)?css(\?v=\w+)?$`,
			"a b.txt":       `^/static/a%20b\.(\w{12}\.)?txt`,
			"100%.txt":      `^/static/100%25\.(\w{12}\.)?txt`,
			"über.txt":      `^/static/%C3%BCber\.(\w{12}\.)?txt`,
			"icons.svg#cog": `^/static/icons\.(\w{12}\.)?svg(\?v=\w+)?#cog$`,
			"icons.svg?x#y": `^/static/icons\.(\w{12}\.svg\?|svg\?v=\w+&)x#y$`,
			"js/app.js":     `^/static/js/app\.(\w{12}\.)?js`,
		} {
			got, err := files.URL(asked)
			if err != nil || !regexp.MustCompile(want).MatchString(got) {
				t.Errorf("%s, %s: %q, %v", name, asked, got, err)
			}
			if err == nil && ask(files, "GET", strings.SplitN(got, "#", 2)[0]).Code != 200 {
				t.Errorf("%s, %s: nothing is at %q", name, asked, got)
			}
		}
		for asked, want := range map[string]string{
			"site.cs":   `static: there is no file "site.cs"; did you mean "site.css"?`,
			"app.js":    `static: there is no file "app.js"; did you mean "js/app.js"?`,
			"icons#cog": `static: there is no file "icons"; did you mean "icons.svg"?`,
			"/site.css": `static: there is no file "/site.css"; did you mean "site.css"?`,
			"nonsense":  `static: there is no file "nonsense"; gofw findstatic lists the folders that are searched`,
			".env":      `static: there is no file ".env"; gofw findstatic lists the folders that are searched`,
			"":          `static: there is no file ""; gofw findstatic lists the folders that are searched`,
		} {
			_, err := files.URL(asked)
			var missing static.Missing
			if !errors.As(err, &missing) || err.Error() != want {
				t.Errorf("%s, %q: %v", name, asked, err)
			}
		}
	}
	if rec := ask(live(t, static.Source{Name: "the site", FS: memory()}), "GET", "/static/site.cs"); !strings.Contains(rec.Body.String(), `did you mean "site.css"?`) {
		t.Errorf("in development, what is missing gets no hint: %s", rec.Body)
	}
}

func TestPagesFindFilesInTheirContext(t *testing.T) {
	t.Parallel()
	if _, err := static.URL(t.Context(), "site.css"); !errors.Is(err, static.ErrNoFiles) {
		t.Errorf("without: %v", err)
	}
	for name, files := range map[string]*static.Files{"live": live(t, static.Source{FS: memory()}), "collected": inMemory(t, memory())} {
		ctx := static.With(context.WithoutCancel(t.Context()), files)
		want, _ := files.URL("site.css")
		if got, err := static.URL(ctx, "site.css"); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestSourcesAreSearchedInOrder(t *testing.T) {
	t.Parallel()
	one := func(text string) fs.FS { return fstest.MapFS{"a.css": {Data: []byte(text)}} }
	files := live(t, static.Source{Name: "one", FS: one("one")}, static.Source{Name: "two", FS: one("two")}, static.Source{Name: "own", Prefix: "gofw/", FS: one("own")})
	for path, want := range map[string]string{"/static/a.css": "one", "/static/gofw/a.css": "own"} {
		if got := ask(files, "GET", path).Body.String(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestMediaTypesAndWhoMayUseFiles(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	want := map[string]string{
		"a.woff2": "font/woff2", "a.TTF": "font/ttf", "a.wasm": "application/wasm", "a.mjs": "text/javascript; charset=utf-8", "a.svg": "image/svg+xml",
		"a.webmanifest": "application/manifest+json", "a.php": "application/octet-stream", "a.map": "application/json", "a.html": "text/html; charset=utf-8",
	}
	for name := range want {
		fsys[name] = &fstest.MapFile{Data: []byte("x")}
	}
	for name, files := range map[string]*static.Files{"live": live(t, static.Source{FS: fsys}), "collected": inMemory(t, fsys)} {
		for file, mime := range want {
			h := ask(files, "GET", "/static/"+file).Header()
			open := strings.HasPrefix(mime, "font/") || mime == "application/wasm"
			if h.Get("Content-Type") != mime || (h.Get("Access-Control-Allow-Origin") == "*") != open {
				t.Errorf("%s, %s: %v", name, file, h)
			}
		}
	}
}

func TestTheSmallestVariantThatTheClientWantsIsSent(t *testing.T) {
	t.Parallel()
	files, dir := collected(t, fstest.MapFS{"long.css": {Data: []byte(strings.Repeat("a { color: red }\n", 500))}, "short.css": {Data: []byte("a{}")}})
	m, err := static.ReadManifest(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	stored := m.Stored[m.Files["long.css"]]
	smallest := "br"
	for _, coding := range []string{"zstd", "gzip"} {
		if stored.Variants[coding] < stored.Variants[smallest] {
			smallest = coding
		}
	}
	for accept, want := range map[string]string{
		"":                        "",
		"gzip, deflate, br, zstd": smallest,
		"gzip, deflate, br":       "br",
		"gzip":                    "gzip",
		"GZIP":                    "gzip",
		"x-gzip":                  "gzip",
		"br;q=0":                  "",
		"br;q=0.5, gzip;q=0.8":    "gzip",
		"*":                       smallest,
		"*;q=0.1, br;q=0":         map[bool]string{true: "zstd", false: "gzip"}[stored.Variants["zstd"] < stored.Variants["gzip"]],
		"deflate":                 "",
		"identity":                "",
		"gzip;q=broken":           "",
		"gzip;q=2":                "",
		",;,;;q=,":                "",
		"br ; Q=1":                "br",
	} {
		rec := ask(files, "GET", "/static/long.css", "Accept-Encoding", accept)
		h := rec.Header()
		size := stored.Size
		if want != "" {
			size = stored.Variants[want]
		}
		if h.Get("Content-Encoding") != want || h.Get("Content-Length") != fmt.Sprint(size) || int64(rec.Body.Len()) != size || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v, %d bytes", accept, h, rec.Body.Len())
		}
		if tag := h.Get("ETag"); (want != "") != strings.HasSuffix(tag, "-"+want+`"`) {
			t.Errorf("%q has the tag %s", accept, tag)
		}
		again := ask(files, "GET", "/static/long.css", "Accept-Encoding", accept, "If-None-Match", h.Get("ETag"))
		if again.Code != 304 || again.Header().Get("Vary") != "Accept-Encoding" || again.Body.Len() > 0 {
			t.Errorf("%q again: %d %v", accept, again.Code, again.Header())
		}
		slowly := ask(files, "GET", "/static/long.css", "Accept-Encoding", accept, "If-Match", h.Get("ETag"))
		if slowly.Code != 200 || slowly.Header().Get("Content-Length") != fmt.Sprint(size) || int64(slowly.Body.Len()) != size {
			t.Errorf("%q with a condition: %d %v", accept, slowly.Code, slowly.Header())
		}
	}
	two := ask(files, "GET", "/static/long.css", "Accept-Encoding", "deflate", "Accept-Encoding", "gzip")
	if two.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("two headers: %v", two.Header())
	}
	if h := ask(files, "GET", "/static/short.css", "Accept-Encoding", "br").Header(); h.Get("Vary") != "" || h.Get("Content-Encoding") != "" {
		t.Errorf("without variants: %v", h)
	}
	part := ask(files, "GET", "/static/long.css", "Accept-Encoding", "br", "Range", "bytes=0-3")
	if part.Code != 206 || part.Body.String() != "a { " || part.Header().Get("Content-Encoding") != "" || part.Header().Get("Content-Length") != "4" {
		t.Errorf("a part is not of the file itself: %v %q", part.Header(), part.Body)
	}
}

func TestFilesOfEarlierDeploymentsAreServed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(text string) {
		p, err := collect.Read([]static.Source{{Name: "x", FS: fstest.MapFS{"a.css": {Data: []byte(text)}}}}, collect.Options{Prefix: "/static/"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(t.Context(), dir, collect.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	write("old")
	files, err := static.Collected(static.Dir(dir), "/static/")
	if err != nil {
		t.Fatal(err)
	}
	old, _ := files.URL("a.css")
	write("new")
	if err := files.Reload(); err != nil {
		t.Fatal(err)
	}
	now, _ := files.URL("a.css")
	for address, want := range map[string]string{old: "old", now: "new", "/static/a.css": "new"} {
		if rec := ask(files, "GET", address); rec.Body.String() != want {
			t.Errorf("%s: %d %s", address, rec.Code, rec.Body)
		}
	}
	if err := os.Remove(filepath.Join(dir, static.ManifestName)); err != nil {
		t.Fatal(err)
	}
	if err := files.Reload(); err == nil || !strings.Contains(err.Error(), "run collectstatic first") {
		t.Errorf("without a manifest: %v", err)
	}
	if rec := ask(files, "GET", now); rec.Body.String() != "new" {
		t.Errorf("after a failed reload: %d", rec.Code)
	}
	// What was cut behind our back is not sent as something else. Small files
	// are in memory by now, so this one is asked for in a new process.
	again, err := static.Live("/static/", static.Source{FS: static.Dir(dir)})
	if err != nil || ask(again, "GET", old).Code != 200 {
		t.Errorf("the folder itself: %v", err)
	}
}

func TestAFileThatHasAnotherSizeIsNotSent(t *testing.T) {
	t.Parallel()
	files, dir := collected(t, fstest.MapFS{"a.css": {Data: []byte("whole")}, "b.css": {Data: []byte("gone")}, "c.css": {Data: []byte("grows")}})
	a, _ := files.URL("a.css")
	b, _ := files.URL("b.css")
	put(t, filepath.Join(dir, strings.TrimPrefix(a, "/static/")), "cut")
	c, _ := files.URL("c.css")
	put(t, filepath.Join(dir, strings.TrimPrefix(c, "/static/")), "grows and grows")
	if err := os.Remove(filepath.Join(dir, strings.TrimPrefix(b, "/static/"))); err != nil {
		t.Fatal(err)
	}
	for address, code := range map[string]int{a: 500, b: 404, c: 500} {
		rec := ask(files, "GET", address)
		if rec.Code != code || rec.Header().Get("Cache-Control") != "" || rec.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %v", address, rec.Code, rec.Header())
		}
	}
}

func TestPrefix(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "static", "/static", "static/", "//", "/a//b/"} {
		if _, err := static.Live(prefix); err == nil {
			t.Errorf("%q is taken", prefix)
		}
	}
	if _, err := static.Collected(static.Dir("/nothing/here"), "/"); err == nil || !strings.Contains(err.Error(), "run collectstatic first") {
		t.Errorf("a folder that is not there: %v", err)
	}
}
