package media

import (
	"context"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Handler shows the files of a storage under a prefix such as "/media/", except
// those whose keys begin with [Private] and those that no row names yet.
func Handler(s Storage, prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, ok := strings.CutPrefix(r.URL.Path, prefix)
		if !ok || hidden(key) || hidden(path.Clean(key)+"/") || CheckKey(key) != nil {
			http.NotFound(w, r)
			return
		}
		serve(w, r, s, key, "public, max-age=31536000, immutable") // a key is given once
	})
}

// Serve answers a request with a file, also a private one: whoever calls it has
// decided that this visitor may have it. Browsers keep the answer to themselves
// and ask again each time.
func Serve(w http.ResponseWriter, r *http.Request, f File) {
	serve(w, r, In(r.Context()), string(f), "private, no-cache")
}

// serve writes a file with ranges and conditions. Whatever it is, it can do
// nothing in the name of the site: it runs no script and is of the type that its
// name says.
func serve(w http.ResponseWriter, r *http.Request, s Storage, key, cache string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return
	}
	c, err := s.Open(r.Context(), key)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			http.NotFound(w, r)
			return
		}
		if !errors.Is(err, context.Canceled) {
			http.Error(w, "500 the file cannot be read", http.StatusInternalServerError)
		}
		return
	}
	defer c.Close()
	h, name := w.Header(), path.Base(key)
	t := shown[path.Ext(name)]
	disposition := "inline"
	if !t.inline {
		disposition = "attachment"
	}
	if t.mime == "" {
		t.mime = "application/octet-stream"
	}
	h.Set("Cache-Control", cache)
	h.Set("Content-Type", t.mime)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	if t.mime == "application/pdf" {
		h.Del("Content-Security-Policy") // browsers show no PDF in a sandbox, and run none of it as the site
	} else {
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	h.Set("Cross-Origin-Resource-Policy", "same-site")
	h.Set("ETag", `"`+strconv.FormatInt(c.Size, 36)+"-"+strconv.FormatInt(c.Modified.UnixNano(), 36)+`"`)
	http.ServeContent(w, r, name, c.Modified, c)
}
