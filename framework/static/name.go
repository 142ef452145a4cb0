package static

import (
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/schema"
)

// Hidden reports whether a file or folder of this name, without the folders
// around it, is never shown: dot files but .well-known (RFC 8615), and what
// editors and tools leave behind.
func Hidden(base string) bool {
	if strings.HasPrefix(base, ".") {
		return base != ".well-known"
	}
	if strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") {
		return true
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp":
		return true
	}
	return false
}

// Allowed reports whether a name can be that of a static file: a path below the
// folder with none but visible parts, and no character that means something
// else on some system.
func Allowed(name string) bool {
	if name == "." || !fs.ValidPath(name) || !utf8.ValidString(name) {
		return false
	}
	for _, c := range name {
		if c < ' ' || c == 0x7f || c == '\\' {
			return false
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		if Hidden(part) {
			return false
		}
	}
	return true
}

// Escape writes a name as part of an address. Besides the characters that mean
// something there it escapes those that mean something in style sheets, so that
// the result needs no quotes anywhere.
func Escape(name string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/-_.~@+,=", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}

// Nearest is the name that was probably meant: a file of the same base name in
// another folder, else one that is spelt alike; empty if there is none.
func Nearest(name string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(path.Base(k), path.Base(name)) {
			return k
		}
	}
	return schema.Nearest(name, known)
}

// plain reports whether a name leads to a file through folders alone: no links.
func plain(fsys fs.FS, name string) bool {
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		stat, err := fs.Lstat(fsys, name[:i])
		if err != nil {
			return false
		}
		if last := i == len(name); last && !stat.Mode().IsRegular() || !last && !stat.IsDir() {
			return false
		}
	}
	return true
}
