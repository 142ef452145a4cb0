package static

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// largestInMemory is the size up to which files are kept in memory. Beyond
	// it, opening a file costs little beside sending it, and the system does
	// that without copying it here.
	largestInMemory = 64 << 10

	// mostInMemory is how much all of them may take.
	mostInMemory = 64 << 20

	// mostRanges is how many parts of a file a request may ask for.
	mostRanges = 16
)

// The values of Cache-Control.
const (
	forGood   = "public, max-age=31536000, immutable" // the name changes with the content
	shortly   = "public, max-age=60"
	asksAgain = "no-cache"
)

// entry is an address with what is sent for it. Its header values are made
// once, since a map of slices takes them as they are.
type entry struct {
	fsys     fs.FS
	mime     []string
	cache    []string
	open     bool // pages of other sites may use it
	modified time.Time
	variants []*variant // the file itself first
	memory   *memory    // where small contents are kept; nil is nowhere
}

// variant is a file, or a compressed copy of it.
type variant struct {
	name   string
	coding string // empty is the file itself
	size   int64
	length []string
	etag   []string
	coded  []string
	data   atomic.Pointer[[]byte] // the content, once it was read and fits the budget
}

// Values of headers that are the same for all files.
var (
	noSniff     = []string{"nosniff"}
	everybody   = []string{"*"}
	byEncoding  = []string{"Accept-Encoding"}
	byBytes     = []string{"bytes"}
	onlyReading = []string{"GET, HEAD"}
)

func newVariant(name, coding string, size int64, tag string) *variant {
	v := &variant{name: name, coding: coding, size: size, length: []string{strconv.FormatInt(size, 10)}}
	if coding != "" {
		v.coded = []string{coding}
		tag += "-" + coding
	}
	v.etag = []string{`"` + tag + `"`}
	return v
}

func newEntry(fsys fs.FS, name, cache string, variants ...*variant) *entry {
	mime := typeOf(name)
	return &entry{fsys: fsys, mime: []string{mime}, cache: []string{cache}, open: crossOrigin(mime), variants: variants}
}

// choose is the variant for a request: of those that the client wants most, the
// smallest. Parts are those of the file itself.
func (e *entry) choose(r *http.Request) *variant {
	best := e.variants[0]
	header := r.Header["Accept-Encoding"]
	if len(e.variants) == 1 || len(header) == 0 || ranged(r) {
		return best
	}
	wants := accepted(header)
	for _, v := range e.variants[1:] {
		want, most := wants.want(v.coding), wants.want(best.coding)
		if want > most || want == most && v.size < best.size {
			best = v
		}
	}
	return best
}

// ranged reports whether a request asks for parts, as far as it may.
func ranged(r *http.Request) bool {
	header := r.Header["Range"]
	return r.Method == http.MethodGet && len(header) > 0 && strings.Count(header[0], ",") < mostRanges
}

// serve answers a request with a file.
func (e *entry) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["X-Content-Type-Options"] = noSniff
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h["Allow"] = onlyReading
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return
	}
	v := e.choose(r)
	e.describe(h, v)
	if tags := r.Header["If-None-Match"]; len(tags) > 0 && matches(tags, v.etag[0]) && len(r.Header["If-Match"]) == 0 {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	data, f, err := v.content(e.fsys, e.memory)
	if err != nil {
		clear(h)
		fail(w, r, err)
		return
	}
	if f != nil {
		defer f.Close()
	}
	if ranged(r) || conditional(r) {
		e.serveSlowly(w, r, v, data, f)
		return
	}
	h["Content-Type"] = e.mime
	h["Content-Length"] = v.length
	if v.coded != nil {
		h["Content-Encoding"] = v.coded
	} else {
		h["Accept-Ranges"] = byBytes
	}
	w.WriteHeader(http.StatusOK)
	switch {
	case r.Method == http.MethodHead:
	case f != nil:
		_, _ = io.CopyN(w, f, v.size) // the client has gone, which is no matter of ours
	default:
		_, _ = w.Write(data)
	}
}

// describe writes the headers that a 304 has as well (RFC 9110, 15.4.5).
func (e *entry) describe(h http.Header, v *variant) {
	h["Etag"] = v.etag
	h["Cache-Control"] = e.cache
	if len(e.variants) > 1 {
		h["Vary"] = byEncoding
	}
	if e.open {
		h["Access-Control-Allow-Origin"] = everybody
	}
	if !e.modified.IsZero() {
		h["Last-Modified"] = []string{e.modified.UTC().Format(http.TimeFormat)}
	}
}

// conditional reports whether a request has conditions beside If-None-Match,
// which does away with If-Modified-Since.
func conditional(r *http.Request) bool {
	h := r.Header
	return len(h["If-Match"]) > 0 || len(h["If-Unmodified-Since"]) > 0 || len(h["If-Modified-Since"]) > 0 && len(h["If-None-Match"]) == 0
}

// serveSlowly answers a request with ranges or rare conditions.
func (e *entry) serveSlowly(w http.ResponseWriter, r *http.Request, v *variant, data []byte, f fs.File) {
	var content io.ReadSeeker = bytes.NewReader(data)
	if f != nil {
		content = f.(io.ReadSeeker) // content has made sure
	}
	if len(r.Header["Range"]) > 0 && !ranged(r) {
		r = r.Clone(r.Context())
		delete(r.Header, "Range")
	}
	h := w.Header()
	h["Content-Type"] = e.mime
	if v.coded != nil {
		h["Content-Encoding"] = v.coded
		h["Content-Length"] = v.length // http.ServeContent leaves it to whoever encodes
	}
	http.ServeContent(w, r, "", e.modified, content)
}

// matches reports whether a header of entity tags names one, in the weak
// comparison (RFC 9110, 8.8.3.2).
func matches(header []string, etag string) bool {
	for _, line := range header {
		if line == etag {
			return true
		}
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// fail answers for a file that cannot be read.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		http.NotFound(w, r)
		return
	}
	http.Error(w, "500 the file cannot be read", http.StatusInternalServerError)
}

// memory is what the contents of files may still take. It is safe to share.
type memory struct{ left atomic.Int64 }

func newMemory() *memory {
	m := &memory{}
	m.left.Store(mostInMemory)
	return m
}

// content is a small file as bytes, and a large one open. Both have the size
// that was announced.
func (v *variant) content(fsys fs.FS, m *memory) ([]byte, fs.File, error) {
	if data := v.data.Load(); data != nil {
		return *data, nil, nil
	}
	f, err := fsys.Open(v.name)
	if err != nil {
		return nil, nil, err
	}
	stat, err := f.Stat()
	if err == nil && (stat.Size() != v.size || !stat.Mode().IsRegular()) {
		err = errChanged
	}
	_, seeks := f.(io.ReadSeeker)
	if err == nil && v.size > largestInMemory && seeks {
		return nil, f, nil
	}
	defer f.Close()
	if err != nil {
		return nil, nil, err
	}
	data := make([]byte, v.size)
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, nil, err
	}
	v.keep(data, m)
	return data, nil, nil
}

var errChanged = errors.New("static: the file has another size than it had")

// keep keeps a content, if there is room.
func (v *variant) keep(data []byte, m *memory) {
	if m == nil {
		return
	}
	if m.left.Add(-v.size) < 0 || !v.data.CompareAndSwap(nil, &data) {
		m.left.Add(v.size)
	}
}
