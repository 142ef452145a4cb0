package static

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// Files is static files below a prefix: it answers for them and knows their
// addresses. Make it with [Live] or [Collected]. It is safe to share.
type Files struct {
	prefix string
	finder atomic.Pointer[finder]
}

// finder knows files by what follows the prefix in a path.
type finder interface {
	// find returns what is sent for a name.
	find(name string) (*entry, bool)
	// address is what follows the prefix in the address of a file.
	address(name string) (string, bool)
	// names are the names that pages may use.
	names() []string
}

func newFiles(prefix string, found finder) (*Files, error) {
	if !strings.HasPrefix(prefix, "/") || !strings.HasSuffix(prefix, "/") || strings.Contains(prefix, "//") {
		return nil, fmt.Errorf("static: the prefix %q must begin and end with one slash, such as /static/", prefix)
	}
	f := &Files{prefix: prefix}
	f.finder.Store(&found)
	return f, nil
}

// Prefix is what the paths of all files begin with.
func (f *Files) Prefix() string { return f.prefix }

// URL is the address of a file by its name, such as "css/site.css", from the
// root of the site. A fragment or a query may follow the name:
// "icons.svg#cog". The error of a name that no file has is a [Missing].
func (f *Files) URL(name string) (string, error) {
	found := *f.finder.Load()
	if address, ok := found.address(name); ok {
		return f.prefix + address, nil
	}
	if i := strings.IndexAny(name, "?#"); i > 0 {
		if address, ok := found.address(name[:i]); ok {
			suffix := name[i:]
			if query, has := strings.CutPrefix(suffix, "?"); has && strings.Contains(address, "?") {
				suffix = "&" + query
			}
			return f.prefix + address + suffix, nil
		}
		name = name[:i]
	}
	return "", Missing{name, Nearest(name, found.names())}
}

// ServeHTTP answers a request for a file, or that there is none.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.Serve(w, r) {
		return
	}
	found := *f.finder.Load()
	if _, ok := found.(*live); ok {
		missing := Missing{Name: strings.TrimPrefix(r.URL.Path, f.prefix)}
		missing.Near = Nearest(missing.Name, found.names())
		http.Error(w, "404 "+missing.Error(), http.StatusNotFound)
		return
	}
	http.NotFound(w, r)
}

// Serve answers a request for a file and reports whether there was one. If not,
// it has written nothing.
func (f *Files) Serve(w http.ResponseWriter, r *http.Request) bool {
	name, ok := strings.CutPrefix(r.URL.Path, f.prefix)
	if !ok {
		return false
	}
	e, ok := (*f.finder.Load()).find(name)
	if ok {
		e.serve(w, r)
	}
	return ok
}

type filesKey struct{}

// With returns a context whose pages find their static files. Sites set it once,
// for the context of all requests.
func With(ctx context.Context, f *Files) context.Context {
	return context.WithValue(ctx, filesKey{}, f)
}

// ErrNoFiles is the error of [URL] for a context without files.
var ErrNoFiles = errors.New("static: the context has no static files: pages get them from the site, tests from sitetest or static.With")

// URL is the address of a static file by its name, for pages. See [Files.URL].
// A templ expression takes both results, and names the place of a mistake:
//
//	<script type="module" src={ static.URL(ctx, "blog/editor.js") }></script>
//
// gofw check finds names that no file has, if they stand there as plain text.
func URL(ctx context.Context, name string) (string, error) {
	f, ok := ctx.Value(filesKey{}).(*Files)
	if !ok || f == nil {
		return "", ErrNoFiles
	}
	return f.URL(name)
}
