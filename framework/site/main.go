package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/gofw/gofw/framework/schema"
)

// Main runs the command that the process was started with, and ends the
// process: with 0 if it was done, 1 if it failed, 2 if its words were wrong.
func Main(s Settings, apps ...App) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := Run(ctx, os.Args, os.Stdout, os.Stderr, s, apps...)
	stop()
	os.Exit(code)
}

// Run is Main for a program that goes on afterwards: args are those of a
// process, the name of the program first, and the exit status is returned.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, s Settings, apps ...App) int {
	program := filepath.Base(args[0])
	words := args[1:]
	if len(words) == 0 {
		words = []string{"--help"}
	}
	e := &environmentOf{ctx: ctx, out: stdout, err: stderr, settings: s, apps: apps}
	var cli commands
	options := []kong.Option{
		kong.Name(program), kong.Description("Runs the site, and works on its data."), kong.UsageOnError(),
		kong.Writers(stdout, stderr), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Exit(func(code int) { panic(exit(code)) }),
	}
	for _, a := range apps {
		for _, c := range a.Commands {
			options = append(options, kong.DynamicCommand(c.Name, c.Help, "Commands of "+a.Name, &appCommand{command: c}))
		}
	}
	return parse(e, &cli, options, words, stderr, program)
}

// exit carries an exit status out of the parser.
type exit int

func parse(e *environmentOf, cli *commands, options []kong.Option, words []string, stderr io.Writer, program string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			status, ok := r.(exit)
			if !ok {
				panic(r)
			}
			code = int(status)
		}
	}()
	parser, err := kong.New(cli, options...)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
		return 1
	}
	if words[0][:min(1, len(words[0]))] != "-" && !known(parser, words[0]) {
		fmt.Fprintf(stderr, "%s: unknown command %q%s\n", program, words[0], suggestion(parser, words[0]))
		return 2
	}
	chosen, err := parser.Parse(words)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\nSee %s %s --help.\n", program, err, program, words[0])
		return 2
	}
	err = chosen.Run(e)
	if err == nil {
		return 0
	}
	if !errors.Is(err, errSaid) {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
	}
	var wrong wrongWords
	if errors.As(err, &wrong) {
		return 2
	}
	return 1
}

// wrongWords fails a command whose words make no sense in this site.
type wrongWords struct{ error }

// errSaid fails a command that has already said why.
var errSaid = errors.New("said")

func known(k *kong.Kong, word string) bool {
	for _, n := range k.Model.Children {
		if n.Name == word {
			return true
		}
	}
	return false
}

// suggestion names the command that was probably meant.
func suggestion(k *kong.Kong, word string) string {
	var names []string
	for _, n := range k.Model.Children {
		names = append(names, n.Name)
	}
	if near := schema.Nearest(word, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "; --help lists the commands"
}
