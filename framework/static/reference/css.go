package reference

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// CSS finds what a style sheet refers to: url(), @import, the texts of
// image-set(), and its source map. @namespace names nothing that is fetched.
func CSS(text []byte) []Reference {
	s := cssScanner{text: text}
	for s.pos < len(text) {
		s.step()
	}
	return s.refs
}

type cssScanner struct {
	text []byte
	pos  int
	refs []Reference
	open []string // brackets around, innermost last: the name of a function, or ""
	rule string   // the at-rule whose prelude this is
}

// step reads a token.
func (s *cssScanner) step() {
	switch c := s.text[s.pos]; {
	case bytes.HasPrefix(s.text[s.pos:], []byte("/*")):
		s.comment()
	case c == '"' || c == '\'':
		start := s.pos + 1
		value, end := s.quoted()
		if s.rule == "import" && len(s.open) == 0 || s.inside("image-set") || s.inside("-webkit-image-set") {
			s.add(value, start, end, formOf(c))
			s.imported()
		}
	case c == '@':
		s.pos++
		s.rule = strings.ToLower(s.name())
	case startsName(s.text[s.pos:]):
		s.nameLike()
	case c >= '0' && c <= '9':
		s.pos++
		s.name() // the unit belongs to the number: 2url( is no url(
	case c == '(' || c == '[' || c == '{':
		s.open = append(s.open, "")
		if c == '{' {
			s.rule = ""
		}
		s.pos++
	case c == ')' || c == ']' || c == '}':
		if len(s.open) > 0 {
			s.open = s.open[:len(s.open)-1]
		}
		s.pos++
	case c == ';':
		s.rule = ""
		s.pos++
	default:
		s.pos++
	}
}

func formOf(quote byte) form {
	if quote == '"' {
		return double
	}
	return single
}

// inside reports whether the innermost bracket is that of a function.
func (s *cssScanner) inside(function string) bool {
	return len(s.open) > 0 && s.open[len(s.open)-1] == function
}

func (s *cssScanner) add(address string, start, end int, f form) {
	if s.rule != "namespace" {
		s.refs = append(s.refs, Reference{URL: address, Start: start, End: end, form: f})
	}
}

// comment passes over a comment, which may name the source map.
func (s *cssScanner) comment() {
	start := s.pos + 2
	end := len(s.text)
	s.pos = end
	if i := bytes.Index(s.text[start:], []byte("*/")); i >= 0 {
		end = start + i
		s.pos = end + 2
	}
	if r, ok := sourceMap(s.text, min(start, end), end); ok {
		s.refs = append(s.refs, r)
	}
}

// quoted reads a string and returns what it says and where its closing quote
// is. A line break that is not escaped ends it, as browsers have it.
func (s *cssScanner) quoted() (value string, end int) {
	quote := s.text[s.pos]
	s.pos++
	var b strings.Builder
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; c {
		case quote:
			s.pos++
			return b.String(), s.pos - 1
		case '\n':
			return b.String(), s.pos
		case '\\':
			b.WriteString(s.escape())
		default:
			b.WriteByte(c)
			s.pos++
		}
	}
	return b.String(), s.pos
}

// nameLike reads a name, and the bracket of a function behind it.
func (s *cssScanner) nameLike() {
	name := strings.ToLower(s.name())
	if s.pos >= len(s.text) || s.text[s.pos] != '(' {
		return
	}
	s.pos++
	if name != "url" && name != "src" {
		s.open = append(s.open, name)
		return
	}
	for s.pos < len(s.text) && cssBlank(s.text[s.pos]) {
		s.pos++
	}
	if s.pos < len(s.text) && (s.text[s.pos] == '"' || s.text[s.pos] == '\'') {
		f, start := formOf(s.text[s.pos]), s.pos+1
		value, end := s.quoted()
		s.add(value, start, end, f)
		s.open = append(s.open, name)
		s.imported()
		return
	}
	if name == "src" { // takes no bare address
		s.open = append(s.open, name)
		return
	}
	s.bare()
	s.imported()
}

// imported notes that an @import has its address; a later one is none.
func (s *cssScanner) imported() {
	if s.rule == "import" {
		s.rule = ""
	}
}

// bare reads the address of url() without quotes, and the closing bracket.
func (s *cssScanner) bare() {
	start, end, good := s.pos, s.pos, true
	var b strings.Builder
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		switch {
		case c == ')':
			s.pos++
			if good {
				s.add(b.String(), start, end, url)
			}
			return
		case c == '\\':
			b.WriteString(s.escape())
			end = s.pos
		case cssBlank(c):
			s.pos++
		case c == '"' || c == '\'' || c == '(' || c < ' ':
			good = false // browsers drop such an address, too
			s.pos++
		default:
			good = good && end == s.pos // a blank may only stand at the end
			b.WriteByte(c)
			s.pos++
			end = s.pos
		}
	}
}

// name reads the characters of a name; there may be none.
func (s *cssScanner) name() string {
	start := s.pos
	var before string // what was read up to the last escape
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case nameByte(c):
			s.pos++
		case c == '\\' && s.pos+1 < len(s.text) && s.text[s.pos+1] != '\n':
			before += string(s.text[start:s.pos])
			before += s.escape()
			start = s.pos
		default:
			return before + string(s.text[start:s.pos])
		}
	}
	return before + string(s.text[start:s.pos])
}

// escape reads a backslash and what follows: up to six hexadecimal digits and a
// blank, a line break, which is nothing, or any other character itself.
func (s *cssScanner) escape() string {
	s.pos++
	if s.pos >= len(s.text) {
		return ""
	}
	value, digits := rune(0), 0
	for s.pos < len(s.text) && digits < 6 {
		d, ok := hexDigit(s.text[s.pos])
		if !ok {
			break
		}
		value = value<<4 | d
		digits++
		s.pos++
	}
	if digits > 0 {
		if s.pos < len(s.text) && cssBlank(s.text[s.pos]) {
			s.pos++
		}
		if value == 0 || !utf8.ValidRune(value) {
			value = utf8.RuneError
		}
		return string(value)
	}
	if s.text[s.pos] == '\n' {
		s.pos++
		return ""
	}
	r, size := utf8.DecodeRune(s.text[s.pos:])
	s.pos += size
	return string(r)
}

func startsName(text []byte) bool {
	c := text[0]
	return nameByte(c) && (c < '0' || c > '9') || c == '\\' && len(text) > 1 && text[1] != '\n'
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c >= utf8.RuneSelf
}

func cssBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

func hexDigit(c byte) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}
