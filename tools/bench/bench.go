package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// bench is one run: where the sources are, and a folder for all it makes.
type bench struct {
	options
	here  string            // the folder of this module
	root  string            // the framework's checkout
	temp  string            // everything made goes here
	goEnv map[string]string // the go command's settings
	out   io.Writer         // what was found, beside the figures
	log   io.Writer         // what is going on, for who waits

	gofwBinary string // once it is built
	siteDir    string // the copy of the example site, once it is made
	siteBinary string
}

func newBench(ctx context.Context, o options, out, log io.Writer) (*bench, error) {
	b := &bench{options: o, out: out, log: log}
	for module, dir := range map[string]*string{"github.com/gofw/gofw": &b.root, "github.com/gofw/gofw/tools/bench": &b.here} {
		out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			return nil, fmt.Errorf("finding the sources: %w: run it as go run -C tools/bench", err)
		}
		*dir = strings.TrimSpace(string(out))
	}
	settings, err := exec.CommandContext(ctx, "go", "env", "-json").Output()
	if err != nil {
		return nil, fmt.Errorf("asking the go command: %w", err)
	}
	if err := json.Unmarshal(settings, &b.goEnv); err != nil {
		return nil, fmt.Errorf("asking the go command: %w", err)
	}
	b.temp, err = os.MkdirTemp("", "gofw-bench-")
	return b, err
}

// close removes what the run has made.
func (b *bench) close() {
	if b.keep {
		fmt.Fprintf(b.log, "everything is in %s\n", b.temp)
		return
	}
	if err := os.RemoveAll(b.temp); err != nil {
		fmt.Fprintf(b.log, "bench: %v\n", err)
	}
}

// measured measures a row and notes how busy the machine was with other things.
func (b *bench) measured(ctx context.Context, r row) ([]figure, error) {
	before, began := machineTime(), time.Now()
	figures, err := r.measure(ctx, b)
	for i := range figures {
		figures[i].row = r.name
	}
	note := ""
	if others, ok := before.others(machineTime()); ok {
		note = fmt.Sprintf("; other programs took %.0f %% of the machine", 100*others)
		if others > 0.1 {
			note += ": repeat it in a quiet moment"
		}
	}
	b.say("%s took %.1f s%s", r.name, time.Since(began).Seconds(), note)
	return figures, err
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.log, format+"\n", args...) }

// times is full, or few with --quick.
func (b *bench) times(full, few int) int {
	if b.quick {
		return few
	}
	return full
}

// build compiles a main package of the module in dir, with more flags of the go
// command.
func (b *bench) build(ctx context.Context, dir, pkg, name string, cgo bool, flags ...string) (string, error) {
	b.say("building %s", name)
	out := filepath.Join(b.temp, name)
	if runtime.GOOS == "windows" {
		out += ".exe"
	}
	enabled := "CGO_ENABLED=0"
	if cgo {
		enabled = "CGO_ENABLED=1"
	}
	args := append([]string{"build", "-buildvcs=false", "-ldflags=-s -w", "-o", out}, flags...)
	_, err := b.command(ctx, dir, []string{enabled}, "go", append(args, pkg)...)
	return out, err
}

// gofw is the command under test, built once as it is installed.
func (b *bench) gofw(ctx context.Context) (string, error) {
	var err error
	if b.gofwBinary == "" {
		b.gofwBinary, err = b.build(ctx, b.root, "./cmd/gofw", "gofw", false)
	}
	return b.gofwBinary, err
}

// command runs a program to its end and returns what it printed.
func (b *bench) command(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = dir, b.environment(env)
	c.Cancel = func() error { return interrupt(c.Process) }
	c.WaitDelay = 10 * time.Second
	var printed bytes.Buffer
	c.Stdout, c.Stderr = &printed, &printed
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("running %s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, tail(printed.Bytes()))
	}
	return printed.String(), nil
}

// environment is this process's without what would change a site, with a cache
// folder in temp but the go command's caches where they are.
func (b *bench) environment(more []string) []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "SITE_") && !strings.HasPrefix(v, "DATABASE_URL=") {
			env = append(env, v)
		}
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOENV"} {
		env = append(env, name+"="+b.goEnv[name])
	}
	home := filepath.Join(b.temp, "home")
	env = append(env, "GOWORK=off", "HOME="+home, "LocalAppData="+home, "XDG_CACHE_HOME="+filepath.Join(home, ".cache"))
	return append(env, more...)
}

// compiler reports whether cgo can be used.
func (b *bench) compiler() error {
	cc, _, _ := strings.Cut(b.goEnv["CC"], " ")
	if _, err := exec.LookPath(cc); err != nil {
		return errors.New("there is no C compiler " + cc)
	}
	return nil
}
