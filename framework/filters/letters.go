package filters

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// CapFirst makes the first letter of a text a capital one.
func CapFirst(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return cases.Upper(language.Und).String(text[:size]) + text[size:]
}

// Title writes each word with a capital letter in front and small ones behind:
// "my FIRST post" is "My First Post". A letter behind an apostrophe or a digit
// stays small: "Jack's 1st".
func Title(text string) string {
	var b strings.Builder
	small, capital := letters(unicode.ToLower, cases.Lower(language.Und)), letters(unicode.ToUpper, cases.Title(language.Und))
	runes := []rune(text)
	cased := false // whether the last character has a case
	for i, r := range runes {
		switch {
		case cased && r == 'Σ' && endsWord(runes, i):
			b.WriteRune('ς')
		case cased:
			b.WriteString(small(r))
		default:
			first := capital(r)
			if latin(first) && staysSmall(runes[:i]) {
				first = strings.ToLower(first)
			}
			b.WriteString(first)
		}
		cased = hasCase(r)
	}
	return b.String()
}

// letters writes single characters in another case: those of ASCII by a function,
// the others, which may become two, by a caser.
func letters(ascii func(rune) rune, caser cases.Caser) func(rune) string {
	return func(r rune) string {
		if r < utf8.RuneSelf {
			return string(ascii(r))
		}
		return caser.String(string(r))
	}
}

// staysSmall reports whether a word behind these characters begins with a small
// letter: they end in a digit, or in a letter that is not the first of its word
// and an apostrophe.
func staysSmall(before []rune) bool {
	n := len(before)
	if n > 0 && unicode.Is(unicode.Nd, before[n-1]) {
		return true
	}
	return n > 2 && before[n-1] == '\'' && latin(unicode.ToUpper(before[n-2])) && hasCase(before[n-3])
}

func lower(text string) string { return cases.Lower(language.Und).String(text) }

// latin reports whether something is one of the letters A to Z.
func latin[T string | rune](letter T) bool {
	s := string(letter)
	return len(s) == 1 && 'A' <= s[0] && s[0] <= 'Z'
}

// hasCase is Unicode's property Cased.
func hasCase(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r) || unicode.In(r, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

// endsWord reports whether the letter at i, which follows another, is the last
// one of its word (Unicode 3.13, Final_Sigma).
func endsWord(runes []rune, i int) bool {
	for _, r := range runes[i+1:] {
		if !ignorable(r) {
			return !hasCase(r)
		}
	}
	return true
}

// ignorable is Unicode's property Case_Ignorable.
func ignorable(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) || strings.ContainsRune("'.:·՟״‘’․‧︓﹒﹕＇．：", r)
}
