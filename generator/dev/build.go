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
// to compile them. The packages that a site imports are built as ever. The
// compiler and the linker collect no garbage below a gigabyte, which saves a
// third of the time; a GOGC of the author's own is left alone.
type GoBuild struct {
	Dir   string // the main package; empty: the current folder
	Cgo   bool   // build with cgo
	Debug bool   // keep what a debugger needs
}

// Run builds the binary out. Its error is what the go command printed.
func (b GoBuild) Run(ctx context.Context, out string) error {
	args := []string{"build", "-buildvcs=false"}
	if !b.Debug {
		args = append(args, "-ldflags=-s -w", "-gcflags=./...=-l -dwarf=false")
	}
	command := exec.CommandContext(ctx, "go", append(args, "-o", out, ".")...)
	command.Dir = b.Dir
	command.Env = os.Environ()
	if os.Getenv("GOGC") == "" {
		command.Env = append(command.Env, "GOGC=off", "GOMEMLIMIT=1GiB")
	}
	if !b.Cgo {
		command.Env = append(command.Env, "CGO_ENABLED=0")
	}
	isolate(command)
	command.Cancel = func() error { return interrupt(command.Process) }
	command.WaitDelay = 2 * time.Second
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	if text := strings.TrimSpace(printed.String()); text != "" {
		return errors.New(text)
	}
	return fmt.Errorf("running go build: %w", err)
}

// binaryName is where the binary of the site in dir lies: outside every
// watched folder, and the same each time, so that the go command need not link
// what did not change.
func binaryName(dir string) (string, error) {
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
