package fcgi

// StatusLine is CGI's.
func (q *request) StatusLine() string { return "Status: " }

// Send sends records of FCGI_STDOUT.
func (q *request) Send(head, body []byte) error {
	s := q.session
	s.mu.Lock()
	defer s.mu.Unlock()
	return q.send(head, body)
}

// send writes head and body, and what s.out holds before and after them. What
// is small is copied, so that one write to the network does it.
func (q *request) send(head, body []byte) error {
	s := q.session
	if len(head)+len(body) <= mostInOne {
		if len(head)+len(body) > 0 {
			s.out = appendRecord(s.out, stdout, q.id, head, body)
		}
		return s.flush()
	}
	if len(head) > 0 {
		s.out = appendOutput(s.out, stdout, q.id, head)
	}
	for len(body) > 0 {
		part := body[:min(len(body), mostInOne)]
		body = body[len(part):]
		var padding int
		s.out, padding = appendHeader(s.out, stdout, q.id, len(part))
		if err := s.conn.WriteAll(s.out, part, zeros[:padding]); err != nil {
			return err
		}
		s.out = s.out[:0]
	}
	return s.flush()
}

// appendOutput appends a stream's bytes as records.
func appendOutput(b []byte, kind uint8, id uint16, content []byte) []byte {
	for len(content) > 0 {
		part := content[:min(len(content), mostInOne)]
		content = content[len(part):]
		b = appendRecord(b, kind, id, part)
	}
	return b
}

// flush writes what is in s.out.
func (s *session) flush() error {
	if len(s.out) == 0 {
		return nil
	}
	_, err := s.conn.Write(s.out)
	s.out = s.out[:0]
	return err
}

// write writes records that belong to no answer.
func (s *session) write(records func([]byte) []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = records(s.out)
	return s.flush()
}

// End sends the rest of the answer and the end of the request.
func (q *request) End(head, body []byte, whole bool) error { return q.finish(whole, head, body) }

// finish ends the request. The connection is then kept, if the server in front
// wants that and has sent all of the request; or it ends.
func (q *request) finish(whole bool, head, body []byte) error {
	s := q.session
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.ended {
		return nil
	}
	s.out = s.out[:0]
	if len(head)+len(body) > mostInOne {
		if err := q.send(head, body); err != nil {
			return err
		}
	} else if len(head)+len(body) > 0 {
		s.out = appendRecord(s.out, stdout, q.id, head, body)
	}
	s.out = appendRecord(s.out, stdout, q.id)
	s.out = appendEnd(s.out, q.id, 0, requestComplete)
	q.ended = true
	if err := s.flush(); err != nil {
		return err
	}
	s.active = nil
	switch {
	case whole && q.keep && s.conn.Idle():
		s.conn.Await(s.conn.Config.IdleTimeout)
	case whole:
		s.closes = true
		s.conn.Close()
	default:
		s.closes = true
		s.conn.Linger()
	}
	return nil
}

// Abort closes the connection without the end of the request, which is the one
// thing that servers in front take for an answer that is cut off.
func (q *request) Abort() { q.session.conn.Reset() }

// Errors sends lines as FCGI_STDERR.
func (q *request) Errors(lines string) {
	s := q.session
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.ended || lines == "" {
		return
	}
	s.out = appendOutput(s.out, stderr, q.id, []byte(lines[:min(len(lines), mostInOne)]))
	s.flush()
}
