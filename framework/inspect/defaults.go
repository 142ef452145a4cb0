package inspect

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/gofw/gofw/framework/migrate"
	"github.com/gofw/gofw/framework/schema"
)

// fills notes what the database fills into the column: a literal of SQL, or an
// expression.
func (c *Column) fills(dialect, text string) {
	list := plain(dialect, text)
	switch {
	case len(list) == 1 && list[0].is("null"):
	case len(list) == 1 && list[0].literal():
		c.fallback(list[0].text, text)
	case len(list) == 1 && (list[0].is("true") || list[0].is("false")):
		c.fallback(strings.ToLower(list[0].text), text)
	case len(list) == 2 && (list[0].is("-") || list[0].is("+")) && list[1].kind == number:
		c.fallback(strings.TrimPrefix(list[0].text, "+")+list[1].text, text)
	case c.Kind == schema.DateTime && isNow(list):
		c.fallback("now", text)
	default:
		c.DefaultSQL = text
	}
}

// isNow reports whether an expression is the present moment.
func isNow(list []piece) bool {
	if len(list) == 2 && list[1].kind != number || len(list) > 2 || len(list) == 0 {
		return false
	}
	return list[0].is("current_timestamp") || list[0].is("now") || list[0].is("localtimestamp")
}

// fallback notes a value, if a tag can say it; else the SQL that makes it.
func (c *Column) fallback(value, sql string) {
	if c.Kind == schema.Bool {
		if b, err := strconv.ParseBool(value); err == nil {
			value = strconv.FormatBool(b)
		}
	}
	if c.Kind == schema.DateTime && value != "now" {
		value = strings.TrimSuffix(strings.TrimSuffix(value, ".000000"), "+00")
	}
	f := migrate.Field{Type: c.Kind, Size: c.Size, Scale: c.Scale}
	if c.Kind == schema.Decimal && c.Size == 0 {
		f.Size, f.Scale = guessedDigits, guessedScale
	}
	if c.Kind == schema.String && c.Size == 0 { // an enum
		f.Type = schema.Text
	}
	if c.Kind == "" || c.Kind == schema.Binary || c.Kind == schema.JSON || f.Accepts(value) != nil || !taggable(value) {
		c.DefaultSQL = sql
		return
	}
	c.Default = &value
}

// taggable reports whether a value can stand in a gorm tag, where a semicolon
// and a backslash mean something.
func taggable(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool {
		return r == '\\' || r == ';' || r == '`' || r == unicode.ReplacementChar || !unicode.IsPrint(r)
	}) && strings.TrimSpace(value) == value
}
