package source

import (
	"cmp"
	"fmt"
	"go/scanner"
	"go/token"
	"slices"
)

// Problem is one thing that is wrong with a declaration, where it stands and
// what to do about it.
type Problem struct {
	Pos     token.Position // Filename is relative to the site's folder, with slashes
	Message string
	Hint    string // may be empty; may have several lines
	Warning bool   // worth saying, but no reason to stop
}

// Error is the place and the message in one line.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s", p.Pos, p.Message) }

// Sort orders problems by file, line and column and drops repetitions.
func Sort(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.Filename, b.Pos.Filename),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(problems, func(a, b Problem) bool {
		return a.Pos.String() == b.Pos.String() && a.Message == b.Message
	})
}

// syntaxProblems turns what the parser said into problems, at most three of a
// file: later ones are mostly echoes of the first.
func syntaxProblems(display string, err error) []Problem {
	list, ok := err.(scanner.ErrorList)
	if !ok {
		return []Problem{{Pos: token.Position{Filename: display}, Message: err.Error()}}
	}
	var problems []Problem
	for _, e := range list[:min(3, len(list))] {
		pos := e.Pos
		pos.Filename, pos.Offset = display, 0
		problems = append(problems, Problem{Pos: pos, Message: "syntax error: " + e.Msg})
	}
	return problems
}
