package environ

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strconv"
	"strings"
)

// App is an application of the shape of PEP 3333: it gets an environ, calls
// start once with the status and the headers, and then yields its body piece
// by piece. Each piece is sent at once. What the iteration defers runs when
// the answer has ended, also when the visitor has gone, as close() does in
// Python. An error that is yielded before the first piece is answered with
// 500; after it, the connection is aborted.
type App func(ctx context.Context, e *Environ, start Start) iter.Seq2[[]byte, error]

// Start begins an answer: "404 Not Found" and its headers. It is called
// again only with the failure (exc_info) because of which the first status and
// headers do not hold, which works until the first piece was sent; after that
// it gives back the failure, for the App to stop.
type Start func(status string, header http.Header, failure error) error

// Handler is an App as a handler. It sees a mount's prefix as SCRIPT_NAME if
// script is set.
func Handler(app App, script string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := &Environ{Vars: Of(r, script), Input: r.Body, Errors: os.Stderr}
		if outer := From(r.Context()); outer != nil {
			e.Errors = outer.Errors
		}
		s := &started{w: w}
		for piece, err := range app(r.Context(), e, s.start) {
			if err == nil && len(piece) > 0 { // before an empty one it can still change its mind
				err = s.send(piece)
			}
			if err != nil {
				s.fail(e.Errors, err)
				return
			}
		}
		if err := s.send(nil); err != nil {
			s.fail(e.Errors, err)
		}
	})
}

// started is an answer of an App.
type started struct {
	w      http.ResponseWriter
	status int // 0 is not started
	header http.Header
	sent   bool
}

func (s *started) start(status string, header http.Header, failure error) error {
	switch {
	case s.sent && failure != nil:
		return failure
	case s.status != 0 && failure == nil:
		return errors.New("environ: an application has called start twice")
	}
	code, _, _ := strings.Cut(status, " ")
	n, err := strconv.Atoi(code)
	if err != nil || n < 200 || n > 999 {
		return fmt.Errorf("environ: an application has started with the status %q", status)
	}
	for name := range header {
		if hop(http.CanonicalHeaderKey(name)) {
			return fmt.Errorf("environ: an application has sent %s, which belongs to the server", name)
		}
	}
	s.status, s.header = n, header
	return nil
}

// send sends a piece, and before the first one the head.
func (s *started) send(piece []byte) error {
	if s.status == 0 {
		return errors.New("environ: an application has not called start")
	}
	if !s.sent {
		s.sent = true
		for name, values := range s.header {
			s.w.Header()[http.CanonicalHeaderKey(name)] = values
		}
		s.w.WriteHeader(s.status)
	}
	if len(piece) == 0 {
		return nil
	}
	if _, err := s.w.Write(piece); err != nil {
		return err
	}
	if err := http.NewResponseController(s.w).Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

func (s *started) fail(log io.Writer, err error) {
	fmt.Fprintln(log, err)
	if s.sent {
		panic(http.ErrAbortHandler)
	}
	http.Error(s.w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// Application is a handler as an App, for whatever drives applications of
// that shape.
func Application(h http.Handler) App {
	return func(ctx context.Context, e *Environ, start Start) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			r, err := e.Vars.Request()
			if err != nil {
				yield(nil, err)
				return
			}
			r.Body = io.NopCloser(e.Input)
			w := &pieces{header: http.Header{}, start: start, yield: yield, head: r.Method == http.MethodHead}
			h.ServeHTTP(w, r.WithContext(With(ctx, e)))
			w.WriteHeader(http.StatusOK)
			if w.err != nil && !w.over {
				yield(nil, w.err)
			}
		}
	}
}

// pieces is the response writer of a handler whose answer is iterated over.
type pieces struct {
	header http.Header
	start  Start
	yield  func([]byte, error) bool
	head   bool // the request was HEAD
	begun  bool
	over   bool // nobody iterates any more
	err    error
}

func (p *pieces) Header() http.Header { return p.header }

func (p *pieces) WriteHeader(status int) {
	if p.begun || status < 200 {
		return
	}
	p.begun = true
	header := p.header.Clone()
	for name := range header {
		if hop(http.CanonicalHeaderKey(name)) {
			delete(header, name)
		}
	}
	p.err = p.start(strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))), header, nil)
}

func (p *pieces) Write(b []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	if p.err != nil {
		return 0, p.err
	}
	if p.head || len(b) == 0 {
		return len(b), nil
	}
	if !p.yield(b, nil) {
		p.err, p.over = errors.New("environ: the answer is not wanted any more"), true
		return 0, p.err
	}
	return len(b), nil
}

// Flush does nothing: each piece is sent when it is written.
func (p *pieces) Flush() {}
