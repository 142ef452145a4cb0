package source

import (
	"go/ast"
	"strconv"
	"strings"
)

// tagSyntax says what is wrong with the form of a struct tag, or "". A tag
// that is not made of key:"value" pairs is silently ignored by reflect.
func tagSyntax(lit *ast.BasicLit) string {
	tag, err := unquote(lit)
	if err != nil {
		return "it is not a string"
	}
	for {
		tag = strings.TrimLeft(tag, " ")
		if tag == "" {
			return ""
		}
		i := strings.IndexByte(tag, ':')
		if i <= 0 || strings.ContainsAny(tag[:i], " \"\t\n") {
			return "there is no key before the value"
		}
		key := tag[:i]
		quoted, err := strconv.QuotedPrefix(tag[i+1:])
		if err != nil || quoted[0] != '"' {
			return "the value of " + key + " is not in double quotes"
		}
		tag = tag[i+1+len(quoted):]
		if tag != "" && tag[0] != ' ' {
			return "there is no space after " + key + ":" + quoted
		}
	}
}
