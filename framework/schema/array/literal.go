package array

import (
	"fmt"
	"reflect"
	"strings"
)

// element is one value of an array in text.
type element struct {
	text string
	null bool
}

var quotes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// Literal is a slice of elements as PostgreSQL reads an array:
// https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
func Literal(slice any) string {
	list := reflect.ValueOf(slice)
	var out strings.Builder
	out.WriteByte('{')
	for i := range list.Len() {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(`"` + quotes.Replace(fmt.Sprint(list.Index(i).Interface())) + `"`)
	}
	out.WriteByte('}')
	return out.String()
}

// split takes an array of one dimension apart.
func split(text string) ([]element, error) {
	broken := fmt.Errorf("array: %q is no array of one dimension", text)
	rest, ok := strings.CutSuffix(strings.TrimPrefix(text, "{"), "}")
	if !ok {
		return nil, broken
	}
	var elements []element
	for rest != "" {
		var e element
		if e, rest, ok = cut(rest); !ok {
			return nil, broken
		}
		elements = append(elements, e)
		if rest == "" {
			break
		}
		if rest[0] != ',' || len(rest) == 1 {
			return nil, broken
		}
		rest = rest[1:]
	}
	return elements, nil
}

// cut cuts the first element off; a quoted one loses its quotes.
func cut(s string) (e element, rest string, ok bool) {
	if s[0] != '"' {
		end := strings.IndexByte(s, ',')
		if end < 0 {
			end = len(s)
		}
		text := s[:end]
		return element{text, strings.EqualFold(text, "NULL")}, s[end:], text != "" && !strings.ContainsAny(text, `{}"\`)
	}
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return element{text: out.String()}, s[i+1:], true
		case '\\':
			if i++; i == len(s) {
				return element{}, "", false
			}
		}
		out.WriteByte(s[i])
	}
	return element{}, "", false
}
