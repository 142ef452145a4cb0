package urls

import (
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is the type of a parameter.
type kind string

const (
	anyText  kind = ""
	intKind  kind = "int"
	slugKind kind = "slug"
	uuidKind kind = "uuid"
	pathKind kind = "path"
)

// segment is what stands between two slashes of a pattern.
type segment struct {
	static string // the text of a fixed segment; may be empty at the end
	name   string // the name of a parameter; empty for a fixed segment
	kind   kind
	own    func(string) bool // what the site's Converter of this kind accepts; nil for the kinds above
}

// pattern is a parsed pattern.
type pattern struct {
	text     string
	segments []segment
}

// parse reads a pattern. Its error says what to do.
func parse(text string, own []Converter) (pattern, error) {
	p := pattern{text: text}
	if !strings.HasPrefix(text, "/") {
		return p, fmt.Errorf("a pattern begins with a slash: write %q", "/"+text)
	}
	parts := strings.Split(text[1:], "/")
	seen := map[string]bool{}
	for i, part := range parts {
		s, err := parseSegment(part, own)
		last := i == len(parts)-1
		switch {
		case err != nil:
			return p, err
		case part == "" && !last:
			return p, fmt.Errorf("two slashes follow each other: leave one out")
		case s.kind == pathKind && !last:
			return p, fmt.Errorf("%s takes the rest of the address, so it stands at the end", part)
		case s.name != "" && seen[s.name]:
			return p, fmt.Errorf("two parameters are called %q: rename one", s.name)
		}
		seen[s.name] = true
		p.segments = append(p.segments, s)
	}
	return p, nil
}

func parseSegment(part string, own []Converter) (segment, error) {
	if !strings.HasPrefix(part, ":") {
		for _, r := range part {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._~@!$&'()+,;=", r) {
				return segment{}, fmt.Errorf("%q cannot stand in a fixed segment: a parameter is a whole segment, such as :name", r)
			}
		}
		if part == "." || part == ".." {
			return segment{}, fmt.Errorf("browsers never ask for the segment %q: leave it out", part)
		}
		return segment{static: part}, nil
	}
	name, typed, hasType := strings.Cut(part[1:], "<")
	s := segment{name: name}
	if hasType {
		word, ok := strings.CutSuffix(typed, ">")
		s.kind = kind(word)
		if !builtIn(s.kind) {
			s.own = accepting(own, word)
			ok = ok && s.own != nil
		}
		if !ok {
			return s, fmt.Errorf("%s has no known type: write :%s, or :%s with <int>, <slug>, <uuid>, <path> or the name of a Converter that Using gives", part, name, name)
		}
	}
	if !isName(name) {
		return s, fmt.Errorf("%q is not a name for a parameter: use letters, digits and underscores", name)
	}
	return s, nil
}

func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r))) {
			return false
		}
	}
	return s != ""
}

// names are the parameters in order.
func (p pattern) names() []string {
	var names []string
	for _, s := range p.segments {
		if s.name != "" {
			names = append(names, s.name)
		}
	}
	return names
}

// params are the parameters in order.
func (p pattern) params() []segment {
	var params []segment
	for _, s := range p.segments {
		if s.name != "" {
			params = append(params, s)
		}
	}
	return params
}

// render writes the pattern with parameters as param says.
func (p pattern) render(param func(segment) string) string {
	var b strings.Builder
	for _, s := range p.segments {
		b.WriteByte('/')
		if s.name != "" {
			b.WriteString(param(s))
			continue
		}
		b.WriteString(s.static)
	}
	return b.String()
}

// echo is the pattern as Echo writes it.
func (p pattern) echo() string {
	return p.render(func(s segment) string {
		if s.kind == pathKind {
			return "*"
		}
		return ":" + s.name
	})
}

// shape is what patterns have in common that Echo cannot tell apart.
func (p pattern) shape() string {
	return p.render(func(s segment) string {
		if s.kind == pathKind {
			return "*"
		}
		return ":"
	})
}

// match compares a whole address, path as sent, with the pattern.
func (p pattern) match(path string, escaped bool) ([]string, bool) {
	var values []string
	rest := strings.TrimPrefix(path, "/")
	for i, s := range p.segments {
		part, after, more := strings.Cut(rest, "/")
		if s.kind == pathKind {
			part, more = rest, false
		}
		if last := i == len(p.segments)-1; more == last {
			return nil, false
		}
		value, ok := s.accept(part, escaped)
		if !ok {
			return nil, false
		}
		if s.name != "" {
			values = append(values, value)
		}
		rest = after
	}
	return values, true
}

// accept decodes a segment of an address and says whether it fits.
func (s segment) accept(raw string, escaped bool) (string, bool) {
	if s.name != "" && s.kind != pathKind && strings.Contains(raw, "/") {
		return "", false
	}
	value := raw
	if escaped {
		var err error
		if value, err = url.PathUnescape(raw); err != nil {
			return "", false
		}
	}
	if s.name == "" {
		return value, value == s.static
	}
	return value, s.accepts(value)
}

// accepts reports whether a decoded value is of the parameter's kind.
func (s segment) accepts(v string) bool {
	if v == "" || !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
		return false
	}
	if s.own != nil {
		return s.own(v)
	}
	switch s.kind {
	case intKind:
		n, err := strconv.ParseInt(v, 10, 64)
		return err == nil && n >= 0 && strconv.FormatInt(n, 10) == v
	case slugKind:
		return !strings.ContainsFunc(v, func(r rune) bool {
			return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
		})
	case uuidKind:
		return isUUID(v)
	}
	return true
}

func isUUID(v string) bool {
	if len(v) != 36 {
		return false
	}
	for i := range len(v) {
		switch ch := v[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if ch != '-' {
				return false
			}
		case !('0' <= ch && ch <= '9' || 'a' <= ch && ch <= 'f'):
			return false
		}
	}
	return true
}

// covers reports whether every value of other is one of s too. Of a site's own
// kinds that is known where they are the same.
func (s segment) covers(other segment) bool {
	switch {
	case s.kind == anyText:
		return true
	case s.own != nil || other.own != nil:
		return s.own != nil && other.own != nil && s.kind == other.kind && reflect.ValueOf(s.own).Pointer() == reflect.ValueOf(other.own).Pointer()
	}
	return s.kind == other.kind || s.kind == slugKind && (other.kind == intKind || other.kind == uuidKind)
}
