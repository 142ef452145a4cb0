package fcgi

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"

	gateway "github.com/gofw/gofw/framework/gateway/responder"
)

// begin takes FCGI_BEGIN_REQUEST.
func (s *session) begin(rec record, active *request) error {
	var b [8]byte
	if rec.length != len(b) {
		return fmt.Errorf("fcgi: FCGI_BEGIN_REQUEST has %d bytes", rec.length)
	}
	if _, err := io.ReadFull(s.conn.In, b[:]); err != nil {
		return err
	}
	if err := s.skip(rec.padding); err != nil {
		return err
	}
	switch {
	case active != nil && active.id == rec.id:
		return fmt.Errorf("fcgi: request %d begins twice", rec.id)
	case active != nil:
		return s.write(func(b []byte) []byte { return appendEnd(b, rec.id, 0, cantMultiplex) })
	case binary.BigEndian.Uint16(b[:]) != responder:
		if err := s.write(func(b []byte) []byte { return appendEnd(b, rec.id, 0, unknownRole) }); err != nil || b[2]&keepConn == 0 {
			return errors.Join(err, errDone)
		}
		return nil
	}
	if s.last != nil { // its answer was sent, so it is about to end
		s.last.Wait()
		s.last = nil
	}
	s.params = s.params[:0]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = &request{session: s, id: rec.id, keep: b[2]&keepConn != 0}
	s.conn.Busy()
	s.conn.Await(s.conn.Config.HeaderTimeout)
	return nil
}

// takeParams takes FCGI_PARAMS, the last of which is empty.
func (s *session) takeParams(rec record, q *request) error {
	switch {
	case q.http != nil:
		return errors.New("fcgi: FCGI_PARAMS goes on after its end")
	case rec.length == 0:
		if err := s.skip(rec.padding); err != nil {
			return err
		}
		return s.request(q)
	case len(s.params)+rec.length > s.conn.Config.MaxVars:
		s.conn.Refuse(q, http.StatusRequestHeaderFieldsTooLarge, fmt.Errorf("its variables are more than %d bytes", s.conn.Config.MaxVars))
		s.conn.Discard()
		return errDone
	}
	at := len(s.params)
	s.params = append(s.params, make([]byte, rec.length)...)
	if _, err := io.ReadFull(s.conn.In, s.params[at:]); err != nil {
		return err
	}
	return s.skip(rec.padding)
}

// request makes the request of its variables. Its handler starts at once, but
// if nobody said how long the body is, only when it is known whether there is one.
func (s *session) request(q *request) error {
	vars, err := splitPairs(string(s.params))
	if err != nil {
		return err
	}
	if q.http, err = vars.Request(); err != nil {
		s.conn.Refuse(q, http.StatusBadRequest, err)
		s.conn.Discard()
		return errDone
	}
	q.vars, q.left = vars, q.http.ContentLength
	if vars.Get("CONTENT_LENGTH") == "" {
		q.left = -1
		return nil
	}
	s.start(q)
	return nil
}

func (s *session) start(q *request) {
	q.exchange = s.conn.Begin(q.vars, q.http, q)
	s.last = q.exchange
	if q.exchange.BodyWhole() {
		s.quiet(q)
	}
}

// takeStdin takes FCGI_STDIN, the last of which is empty.
func (s *session) takeStdin(rec record, q *request) error {
	if q.http == nil {
		return errors.New("fcgi: FCGI_STDIN comes before the end of FCGI_PARAMS")
	}
	if q.exchange == nil {
		q.http.ContentLength = -1
		if rec.length == 0 {
			q.http.ContentLength = 0
		}
		s.start(q)
	}
	wanted := int64(rec.length)
	if q.left >= 0 {
		wanted = min(wanted, q.left) // nothing but what CONTENT_LENGTH said
		q.left -= wanted
	}
	if err := q.exchange.Feed(s.conn.In, wanted); err != nil {
		return err
	}
	if err := s.skip(rec.length - int(wanted) + rec.padding); err != nil {
		return err
	}
	switch {
	case rec.length == 0 && q.left > 0:
		q.exchange.Cancel(io.EOF)
	case rec.length == 0 || q.left == 0:
		q.exchange.EndBody()
	default:
		return nil
	}
	s.quiet(q)
	return nil
}

// quiet lets the server in front say nothing while the handler works. If the
// handler has just ended, the connection waits for its next request instead.
func (s *session) quiet(q *request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !q.ended {
		s.conn.Await(0)
	}
}

// abort takes FCGI_ABORT_REQUEST.
func (s *session) abort(rec record, q *request) error {
	if q.exchange != nil {
		q.exchange.Cancel(io.EOF)
		s.quiet(q)
		return s.skip(rec.length + rec.padding)
	}
	if err := q.finish(false, nil, nil); err != nil {
		return err
	}
	return s.skip(rec.length + rec.padding)
}

// manage takes records about the connection (section 4).
func (s *session) manage(rec record) error {
	if rec.kind != getValues {
		if err := s.skip(rec.length + rec.padding); err != nil {
			return err
		}
		return s.write(func(b []byte) []byte {
			return appendRecord(b, unknownType, 0, []byte{rec.kind, 0, 0, 0, 0, 0, 0, 0})
		})
	}
	asked := make([]byte, rec.length)
	if _, err := io.ReadFull(s.conn.In, asked); err != nil {
		return err
	}
	if err := s.skip(rec.padding); err != nil {
		return err
	}
	vars, err := splitPairs(string(asked))
	if err != nil {
		return err
	}
	m := vars.Map()
	var known []byte
	if _, ok := m["FCGI_MPXS_CONNS"]; ok {
		known = appendPair(known, "FCGI_MPXS_CONNS", "0")
	}
	return s.write(func(b []byte) []byte { return appendRecord(b, getValuesResult, 0, known) })
}

var _ gateway.Wire = (*request)(nil)
