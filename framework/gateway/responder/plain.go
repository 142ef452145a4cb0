package responder

import (
	"errors"
	"io"
	"net/http"

	"github.com/gofw/gofw/framework/gateway/environ"
)

// Respond serves the one request of a connection in the manner of SCGI and
// uwsgi: its variables were read, its body follows, and the answer is what CGI
// calls one, after statusLine, until the connection ends.
func (c *Conn) Respond(vars environ.Vars, statusLine string) {
	w := &plain{conn: c, statusLine: statusLine}
	r, err := vars.Request()
	switch {
	case err != nil:
		c.Refuse(w, http.StatusBadRequest, err)
		c.Discard()
		return
	case r.ContentLength < 0:
		c.Refuse(w, http.StatusLengthRequired, errors.New("a body without CONTENT_LENGTH"))
		c.Discard()
		return
	}
	e := c.Begin(vars, r, w)
	defer e.Wait()
	if err := e.Feed(c.In, r.ContentLength); err != nil {
		e.Cancel(err)
		return
	}
	e.EndBody()
	c.Await(0)
	c.Discard() // until the other side ends
	e.Cancel(io.EOF)
}

// plain is an answer that is written as it is, and ends with the connection.
type plain struct {
	conn       *Conn
	statusLine string
}

func (p *plain) StatusLine() string { return p.statusLine }

func (p *plain) Send(head, body []byte) error { return p.conn.WriteAll(head, body) }

func (p *plain) End(head, body []byte, whole bool) error {
	if err := p.conn.WriteAll(head, body); err != nil {
		return err
	}
	if !whole {
		p.conn.Linger()
		return nil
	}
	p.conn.Close()
	return nil
}

func (p *plain) Abort() { p.conn.Reset() }

func (p *plain) Errors(lines string) { p.conn.Config.ErrorLog.Print(lines) }
