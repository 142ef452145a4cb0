package proxyproto

import (
	"log"
	"net"
	"net/netip"
	"time"

	"github.com/gofw/gofw/framework/gateway/internal/peer"
)

// Listener accepts connections that begin with a PROXY header.
type Listener struct {
	net.Listener
	Trusted  []netip.Prefix // who may connect; others are closed. nil is this machine
	Timeout  time.Duration  // for the header to arrive; 0 is 5 s
	ErrorLog *log.Logger    // nil is the log package's
}

// Accept gives the next connection of a trusted peer, a *Conn. It does not
// wait for the header: whoever first reads from the connection, or asks for
// its address, does.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if peer.Trusted(l.Trusted, c.RemoteAddr()) {
			return l.wrap(c), nil
		}
		l.logger().Printf("refused a connection of %s, which is not trusted", c.RemoteAddr())
		c.Close()
	}
}

func (l *Listener) wrap(c net.Conn) *Conn {
	timeout := l.Timeout
	if timeout == 0 {
		timeout = 5 * time.Second
	}
	return &Conn{Conn: c, timeout: timeout, log: l.logger()}
}

func (l *Listener) logger() *log.Logger {
	if l.ErrorLog == nil {
		return log.Default()
	}
	return l.ErrorLog
}
