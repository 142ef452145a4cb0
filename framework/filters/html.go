package filters

import (
	"context"
	"io"
	"strings"
)

// HTML is markup that is safe to show as it is. Its zero value is empty. A
// string does not become HTML by itself: [Escape] and the other functions of
// this package make it, or [Safe].
//
// It is a templ.Component: @filters.Linebreaks(post.Body).
type HTML struct{ markup string }

// Safe declares that a text is markup which may be shown as it is. It must not
// come from people who may not write into the page: what they wrote is escaped
// by [Escape], or sanitised by package markdown.
func Safe(markup string) HTML { return HTML{markup} }

// String is the markup.
func (h HTML) String() string { return h.markup }

// Render writes the markup, for templ.
func (h HTML) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, h.markup)
	return err
}

// Text is what filters of text take: a string, which they escape, or HTML,
// which they leave as it is.
type Text interface{ string | HTML }

// escapes are the characters that mean something in HTML, as Django writes them.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;")

// Escape makes HTML that shows a text, in content as in attributes.
func Escape(text string) HTML { return HTML{escapes.Replace(text)} }

// markup is a text as HTML: escaped, unless it is HTML already.
func markup[T Text](text T) string {
	switch t := any(text).(type) {
	case HTML:
		return t.markup
	case string:
		return escapes.Replace(t)
	}
	return ""
}
