package dev

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// Config says what to run. Dir is required; the zero value of every other
// field is useful.
type Config struct {
	Dir  string    // the site's folder, where its main package lies
	Addr string    // where browsers find it; empty: 127.0.0.1:8000; "8001": that port of 127.0.0.1; port 0: a free one
	Out  io.Writer // gets messages and what the site prints; nil: os.Stderr

	// Args are the arguments of the site's binary; the address to listen on
	// follows them. nil: serve.
	Args []string

	// Env is added to this process's environment for the site: KEY=value.
	Env []string

	// Watch names further folders to watch, such as a checkout of the framework.
	Watch []string

	// Ignore names files and folders that the site itself writes, relative to
	// Dir or absolute: its database, its uploads. Dot files, node_modules,
	// vendor, companions, tests, logs and SQLite files are ignored anyway.
	Ignore []string

	// Generate brings the companions up to date. It is told the files that
	// changed since its last success, absolute; none at the start. It reports
	// whether the program must be built again: false when what changed is read
	// while the site runs. The lines "file:line:column: message" of its error
	// are shown with their source. nil: nothing to generate.
	Generate func(ctx context.Context, changed []string) (build bool, err error)

	// Build brings the site's binary out up to date: a new file takes its place,
	// unless it would be the same. Its error is shown like that of Generate.
	// nil: that of a [Rebuild].
	Build func(ctx context.Context, out string) error

	// Source moves a problem from a generated file to the file it was made
	// from, such as x_templ.go to x.templ. nil: problems stay where they are.
	Source func(Problem) Problem

	// After is called after every round of work, from one goroutine, which
	// waits for it. nil: nobody.
	After func(Round)

	Hold  time.Duration // how long a request waits for a build; zero: 30 s
	Start time.Duration // how long the site may take until it accepts; zero: 30 s
	Grace time.Duration // how long requests, and then the old site, may take to finish; zero: 5 s
}

// Round is what one round of work did, for those who measure.
type Round struct {
	URL      string   // where the site answers
	Changed  []string // the files that led to the round; none at the start
	Built    bool     // Build was called
	Swapped  bool     // a new site answers
	Err      error    // what pages show instead of the site; nil: the site
	Generate time.Duration
	Build    time.Duration
	Start    time.Duration
	Total    time.Duration // from the first change to the answer of requests that waited
}

// withDefaults returns the configuration with nothing left out.
func (c Config) withDefaults() (Config, error) {
	if c.Dir == "" {
		return c, errors.New("dev: no folder to run")
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return c, fmt.Errorf("finding the site: %w", err)
	}
	c.Dir = dir
	if c.Addr, err = address(c.Addr); err != nil {
		return c, err
	}
	if c.Out == nil {
		c.Out = os.Stderr
	}
	c.Out = &lockedWriter{w: c.Out}
	if c.Args == nil {
		c.Args = []string{"serve"}
	}
	if c.Generate == nil {
		c.Generate = func(context.Context, []string) (bool, error) { return true, nil }
	}
	if c.Build == nil {
		c.Build = (&Rebuild{GoBuild: GoBuild{Dir: dir}}).Run
	}
	if c.Source == nil {
		c.Source = func(p Problem) Problem { return p }
	}
	if c.After == nil {
		c.After = func(Round) {}
	}
	c.Hold = orDefault(c.Hold, 30*time.Second)
	c.Start = orDefault(c.Start, 30*time.Second)
	c.Grace = orDefault(c.Grace, 5*time.Second)
	return c, nil
}

// orDefault returns d, or fallback for zero.
func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// address completes what was typed as an address: nothing, a port, or both.
func address(typed string) (string, error) {
	if typed == "" {
		return "127.0.0.1:8000", nil
	}
	if _, err := strconv.Atoi(typed); err == nil {
		typed = "127.0.0.1:" + typed
	}
	_, port, err := net.SplitHostPort(typed)
	if err != nil {
		return "", fmt.Errorf("the address %q is not HOST:PORT or PORT, such as 127.0.0.1:8000", typed)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "", fmt.Errorf("the port of %q is not a number up to 65535", typed)
	}
	return typed, nil
}

// lockedWriter lets several goroutines write whole lines to one writer.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

// Write writes p whole.
func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
