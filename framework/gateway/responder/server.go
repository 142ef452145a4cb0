package responder

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/gofw/gofw/framework/gateway/internal/peer"
)

// Protocol serves one connection until it ends. The connection is closed
// when it returns.
type Protocol func(*Conn)

// Server answers requests that come over a protocol. It is safe to share.
type Server struct {
	config   Config
	protocol Protocol
	handler  http.Handler

	mu        sync.Mutex
	stopping  bool
	listeners map[net.Listener]bool
	conns     map[*Conn]bool // true is idle: between requests
	gone      sync.WaitGroup // of conns
	drained   chan struct{}  // closed when Shutdown has ended
}

// New is a server for a protocol. It listens nowhere until Serve is called,
// which may be called for several listeners.
func New(c Config, p Protocol, h http.Handler) *Server {
	return &Server{
		config: c.withDefaults(), protocol: p, handler: h,
		listeners: map[net.Listener]bool{}, conns: map[*Conn]bool{}, drained: make(chan struct{}),
	}
}

// Serve accepts connections until ctx ends or Shutdown is called. It then
// closes the listener, waits for requests in flight, after the end of ctx no
// longer than the grace, and returns nil if all of them have ended.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer l.Close()
	if !s.add(l) {
		return http.ErrServerClosed
	}
	ended := context.AfterFunc(ctx, func() { l.Close() })
	defer ended()
	err := s.accept(l)
	if ctx.Err() != nil {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.Grace)
		defer cancel()
		if s.Shutdown(grace) != nil {
			return fmt.Errorf("stopping %s: requests were still running after %s", l.Addr(), s.config.Grace)
		}
		return nil
	}
	if s.isStopping() {
		<-s.drained
		return nil
	}
	return fmt.Errorf("serving %s: %w", l.Addr(), err)
}

// Shutdown closes all listeners and the connections between requests, and
// waits until the requests in flight have ended. If ctx ends first, it cuts
// them off and returns the error of ctx.
func (s *Server) Shutdown(ctx context.Context) error {
	if !s.stop() {
		select {
		case <-s.drained:
			return nil
		case <-ctx.Done():
		}
	}
	ended := make(chan struct{})
	go func() { s.gone.Wait(); close(ended) }()
	defer s.drainedOnce()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.Close()
	}
	return ctx.Err()
}

// stop reports whether it was the first to stop the server.
func (s *Server) stop() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return false
	}
	s.stopping = true
	for l := range s.listeners {
		l.Close()
	}
	for c, idle := range s.conns {
		if idle {
			c.Close()
		}
	}
	return true
}

func (s *Server) drainedOnce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.drained:
	default:
		close(s.drained)
	}
}

func (s *Server) isStopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopping
}

func (s *Server) add(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners[l] = true
	return !s.stopping
}

// accept starts a goroutine for each connection. While the process has no
// descriptors or memory left, it waits for some.
func (s *Server) accept(l net.Listener) error {
	wait := time.Duration(0)
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
			wait = 0
			if from := peer.Of(conn); !peer.Trusted(s.config.Trusted, from) {
				s.config.ErrorLog.Printf("refused a connection of %s, which is not trusted", from)
				conn.Close()
				continue
			}
			s.begin(conn)
		case passing(err) && !s.isStopping():
			wait = min(max(2*wait, 5*time.Millisecond), time.Second)
			s.config.ErrorLog.Printf("accepting connections: %v; trying again in %s", err, wait)
			time.Sleep(wait)
		default:
			return err
		}
	}
}

func passing(err error) bool {
	for _, e := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.ECONNRESET, syscall.EINTR} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (s *Server) begin(conn net.Conn) {
	c := &Conn{Conn: conn, Config: s.config, server: s}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		conn.Close()
		return
	}
	s.conns[c] = false // its first request may be on its way
	s.gone.Add(1)
	go s.serve(c)
}

func (s *Server) serve(c *Conn) {
	c.In = readers.Get().(*bufio.Reader)
	c.In.Reset(c.Conn)
	defer func() {
		if v := recover(); v != nil {
			s.config.ErrorLog.Printf("serving %s: %v\n%s", c.RemoteAddr(), v, debug.Stack())
		}
		c.Close()
		c.In.Reset(nil)
		readers.Put(c.In)
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
		s.gone.Done()
	}()
	c.Await(s.config.HeaderTimeout)
	s.protocol(c)
}

// readers are kept between connections: a server in front that makes one for
// each request would otherwise cost a buffer for each.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 16<<10) }}
