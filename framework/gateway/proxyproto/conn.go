package proxyproto

import (
	"errors"
	"io"
	"log"
	"net"
	"sync"
	"time"
)

// Conn is a connection whose addresses are those of its PROXY header.
type Conn struct {
	net.Conn
	timeout time.Duration
	log     *log.Logger

	once   sync.Once
	header Header
	err    error
	rest   []byte // came with the header; read by one goroutine

	mu      sync.Mutex
	reading bool      // the header
	user    time.Time // the deadline to hold when it is there
}

// Header waits for the header, if it was not read yet. After an error the
// connection is closed.
func (c *Conn) Header() (Header, error) {
	c.once.Do(func() {
		c.mu.Lock()
		c.reading = true
		c.Conn.SetReadDeadline(time.Now().Add(c.timeout))
		c.mu.Unlock()
		c.err = c.read()
		c.mu.Lock()
		c.reading = false
		c.Conn.SetReadDeadline(c.user)
		c.mu.Unlock()
		if c.err != nil {
			if c.err != io.EOF && !errors.Is(c.err, net.ErrClosed) {
				c.log.Printf("closed the connection of %s: %v", c.Conn.RemoteAddr(), c.err)
			}
			c.Conn.Close()
		}
	})
	return c.header, c.err
}

// read reads until the header is whole. It may read more.
func (c *Conn) read() error {
	b := make([]byte, 0, 256)
	for {
		n, err := c.Conn.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		header, size, bad := parse(b)
		switch {
		case bad == nil:
			c.header = header
			c.rest = b[size:]
			return nil
		case bad != errIncomplete:
			return bad
		case err != nil && len(b) > 0 && err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		}
		if len(b) == cap(b) {
			b = append(b, make([]byte, len(b))...)[:len(b)]
		}
	}
}

// Read reads what follows the header.
func (c *Conn) Read(p []byte) (int, error) {
	if _, err := c.Header(); err != nil {
		return 0, err
	}
	if len(c.rest) > 0 {
		n := copy(p, c.rest)
		if c.rest = c.rest[n:]; len(c.rest) == 0 {
			c.rest = nil
		}
		return n, nil
	}
	return c.Conn.Read(p)
}

// RemoteAddr is the visitor's address; the balancer's if the header names
// none, as its own health checks do.
func (c *Conn) RemoteAddr() net.Addr {
	if h, err := c.Header(); err == nil && h.Source.IsValid() {
		return net.TCPAddrFromAddrPort(h.Source)
	}
	return c.Conn.RemoteAddr()
}

// LocalAddr is the address to which the visitor connected.
func (c *Conn) LocalAddr() net.Addr {
	if h, err := c.Header(); err == nil && h.Destination.IsValid() {
		return net.TCPAddrFromAddrPort(h.Destination)
	}
	return c.Conn.LocalAddr()
}

// NetConn is the connection within, whose addresses are the balancer's.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// SetDeadline holds for reading once the header is there.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline holds once the header is there.
func (c *Conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.user = t
	if c.reading {
		return nil
	}
	return c.Conn.SetReadDeadline(t)
}

// ReadFrom lets the system send files by itself, if it can for the connection within.
func (c *Conn) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// CloseWrite closes one direction, if the connection within can.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// SetLinger is TCP's, if the connection within is of TCP.
func (c *Conn) SetLinger(seconds int) error {
	if tcp, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		return tcp.SetLinger(seconds)
	}
	return errors.ErrUnsupported
}
