package dev

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// child is a running site.
type child struct {
	addr    string // where it listens
	binary  os.FileInfo
	command *exec.Cmd
	printed *tail         // what it wrote to standard error
	done    chan struct{} // closed when it has stopped
	err     error         // how it stopped; read it after done

	proxy    *httputil.ReverseProxy
	close    func() // idle connections
	requests sync.WaitGroup
}

// startChild starts the binary and waits until it accepts connections. Its
// error is a *failure when the site is to blame.
func startChild(ctx context.Context, cfg Config, binary string) (*child, error) {
	for try := 1; ; try++ {
		addr, err := freeAddr()
		if err != nil {
			return nil, err
		}
		c, err := launch(cfg, binary, addr)
		if err != nil {
			return nil, err
		}
		trouble := c.accepts(ctx, cfg.Start)
		if trouble == "" {
			return c, nil
		}
		c.stop(0)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		// Somebody may have taken the port since it was found free.
		if try < 3 && strings.Contains(c.printed.String(), "address already in use") {
			continue
		}
		return nil, newCrash(trouble, c.printed.String(), cfg.Dir)
	}
}

// freeAddr returns a loopback address on which nobody listens.
func freeAddr() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("finding a port for the site: %w", err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// launch starts the binary.
func launch(cfg Config, binary, addr string) (*child, error) {
	info, err := os.Stat(binary)
	if err != nil {
		return nil, fmt.Errorf("starting the site: %w", err)
	}
	c := &child{addr: addr, binary: info, printed: new(tail), done: make(chan struct{})}
	c.command = exec.Command(binary, append(append([]string{}, cfg.Args...), addr)...)
	c.command.Dir = cfg.Dir
	c.command.Env = append(os.Environ(), cfg.Env...)
	c.command.Stdout = cfg.Out
	c.command.Stderr = io.MultiWriter(cfg.Out, c.printed)
	c.command.WaitDelay = time.Second // what it started may keep its output open
	isolate(c.command)
	if err := c.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the site: %w", err)
	}
	go func() {
		err := c.command.Wait()
		kill(c.command.Process) // what it may have left behind
		c.err = err
		close(c.done)
	}()
	return c, nil
}

// accepts waits until the child accepts connections and says why it does not.
func (c *child) accepts(ctx context.Context, limit time.Duration) (trouble string) {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		connection, err := net.DialTimeout("tcp", c.addr, time.Second)
		if err == nil {
			connection.Close()
			return ""
		}
		select {
		case <-again.C:
		case <-c.done:
			return "The site stopped while it started: " + c.how()
		case <-deadline.C:
			return fmt.Sprintf("The site did not listen on %s within %s", c.addr, limit)
		case <-ctx.Done():
			return ctx.Err().Error()
		}
	}
}

// how says how the child stopped; ask after done.
func (c *child) how() string {
	if c.command.ProcessState != nil {
		return c.command.ProcessState.String()
	}
	return c.err.Error()
}

// retire lets the requests that the child answers finish, as long as grace
// and ctx allow, and stops it.
func (c *child) retire(ctx context.Context, grace time.Duration) {
	answered := make(chan struct{})
	go func() {
		c.requests.Wait()
		close(answered)
	}()
	wait, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	select {
	case <-answered:
	case <-wait.Done():
	case <-c.done:
	}
	c.stop(grace)
}

// stop asks the child to finish and, after grace, ends it.
func (c *child) stop(grace time.Duration) {
	if c.close != nil {
		defer c.close()
	}
	select {
	case <-c.done:
		return
	default:
	}
	if grace > 0 && terminate(c.command.Process) == nil {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-c.done:
			return
		case <-timer.C:
		}
	}
	kill(c.command.Process)
	<-c.done
}
