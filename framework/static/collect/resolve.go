package collect

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/reference"
)

// link finds the file that each reference leads to.
func (r *reader) link() (problems, warnings Problems) {
	names := r.listing.Names()
	for _, n := range r.all {
		n.to = make([]*node, len(n.refs))
		for i, ref := range n.refs {
			address, ours := r.target(n.Name, ref)
			if !ours {
				continue
			}
			name, inside := strings.CutPrefix(address, r.prefix)
			if n.to[i] = r.nodes[name]; inside && n.to[i] != nil {
				continue
			}
			line, column := reference.Place(n.original, ref.Start)
			p := Problem{File: n.place, Line: line, Column: column, Message: fmt.Sprintf("%q leads to %s, which is not there", ref.URL, address)}
			if !inside {
				p.Message = fmt.Sprintf("%q leads to %s, which is no static file", ref.URL, address)
				warnings = append(warnings, p)
				continue
			}
			if near := static.Nearest(name, names); near != "" {
				p.Hint = fmt.Sprintf("did you mean %s?", r.prefix+near)
			}
			if ref.Optional {
				warnings = append(warnings, p)
			} else {
				problems = append(problems, p)
			}
		}
	}
	return problems, warnings
}

// target is the path that a reference in a file leads to, and whether it is one
// of ours at all: addresses with a scheme or a host, fragments alone, names of
// packages, and paths from the root to something else than a static file are not.
func (r *reader) target(from string, ref reference.Reference) (string, bool) {
	address, _ := split(ref.URL)
	switch {
	case address == "", hasScheme(address), strings.HasPrefix(address, "//"):
		return "", false
	case ref.Module && !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "./") && !strings.HasPrefix(address, "../"):
		return "", false
	case ref.Optional && strings.HasSuffix(address, "/"):
		return "", false
	}
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain // else no file has this name, which will be said
	}
	if strings.HasPrefix(address, "/") {
		address = path.Clean(address)
		return address, strings.HasPrefix(address, r.prefix)
	}
	return path.Clean(r.prefix + path.Dir(from) + "/" + address), true
}

// split cuts the query and the fragment off an address.
func split(address string) (path, rest string) {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i], address[i:]
	}
	return address, ""
}

// hasScheme reports whether an address begins like "https:" or "data:".
func hasScheme(address string) bool {
	for i := range len(address) {
		switch c := address[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', i > 0 && (c >= '0' && c <= '9' || strings.IndexByte("+-.", c) >= 0):
		case c == ':':
			return i > 0
		default:
			return false
		}
	}
	return false
}

// renamed is an address that leads to the same file by its new name.
func renamed(address, hashed string) string {
	way, rest := split(address)
	return way[:strings.LastIndexByte(way, '/')+1] + static.Escape(path.Base(hashed)) + rest
}
