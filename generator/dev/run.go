package dev

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Run serves the site until ctx ends or a signal asks this process to stop; it
// then leaves no process behind and returns nil. It returns an error only when
// it cannot begin: the port is in use, the folder cannot be watched. A site
// that does not build is not an error.
func Run(ctx context.Context, cfg Config) error {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return err
	}
	ctx, restore := signal.NotifyContext(ctx, signals()...)
	defer restore()
	context.AfterFunc(ctx, restore) // a second Ctrl-C does not wait

	binary, err := BinaryName(cfg.Dir)
	if err != nil {
		return err
	}
	listener, err := listen(cfg.Addr)
	if err != nil {
		return err
	}
	watcher, err := newWatcher(cfg.roots(), cfg.ignored(binary))
	if err != nil {
		listener.Close()
		return err
	}
	defer watcher.Close()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	front := newFront(cfg)
	server := &http.Server{Handler: front, ReadHeaderTimeout: 30 * time.Second}
	served := make(chan error, 1)
	go func() {
		served <- server.Serve(listener)
		cancel()
	}()
	e := &engine{cfg: cfg, front: front, watcher: watcher, binary: binary, url: siteURL(cfg.Addr, listener.Addr())}
	e.loop(ctx)
	e.shutDown(server)
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving %s: %w", cfg.Addr, err)
	}
	return nil
}

// shutDown stops the site and the server, both at once: the site ends what
// lasts as long as a page, the server waits for what is short.
func (e *engine) shutDown(server *http.Server) {
	close(e.front.stopped)
	var group sync.WaitGroup
	group.Go(func() {
		if e.current != nil {
			e.current.stop(e.cfg.Grace)
		}
		e.retiring.Wait()
	})
	ctx, cancel := context.WithTimeout(context.Background(), e.cfg.Grace)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
	group.Wait()
}

// roots are the folders to watch.
func (c Config) roots() []string {
	roots := []string{c.Dir}
	for _, dir := range c.Watch {
		roots = append(roots, under(c.Dir, dir))
	}
	return roots
}

// ignored are the files and folders not to watch.
func (c Config) ignored(binary string) []string {
	ignored := []string{filepath.Dir(binary)}
	for _, path := range c.Ignore {
		ignored = append(ignored, under(c.Dir, path))
	}
	return ignored
}

// under resolves path in dir.
func under(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// listen takes the port, or says which one to take.
func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err == nil {
		return listener, nil
	}
	host, port, _ := net.SplitHostPort(addr)
	number, _ := strconv.Atoi(port)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the port %s is in use, perhaps by another gofw runserver: stop that one, or choose another port: gofw runserver %s",
			port, net.JoinHostPort(host, strconv.Itoa(number%65535+1)))
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("the port %s is not for everybody: choose one above 1023: gofw runserver %s", port, net.JoinHostPort(host, "8000"))
	}
	return nil, fmt.Errorf("listening on %s: %w", addr, err)
}

// siteURL is the address to show in the terminal. For all of a machine's
// addresses it is the one that leads there from this machine.
func siteURL(asked string, got net.Addr) string {
	host, _, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(got.String())
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
