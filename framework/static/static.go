// Package static serves files that are part of the site: styles, scripts,
// images. It knows exactly which files there are: a path that is not one of
// them, whatever it is made of, is not found. There are no directory listings
// and no files whose name, or whose folder's, begins with a dot.
package static

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// Files is a folder that is served under a prefix. It is safe for many
// goroutines. Make it with [Handler] or [Live].
type Files struct {
	fsys   fs.FS
	prefix string
	table  map[string]file // nil looks at the folder for each request
}

// file is what is known about one file.
type file struct {
	size     int64
	modified time.Time
	etag     string
}

// Handler reads all files of a folder once and serves them under a prefix such
// as "/static/". Files added later are not found; one that changed is served as
// it is then.
func Handler(fsys fs.FS, prefix string) (*Files, error) {
	f, err := Live(fsys, prefix)
	if err != nil {
		return nil, err
	}
	table := map[string]file{}
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		table[name], err = f.read(name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the static files: %w", err)
	}
	f.table = table
	return f, nil
}

// Live serves a folder as it is at each request, for development.
func Live(fsys fs.FS, prefix string) (*Files, error) {
	if !strings.HasPrefix(prefix, "/") || !strings.HasSuffix(prefix, "/") {
		return nil, fmt.Errorf("static: the prefix %q must begin and end with a slash", prefix)
	}
	return &Files{fsys: fsys, prefix: prefix}, nil
}

// read describes a file.
func (f *Files) read(name string) (file, error) {
	in, err := f.fsys.Open(name)
	if err != nil {
		return file{}, err
	}
	defer in.Close()
	stat, err := in.Stat()
	if err != nil {
		return file{}, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return file{}, fmt.Errorf("reading %s: %w", name, err)
	}
	return file{stat.Size(), stat.ModTime(), `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`}, nil
}

// ServeHTTP answers a request for a file, or that there is none.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !f.Serve(w, r) {
		http.NotFound(w, r)
	}
}

// Serve answers a request for a file and reports whether there was one. If not,
// it has written nothing.
func (f *Files) Serve(w http.ResponseWriter, r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, f.prefix)
	if !ok {
		return false
	}
	known, ok := f.find(name)
	if !ok {
		return false
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return true
	}
	in, err := f.fsys.Open(name)
	if err != nil {
		return false
	}
	defer in.Close()
	content, ok := in.(io.ReadSeeker)
	if !ok {
		return false
	}
	if stat, err := in.Stat(); err != nil || stat.Size() != known.size || !stat.ModTime().Equal(known.modified) {
		if known, err = f.read(name); err != nil {
			return false
		}
	}
	h := w.Header()
	h.Set("Content-Type", typeOf(name))
	h.Set("Etag", known.etag)
	h.Set("Cache-Control", "public, no-cache") // kept, but asked about each time
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, name, known.modified, content)
	return true
}

// find says whether there is such a file.
func (f *Files) find(name string) (file, bool) {
	if f.table != nil {
		known, ok := f.table[name]
		return known, ok
	}
	if !f.plain(name) {
		return file{}, false
	}
	known, err := f.read(name)
	return known, err == nil
}

// plain reports whether a name leads to a file through folders alone: no links,
// no dots.
func (f *Files) plain(name string) bool {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\x00\\:") {
		return false
	}
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		stat, err := fs.Lstat(f.fsys, name[:i])
		if err != nil || strings.HasPrefix(path.Base(name[:i]), ".") {
			return false
		}
		if last := i == len(name); last && !stat.Mode().IsRegular() || !last && !stat.IsDir() {
			return false
		}
	}
	return true
}

// types are those that browsers are strict about, so that they do not depend on
// the machine.
var types = map[string]string{
	".avif":        "image/avif",
	".css":         "text/css; charset=utf-8",
	".gif":         "image/gif",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".jpeg":        "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xml":         "text/xml; charset=utf-8",
}

func typeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t, ok := types[ext]; ok {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}
