package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gofw/gofw/framework/migrate"
)

// asker asks, on a terminal, what models cannot say.
type asker struct {
	in      *bufio.Reader
	out     io.Writer
	stopped <-chan struct{} // closed on Ctrl-C, for which no answer waits
}

// newAsker asks on the terminal until ctx ends.
func newAsker(ctx context.Context, p *program) asker {
	return asker{bufio.NewReader(p.in), p.err, ctx.Done()}
}

// errNoAnswer ends a command whose question was not answered. Nothing was written.
var errNoAnswer = errors.New("no answer, so nothing was written")

// line asks a question and returns the answer without blanks around it.
func (a asker) line(question string) (string, error) {
	fmt.Fprint(a.out, question)
	typed := make(chan string, 1)
	go func() {
		defer close(typed)
		if text, err := a.in.ReadString('\n'); err == nil {
			typed <- strings.TrimSpace(text)
		}
	}()
	select {
	case text, ok := <-typed:
		if ok {
			return text, nil
		}
	case <-a.stopped:
	}
	fmt.Fprintln(a.out)
	return "", errNoAnswer
}

// Renamed asks whether a model or field was renamed. Only a clear no is one:
// it costs what the old one holds.
func (a asker) Renamed(old, new string) (bool, error) {
	return a.yes(fmt.Sprintf("Was %s renamed to %s? No means that it is dropped with all it holds. [y/n] ", old, new))
}

// yes asks until the answer is yes or no.
func (a asker) yes(question string) (bool, error) {
	for {
		answer, err := a.line(question)
		if err != nil {
			return false, err
		}
		switch strings.ToLower(answer) {
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
	}
}

// Backfill asks for the value of rows that exist.
func (a asker) Backfill(name string, f migrate.Field) (string, error) {
	fmt.Fprintf(a.out, "%s is required and has no default, so rows that exist need a value of the type %s.\n", name, f.Type)
	fmt.Fprintln(a.out, "(Or press Ctrl-C, and give the field a default or make it a pointer.)")
	for {
		answer, err := a.line("Value: ")
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(answer, `"`) && strings.HasSuffix(answer, `"`) && len(answer) > 1 {
			answer = answer[1 : len(answer)-1] // how an empty text is typed
		} else if answer == "" {
			fmt.Fprintln(a.out, `Type a value; "" is the empty text.`)
			continue
		}
		if err := f.Accepts(answer); err != nil {
			fmt.Fprintln(a.out, err)
			continue
		}
		return answer, nil
	}
}
