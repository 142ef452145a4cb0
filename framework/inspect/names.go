package inspect

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jinzhu/inflection"
	gorm "gorm.io/gorm/schema"

	"github.com/gofw/gofw/framework/schema"
)

// words splits the name of a table or column: at signs, and where small letters
// or digits meet capital ones, as in authorId.
func words(name string) []string {
	var out []string
	var part []rune
	end := func() {
		if len(part) > 0 {
			out = append(out, string(part))
			part = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			end()
		}
		part = append(part, r)
	}
	end()
	return out
}

// camel makes a Go name of words. Prefix goes before what cannot begin an
// exported name: a digit, or a letter of a script without capitals.
func camel(words []string, prefix string) string {
	var b strings.Builder
	for _, w := range words {
		if upper := strings.ToUpper(w); initialism(upper) {
			b.WriteString(upper)
			continue
		}
		b.WriteString(schema.Capital(strings.ToLower(w)))
	}
	if first, _ := utf8.DecodeRuneInString(b.String()); !unicode.IsUpper(first) {
		return prefix + b.String()
	}
	return b.String()
}

// initialism reports whether GORM's rule for columns knows a word as one that
// is written in capitals: it then finds back from URLPath to url_path.
func initialism(upper string) bool {
	return len(upper) > 1 && gorm.NamingStrategy{}.ColumnName("", upper+"X") == strings.ToLower(upper)+"_x"
}

// singular is the singular of the last word of a name, where it is sure.
func singular(words []string) []string {
	if len(words) == 0 {
		return words
	}
	out := slices.Clone(words)
	last := strings.ToLower(out[len(out)-1])
	for _, end := range []string{"a", "us", "ss", "is", "canvas", "atlas", "bias", "lens", "alias"} {
		if strings.HasSuffix(last, end) {
			return out
		}
	}
	one := inflection.Singular(last)
	if len(last) > 3 && inflection.Plural(one) == last {
		out[len(out)-1] = one
	}
	return out
}

// members are names that a field of a model cannot have, beside those of
// schema.Reserved: methods of the model, written by gofw or by the author.
var members = []string{"Meta", "TableName", "String", "Validate"}

// fieldNames gives each field of a model a name of its own.
type fieldNames map[string]bool

func newFieldNames(model string, embedded bool) fieldNames {
	n := fieldNames{model + "Fields": true}
	for _, name := range append(slices.Clone(schema.Reserved), members...) {
		n[name] = true
	}
	if embedded {
		for _, name := range []string{"Model", "ID", "CreatedAt", "UpdatedAt"} {
			n[name] = true
		}
	}
	return n
}

// take returns the name, or one that is still free and says the same. It avoids
// names of which no column can be derived, because GORM's rule cuts the last
// letter in two if it is none of English.
func (n fieldNames) take(name, suffix string) string {
	free := name
	if n[free] || !utf8.ValidString(schema.ColumnName(free)) {
		free = name + suffix
	}
	for i := 2; n[free]; i++ {
		free = name + suffix + strconv.Itoa(i)
	}
	n[free] = true
	return free
}

// typeNames gives each type of the package a name, so that what gofw generates
// for it has one as well.
type typeNames map[string]bool

func newTypeNames() typeNames {
	// What an author will write in the same package: urls.go, and the app itself.
	return typeNames{"app": true, "routes": true}
}

// model takes the first of the names that is free, together with the names of
// the companion. The last one is counted up. Names that differ only in capitals
// are too like each other: so would the companion's be.
func (n typeNames) model(names ...string) string {
	free := func(name string) bool {
		for _, claim := range claims(name) {
			if n[claim] {
				return false
			}
		}
		return true
	}
	var name string
	for _, name = range names {
		if free(name) {
			break
		}
	}
	for i := 2; !free(name); i++ {
		name = names[len(names)-1] + strconv.Itoa(i)
	}
	for _, claim := range claims(name) {
		n[claim] = true
	}
	return name
}

// claims are the names that a model takes, in lower case.
func claims(model string) []string {
	lower := strings.ToLower(model)
	return []string{lower, strings.ToLower(schema.PluralName(model)), lower + "fields", "new" + lower + "fields", lower + "table"}
}

// take takes one name that nothing is generated from.
func (n typeNames) take(name string) string {
	free := name
	for i := 2; n[strings.ToLower(free)]; i++ {
		free = name + strconv.Itoa(i)
	}
	n[strings.ToLower(free)] = true
	return free
}
