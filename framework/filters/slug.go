package filters

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slugify makes a name for addresses of a text: "Crème brûlée!" is "creme-brulee".
// Letters without a form in ASCII are left out, so the slug may be empty.
func Slugify(text string) string {
	return slug(strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text)))
}

// SlugifyUnicode makes a name for addresses that keeps letters and digits of all
// scripts: "Öffnungszeiten 日本" is "öffnungszeiten-日本".
func SlugifyUnicode(text string) string {
	return slug(lower(norm.NFKC.String(text)))
}

// slug keeps letters, digits and "_", and writes one hyphen for what is blank.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		switch {
		case space(r) || r == '-':
			gap = true
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_':
			if gap {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String(), "-_")
}
