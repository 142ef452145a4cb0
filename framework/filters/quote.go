package filters

import (
	"fmt"
	"strings"
)

var slashes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `'`, `\'`)

// AddSlashes puts a backslash before each quote and each backslash.
func AddSlashes(text string) string { return slashes.Replace(text) }

// EscapeJS writes a text for the inside of a JavaScript string between any quotes,
// also in a script in HTML: every character that means something in either is a
// \u escape. It does not make a template literal safe that is run as code.
func EscapeJS(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < ' ' || 0x7F <= r && r < 0xA0 || strings.ContainsRune("\\'\"<>&=-;`\u2028\u2029", r) {
			fmt.Fprintf(&b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
