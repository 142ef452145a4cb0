// Command gofw makes and develops websites.
//
// It works on source: it writes sites and apps, generates companions, checks
// declarations, makes migrations, builds and serves. Whatever works on data,
// such as migrate and createsuperuser, it leaves to the site's own program,
// which it builds and to which it hands over: one word, gofw, does it all.
//
// The exit status is 0 for success, 1 for failure or problems found, and 2 for
// a command line that makes no sense.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() { os.Exit(run()) }

// run is main with an exit status.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), endSignals()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	return p.status(ctx, p.dispatch(ctx, os.Args[1:]))
}
