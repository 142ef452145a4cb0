package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/gofw/gofw/framework/schema"
	"github.com/gofw/gofw/generator/dev"
	"github.com/gofw/gofw/generator/module"
)

// handOver leaves a command to the program of the site that the current folder
// lies in: it generates, builds, and becomes the program. The program runs in
// the site's folder, where its database and .env are, wherever in the site the
// command was typed.
func (p *program) handOver(ctx context.Context, args []string) error {
	site, err := p.findModule(ctx)
	known := slices.Contains(siteNames(), args[0])
	outside := errors.Is(err, module.ErrNoSite) || err == nil && site.From == module.FromItself
	if outside && !known {
		return unknown(args[0])
	}
	if site, err = p.findSite(ctx, args[0]); err != nil {
		return err
	}
	binary, unlock, err := p.siteProgram(ctx, site)
	if err != nil {
		return err
	}
	defer unlock()
	if err := os.Chdir(site.Dir); err != nil {
		return fmt.Errorf("going to the site's folder: %w", err)
	}
	words := append([]string{"gofw"}, args...)
	if known {
		return become(ctx, binary, words, unlock)
	}
	err = runChild(ctx, binary, words, unlock)
	if near := schema.Nearest(args[0], sourceNames()); errors.Is(err, exitStatus(2)) && near != "" {
		fmt.Fprintf(p.err, "gofw itself has the command %q\n", near)
	}
	return err
}

// siteProgram generates and builds a site's program and returns where it is.
// Until unlock is called, no other gofw builds it anew; call it once the
// program runs.
func (p *program) siteProgram(ctx context.Context, site module.Site) (binary string, unlock func(), err error) {
	if _, _, err := readRunnable(site.Dir); err != nil {
		return "", nil, err
	}
	if err := p.generate(ctx, site.Dir); err != nil {
		return "", nil, err
	}
	binary, err = programPath(site.Dir)
	if err != nil {
		return "", nil, err
	}
	unlock, err = lock(ctx, binary+".lock")
	if err != nil {
		return "", nil, err
	}
	err = p.busy("building "+filepath.Base(site.Dir)+" (the first time takes about a minute)", func() error {
		return dev.GoBuild{Dir: site.Dir}.Run(ctx, binary)
	})
	if err != nil {
		unlock()
		return "", nil, compileError(site.Dir, err)
	}
	return binary, unlock, nil
}

// programPath is where the program of the site in a folder is kept: the same
// each time, so that the go command need not link what did not change.
func programPath(dir string) (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256([]byte(dir))
	folder := filepath.Join(cache, "gofw", "run", hex.EncodeToString(hash[:6]))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("making a folder for the site's program: %w", err)
	}
	name := filepath.Base(dir)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(folder, name), nil
}

// runChild runs a program with this one's streams and passes signals on to it.
// started is called once it runs.
func runChild(ctx context.Context, binary string, words []string, started func()) error {
	command := exec.Command(binary)
	command.Args = words
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting the site's program: %w", err)
	}
	started()
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		tellToEnd(command.Process)
		err = <-done
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exitStatus(max(1, exit.ExitCode())) // -1: a signal ended it
	}
	return err
}
