package condition

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind int

const (
	end kind = iota
	word
	field
	number
	text
	sign
)

// token is a word of a condition; words are in upper case.
type token struct {
	kind kind
	text string
}

func (t token) String() string {
	if t.kind == end {
		return "nothing"
	}
	return fmt.Sprintf("%q", t.text)
}

// scan cuts a condition into tokens; the last is end.
func scan(s string) ([]token, error) {
	var tokens []token
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		if s == "" {
			return append(tokens, token{}), nil
		}
		r, _ := utf8.DecodeRuneInString(s)
		var t token
		n := 0
		switch {
		case r == '{':
			n = strings.IndexByte(s, '}') + 1
			if n == 0 {
				return nil, fmt.Errorf("has a brace that is not closed")
			}
			t = token{field, strings.TrimSpace(s[1 : n-1])}
		case r == '\'':
			value, length := quoted(s)
			if length == 0 {
				return nil, fmt.Errorf("has a text that is not closed")
			}
			t, n = token{text, value}, length
		case unicode.IsDigit(r):
			n = span(s, func(r rune) bool { return r >= '0' && r <= '9' || r == '.' })
			t = token{number, s[:n]}
		case unicode.IsLetter(r):
			n = span(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' })
			t = token{word, strings.ToUpper(s[:n])}
		default:
			for _, known := range []string{"<>", "!=", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-", "*"} {
				if strings.HasPrefix(s, known) {
					t, n = token{sign, known}, len(known)
					break
				}
			}
			if n == 0 {
				return nil, fmt.Errorf("holds %q, which the databases do not agree about", r)
			}
		}
		tokens, s = append(tokens, t), s[n:]
	}
}

// quoted reads a text in single quotes, in which two of them stand for one.
func quoted(s string) (value string, length int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] != '\'':
			b.WriteByte(s[i])
		case i+1 < len(s) && s[i+1] == '\'':
			b.WriteByte('\'')
			i++
		default:
			return b.String(), i + 1
		}
	}
	return "", 0
}

func span(s string, in func(rune) bool) int {
	if n := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); n >= 0 {
		return n
	}
	return len(s)
}
