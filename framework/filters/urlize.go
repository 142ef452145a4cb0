package filters

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// longestLink is how many characters an address may have to become a link.
const longestLink = 2048

// Urlize shows plain text with links for the addresses in it: what begins with
// http:// or https://, names such as www.example.com and example.org/path, which
// get https://, and mail addresses. Punctuation around an address stays outside.
// Links have rel="nofollow". What the text says is escaped.
func Urlize(text string) HTML { return HTML{urlize(text, -1)} }

// UrlizeTrunc is [Urlize] with at most limit characters of each address shown; the
// last is then an ellipsis. The links still lead to the whole addresses.
func UrlizeTrunc(text string, limit int) HTML { return HTML{urlize(text, max(limit, 0))} }

// urlize makes links. A limit below zero is none.
func urlize(text string, limit int) string {
	var b strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, betweenWords)
		if end < 0 {
			end = len(text)
		}
		b.WriteString(linked(text[:end], limit))
		text = text[end:]
		gap := strings.IndexFunc(text, func(r rune) bool { return !betweenWords(r) })
		if gap < 0 {
			gap = len(text)
		}
		b.WriteString(escapes.Replace(text[:gap]))
		text = text[gap:]
	}
	return b.String()
}

// betweenWords reports whether a character stands between words.
func betweenWords(r rune) bool { return space(r) || r == '<' || r == '>' || r == '"' || r == '\'' }

// linked is a word with its link, if it is an address.
func linked(word string, limit int) string {
	if !strings.ContainsAny(word, ".@:") {
		return escapes.Replace(word)
	}
	before, middle, after := trimmed(word)
	href, rel := target(middle)
	if href == "" {
		return escapes.Replace(word)
	}
	shown := middle
	if limit >= 0 && utf8.RuneCountInString(shown) > limit {
		shown = prefix(shown, limit-1) + ellipsis
	}
	return escapes.Replace(before) + `<a href="` + escapes.Replace(href) + `"` + rel + ">" + escapes.Replace(shown) + "</a>" + escapes.Replace(after)
}

// prefix is the first n characters of a text.
func prefix(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i]
		}
	}
	return text
}

// whole is how an address begins that has its scheme.
var whole = regexp.MustCompile(`^(?i:https?)://\[?[\pL\pN_]`)

// target is where a word leads; empty if it is no address.
func target(word string) (href, rel string) {
	short := utf8.RuneCountInString(word) <= longestLink
	switch {
	case short && whole.MatchString(word):
		return address(html.UnescapeString(word)), ` rel="nofollow"`
	case short && (siteName(word) || strings.HasPrefix(strings.ToLower(word), "www.")):
		return address("https://" + html.UnescapeString(word)), ` rel="nofollow"`
	case strings.Contains(word, ":"):
		return "", ""
	}
	local, domain, ok := email(word)
	if !ok {
		return "", ""
	}
	return "mailto:" + quote(local, "") + "@" + quote(domain, ""), ""
}

// trimmed takes the punctuation off a word on both sides. A closing parenthesis
// stays if it was opened in the word, and a semicolon if it ends a character
// reference.
func trimmed(word string) (before, middle, after string) {
	middle = strings.TrimLeft(word, "([")
	before = word[:len(word)-len(middle)]
	end := len(middle)
	closing := map[byte]int{')': strings.Count(middle, ")") - strings.Count(middle, "("), ']': strings.Count(middle, "]") - strings.Count(middle, "[")}
	for end > 0 {
		c := middle[end-1]
		switch {
		case closing[c] > 0:
			closing[c]--
		case c == ';' && reference(middle[:end]):
			return before, middle[:end], middle[end:]
		case strings.IndexByte(".,:;!", c) < 0:
			return before, middle[:end], middle[end:]
		}
		end--
	}
	return before, middle[:end], middle[end:]
}

// longestReference is how long the name of a character is at most in HTML, with
// the characters around it.
const longestReference = len("&CounterClockwiseContourIntegral;")

// reference reports whether a text ends in a character reference of HTML.
func reference(text string) bool {
	text = text[max(len(text)-longestReference, 0):]
	i := strings.LastIndexByte(text, '&')
	if i < 0 {
		return false
	}
	plain := html.UnescapeString(text[i:])
	return plain != text[i:] && !strings.HasSuffix(plain, ";")
}
