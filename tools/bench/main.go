package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// row is one thing to measure.
type row struct {
	name    string
	measure func(context.Context, *bench) ([]figure, error)
}

var rows = []row{
	{"generate", generateRow},
	{"start", startRow},
	{"reload", reloadRow},
	{"list", listRow},
	{"orm", ormRow},
	{"writers", writersRow},
	{"compile", compileRow},
	{"migrations", migrationsRow},
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with an exit status.
func run(args []string, out, progress io.Writer) int {
	o, chosen, err := parse(args, progress)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(progress, "bench: %v\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, o.limit, fmt.Errorf("the run took longer than --limit=%s", o.limit))
	defer cancel()
	b, err := newBench(ctx, o, out, progress)
	if err != nil {
		fmt.Fprintf(progress, "bench: %v\n", err)
		return 1
	}
	defer b.close()
	fmt.Fprintf(out, "%s %s/%s, %d processors\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	status := 0
	for _, r := range chosen {
		figures, err := b.measured(ctx, r)
		show(out, figures)
		if err != nil {
			if ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			fmt.Fprintf(progress, "bench: %s: %v\n", r.name, err)
			return 1
		}
		if slices.ContainsFunc(figures, figure.below) {
			status = 1
		}
	}
	return status
}

// options are the choices of a run.
type options struct {
	quick       bool
	keep        bool
	connections int
	profile     string
	limit       time.Duration
}

// parse reads the words of the command line; flags and rows in any order.
func parse(args []string, help io.Writer) (options, []row, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.quick, "quick", false, "repeat less, for a glance")
	flags.BoolVar(&o.keep, "keep", false, "leave the temporary folder behind and name it")
	flags.IntVar(&o.connections, "connections", 32, "connections to the servers of the row list, 1 to 64")
	flags.StringVar(&o.profile, "profile", "", "also write a CPU profile of each server of the row list, and of each operation of gofw's orm, into this `folder`, seen from tools/bench")
	flags.DurationVar(&o.limit, "limit", 20*time.Minute, "stop a run that takes longer, compiling included")
	var chosen []row
	for len(args) > 0 {
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(help, "go run -C tools/bench . [flags] [generate|start|reload|list|orm|compile …]")
			flags.SetOutput(help)
			flags.PrintDefaults()
			return o, nil, err
		} else if err != nil {
			return o, nil, err
		}
		if args = flags.Args(); len(args) == 0 {
			break
		}
		i := slices.IndexFunc(rows, func(r row) bool { return r.name == args[0] })
		if i < 0 {
			return o, nil, fmt.Errorf("there is no row %q: choose from %s", args[0], strings.Join(rowNames(), ", "))
		}
		chosen, args = append(chosen, rows[i]), args[1:]
	}
	if o.connections < 1 || o.connections > 64 {
		return o, nil, fmt.Errorf("--connections is %d: choose 1 to 64", o.connections)
	}
	if len(chosen) == 0 {
		chosen = rows
	}
	return o, chosen, nil
}

func rowNames() []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	return names
}
