package reference

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// kind is what a token is.
type kind byte

const (
	end   kind = iota // there are no more
	name              // an identifier or a keyword
	text              // a string, or a template without a value in it
	value             // a number, a regular expression, a part of a template
	mark              // punctuation, one character or two
)

// token is the smallest part of a script.
type token struct {
	kind       kind
	start, end int
	word       string // of a name or a mark
	value      string // of a text
	form       form   // of a text
	afterDot   bool   // a name that is that of a property
}

// is reports whether a token is a certain name or mark.
func (t token) is(word string) bool { return t.word == word }

// lexer cuts a script into tokens. Whether a slash begins a regular expression
// depends on what was before it, so brackets are remembered with what they mean.
type lexer struct {
	text []byte
	pos  int
	last token       // the token before
	open []bracket   // brackets around, innermost last
	was  bracket     // the one that was closed last
	maps []Reference // source maps in comments since the last token
}

// bracket is an opening bracket.
type bracket struct {
	char  byte // ( [ { or $, which is ${ in a template
	block bool // braces of statements, or the parentheses of if, for, while, with
}

// next is the next token.
func (l *lexer) next() token {
	t := l.read()
	t.end = l.pos
	t.afterDot = t.kind == name && (l.last.is(".") || l.last.is("?."))
	l.last = t
	return t
}

func (l *lexer) read() token {
	l.skip()
	t := token{start: l.pos}
	if l.pos >= len(l.text) {
		return t
	}
	c := l.text[l.pos]
	switch {
	case jsNameByte(c) && (c < '0' || c > '9') || c == '#' || c == '\\':
		t.kind, t.word = name, l.name()
	case c >= '0' && c <= '9', c == '.' && l.pos+1 < len(l.text) && l.text[l.pos+1] >= '0' && l.text[l.pos+1] <= '9':
		t.kind = value
		l.number()
	case c == '"' || c == '\'':
		l.pos++
		complete := false
		t.kind, t.form = value, formOf(c)
		if t.value, complete = l.quoted(c); complete {
			t.kind = text
		}
	case c == '`':
		l.pos++
		return l.template(t)
	case c == '/' && l.regularAllowed() && l.regular():
		t.kind = value
	case c == '}' && len(l.open) > 0 && l.open[len(l.open)-1].char == '$':
		l.open = l.open[:len(l.open)-1]
		l.pos++
		t = l.template(t)
		t.kind = value // a part is no text
	default:
		t.kind, t.word = mark, l.mark()
	}
	return t
}

// skip passes over blanks and comments.
func (l *lexer) skip() {
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		switch {
		case rest[0] <= ' ':
			l.pos++
		case bytes.HasPrefix(rest, []byte("\u00a0")), bytes.HasPrefix(rest, []byte("\ufeff")), bytes.HasPrefix(rest, []byte("\u2028")), bytes.HasPrefix(rest, []byte("\u2029")):
			_, size := utf8.DecodeRune(rest)
			l.pos += size
		case bytes.HasPrefix(rest, []byte("//")), l.pos == 0 && bytes.HasPrefix(rest, []byte("#!")):
			stop := len(rest)
			if i := bytes.IndexAny(rest, "\n\r"); i >= 0 {
				stop = i
			}
			l.comment(l.pos+2, l.pos+stop)
			l.pos += stop
		case bytes.HasPrefix(rest, []byte("/*")):
			stop, after := len(rest), len(rest)
			if i := bytes.Index(rest[2:], []byte("*/")); i >= 0 {
				stop, after = 2+i, 4+i
			}
			l.comment(l.pos+2, l.pos+stop)
			l.pos += after
		default:
			return
		}
	}
}

func (l *lexer) comment(start, end int) {
	if r, ok := sourceMap(l.text, start, end); ok {
		l.maps = append(l.maps, r)
	}
}

func (l *lexer) name() string {
	start := l.pos
	for l.pos < len(l.text) && (jsNameByte(l.text[l.pos]) || l.text[l.pos] == '#' || l.text[l.pos] == '\\') {
		l.pos++
	}
	return string(l.text[start:l.pos])
}

// number passes over a number, roughly: what follows it is no slash of a
// regular expression in any case.
func (l *lexer) number() {
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		sign := (c == '+' || c == '-') && (l.text[l.pos-1] == 'e' || l.text[l.pos-1] == 'E')
		if !jsNameByte(c) && c != '.' && !sign {
			return
		}
		l.pos++
	}
}

// quoted reads up to a closing quote, a value in a template or the end, and
// returns what the text says. Complete is false if it does not end in the quote.
func (l *lexer) quoted(quote byte) (said string, complete bool) {
	var b strings.Builder
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		switch {
		case c == quote:
			l.pos++
			return b.String(), true
		case c == '\\':
			b.WriteString(l.escape())
		case c == '\n' && quote != '`':
			return b.String(), false
		case quote == '`' && bytes.HasPrefix(l.text[l.pos:], []byte("${")):
			l.pos += 2
			l.open = append(l.open, bracket{char: '$'})
			return b.String(), false
		default:
			b.WriteByte(c)
			l.pos++
		}
	}
	return b.String(), false
}

// template reads on in a template, up to its end or a value in it.
func (l *lexer) template(t token) token {
	said, complete := l.quoted('`')
	t.kind, t.value, t.form = value, said, template
	if complete {
		t.kind = text
	}
	return t
}

// escape reads a backslash and what follows (ECMA-262, 12.9.4).
func (l *lexer) escape() string {
	l.pos++
	if l.pos >= len(l.text) {
		return ""
	}
	c := l.text[l.pos]
	if i := strings.IndexByte("ntrbfv0", c); i >= 0 {
		l.pos++
		return "\n\t\r\b\f\v\x00"[i : i+1]
	}
	switch c {
	case '\n':
		l.pos++
		return ""
	case '\r':
		l.pos++
		if l.pos < len(l.text) && l.text[l.pos] == '\n' {
			l.pos++
		}
		return ""
	case 'x':
		return l.code(1, 2)
	case 'u':
		return l.code(1, 4)
	}
	r, size := utf8.DecodeRune(l.text[l.pos:])
	l.pos += size
	return string(r)
}

// code reads a character by its number, of so many digits or in braces, behind
// the letter x or u.
func (l *lexer) code(skip, digits int) string {
	l.pos += skip
	braces := digits == 4 && l.pos < len(l.text) && l.text[l.pos] == '{'
	if braces {
		l.pos++
		digits = 8
	}
	number := rune(0)
	for ; digits > 0 && l.pos < len(l.text); digits-- {
		d, ok := hexDigit(l.text[l.pos])
		if !ok {
			break
		}
		number = number<<4 | d
		l.pos++
	}
	if braces && l.pos < len(l.text) && l.text[l.pos] == '}' {
		l.pos++
	}
	if !utf8.ValidRune(number) {
		return string(utf8.RuneError)
	}
	return string(number)
}

// mark reads punctuation. Only what the lexer must tell apart has two characters.
func (l *lexer) mark() string {
	for _, two := range []string{"++", "--", "=>", "?."} {
		if bytes.HasPrefix(l.text[l.pos:], []byte(two)) {
			l.pos += 2
			return two
		}
	}
	c := l.text[l.pos]
	l.pos++
	switch c {
	case '(', '[', '{':
		l.open = append(l.open, bracket{c, l.opensBlock(c)})
	case ')', ']', '}':
		l.was = bracket{}
		if n := len(l.open); n > 0 {
			l.was = l.open[n-1]
			l.open = l.open[:n-1]
		}
	}
	return string(rune(c))
}

// insideBrace reports whether the innermost bracket is a brace.
func (l *lexer) insideBrace() bool {
	return len(l.open) > 0 && l.open[len(l.open)-1].char == '{'
}

// opensBlock says what the bracket that begins behind the last token means.
func (l *lexer) opensBlock(c byte) bool {
	last := l.last
	switch {
	case c == '(':
		return last.kind == name && !last.afterDot && conditions[last.word]
	case c != '{':
		return false
	case last.kind == name:
		return last.afterDot || !operators[last.word]
	case last.kind == mark && last.is(":"):
		return len(l.open) == 0 || l.open[len(l.open)-1].block // a label, else a property
	case last.kind == mark:
		return strings.Contains(");{}=>", last.word) && !last.is("=") && !last.is(">")
	}
	return true // at the beginning
}

// conditions are the keywords whose parentheses a statement follows.
var conditions = map[string]bool{"if": true, "for": true, "while": true, "with": true}

// operators are the keywords that an expression follows.
var operators = map[string]bool{
	"await": true, "case": true, "default": true, "delete": true, "extends": true, "in": true, "instanceof": true,
	"new": true, "of": true, "return": true, "throw": true, "typeof": true, "void": true, "yield": true,
}

// regularAllowed reports whether a slash behind the last token begins a regular
// expression; otherwise it divides.
func (l *lexer) regularAllowed() bool {
	last := l.last
	switch last.kind {
	case name:
		return !last.afterDot && (operators[last.word] || last.is("else") || last.is("do"))
	case text, value:
		return false
	case mark:
		switch last.word {
		case ")", "}":
			return l.was.block
		case "]", "++", "--":
			return false
		}
	}
	return true
}

// regular passes over a regular expression. If there is none, it moves nothing.
func (l *lexer) regular() bool {
	class := false
	for i := l.pos + 1; i < len(l.text); i++ {
		switch l.text[i] {
		case '\n', '\r':
			return false
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if class {
				continue
			}
			l.pos = i + 1
			for l.pos < len(l.text) && jsNameByte(l.text[l.pos]) {
				l.pos++
			}
			return true
		}
	}
	return false
}

func jsNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= utf8.RuneSelf
}
