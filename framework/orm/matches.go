package orm

import (
	"regexp"
	"unicode/utf8"
)

// cased changes the letters of a text. SQLite's own functions know those of ASCII
// alone.
func cased(e expr, name, onSQLite string) expr {
	return perDialect{[]expr{e}, map[dialect]string{sqliteDialect: onSQLite, postgresDialect: name, mysqlDialect: name}}
}

func lowered(b *builder, e expr) { cased(e, "LOWER", "gofw_lower").render(b) }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Matches matches text in which a regular expression finds something. Expressions
// must be what Go's package regexp takes, and databases differ beyond the common
// part: classes, groups, repetition, anchors. On SQLite it is Go's own; each looks
// at every row.
func Matches[P any, T ~string](e Expression[P, T], pattern string) Pred[P] {
	return Pred[P]{regex{of(e), pattern, false}}
}

// IMatches is [Matches] where case does not matter.
func IMatches[P any, T ~string](e Expression[P, T], pattern string) Pred[P] {
	return Pred[P]{regex{of(e), pattern, true}}
}

// regex is a match with a regular expression.
type regex struct {
	e       expr
	pattern string
	fold    bool
}

func (x regex) parts() []expr { return []expr{x.e} }

func (x regex) render(b *builder) {
	if _, err := regexp.Compile(x.pattern); err != nil {
		b.fail("%q is no regular expression: %v", x.pattern, err)
		return
	}
	pattern := x.pattern
	if x.fold && b.dialect != postgresDialect {
		pattern = "(?i)" + pattern
	}
	switch b.dialect {
	case sqliteDialect:
		b.raw("gofw_regexp(")
		b.bind(pattern)
		b.raw(", ")
		x.e.render(b)
		b.raw(")")
		return
	case postgresDialect:
		x.e.render(b)
		b.raw(map[bool]string{false: " ~ ", true: " ~* "}[x.fold])
	default:
		x.e.render(b)
		b.raw(" REGEXP ")
	}
	b.bind(pattern)
}
