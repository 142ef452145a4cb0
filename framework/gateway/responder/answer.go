package responder

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// answerBuffer is how much of an answer is held back. Answers that fit are
// sent at once and with their length.
const answerBuffer = 8 << 10

// answer is the response writer. It does as net/http's does: the type is
// detected, HEAD and 304 have no body, a body that is longer than its
// Content-Length is an error and one that is shorter aborts the answer. 1xx
// cannot be expressed in CGI and is swallowed.
type answer struct {
	wire    Wire
	request *body // nil is one that was refused
	head    bool  // the request was HEAD
	header  http.Header

	status  int    // 0 until WriteHeader
	fields  []byte // the header as it was then
	length  int64  // declared by the handler; -1 is none
	typed   bool   // a Content-Type was declared, or none is wanted
	sent    bool   // the head
	written int64
	body    []byte // held back
	err     error  // of the connection
	over    bool
}

// memory is what an answer needs until it has ended.
type memory struct {
	fields [2 << 10]byte
	body   [answerBuffer]byte
}

var memories = sync.Pool{New: func() any { return new(memory) }}

var errOver = errors.New("responder: the answer has ended")

func newAnswer(w Wire, head bool, m *memory) *answer {
	return &answer{wire: w, head: head, header: http.Header{}, length: -1, fields: m.fields[:0], body: m.body[:0]}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if status < 100 || status > 999 {
		panic("responder: invalid status " + strconv.Itoa(status))
	}
	if a.status != 0 || status < 200 {
		return
	}
	a.status = status
	a.fields = append(a.fields, a.wire.StatusLine()...)
	a.fields = strconv.AppendInt(a.fields, int64(status), 10)
	a.fields = append(a.fields, ' ')
	a.fields = append(a.fields, cmp.Or(http.StatusText(status), "Unknown")...)
	a.fields = append(a.fields, "\r\n"...)
	a.typed = !a.hasBody()
	a.addFields()
}

// addFields writes the header down, so that later changes have no effect.
func (a *answer) addFields() {
	var few [16]string
	names := few[:0]
	for name := range a.header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := a.header[name]
		switch canonical := http.CanonicalHeaderKey(name); canonical {
		case "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
			continue // the server in front has its own connection
		case "Status":
			continue // in CGI this is not a header
		case "Location": // with a path and no redirect, CGI takes it for a document of the server in front
			if a.status == http.StatusOK {
				continue
			}
		case "Content-Type", "Content-Encoding":
			a.typed = true
			if len(values) > 0 && strings.HasPrefix(values[0], "text/event-stream") && a.header["X-Accel-Buffering"] == nil {
				a.fields = append(a.fields, "X-Accel-Buffering: no\r\n"...)
			}
		case "Content-Length":
			if a.length >= 0 || len(values) == 0 {
				continue
			}
			n, err := strconv.ParseUint(values[0], 10, 63)
			if err != nil || a.status == http.StatusNoContent {
				continue
			}
			a.length, values = int64(n), values[:1]
		}
		if isName(name) {
			a.addField(name, values)
		}
	}
}

func (a *answer) addField(name string, values []string) {
	for _, v := range values {
		a.fields = append(a.fields, name...)
		a.fields = append(a.fields, ": "...)
		at := len(a.fields)
		a.fields = append(a.fields, v...)
		for i := at; i < len(a.fields); i++ { // a value cannot begin a new line
			if c := a.fields[i]; c == '\r' || c == '\n' || c == 0 {
				a.fields[i] = ' '
			}
		}
		a.fields = append(a.fields, "\r\n"...)
	}
}

func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

func (a *answer) hasBody() bool {
	return a.status != http.StatusNoContent && a.status != http.StatusNotModified
}

func (a *answer) Write(p []byte) (int, error) { return write(a, p) }

func (a *answer) WriteString(s string) (int, error) { return write(a, s) }

func write[T string | []byte](a *answer, p T) (int, error) {
	if a.over {
		return 0, errOver
	}
	a.WriteHeader(http.StatusOK)
	switch {
	case len(p) == 0:
		return 0, nil
	case !a.hasBody():
		return 0, http.ErrBodyNotAllowed
	case a.length >= 0 && a.written+int64(len(p)) > a.length:
		return 0, http.ErrContentLength
	}
	a.written += int64(len(p))
	if len(a.body)+len(p) <= cap(a.body) {
		a.body = append(a.body, p...)
		return len(p), nil
	}
	if len(a.body) > 0 {
		if err := a.send(a.body); err != nil {
			return 0, err
		}
		a.body = a.body[:0]
	}
	if len(p) <= cap(a.body) {
		a.body = append(a.body, p...)
		return len(p), nil
	}
	if err := a.send([]byte(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// send sends the head, if it was not, and a piece of the body.
func (a *answer) send(body []byte) error {
	if a.err != nil {
		return a.err
	}
	head := a.finishHead(body)
	if a.head {
		body = nil
	}
	if len(head)+len(body) > 0 {
		a.err = a.wire.Send(head, body)
	}
	return a.err
}

// finishHead gives the head, once: first is the beginning of the body.
func (a *answer) finishHead(first []byte) []byte {
	if a.sent {
		return nil
	}
	a.sent = true
	if !a.typed && len(first) > 0 {
		a.addField("Content-Type", []string{http.DetectContentType(first)})
	}
	a.fields = append(a.fields, "\r\n"...)
	return a.fields
}

// Flush sends what was held back.
func (a *answer) Flush() { a.FlushError() }

// FlushError is Flush, with the error that the connection has.
func (a *answer) FlushError() error {
	if a.over {
		return errOver
	}
	a.WriteHeader(http.StatusOK)
	err := a.send(a.body)
	a.body = a.body[:0]
	return err
}

// end sends the rest, with its length if that is all there is.
func (a *answer) end() error {
	a.WriteHeader(http.StatusOK)
	a.over = true
	if a.err != nil {
		return a.err
	}
	if a.length >= 0 && a.written < a.length && a.hasBody() && !a.head {
		return io.ErrShortWrite
	}
	if !a.sent && a.length < 0 && a.hasBody() && (!a.head || a.written > 0) {
		a.fields = append(a.fields, "Content-Length: "...)
		a.fields = strconv.AppendInt(a.fields, a.written, 10)
		a.fields = append(a.fields, "\r\n"...)
	}
	head := a.finishHead(a.body)
	if a.head {
		a.body = nil
	}
	return a.wire.End(head, a.body, a.request != nil && a.request.whole())
}

// fail replaces the answer by a plain one, if nothing was sent of it.
func (a *answer) fail(status int) bool {
	if a.sent || a.err != nil {
		return false
	}
	a.header, a.status, a.length, a.written = http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, 0, -1, 0
	a.fields, a.body = a.fields[:0], a.body[:0]
	a.WriteHeader(status)
	a.WriteString(http.StatusText(status) + "\n")
	return a.end() == nil
}
