// Package markup writes XML that is well-formed whatever the texts hold.
package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Header is the first line of a document.
const Header = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Writer collects XML. Names of elements and attributes are written as they are,
// so they must not come from outside: see [Name]. Attributes are pairs of a name
// and a value; one without a value is left out. The zero value is empty.
type Writer struct{ bytes.Buffer }

// Open begins an element.
func (w *Writer) Open(name string, attributes ...string) {
	w.begin(name, attributes)
	w.WriteByte('>')
}

// Close ends an element.
func (w *Writer) Close(name string) {
	w.WriteString("</")
	w.WriteString(name)
	w.WriteByte('>')
}

// Element writes an element that holds a text, or nothing if there are neither
// a text nor attributes with a value.
func (w *Writer) Element(name, text string, attributes ...string) {
	at := w.Len()
	empty := w.begin(name, attributes)
	switch {
	case text != "":
		w.WriteByte('>')
		w.escape(text)
		w.Close(name)
	case empty:
		w.Truncate(at)
	default:
		w.WriteString("/>")
	}
}

// Text writes a text.
func (w *Writer) Text(text string) { w.escape(text) }

// begin writes an element up to its bracket, and reports whether it has no
// attributes.
func (w *Writer) begin(name string, attributes []string) (empty bool) {
	empty = true
	w.WriteByte('<')
	w.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			empty = false
			w.Attribute(attributes[i], attributes[i+1])
		}
	}
	return empty
}

// Attribute writes an attribute, or nothing if it has no value.
func (w *Writer) Attribute(name, value string) {
	if value == "" {
		return
	}
	w.WriteByte(' ')
	w.WriteString(name)
	w.WriteString(`="`)
	w.escape(value)
	w.WriteByte('"')
}

// escape writes text for an element or an attribute. What XML cannot hold is left
// out.
func (w *Writer) escape(text string) {
	from := 0
	for i, r := range text {
		var instead string
		switch {
		case r == '&':
			instead = "&amp;"
		case r == '<':
			instead = "&lt;"
		case r == '>': // also the end of ]]>
			instead = "&gt;"
		case r == '"':
			instead = "&#34;"
		case r == '\r': // readers would make line breaks of it
			instead = "&#13;"
		case r == utf8.RuneError: // also bytes that are no character
			_, size := utf8.DecodeRuneInString(text[i:])
			w.WriteString(text[from:i])
			from = i + size
			continue
		case allowed(r):
			continue
		}
		w.WriteString(text[from:i])
		w.WriteString(instead)
		from = i + utf8.RuneLen(r)
	}
	w.WriteString(text[from:])
}

// allowed reports whether XML 1.0 can hold a character. It can hold those up to
// U+001F neither as they are nor as a reference, except three.
func allowed(r rune) bool {
	return r >= ' ' && r < 0xFFFE || r > 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

// Clean leaves out what XML cannot hold, and the replacement character.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !allowed(r) {
			return -1
		}
		return r
	}, s)
}

// Name reports whether s is a name that an element or attribute can have, maybe
// with a prefix: "georss:point". Only ASCII is taken.
func Name(s string) bool {
	prefix, local, ok := strings.Cut(s, ":")
	return part(prefix) && (!ok || part(local))
}

func part(s string) bool {
	for i, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
		if !letter && (i == 0 || r != '-' && r != '.' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != ""
}
