package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofw/gofw/generator/module"
)

// demoCommand serves the example site.
type demoCommand struct {
	Address string `arg:"" optional:"" name:"addr" help:"Where to serve: HOST:PORT or PORT; by default 127.0.0.1:8000, or the next port that is free."`
}

// Help has an example.
func (demoCommand) Help() string {
	return `Works in a checkout of gofw. Builds example-site, fills a new database with sample content and an administrator, and serves. Ctrl-C ends it and removes the database.

    go run ./cmd/gofw demo
    go run ./cmd/gofw demo 127.0.0.1:9000`
}

// demoUser is the administrator's name.
const demoUser = "admin"

// Run serves the example site until Ctrl-C.
func (c demoCommand) Run(ctx context.Context, p *program) error {
	address, err := demoAddress(c.Address)
	if err != nil {
		return err
	}
	checkout, ok := module.Checkout()
	if !ok {
		return errors.New("demo: this gofw was not built from a checkout, which holds the example site: in one, run go run ./cmd/gofw demo")
	}
	site, err := module.Locate(filepath.Join(checkout, "example-site"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	binary, unlock, err := p.siteProgram(ctx, site)
	if err != nil {
		return err
	}
	unlock()
	dir, err := os.MkdirTemp("", "gofw-demo-*")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer os.RemoveAll(dir)
	d := demo{binary: binary, dir: dir, address: address, password: strings.ToLower(rand.Text()[:12])}
	if err := p.busy("filling the database", func() error { return d.fill(ctx) }); err != nil {
		return err
	}
	return d.serve(ctx, p)
}

// demo is a run of the example site.
type demo struct{ binary, dir, address, password string }

// command is a command of the example site, in a folder of its own.
func (d demo) command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, d.binary, args...)
	command.Dir = d.dir
	command.Env = append(os.Environ(),
		"SITE_DEBUG=true", "SITE_SECRET_KEY="+rand.Text()+rand.Text(), "DATABASE_URL="+filepath.Join(d.dir, "demo.db"),
		"SITE_URL=", "SITE_ALLOWED_HOSTS=", "SITE_SUPERUSER_PASSWORD="+d.password)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	return command
}

// fill makes the tables, the sample content and the administrator.
func (d demo) fill(ctx context.Context) error {
	for _, args := range [][]string{
		{"migrate"},
		{"seed"},
		{"createsuperuser", "--username", demoUser, "--email", "admin@example.com", "--noinput"},
	} {
		if out, err := d.command(ctx, args...).CombinedOutput(); err != nil {
			return fmt.Errorf("demo: running %s: %w\n%s", args[0], err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

// serve serves until ctx ends.
func (d demo) serve(ctx context.Context, p *program) error {
	command := d.command(ctx, "serve", d.address)
	command.Stdout, command.Stderr = io.Discard, p.err
	if err := command.Start(); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	retry := time.NewTicker(20 * time.Millisecond)
	defer retry.Stop()
	for said := false; ; {
		select {
		case err := <-done:
			if ctx.Err() != nil {
				return nil // Ctrl-C is how a demo ends
			}
			return fmt.Errorf("demo: the example site has stopped: %w", err)
		case <-retry.C:
			if said || !answers(d.address) {
				continue
			}
			said = true
			retry.Stop()
			p.say("The example site: http://%s/\nIts admin:        http://%[1]s/admin/\nUsername:         %s\nPassword:         %s\nCtrl-C ends the demo.", d.address, demoUser, d.password)
		}
	}
}

// answers reports whether something accepts connections.
func answers(address string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}

// demoAddress completes the address. Without one it is the first free port from
// 8000 on; one that was asked for must be free.
func demoAddress(asked string) (string, error) {
	if asked != "" {
		if _, err := strconv.Atoi(asked); err == nil {
			asked = "127.0.0.1:" + asked
		}
		return asked, free(asked)
	}
	for port := 8000; port < 8100; port++ {
		address := fmt.Sprintf("127.0.0.1:%d", port)
		if free(address) == nil {
			return address, nil
		}
	}
	return "", errors.New("demo: the ports 8000 to 8099 are all in use: name one, as in gofw demo 127.0.0.1:9000")
}

// free is an error if an address cannot be listened on.
func free(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("demo: %w: choose another address, such as 127.0.0.1:8001", err)
	}
	return listener.Close()
}
