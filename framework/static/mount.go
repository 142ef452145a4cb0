package static

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// Mount shows a folder below a prefix, as it is: a manual that another program
// writes, a single-page application, robots.txt and favicon.ico at the root.
// Compressed copies beside a file (.br, .zst, .gz) are sent to who takes them.
// Addresses of folders show the file index.html in them. Browsers ask each time
// whether a file has changed.
type Mount struct {
	// Prefix begins and ends with a slash: "/manual/". At "/", what is no file
	// is left to the site.
	Prefix string
	// Files is the folder: static.Dir("public/manual"), or an embedded one.
	Files fs.FS
	// Fallback is the file that is shown for addresses that name no file, so
	// that a single-page application can have addresses of its own:
	// "index.html". Empty: they are not found.
	Fallback string
	// Immutable is a folder in Files whose file names change with their
	// content, as bundlers write it, so that browsers keep them: "assets".
	// Empty is none.
	Immutable string
}

// Mounted is a mount that answers. Make it with [Mount.Open]. It is safe to share.
type Mounted struct {
	mount Mount
	files *Files
}

// Open checks a mount.
func (m Mount) Open() (*Mounted, error) {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("static: the mount at %q: %w", m.Prefix, fmt.Errorf(format, args...))
	}
	if m.Files == nil {
		return nil, wrong(`it has no files: set Files, such as static.Dir("public")`)
	}
	if _, err := fs.ReadDir(m.Files, "."); err != nil {
		return nil, wrong("%w", err)
	}
	if m.Fallback != "" {
		if m.Prefix == "/" {
			return nil, wrong("a fallback would hide all pages of the site: give it a prefix, such as /app/")
		}
		if !Allowed(m.Fallback) || !plain(m.Files, m.Fallback) {
			return nil, wrong("its fallback %q is no file in it", m.Fallback)
		}
	}
	cache := func(name string) string {
		if m.Immutable != "" && strings.HasPrefix(name, strings.TrimSuffix(m.Immutable, "/")+"/") {
			return forGood
		}
		return asksAgain
	}
	files, err := newFiles(m.Prefix, &live{sources: []Source{{Name: m.Prefix, FS: m.Files}}, compressed: true, cache: cache, memory: newMemory()})
	if err != nil {
		return nil, err
	}
	return &Mounted{m, files}, nil
}

// Serve answers a request below the prefix and reports whether it was one. If
// not, it has written nothing.
func (m *Mounted) Serve(w http.ResponseWriter, r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, m.mount.Prefix)
	if !ok {
		return r.URL.Path+"/" == m.mount.Prefix && redirect(w, r)
	}
	if e, ok := m.find(name); ok {
		e.serve(w, r)
		return true
	}
	if m.isFolder(name) {
		return redirect(w, r)
	}
	if m.mount.Prefix == "/" {
		return false
	}
	if e, ok := m.fallback(r, name); ok {
		e.serve(w, r)
		return true
	}
	http.NotFound(w, r)
	return true
}

// ServeHTTP answers a request below the prefix, or that there is nothing.
func (m *Mounted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !m.Serve(w, r) {
		http.NotFound(w, r)
	}
}

// index is the file that a folder shows.
const index = "index.html"

func (m *Mounted) find(name string) (*entry, bool) {
	if name == "" || strings.HasSuffix(name, "/") {
		name += index
	}
	return (*m.files.finder.Load()).find(name)
}

// isFolder reports whether a name is that of a folder with an index.
func (m *Mounted) isFolder(name string) bool {
	if name == "" || !Allowed(name) {
		return false
	}
	_, ok := m.find(name + "/")
	return ok
}

// fallback is what a single-page application shows for an address of its own:
// one that looks like a page, asked for by a browser. A script that is missing
// must not be answered with a page.
func (m *Mounted) fallback(r *http.Request, name string) (*entry, bool) {
	if m.mount.Fallback == "" || path.Ext(name) != "" || name != "" && !Allowed(strings.TrimSuffix(name, "/")) {
		return nil, false
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept != "" && !strings.Contains(accept, "text/html") && !strings.Contains(accept, "*/*") {
		return nil, false
	}
	return m.find(m.mount.Fallback)
}

// redirect leads to the address of the same folder with a slash. The last part
// alone is named, with its folder, so that no path can be taken for a host.
func redirect(w http.ResponseWriter, r *http.Request) bool {
	to := "./" + Escape(path.Base(r.URL.Path)) + "/"
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusPermanentRedirect)
	return true
}
