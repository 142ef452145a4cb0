//go:build !unix

package main

import (
	"context"
	"os"
)

// become runs a program in place of this one, as far as this system can.
func become(ctx context.Context, binary string, words []string, started func()) error {
	return runChild(ctx, binary, words, started)
}

// tellToEnd does nothing: a console's Ctrl-C reaches the program as well.
func tellToEnd(*os.Process) {}

// lock does nothing here: the go command refuses to replace a running program.
func lock(context.Context, string) (unlock func(), err error) { return func() {}, nil }
