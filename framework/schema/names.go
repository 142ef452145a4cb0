package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jinzhu/inflection"
	gorm "gorm.io/gorm/schema"
)

var naming gorm.NamingStrategy

// ColumnName is the column of a Go field, by GORM's rule: AuthorID is author_id.
func ColumnName(field string) string { return naming.ColumnName("", field) }

// PluralName is the Go name of a table: Post gives Posts. Where the plural is
// the same word (News), the name gets "Table" behind it, so that the two differ.
func PluralName(model string) string {
	plural := inflection.Plural(model)
	if plural == model {
		return model + "Table"
	}
	return plural
}

// TableName is the table of a model in an app, as Django names it: blog_post.
func TableName(app, model string) string { return app + "_" + ColumnName(model) }

// Words splits a Go name into lower-case words: PublishedAt is "published at",
// SiteURL is "site URL".
func Words(name string) string {
	var words []string
	runes := []rune(name)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && !wordEnds(runes, i) {
			continue
		}
		word := string(runes[start:i])
		if len(word) < 2 || word != strings.ToUpper(word) {
			word = strings.ToLower(word)
		}
		words = append(words, word)
		start = i
	}
	return strings.Join(words, " ")
}

// wordEnds reports whether a word ends before runes[i].
func wordEnds(runes []rune, i int) bool {
	before, here := runes[i-1], runes[i]
	if !unicode.IsUpper(here) {
		return false
	}
	if !unicode.IsUpper(before) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// Capital makes the first letter upper-case: "published at" is "Published at".
func Capital(s string) string {
	if s == "" {
		return s
	}
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
