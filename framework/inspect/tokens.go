package inspect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a word of SQL.
type piece struct {
	kind tokenKind
	text string // of a string or a quoted name, what stands between the quotes
	at   int    // where it begins
	end  int    // where it ends
}

type tokenKind int

const (
	word   tokenKind = iota // a keyword or a name without quotes
	name                    // a name in quotes
	quoted                  // a string
	number                  // without its sign
	sign                    // anything else, one rune, or ::
)

// is reports whether the token is a keyword or a sign.
func (t piece) is(text string) bool {
	return (t.kind == word || t.kind == sign) && strings.EqualFold(t.text, text)
}

func (t piece) named() bool   { return t.kind == word || t.kind == name }
func (t piece) literal() bool { return t.kind == quoted || t.kind == number }

// tokens takes SQL apart. It knows enough of it for conditions, defaults and
// CREATE TABLE, and makes something of everything.
func tokens(dialect, sql string) []piece {
	var out []piece
	for i := 0; i < len(sql); {
		r, size := utf8.DecodeRuneInString(sql[i:])
		t := piece{at: i, end: i + size, kind: sign}
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case strings.HasPrefix(sql[i:], "--"):
			i = ends(sql, i, "\n")
			continue
		case strings.HasPrefix(sql[i:], "/*"):
			i = ends(sql, i+2, "*/")
			continue
		case r == '\'':
			escaped := dialect == "mysql" || dialect == "postgres" && len(out) > 0 && out[len(out)-1].is("e") && out[len(out)-1].end == i
			if escaped && dialect == "postgres" {
				out = out[:len(out)-1]
			}
			t.kind = quoted
			t.text, t.end = between(sql, i, '\'', escaped)
		case r == '"' || r == '`':
			t.kind = name
			t.text, t.end = between(sql, i, byte(r), false)
		case r == '[' && dialect == "sqlite":
			t.kind = name
			t.text, t.end = between(sql, i, ']', false)
		case r >= '0' && r <= '9':
			t.kind = number
			for t.end < len(sql) && strings.IndexByte("0123456789.eE", sql[t.end]) >= 0 {
				t.end++
			}
			t.text = sql[i:t.end]
		case r == '_' || unicode.IsLetter(r):
			t.kind = word
			t.end = i + len(sql[i:]) - len(strings.TrimLeftFunc(sql[i:], func(r rune) bool {
				return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r)
			}))
			t.text = sql[i:t.end]
		default:
			if strings.HasPrefix(sql[i:], "::") {
				t.end++
			}
			t.text = sql[i:t.end]
		}
		out = append(out, t)
		i = t.end
	}
	return out
}

// ends is where a comment ends.
func ends(sql string, from int, mark string) int {
	if n := strings.Index(sql[from:], mark); n >= 0 {
		return from + n + len(mark)
	}
	return len(sql)
}

// between reads what stands in quotes from position i on, and returns where it
// ends. The quote itself is written twice.
func between(sql string, i int, quote byte, escaped bool) (string, int) {
	var b strings.Builder
	for i++; i < len(sql); i++ {
		switch c := sql[i]; {
		case escaped && c == '\\' && i+1 < len(sql):
			i++
			b.WriteByte(unescaped(sql[i]))
		case c == quote && i+1 < len(sql) && sql[i+1] == quote:
			i++
			b.WriteByte(c)
		case c == quote:
			return b.String(), i + 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), len(sql)
}

func unescaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case '0':
		return 0
	}
	return c
}

// plain drops what says nothing about a condition or a value: casts, brackets
// around parts, the character set of a string.
func plain(dialect, sql string) []piece {
	list := tokens(dialect, sql)
	var out []piece
	for i := 0; i < len(list); i++ {
		t := list[i]
		next := func() piece {
			if i+1 < len(list) {
				return list[i+1]
			}
			return piece{kind: sign}
		}
		switch {
		case t.is("::"):
			i = afterType(list, i)
		case t.is("(") || t.is(")"):
		case t.is("collate") && next().named():
			i++
		case t.kind == word && strings.HasPrefix(t.text, "_") && next().kind == quoted && next().at == t.end:
		default:
			out = append(out, t)
		}
	}
	return out
}

// afterType is the last token of the type behind a cast at position i.
func afterType(list []piece, i int) int {
	ends := []string{"or", "and", "in", "is", "not", "like", "collate", "between"}
	for i+1 < len(list) {
		t := list[i+1]
		switch {
		case t.kind == name, t.is("."):
		case t.is("[") && i+2 < len(list) && list[i+2].is("]"):
			i++
		case t.kind == word && !slices.ContainsFunc(ends, t.is):
		case t.is("(") && i+2 < len(list) && list[i+2].kind == number:
			for i+1 < len(list) && !list[i+1].is(")") {
				i++
			}
		default:
			return i
		}
		i++
	}
	return i
}
