package dev

import (
	"regexp"
	"strings"
)

// failure is why there is no site to show. It is the Err of a Round.
type failure struct {
	Title    string
	Problems []Problem
	Output   string // what was printed beside the problems
	printed  bool   // Output is in the terminal already
}

// Error lists the problems, and what was printed beside them.
func (f *failure) Error() string {
	lines := make([]string, 0, len(f.Problems)+1)
	for _, p := range f.Problems {
		lines = append(lines, p.String())
	}
	if f.Output != "" {
		lines = append(lines, f.Output)
	}
	if len(lines) == 0 {
		return f.Title
	}
	return strings.Join(lines, "\n")
}

// unprinted is what the terminal does not show yet.
func (f *failure) unprinted() string {
	if !f.printed {
		return f.Error()
	}
	return (&failure{Title: f.Title, Problems: f.Problems}).Error()
}

// escapes matches a terminal's colours and the like.
var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// newFailure reads what a tool printed.
func newFailure(title, printed string, source func(Problem) Problem) *failure {
	problems, rest := parseProblems(escapes.ReplaceAllString(printed, ""))
	for i, p := range problems {
		problems[i] = source(p)
	}
	return &failure{Title: title, Problems: problems, Output: rest}
}

// newCrash reads what a site printed before it stopped.
func newCrash(title, printed, dir string) *failure {
	printed = escapes.ReplaceAllString(printed, "")
	return &failure{Title: title, Problems: parsePanic(printed, dir), Output: strings.TrimSpace(printed), printed: true}
}
