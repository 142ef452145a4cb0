package migrate

import (
	"regexp"
	"strings"
)

// nested is SQL that has statements inside a statement.
var nested = regexp.MustCompile(`(?is)^\s*CREATE\s(.*?\s)?(FUNCTION|PROCEDURE|TRIGGER|EVENT)\s.*\bBEGIN\b`)

// splitSQL divides a script into statements: the drivers of servers take one at
// a time. Semicolons in texts, names, comments and bodies in dollars are none.
// The rest of a script from a function or trigger with BEGIN on is one statement.
func splitSQL(script string, backslashes bool) []string {
	var out []string
	start := 0
	for i := 0; i < len(script); {
		if script[i] == ';' {
			if nested.MatchString(script[start:i]) && !strings.Contains(script[start:i], "$") {
				break
			}
			out = append(out, script[start:i])
			start = i + 1
		}
		i += skipSQL(script[i:], backslashes)
	}
	var statements []string
	for _, s := range append(out, script[start:]) {
		if s = strings.TrimSpace(s); !blank(s, backslashes) {
			statements = append(statements, s)
		}
	}
	return statements
}

// blank reports whether there is nothing but comments.
func blank(s string, backslashes bool) bool {
	for i := 0; i < len(s); {
		n := skipSQL(s[i:], backslashes)
		if part := s[i : i+n]; strings.TrimSpace(part) != "" && !strings.HasPrefix(part, "--") && (!strings.HasPrefix(part, "/*") || strings.HasPrefix(part, "/*!")) {
			return false
		}
		i += n
	}
	return true
}

var dollars = regexp.MustCompile(`^\$([\pL_][\pL\pN_]*)?\$`)

// skipSQL is the length of what a script begins with: a text, a quoted name, a
// comment, or one byte.
func skipSQL(s string, backslashes bool) int {
	to := func(end string) int {
		if i := strings.Index(s[1:], end); i >= 0 {
			return 1 + i + len(end)
		}
		return len(s)
	}
	switch {
	case s[0] == '\'' || s[0] == '"':
		for i := 1; i < len(s); i++ {
			switch {
			case backslashes && s[i] == '\\':
				i++
			case s[i] == s[0]:
				return i + 1 // a doubled quote begins the next text
			}
		}
		return len(s)
	case s[0] == '`':
		return to("`")
	case strings.HasPrefix(s, "--") || backslashes && s[0] == '#':
		return to("\n")
	case strings.HasPrefix(s, "/*"):
		return to("*/")
	case s[0] == '$':
		if tag := dollars.FindString(s); tag != "" {
			if i := strings.Index(s[len(tag):], tag); i >= 0 {
				return 2*len(tag) + i
			}
			return len(s)
		}
	}
	return 1
}
