// Package reference finds the addresses that style sheets and scripts name, and
// puts others in their place. It reads tokens as browsers do (CSS Syntax Level
// 3, ECMA-262), so that what stands in a comment, a string or a regular
// expression is never taken for one.
//
//	refs := reference.CSS(text)
//	for i := range refs { … }
//	text = reference.Replace(text, refs, addresses)
package reference

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Reference is an address in a text.
type Reference struct {
	URL      string // as the browser understands it, without escapes
	Start    int    // of what Replace replaces
	End      int    // behind it
	Optional bool   // nothing on the page breaks without it: a source map
	Module   bool   // the specifier of an import: only "./", "../" and "/" lead to files

	form form
}

// form is how the address is written.
type form byte

const (
	plain    form = iota // in a comment, up to a blank
	url                  // between the parentheses of url()
	double               // between double quotes
	single               // between single quotes
	template             // between back quotes
)

// Replace returns a text with other addresses in the place of its references.
// An empty one leaves the reference as it is.
func Replace(text []byte, refs []Reference, with []string) []byte {
	var b bytes.Buffer
	b.Grow(len(text) + 16*len(refs))
	done := 0
	for i, r := range refs {
		if with[i] == "" {
			continue
		}
		b.Write(text[done:r.Start])
		b.WriteString(r.form.write(with[i]))
		done = r.End
	}
	b.Write(text[done:])
	return b.Bytes()
}

// write is an address in this form.
func (f form) write(address string) string {
	switch f {
	case url:
		if !strings.ContainsAny(address, "\"'()\\ \t\r\n\f") {
			return address
		}
		return `"` + double.write(address) + `"`
	case double:
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(address)
	case single:
		return strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(address)
	case template:
		return strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", "\\${").Replace(address)
	}
	return address
}

// Place is the line and the column of an offset in a text, from one, in
// characters.
func Place(text []byte, offset int) (line, column int) {
	before := text[:offset]
	begin := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[begin:]) + 1
}

// sourceMap finds the address of a source map in a comment that ends at end and
// whose text begins at start: "# sourceMappingURL=site.css.map".
func sourceMap(text []byte, start, end int) (Reference, bool) {
	comment := text[start:end]
	if len(comment) == 0 || comment[0] != '#' && comment[0] != '@' {
		return Reference{}, false
	}
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(comment[1:], " \t"), []byte("sourceMappingURL="))
	if !ok {
		return Reference{}, false
	}
	address := rest
	if i := bytes.IndexAny(rest, " \t\r\n\"'"); i >= 0 {
		address = rest[:i]
	}
	if len(address) == 0 {
		return Reference{}, false
	}
	at := end - len(rest)
	return Reference{URL: string(address), Start: at, End: at + len(address), Optional: true, form: plain}, true
}
