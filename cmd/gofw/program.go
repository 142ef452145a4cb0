package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"

	"github.com/gofw/gofw/generator/check"
	"github.com/gofw/gofw/generator/source"
)

// program is what every command gets: where to read and print.
type program struct {
	in       *os.File
	out, err *os.File
}

// usageError is a command line that makes no sense: exit status 2.
type usageError struct{ error }

// Unwrap returns what is wrong.
func (e usageError) Unwrap() error { return e.error }

// usage makes a usageError.
func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitStatus ends a command that has said why already.
type exitStatus int

// Error says the status, which nobody prints.
func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// errSaid ends a command that has told its problems.
const errSaid = exitStatus(1)

// status prints what went wrong and returns the exit status.
func (p *program) status(ctx context.Context, err error) int {
	var bad usageError
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		fmt.Fprintln(p.err, "gofw: stopped")
		return 1
	case errors.As(err, &bad):
		p.complain(err)
		return 2
	}
	p.complain(err)
	return 1
}

// complain prints an error, and what to do if the go command is missing.
func (p *program) complain(err error) {
	text := err.Error()
	if errors.Is(err, exec.ErrNotFound) && strings.Contains(text, `"go"`) {
		text = "the go command is not installed, or not in PATH: gofw needs it to build sites; see https://go.dev/dl/"
	}
	fmt.Fprintf(p.err, "%s %s\n", p.paint(p.err, "31", "gofw:"), text)
}

// paint colours a text for a terminal.
func (p *program) paint(to *os.File, code, text string) string {
	if !colourful(to) {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// colourful reports whether a stream wants colours.
func colourful(f *os.File) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && terminal(f)
}

// terminal reports whether a stream is a terminal.
func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// say prints a line of result.
func (p *program) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// tell prints problems to a stream and returns errSaid if one of them is more
// than a warning.
func (p *program) tell(to *os.File, problems []source.Problem) error {
	if err := check.Print(to, problems, colourful(to)); err != nil {
		return fmt.Errorf("printing problems: %w", err)
	}
	if len(serious(problems)) > 0 {
		return errSaid
	}
	return nil
}

// serious leaves the warnings out.
func serious(problems []source.Problem) []source.Problem {
	var out []source.Problem
	for _, q := range problems {
		if !q.Warning {
			out = append(out, q)
		}
	}
	return out
}
