package filters

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const ellipsis = "…"

// TruncateChars shortens a text to n characters, of which the last is then an
// ellipsis. Marks that stand on the character before them do not count. Without
// room, n below one, nothing is left. The text comes back in normal form C.
func TruncateChars(text string, n int) string {
	if n <= 0 {
		return ""
	}
	text = norm.NFC.String(text)
	end, length := 0, 0
	for i, r := range text {
		if combining(r) {
			continue
		}
		if length++; length == n {
			end = i
		}
		if length > n {
			return withEllipsis(text[:end], ellipsis)
		}
	}
	return text
}

// TruncateWords shortens a text to n words and an ellipsis. Blanks and line breaks
// between words become one blank each. n below one leaves nothing.
func TruncateWords(text string, n int) string {
	if n <= 0 {
		return ""
	}
	var words []string
	for word := range strings.FieldsFuncSeq(text, space) {
		if len(words) == n {
			return withEllipsis(strings.Join(words, " "), " "+ellipsis)
		}
		words = append(words, word)
	}
	return strings.Join(slices.Clip(words), " ")
}

// withEllipsis puts an ellipsis behind a text that does not end in one.
func withEllipsis(text, end string) string {
	if strings.HasSuffix(text, end) {
		return text
	}
	return text + end
}

// combining reports whether a character is a mark on the one before it.
func combining(r rune) bool {
	if r < 0x300 {
		return false
	}
	var buf [utf8.UTFMax]byte
	return norm.NFC.Properties(buf[:utf8.EncodeRune(buf[:], r)]).CCC() != 0
}
