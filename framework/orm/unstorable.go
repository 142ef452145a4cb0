package orm

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// nowhere reports whether a value is a text that no row can hold: PostgreSQL
// keeps neither NUL nor what is not UTF-8, and answers with an error to whoever
// asks for it, which anybody can do with an address.
func nowhere(d dialect, v any) bool {
	return d == postgresDialect && unstorableValue(v)
}

func unstorableValue(v any) bool {
	if s, ok := v.(string); ok {
		return unstorable(s)
	}
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.String && unstorable(r.String())
}

func unstorable(s string) bool { return strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) }

// unmatched is a comparison with a text that no row can hold: nothing equals it,
// and everything differs from it.
type unmatched struct{ binary }

func (x unmatched) render(b *builder) {
	if !nowhere(b.dialect, x.right.(value).v) {
		x.binary.render(b)
		return
	}
	if x.op != " <> " {
		b.raw("1=0")
		return
	}
	x.left.render(b)
	b.raw(" IS NOT NULL")
}
