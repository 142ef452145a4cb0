package dev

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// GoBuild builds a site with the go command as runserver does it by default:
// without cgo and without a debugger's data, which takes a third less time to
// link, and without inlining in the site's own packages, which halves the time
// to compile them. The packages that a site imports are built as ever.
type GoBuild struct {
	Dir   string // the main package; empty: the current folder
	Cgo   bool   // build with cgo
	Debug bool   // keep what a debugger needs
}

// Rebuild builds a site again and again. The first build is the go command's.
// Later ones, as long as nothing but Go files of the site changed, and those
// ask for nothing new, call the compiler and the linker directly: see [plan].
// It is for one goroutine.
type Rebuild struct {
	GoBuild
	plan  *plan
	plans chan *plan // brings the plan while it is made; nil: none is being made
}

// withoutCgo is the environment of a build without cgo.
var withoutCgo = []string{"CGO_ENABLED=0"}

// siteFlags are the compiler's flags for the site's own packages.
var siteFlags = []string{"-l", "-dwarf=false"}

// Run builds the binary out. Its error is what was printed.
func (b *Rebuild) Run(ctx context.Context, out string) error {
	if b.plans != nil {
		select { // a plan that is not ready is not worth waiting for
		case b.plan = <-b.plans:
			b.plans = nil
		default:
		}
	}
	if b.plan != nil {
		err := b.plan.build(ctx, out)
		if !errors.Is(err, errStale) {
			return err
		}
		b.plan = nil
	}
	err := b.GoBuild.Run(ctx, out)
	if err == nil && b.plans == nil && !b.Cgo && !b.Debug {
		b.plans = make(chan *plan, 1)
		go prepare(context.WithoutCancel(ctx), b.plans, b.Dir, filepath.Join(filepath.Dir(out), "objects"))
	}
	return err
}

// prepare makes the plan for later builds while the site runs; nil if it
// cannot be planned.
func prepare(ctx context.Context, to chan<- *plan, dir, objects string) {
	p, err := newPlan(ctx, dir, objects)
	if err != nil {
		p = nil
	}
	to <- p
}

// Run builds the binary out. Its error is what was printed.
func (b GoBuild) Run(ctx context.Context, out string) error {
	args := []string{"build", "-buildvcs=false"}
	if !b.Debug {
		args = append(args, "-ldflags=-s -w", "-gcflags=./...="+strings.Join(siteFlags, " "), "-pgo=off")
	}
	args = append(args, "-o", out, ".")
	if b.Cgo {
		return run(ctx, b.Dir, nil, "go", args...)
	}
	return run(ctx, b.Dir, withoutCgo, "go", args...)
}

// run runs a tool of Go, with some more of the environment; an error is what it
// printed. It collects no garbage below a gigabyte, which saves a fifth of the
// time; a GOGC of the author's own is left alone.
func run(ctx context.Context, dir string, env []string, tool string, args ...string) error {
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if os.Getenv("GOGC") == "" {
		cmd.Env = append(cmd.Env, "GOGC=off", "GOMEMLIMIT=1GiB")
	}
	isolate(cmd)
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = 2 * time.Second
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	if text := strings.TrimSpace(printed.String()); text != "" {
		return errors.New(text)
	}
	return fmt.Errorf("running %s: %w", filepath.Base(tool), err)
}

// BinaryName is where the binary of the site in dir lies: outside every
// watched folder, and the same each time, so that the go command need not link
// what did not change.
func BinaryName(dir string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	hash := sha256.Sum256([]byte(dir))
	folder := filepath.Join(cache, "gofw", "dev", hex.EncodeToString(hash[:6]))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("making a folder for the binary: %w", err)
	}
	name := filepath.Base(dir)
	if name == string(filepath.Separator) || name == "." {
		name = "site"
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(folder, name), nil
}

// sameBinary reports whether the file at the binary's name is still the one
// that the running site was started from. The go command touches an
// up-to-date binary and puts a new file in the place of any other; the number
// of a file that runs is not given to another one.
func sameBinary(running, now os.FileInfo) bool {
	return os.SameFile(running, now) && running.Size() == now.Size()
}
