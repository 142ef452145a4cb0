package collect

import (
	"fmt"
	"strings"
)

// Problem is a reference to a file that is not there.
type Problem struct {
	File         string // "blog/static/blog/site.css"
	Line, Column int    // from one
	Message      string
	Hint         string // what to do; may be empty
}

// Error is the place, the message, and the hint in a line of its own.
func (p Problem) Error() string {
	text := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	if p.Hint != "" {
		text += "\n\t" + p.Hint
	}
	return text
}

// Problems are all that are wrong, in order of files and lines.
type Problems []Problem

// Error is all problems.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}
