package responder

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gofw/gofw/framework/gateway/environ"
)

// Exchange is a request and its answer. The handler runs in a goroutine of its
// own, while that of the connection feeds the body to it and sees when the
// other side gives up.
type Exchange struct {
	conn   *Conn
	wire   Wire
	body   *body
	cancel context.CancelFunc
	done   chan struct{}
}

// writer is what a handler gets.
type writer struct {
	*answer
	conn *Conn
}

func (w writer) SetReadDeadline(t time.Time) error {
	w.conn.setBodyDeadline(t)
	return nil
}

func (w writer) SetWriteDeadline(t time.Time) error {
	w.conn.setWriteDeadline(t)
	return nil
}

// EnableFullDuplex does nothing: a handler can always read after it has written.
func (w writer) EnableFullDuplex() error { return nil }

// Begin starts the handler. The request's body is fed with Feed.
func (c *Conn) Begin(vars environ.Vars, r *http.Request, w Wire) *Exchange {
	e := &Exchange{conn: c, wire: w, body: newBody(), done: make(chan struct{})}
	env := &environ.Environ{Vars: vars, Input: e.body, Errors: errorWriter{w}}
	ctx, cancel := context.WithCancel(environ.With(c.Config.Values, env))
	e.cancel = cancel
	if r.ContentLength != 0 {
		r.Body = e.body
	} else {
		e.body.end(io.EOF)
	}
	if r.RemoteAddr == "" {
		r.RemoteAddr = c.RemoteAddr().String()
	}
	c.setBodyDeadline(time.Time{})
	c.setWriteDeadline(time.Time{})
	go e.run(c.server.handler, r.WithContext(ctx))
	return e
}

type errorWriter struct{ w Wire }

func (e errorWriter) Write(p []byte) (int, error) {
	e.w.Errors(string(p))
	return len(p), nil
}

// run calls the handler and ends the answer, whatever the handler does.
func (e *Exchange) run(h http.Handler, r *http.Request) {
	m := memories.Get().(*memory)
	a := newAnswer(e.wire, r.Method == http.MethodHead, m)
	a.request = e.body
	defer close(e.done)
	defer memories.Put(m)
	defer e.cancel()
	returned := false
	defer func() {
		switch v := recover(); {
		case returned:
			e.end(a)
		case v == nil || v == http.ErrAbortHandler: // nil: runtime.Goexit
			e.abort(a)
		default:
			e.conn.Config.ErrorLog.Printf("panic serving %s %s: %v\n%s", r.Method, r.URL.Path, v, debug.Stack())
			e.wire.Errors(fmt.Sprintf("panic serving %s", r.URL.Path))
			e.body.Close()
			if !a.fail(http.StatusInternalServerError) {
				e.abort(a)
			}
		}
	}()
	h.ServeHTTP(writer{a, e.conn}, r)
	returned = true
}

func (e *Exchange) end(a *answer) {
	e.body.Close()
	if err := a.end(); err != nil {
		e.abort(a)
	}
}

func (e *Exchange) abort(a *answer) {
	a.over = true
	e.body.Close()
	e.wire.Abort()
}

// Feed gives n bytes of r to the handler, as fast as it reads them.
func (e *Exchange) Feed(r io.Reader, n int64) error { return e.body.fill(r, n, e.conn.awaitBody) }

// EndBody says that the body is whole.
func (e *Exchange) EndBody() { e.body.end(io.EOF) }

// BodyWhole reports whether EndBody was called, or there is no body.
func (e *Exchange) BodyWhole() bool { return e.body.whole() }

// Cancel says that the other side wants no answer: the request's context ends,
// and so does a body that is not whole, with an error.
func (e *Exchange) Cancel(why error) {
	if why == io.EOF {
		why = io.ErrUnexpectedEOF
	}
	e.body.end(why)
	e.cancel()
}

// Wait waits for the handler. After it, nothing of the exchange may be used.
func (e *Exchange) Wait() {
	<-e.done
	e.body.release()
}

// Refuse answers a request with a status, without calling the handler.
func (c *Conn) Refuse(w Wire, status int, why error) {
	c.Config.ErrorLog.Printf("refused a request from %s with %d: %v", c.RemoteAddr(), status, why)
	m := memories.Get().(*memory)
	defer memories.Put(m)
	newAnswer(w, false, m).fail(status)
}
