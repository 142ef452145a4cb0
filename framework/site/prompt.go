package site

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// prompt asks the person at the terminal.
type prompt struct {
	in  *bufio.Reader
	out io.Writer
}

func newPrompt(out io.Writer) *prompt { return &prompt{bufio.NewReader(os.Stdin), out} }

var errNoAnswer = errors.New("no answer: give the values as options, with --noinput")

// line asks until there is an answer, unless one was given.
func (p *prompt) line(label, given string) (string, error) {
	for given == "" {
		answer, err := p.ask(label)
		if err != nil {
			return "", err
		}
		given = answer
	}
	return given, nil
}

// optional asks once, unless an answer was given.
func (p *prompt) optional(label, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	return p.ask(label)
}

func (p *prompt) ask(label string) (string, error) {
	fmt.Fprint(p.out, label+": ")
	answer, err := p.in.ReadString('\n')
	if err != nil && answer == "" {
		fmt.Fprintln(p.out)
		return "", errNoAnswer
	}
	return strings.TrimSpace(answer), nil
}

// password asks twice; what is typed is not shown on a terminal.
func (p *prompt) password() (string, error) {
	for {
		first, err := p.secret("Password")
		if err != nil {
			return "", err
		}
		again, err := p.secret("Password (again)")
		if err != nil {
			return "", err
		}
		switch {
		case first != again:
			fmt.Fprintln(p.out, "The two passwords differ.")
		case first == "":
			fmt.Fprintln(p.out, "The password is empty.")
		default:
			return first, nil
		}
	}
}

func (p *prompt) secret(label string) (string, error) {
	if !terminal(os.Stdin) {
		return p.ask(label)
	}
	fmt.Fprint(p.out, label+": ")
	typed, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(p.out)
	if err != nil {
		return "", errNoAnswer
	}
	return string(typed), nil
}
