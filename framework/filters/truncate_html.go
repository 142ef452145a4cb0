package filters

import (
	"html"
	"strings"
	"unicode/utf8"

	tokens "golang.org/x/net/html"
)

// TruncateCharsHTML shortens the text in HTML to n characters, of which the last
// is then an ellipsis, and closes what is open there. Tags and comments do not
// count, a character reference counts as one. HTML with no more text than that
// comes back as it is.
func TruncateCharsHTML(text HTML, n int) HTML {
	return truncateHTML(text, n, n-1, ellipsis, nextChar)
}

// TruncateWordsHTML shortens the text in HTML to n words and an ellipsis, and
// closes what is open there. A tag ends a word. HTML with no more words than that
// comes back as it is.
func TruncateWordsHTML(text HTML, n int) HTML {
	return truncateHTML(text, n, n, " "+ellipsis, nextWord)
}

// truncateHTML keeps so many units if there are more than limit. Next is how many
// bytes the first unit of a text takes, and whether it counts.
func truncateHTML(text HTML, limit, keep int, end string, next func(string) (int, bool)) HTML {
	if limit <= 0 {
		return HTML{}
	}
	var t truncation
	z := tokens.NewTokenizer(strings.NewReader(text.markup))
	for n := 0; ; {
		switch kind := z.Next(); kind {
		case tokens.ErrorToken:
			return text
		case tokens.TextToken:
			for rest := string(z.Raw()); rest != ""; {
				size, counts := len(rest), false
				if !t.unseen {
					size, counts = next(rest)
				}
				if counts {
					n++
				}
				if counts && n > limit {
					return HTML{withEllipsis(t.kept, end) + t.closing}
				}
				t.text(rest[:size])
				rest = rest[size:]
				if counts && n == keep {
					t.keep()
				}
			}
		case tokens.StartTagToken, tokens.SelfClosingTagToken:
			name, _ := z.TagName()
			t.start(string(name), string(z.Raw()), kind == tokens.SelfClosingTagToken)
		case tokens.EndTagToken:
			name, _ := z.TagName()
			t.finish(string(name))
		default:
			t.out.Write(z.Raw())
		}
	}
}

// truncation is HTML on its way through, with what is open in it.
type truncation struct {
	out    strings.Builder
	open   []string       // names, outermost first
	count  map[string]int // of each open name
	unseen bool           // the text that follows is a script or the like

	kept, closing string // up to the last unit that fits, and the tags that end it
}

// text passes text on. A "<" that begins no tag is escaped: next to a tag that is
// dropped, it could begin one.
func (t *truncation) text(s string) {
	if !t.unseen {
		s = strings.ReplaceAll(s, "<", "&lt;")
	}
	t.out.WriteString(s)
}

// keep marks the place behind which HTML is cut.
func (t *truncation) keep() {
	t.kept = t.out.String()
	var b strings.Builder
	for i := len(t.open) - 1; i >= 0; i-- {
		b.WriteString("</" + t.open[i] + ">")
	}
	t.closing = b.String()
}

// start passes a start tag on. One that closes itself gets an end tag, because
// HTML knows no such tags; where markup is no markup, the tokenizer looks for one.
func (t *truncation) start(name, raw string, closes bool) {
	t.out.WriteString(raw)
	if void[name] {
		return
	}
	if t.count == nil {
		t.count = map[string]int{}
	}
	t.open = append(t.open, name)
	t.count[name]++
	t.unseen = hidden[name]
	if closes && !t.unseen {
		t.finish(name)
	}
}

// finish closes an element and those in it that are still open. An end tag without
// its start tag is dropped.
func (t *truncation) finish(name string) {
	t.unseen = false
	for t.count[name] > 0 {
		last := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.count[last]--
		t.out.WriteString("</" + last + ">")
		if last == name {
			return
		}
	}
}

// void are the elements without content and end tag.
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "param": true, "source": true, "track": true, "wbr": true, "frame": true, "spacer": true,
}

// hidden are the elements in which tags are no tags. What is in them stays whole.
var hidden = map[string]bool{
	"iframe": true, "noembed": true, "noframes": true, "noscript": true, "plaintext": true, "script": true, "style": true, "textarea": true, "title": true, "xmp": true,
}

// nextChar is the length of the first character of a text, with the marks on it.
// A character reference is one.
func nextChar(text string) (size int, counts bool) {
	if text[0] == '&' {
		size = referenceAt(text)
	}
	if size == 0 {
		r, n := utf8.DecodeRuneInString(text)
		if size = n; combining(r) {
			return size, false
		}
	}
	for size < len(text) {
		r, n := utf8.DecodeRuneInString(text[size:])
		if !combining(r) {
			break
		}
		size += n
	}
	return size, true
}

// referenceAt is the length of the character reference at the beginning of a text,
// 0 if there is none.
func referenceAt(text string) int {
	size := 1
	for size < len(text) && size < longestReference && (text[size] == '#' || referenceLetter(text[size])) {
		size++
	}
	if size < len(text) && text[size] == ';' {
		size++
	}
	if html.UnescapeString(text[:size]) == text[:size] {
		return 0
	}
	return size
}

func referenceLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// nextWord is the length of the first word of a text, or of the blanks before it.
func nextWord(text string) (size int, counts bool) {
	if size = strings.IndexFunc(text, func(r rune) bool { return !space(r) }); size != 0 {
		if size < 0 {
			size = len(text)
		}
		return size, false
	}
	if size = strings.IndexFunc(text, space); size < 0 {
		size = len(text)
	}
	return size, true
}
