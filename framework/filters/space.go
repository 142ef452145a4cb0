package filters

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// space reports whether a character separates words: Unicode's white space, and
// the four information separators of ASCII, as Python has it.
func space(r rune) bool { return unicode.IsSpace(r) || 0x1C <= r && r <= 0x1F }

// WordCount is the number of words in a text.
func WordCount(text string) int {
	n := 0
	for range strings.FieldsFuncSeq(text, space) {
		n++
	}
	return n
}

// LJust puts blanks behind a text until it has width characters.
func LJust(text string, width int) string { return text + blanks(width-utf8.RuneCountInString(text)) }

// RJust puts blanks before a text until it has width characters.
func RJust(text string, width int) string { return blanks(width-utf8.RuneCountInString(text)) + text }

// Center puts blanks on both sides of a text until it has width characters.
func Center(text string, width int) string {
	gap := max(width-utf8.RuneCountInString(text), 0)
	before := gap/2 + gap&width&1
	return blanks(before) + text + blanks(gap-before)
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
