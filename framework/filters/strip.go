package filters

import (
	"strings"

	tokens "golang.org/x/net/html"
)

// deepest is how often tags may appear out of other tags, as in <<b>b>.
const deepest = 50

// StripTags takes the tags and comments out of a text. Character references stay
// as they are: html.UnescapeString makes plain text of the result. The result is
// a string like any other, which must be escaped where it is shown; tags that
// nest deeper than any honest text are taken apart by dropping their "<".
func StripTags(text string) string {
	for range deepest {
		if !strings.Contains(text, "<") || !strings.Contains(text, ">") {
			return text
		}
		stripped := stripOnce(text)
		if len(stripped) == len(text) {
			return text
		}
		text = stripped
	}
	return strings.ReplaceAll(text, "<", "")
}

// stripOnce drops the tags that are there, not those that appear by it.
func stripOnce(text string) string {
	var b strings.Builder
	done := 0
	z := tokens.NewTokenizer(strings.NewReader(text))
	for {
		t := z.Next()
		if t == tokens.ErrorToken {
			break
		}
		done += len(z.Raw())
		if t == tokens.TextToken {
			b.Write(z.Raw())
		}
	}
	stripUnfinished(&b, text[done:])
	return b.String()
}

// stripUnfinished goes through what follows a tag that never ends, because a quote
// in it does not: there, a tag goes up to the next ">". What is none is text.
func stripUnfinished(b *strings.Builder, text string) {
	for {
		before, tag, found := strings.Cut(text, "<")
		b.WriteString(before)
		if !found {
			return
		}
		_, rest, ends := strings.Cut(tag, ">")
		if !ends {
			b.WriteString("<" + tag)
			return
		}
		text = rest
	}
}
