package responder

import (
	"bufio"
	"net"
	"sync"
	"time"
)

// Limits of what is read of a body that nobody wants, after its answer.
const (
	lingers    = 5 * time.Second // without a byte
	longestEnd = time.Minute     // in all
	mostLinger = 64 << 20        // bytes
)

// Conn is a connection from a server in front. Its goroutine reads, and the
// handler's writes.
type Conn struct {
	net.Conn
	In     *bufio.Reader
	Config Config
	server *Server

	mu        sync.Mutex
	fixed     time.Time // for the body, from the handler; zero is Config.BodyTimeout
	endless   bool      // nothing is expected, so nothing can come too late
	lingering bool
	lingersTo time.Time
	writes    time.Time // the deadline of the answer, from the handler; zero is Config.WriteTimeout for each piece
}

// Await gives the next bytes d to arrive; 0 is as long as it takes.
func (c *Conn) Await(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endless = d == 0
	switch {
	case c.lingering:
		c.setLingering()
	case c.endless:
		c.Conn.SetReadDeadline(time.Time{})
	default:
		c.Conn.SetReadDeadline(time.Now().Add(d))
	}
}

// awaitBody gives the next bytes of a body the time that the handler has set,
// or else that of the configuration.
func (c *Conn) awaitBody() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endless = false
	switch {
	case c.lingering:
		c.setLingering()
	case !c.fixed.IsZero():
		c.Conn.SetReadDeadline(c.fixed)
	default:
		c.Conn.SetReadDeadline(time.Now().Add(c.Config.BodyTimeout))
	}
}

// setBodyDeadline is what http.ResponseController's SetReadDeadline does. The
// end of the connection is waited for without one.
func (c *Conn) setBodyDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fixed = t
	if !c.endless && !c.lingering && !t.IsZero() {
		c.Conn.SetReadDeadline(t)
	}
}

func (c *Conn) setWriteDeadline(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes = t
	if !t.IsZero() {
		c.Conn.SetWriteDeadline(t)
	}
}

func (c *Conn) awaitWrite() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes.IsZero() {
		c.Conn.SetWriteDeadline(time.Now().Add(c.Config.WriteTimeout))
	}
}

// Write writes, in the time that there is for it.
func (c *Conn) Write(p []byte) (int, error) {
	c.awaitWrite()
	return c.Conn.Write(p)
}

// WriteAll writes parts with one call of the system, where the network allows.
func (c *Conn) WriteAll(parts ...[]byte) error {
	c.awaitWrite()
	buffers := net.Buffers(parts)
	_, err := buffers.WriteTo(c.Conn)
	return err
}

// Idle marks the connection as between two requests. It reports whether the
// server wants another one; if not, it is to be closed.
func (c *Conn) Idle() bool {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.conns[c] = true
	return !c.server.stopping
}

// Busy marks the connection as in a request.
func (c *Conn) Busy() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.conns[c] = false
}

// Linger ends the connection's answers while the other side still sends: it
// closes one direction, so that what was answered is read before the error
// that closing both would be. What still comes is to be read with Discard.
func (c *Conn) Linger() {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lingering, c.lingersTo = true, time.Now().Add(longestEnd)
	c.setLingering()
}

func (c *Conn) setLingering() {
	d := time.Now().Add(lingers)
	if d.After(c.lingersTo) {
		d = c.lingersTo
	}
	c.Conn.SetReadDeadline(d)
}

// Discard reads what nobody wants, until the other side ends or it gets too
// much, or too slow after the answer.
func (c *Conn) Discard() {
	for n := 0; n < mostLinger; {
		if _, err := c.In.Peek(1); err != nil {
			return
		}
		got, _ := c.In.Discard(c.In.Buffered())
		n += got
		c.mu.Lock()
		if c.lingering {
			c.setLingering()
		}
		c.mu.Unlock()
	}
}

// Reset closes the connection so that, where the network can say so, the
// other side sees an error and not an end.
func (c *Conn) Reset() {
	if tcp, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}
