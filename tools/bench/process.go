package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// grace is how long a process has to end by itself.
const grace = 10 * time.Second

// process is a server that this run has started.
type process struct {
	cmd     *exec.Cmd
	printed string // the file with what it prints
	done    chan struct{}
}

// start starts a server. It ends with ctx, or before it by stop.
func (b *bench) start(ctx context.Context, dir string, env []string, name string, args ...string) (*process, error) {
	out, err := os.CreateTemp(b.temp, filepath.Base(name)+"-*.log")
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{cmd: exec.CommandContext(ctx, name, args...), printed: out.Name(), done: make(chan struct{})}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = dir, b.environment(env), out, out
	p.cmd.Cancel = func() error { return interrupt(p.cmd.Process) }
	p.cmd.WaitDelay = grace
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait() // how a server ends that was stopped is of no interest
		close(p.done)
	}()
	return p, nil
}

// stop ends the server and waits for its end.
func (p *process) stop() {
	_ = interrupt(p.cmd.Process) // it may have ended
	select {
	case <-p.done:
	case <-time.After(grace):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// interrupt asks a process to end, as Ctrl-C does.
func interrupt(p *os.Process) error {
	if err := p.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return p.Kill()
	}
	return nil
}

// fails is an error with the last words of the server.
func (p *process) fails(err error) error {
	text, readErr := os.ReadFile(p.printed)
	if readErr != nil {
		return err
	}
	return fmt.Errorf("%s: %w\n%s", filepath.Base(p.cmd.Path), err, tail(text))
}

// first asks for a page again and again until it is there, and returns it.
func (p *process) first(ctx context.Context, url string) (string, error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		text, status, err := get(ctx, client, url)
		if err == nil && status == http.StatusOK {
			return text, nil
		}
		if err == nil {
			err = fmt.Errorf("%s answers with status %d", url, status)
		}
		select {
		case <-p.done:
			return "", p.fails(errors.New("it has ended"))
		case <-ctx.Done():
			return "", p.fails(err)
		case <-time.After(500 * time.Microsecond):
		}
	}
}

// get reads one page.
func get(ctx context.Context, client *http.Client, url string) (text string, status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Accept", "text/html")
	res, err := client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), res.StatusCode, err
}

// freeAddress is a port of 127.0.0.1 that nobody uses.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// tail is the end of what a program printed.
func tail(text []byte) []byte { return text[max(0, len(text)-2000):] }
