package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gofw/gofw/generator/source"
)

// Print writes problems for people: the place and the message, then the hint
// indented by a tab. Color sets them apart on a terminal.
func Print(w io.Writer, problems []source.Problem, color bool) error {
	paint := func(code, s string) string {
		if !color || s == "" {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	for _, p := range problems {
		code := "31"
		if p.Warning {
			code = "33"
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n", paint("1", p.Pos.String()), paint(code, p.Message)); err != nil {
			return err
		}
		if p.Hint == "" {
			continue
		}
		for line := range strings.SplitSeq(p.Hint, "\n") {
			if _, err := fmt.Fprintf(w, "\t%s\n", line); err != nil {
				return err
			}
		}
	}
	return nil
}

// jsonProblem is a problem as scripts read it.
type jsonProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Warning bool   `json:"warning,omitempty"`
}

// PrintJSON writes problems as one JSON array, empty if there are none.
func PrintJSON(w io.Writer, problems []source.Problem) error {
	list := []jsonProblem{}
	for _, p := range problems {
		list = append(list, jsonProblem{p.Pos.Filename, p.Pos.Line, p.Pos.Column, p.Message, p.Hint, p.Warning})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "\t")
	return e.Encode(list)
}
