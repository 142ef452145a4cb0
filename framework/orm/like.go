package orm

import (
	"strings"
	"unicode/utf8"
)

// like is a match of text; s is taken literally.
type like struct {
	e                expr
	before, s, after string
	fold             bool
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (x like) parts() []expr { return []expr{x.e} }

func (x like) render(b *builder) {
	if unstorable(x.s) {
		b.raw("1=0")
		return
	}
	if b.dialect == sqliteDialect {
		x.renderSQLite(b)
		return
	}
	pattern := x.before + likeEscaper.Replace(x.s) + x.after
	switch {
	case !x.fold && b.dialect == mysqlDialect: // whatever the collation of the column
		x.e.render(b)
		b.raw(" LIKE BINARY ")
		b.bind(pattern)
	case !x.fold:
		x.e.render(b)
		b.raw(" LIKE ")
		b.bind(pattern)
	case b.dialect == postgresDialect:
		x.e.render(b)
		b.raw(" ILIKE ")
		b.bind(pattern)
	default:
		b.raw("LOWER(")
		x.e.render(b)
		b.raw(") LIKE LOWER(")
		b.bind(pattern)
		b.raw(")")
	}
}

var globEscaper = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// renderSQLite makes case matter, which LIKE on SQLite never does: GLOB does.
func (x like) renderSQLite(b *builder) {
	if len(x.s) > longestPattern {
		x.renderLong(b)
		return
	}
	if x.fold && !ascii(x.s) { // letters that LIKE does not know the two forms of
		lowered(b, x.e)
		x.s, x.fold = strings.ToLower(x.s), false
	} else {
		x.e.render(b)
	}
	if x.fold {
		b.raw(" LIKE ")
		b.bind(x.before + likeEscaper.Replace(x.s) + x.after)
		b.raw(` ESCAPE '\'`)
		return
	}
	b.raw(" GLOB ")
	star := strings.NewReplacer("%", "*")
	b.bind(star.Replace(x.before) + globEscaper.Replace(x.s) + star.Replace(x.after))
}

// longestPattern is more than anybody types, and less than SQLite's limit for a
// pattern of LIKE and GLOB.
const longestPattern = 10_000

// renderLong looks for a text that is too long for a pattern.
func (x like) renderLong(b *builder) {
	left := func() { x.e.render(b) }
	if x.fold {
		left, x.s = func() { lowered(b, x.e) }, strings.ToLower(x.s)
	}
	n := utf8.RuneCountInString(x.s)
	switch {
	case x.before != "" && x.after != "":
		b.raw("instr(")
		left()
		b.raw(", ")
		b.bind(x.s)
		b.raw(") > 0")
		return
	case x.after != "":
		b.raw("substr(")
		left()
		b.raw(", 1, ")
		b.int(n)
		b.raw(")")
	case x.before != "":
		b.raw("substr(")
		left()
		b.raw(", -")
		b.int(n)
		b.raw(")")
	default:
		left()
	}
	b.raw(" = ")
	b.bind(x.s)
}
