package fcgi

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"

	"github.com/gofw/gofw/framework/gateway/environ"
	gateway "github.com/gofw/gofw/framework/gateway/responder"
)

// New is a server that answers with h.
func New(c gateway.Config, h http.Handler) *gateway.Server {
	return gateway.New(c, serve, h)
}

func serve(c *gateway.Conn) {
	m := memories.Get().(*memory)
	s := &session{conn: c, memory: m}
	err := s.run()
	if q, _ := s.current(); q != nil && q.exchange != nil {
		q.exchange.Cancel(err)
	}
	if s.last != nil {
		s.last.Wait()
	}
	if s.memory = nil; cap(m.params) <= 128<<10 && cap(m.out) <= 128<<10 {
		m.params, m.out = m.params[:0], m.out[:0]
		memories.Put(m)
	}
	if !ended(err) {
		c.Config.ErrorLog.Printf("closed the connection of %s: %v", c.RemoteAddr(), err)
	}
}

// ended reports whether a connection just ended, or had no request for too long.
func ended(err error) bool {
	for _, e := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, os.ErrDeadlineExceeded, syscall.ECONNRESET, errDone} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// errDone ends a connection that has done what it had to do.
var errDone = errors.New("fcgi: the connection is done")

// memory is what a connection needs until it has ended.
type memory struct {
	header [headerSize]byte
	params []byte // of the request that is being read
	out    []byte // is written at once
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// session is a connection. Its goroutine reads all records and is the only one
// that begins a request; the goroutine of the handler ends it.
type session struct {
	conn *gateway.Conn
	last *gateway.Exchange // the handler of which may still run

	mu      sync.Mutex // of what follows, and of writing
	*memory            // its out
	active  *request   // nil between requests
	closes  bool       // no more requests: what comes is thrown away
}

// request is what is known of the active request.
type request struct {
	session  *session
	id       uint16
	keep     bool
	exchange *gateway.Exchange // nil until the variables are there
	vars     environ.Vars      // while it is unknown whether a body follows
	http     *http.Request
	left     int64 // bytes of the body that are to come; -1 is unknown
	ended    bool  // the answer was sent
}

// current is the active request, and whether there will be no more of them.
func (s *session) current() (q *request, closes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.active, s.closes
}

// run reads records until the connection has to end, and says why.
func (s *session) run() error {
	for {
		rec, err := readRecord(s.conn.In, &s.header)
		if err != nil {
			return err
		}
		if err := s.take(rec); err != nil {
			return err
		}
	}
}

// take reads the content of a record and does what it says.
func (s *session) take(rec record) error {
	q, closes := s.current()
	switch {
	case closes:
		s.conn.Discard()
		return errDone
	case rec.id == 0:
		return s.manage(rec)
	case rec.kind == beginRequest:
		return s.begin(rec, q)
	case q == nil || q.id != rec.id: // of a request that has ended, or was refused
		return s.skip(rec.length + rec.padding)
	case rec.kind == params:
		return s.takeParams(rec, q)
	case rec.kind == stdin:
		return s.takeStdin(rec, q)
	case rec.kind == abortRequest:
		return s.abort(rec, q)
	}
	return s.skip(rec.length + rec.padding) // FCGI_DATA is for filters
}

// skip reads n bytes that nobody wants.
func (s *session) skip(n int) error {
	_, err := s.conn.In.Discard(n)
	return err
}
