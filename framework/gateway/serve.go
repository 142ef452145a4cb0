package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// Config says where and how to serve. The zero value of each field has the
// default that its comment names.
type Config struct {
	Address       string          // host:port to listen on, or "unix:PATH"; empty is 127.0.0.1:8000
	HeaderTimeout time.Duration   // to send the request's header; 0 is 10 s
	IdleTimeout   time.Duration   // between requests of a connection; 0 is 75 s
	Grace         time.Duration   // for requests in flight when stopping; 0 is 30 s
	MaxHeader     int             // bytes of a request's header; 0 is 32 KiB
	ErrorLog      *log.Logger     // nil is the log package's
	Values        context.Context // what the context of every request begins with; its end is ignored; nil is nothing
	Ready         func(net.Addr)  // called once connections are accepted; nil is nothing
}

func (c Config) withDefaults() Config {
	c.Address = cmp.Or(c.Address, "127.0.0.1:8000")
	c.HeaderTimeout = cmp.Or(c.HeaderTimeout, 10*time.Second)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, 75*time.Second)
	c.Grace = cmp.Or(c.Grace, 30*time.Second)
	c.MaxHeader = cmp.Or(c.MaxHeader, 32<<10)
	return c
}

// Serve answers requests until ctx ends; then it accepts no more, waits for
// those in flight up to the grace, and returns nil. Any other end is an error
// that says what to do.
func Serve(ctx context.Context, c Config, h http.Handler) error {
	c = c.withDefaults()
	l, err := listen(ctx, c.Address)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: c.HeaderTimeout,
		IdleTimeout:       c.IdleTimeout,
		MaxHeaderBytes:    c.MaxHeader,
		ErrorLog:          c.ErrorLog,
	}
	if c.Values != nil {
		values := context.WithoutCancel(c.Values)
		srv.BaseContext = func(net.Listener) context.Context { return values }
	}
	if c.Ready != nil {
		c.Ready(l.Addr())
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving %s: %w", c.Address, err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
		return fmt.Errorf("stopping %s: requests were still running after %s: %w", c.Address, c.Grace, err)
	}
	return nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		network, address = "unix", path
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, network, address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program: stop it, or choose another address", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be used by this user: choose a port above 1023", address)
	case err != nil:
		return nil, fmt.Errorf("listening on %s: %w", address, err)
	}
	return l, nil
}
