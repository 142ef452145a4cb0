package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// File is a file as an answer: whole, in parts (Range), or not at all if the
// client has it (If-Modified-Since, and If-None-Match where the handler has set
// an ETag).
//
//	return web.File{FS: reports, Name: "2026.pdf", Download: "Report 2026.pdf"}.Send(c)
type File struct {
	FS   fs.FS
	Name string // the path in FS
	// Type is the media type; empty goes by the name, and is
	// application/octet-stream for one that is not known.
	Type string
	// Download offers to keep the file under this name; empty shows it.
	Download string
}

const (
	// largestUnseekable is how much of a file without Seek is read into memory.
	largestUnseekable = 8 << 20

	// mostRanges is how many parts a request may ask for; beyond, it gets the whole.
	mostRanges = 16
)

// Send answers with the file. A name that is no path in FS, and a file that is
// not there, are not found; so is a folder.
func (f File) Send(c Context) error {
	if !fs.ValidPath(f.Name) {
		return NotFound()
	}
	file, err := f.FS.Open(f.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return NotFound()
	}
	if err != nil {
		return fmt.Errorf("opening a file to send: %w", err)
	}
	defer file.Close()
	return f.send(c, file)
}

func (f File) send(c Context, file fs.File) error {
	stat, err := file.Stat()
	if err != nil {
		return fmt.Errorf("reading the size of %s: %w", f.Name, err)
	}
	if !stat.Mode().IsRegular() {
		return NotFound()
	}
	content, ok := file.(io.ReadSeeker)
	if !ok {
		if stat.Size() > largestUnseekable {
			return fmt.Errorf("sending %s: a file of %d bytes has to implement io.Seeker", f.Name, stat.Size())
		}
		data, err := io.ReadAll(io.LimitReader(file, largestUnseekable+1))
		if err != nil {
			return fmt.Errorf("reading %s: %w", f.Name, err)
		}
		content = bytes.NewReader(data)
	}
	h := c.Response().Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", f.mediaType())
	}
	if f.Download != "" {
		h.Set("Content-Disposition", Disposition("attachment", f.Download))
	}
	http.ServeContent(c.Response(), manageable(c.Request()), "", stat.ModTime(), content)
	return nil
}

func (f File) mediaType() string {
	if f.Type != "" {
		return f.Type
	}
	if t := mime.TypeByExtension(path.Ext(f.Name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// manageable is the request without its Range if that asks for so many parts
// that only their number can be the purpose.
func manageable(r *http.Request) *http.Request {
	if lines := r.Header["Range"]; len(lines) == 0 || strings.Count(lines[0], ",") < mostRanges {
		return r
	}
	r = r.Clone(r.Context())
	r.Header.Del("Range")
	return r
}

// Disposition is a value for Content-Disposition: "inline" or "attachment", and
// a file's name (RFC 6266). Clients that know RFC 8187 get the name with all
// letters, others one of ASCII. A path is cut to its last part, and control
// characters are left out.
func Disposition(kind, name string) string {
	name = fileName(name)
	if name == "" {
		return kind
	}
	ascii := strings.Map(func(r rune) rune {
		if r > '~' || r == '%' { // some browsers decode a percent sign in the plain name
			return '_'
		}
		return r
	}, name)
	value := kind + `; filename="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(ascii) + `"`
	if ascii != name {
		value += "; filename*=UTF-8''" + extValue(name)
	}
	return value
}

// fileName is the last part of a path of any system, without what no file is
// called.
func fileName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 { // also what turns text round: "exe.pdf"
			return -1
		}
		return r
	}, name)
	if name = strings.TrimSpace(name); name == "." || name == ".." {
		return ""
	}
	return name
}

// extValue escapes all but the attr-char of RFC 8187, 3.2.1.
func extValue(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		ch := s[i]
		if 'a' <= ch && ch <= 'z' || 'A' <= ch && ch <= 'Z' || '0' <= ch && ch <= '9' || strings.IndexByte("!#$&+-.^_`|~", ch) >= 0 {
			b.WriteByte(ch)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[ch>>4])
		b.WriteByte(hex[ch&15])
	}
	return b.String()
}
