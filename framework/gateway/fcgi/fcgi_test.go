package fcgi

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	gateway "github.com/gofw/gofw/framework/gateway/responder"
)

// one is a listener of one connection within the process.
type one struct {
	conns chan net.Conn
	once  sync.Once
}

// local is the end of a pipe, which counts as a unix socket.
type local struct{ net.Conn }

func (local) RemoteAddr() net.Addr { return &net.UnixAddr{Name: "@", Net: "unix"} }

func (o *one) Accept() (net.Conn, error) {
	c, ok := <-o.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return local{c}, nil
}

func (o *one) Close() error   { o.once.Do(func() { close(o.conns) }); return nil }
func (o *one) Addr() net.Addr { return &net.UnixAddr{} }

// connect serves h on one connection and gives its other end, and a function
// that waits until the server has stopped.
func connect(t testing.TB, c gateway.Config, h http.Handler) (front net.Conn, stop func()) {
	t.Helper()
	front, back := net.Pipe()
	l := &one{conns: make(chan net.Conn, 1)}
	l.conns <- back
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- New(c, h).Serve(ctx, l) }()
	return front, func() {
		t.Helper()
		front.Close()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve returned %v", err)
		}
	}
}

// begin, with and vars make records of a request.
func begin(id uint16, role uint16, flags byte) []byte {
	return appendRecord(nil, beginRequest, id, []byte{byte(role >> 8), byte(role), flags, 0, 0, 0, 0, 0})
}

func get(id uint16, path string, flags byte) []byte {
	var pairs []byte
	for _, p := range [][2]string{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", path}, {"CONTENT_LENGTH", ""}} {
		pairs = appendPair(pairs, p[0], p[1])
	}
	b := append(begin(id, responder, flags), appendRecord(nil, params, id, pairs)...)
	b = appendRecord(b, params, id)
	return appendRecord(b, stdin, id)
}

// read gives the next record, in words.
func read(t testing.TB, r io.Reader) string {
	t.Helper()
	var b [headerSize]byte
	rec, err := readRecord(r, &b)
	if err != nil {
		return err.Error()
	}
	content := make([]byte, rec.length+rec.padding)
	if _, err := io.ReadFull(r, content); err != nil {
		return err.Error()
	}
	if (rec.length+rec.padding)%8 != 0 {
		t.Errorf("a record of %d bytes has %d of padding", rec.length, rec.padding)
	}
	content = content[:rec.length]
	switch rec.kind {
	case stdout:
		return fmt.Sprintf("%d out %q", rec.id, content)
	case stderr:
		return fmt.Sprintf("%d err %q", rec.id, content)
	case endRequest:
		return fmt.Sprintf("%d end %d %d", rec.id, binary.BigEndian.Uint32(content), content[4])
	case getValuesResult:
		return fmt.Sprintf("%d values %q", rec.id, content)
	}
	return fmt.Sprintf("%d type %d %q", rec.id, rec.kind, content)
}

func readN(t testing.TB, r io.Reader, n int) (all []string) {
	t.Helper()
	for range n {
		all = append(all, read(t, r))
	}
	return all
}

// path answers with its path.
var path = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.URL.Path) })

const head = `Status: 200 OK\r\nContent-Length: %d\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`

func out(id int, body string) []string {
	return []string{fmt.Sprintf("%d out \""+head+"%s\"", id, len(body), body), fmt.Sprintf("%d out \"\"", id), fmt.Sprintf("%d end 0 0", id)}
}

func TestRecords(t *testing.T) {
	t.Parallel()
	held := func(h func(w http.ResponseWriter, r *http.Request, leave chan struct{})) (http.Handler, chan struct{}) {
		leave := make(chan struct{})
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(w, r, leave) }), leave
	}
	waits, leave := held(func(w http.ResponseWriter, r *http.Request, leave chan struct{}) {
		<-leave
		io.WriteString(w, "waited")
	})
	aborted, _ := held(func(w http.ResponseWriter, r *http.Request, _ chan struct{}) {
		<-r.Context().Done()
		io.WriteString(w, r.Context().Err().Error())
	})
	for _, c := range []struct {
		name    string
		handler http.Handler
		send    []byte
		want    []string
		leave   chan struct{} // lets the handler go on after the first record
	}{
		{"a connection is closed after its answer", path, get(300, "/a", 0), append(out(300, "/a"), "EOF"), nil},
		{"a second request at the same time is refused, and the first goes on", waits, append(get(1, "/a", 0), get(2, "/b", 0)...),
			append([]string{"2 end 0 1"}, append(out(1, "waited"), "EOF")...), leave},
		{"another role is refused", path, append(begin(1, 3, keepConn), get(2, "/b", 0)...), append([]string{"1 end 0 3"}, append(out(2, "/b"), "EOF")...), nil},
		{"an aborted request ends its context", aborted, append(get(1, "/a", keepConn), appendRecord(nil, abortRequest, 1)...), out(1, "context canceled"), nil},
		{"a request can be aborted before it is whole", path, append(append(begin(1, responder, 0), appendRecord(nil, params, 1, []byte{1, 1, 'a', 'b'})...), appendRecord(nil, abortRequest, 1)...),
			[]string{"1 out \"\"", "1 end 0 0"}, nil},
		{"the server in front asks for limits", path, append(appendRecord(nil, getValues, 0, appendPair(appendPair(nil, "FCGI_MPXS_CONNS", ""), "X", "")), get(1, "/a", 0)...),
			append([]string{`0 values "\x0f\x01FCGI_MPXS_CONNS0"`}, out(1, "/a")...), nil},
		{"a record of an unknown type about the connection is answered", path, append(appendRecord(nil, 77, 0, []byte("what")), get(1, "/a", 0)...),
			append([]string{`0 type 11 "M\x00\x00\x00\x00\x00\x00\x00"`}, out(1, "/a")...), nil},
		{"records of requests that are over are ignored", path, append(appendRecord(appendRecord(nil, stdin, 9, []byte("late")), data, 9), get(1, "/a", 0)...), out(1, "/a"), nil},
		{"a panic is told", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no") }), get(1, "/a", 0),
			[]string{`1 err "panic serving /a"`, `1 out "Status: 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 22\r\n\r\nInternal Server Error\n"`, `1 out ""`, "1 end 0 0"}, nil},
		{"variables that are too many are answered", path, append(begin(1, responder, 0), appendRecord(appendRecord(nil, params, 1, make([]byte, 60000)), params, 1, make([]byte, 6000))...),
			[]string{`1 out "Status: 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 32\r\n\r\nRequest Header Fields Too Large\n"`, `1 out ""`, "1 end 0 0"}, nil},
		{"a request that begins twice ends the connection", path, append(begin(1, responder, 0), begin(1, responder, 0)...), []string{"EOF"}, nil},
		{"so does a body before the variables", path, append(begin(1, responder, 0), appendRecord(nil, stdin, 1, []byte("x"))...), []string{"EOF"}, nil},
		{"and a variable that is longer than its stream", path, append(begin(1, responder, 0), appendRecord(appendRecord(nil, params, 1, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), params, 1)...), []string{"EOF"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			front, stop := connect(t, gateway.Config{ErrorLog: log.New(t.Output(), "", 0)}, c.handler)
			defer stop()
			go front.Write(c.send)
			var got []string
			if c.leave != nil {
				got = append(got, read(t, front))
				close(c.leave)
			}
			got = append(got, readN(t, front, len(c.want)-len(got))...)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAConnectionIsKeptIfTheServerInFrontAsksForIt(t *testing.T) {
	t.Parallel()
	front, stop := connect(t, gateway.Config{}, path)
	defer stop()
	for i, name := range []string{"/a", "/b", "/c"} {
		go front.Write(get(uint16(i+1), name, keepConn))
		if diff := cmp.Diff(out(i+1, name), readN(t, front, 3)); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
	}
}

func TestABodyOfUnknownLength(t *testing.T) {
	t.Parallel()
	front, stop := connect(t, gateway.Config{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%d %q %v", r.ContentLength, b, err)
	}))
	defer stop()
	b := bytes.TrimSuffix(get(1, "/", 0), appendRecord(nil, stdin, 1))
	b = appendRecord(appendRecord(appendRecord(b, stdin, 1, []byte("ab")), stdin, 1, []byte("c")), stdin, 1)
	go front.Write(b)
	if got := read(t, front); !strings.HasSuffix(got, `-1 \"abc\" <nil>"`) {
		t.Errorf("got %s", got)
	}
}

func TestLargeAnswersAreCutIntoRecords(t *testing.T) {
	t.Parallel()
	front, stop := connect(t, gateway.Config{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 200_000)) }))
	defer stop()
	go front.Write(get(1, "/", 0))
	total := 0
	for {
		var b [headerSize]byte
		rec, err := readRecord(front, &b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(io.Discard, front, int64(rec.length+rec.padding)); err != nil {
			t.Fatal(err)
		}
		if rec.kind == endRequest {
			break
		}
		total += rec.length
	}
	if want := len("Status: 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n") + 200_000; total != want {
		t.Errorf("the answer has %d bytes, not %d", total, want)
	}
}

func TestWhatIsSentTooLateEndsTheConnection(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"nothing":         nil,
		"half a header":   {version, beginRequest},
		"no variables":    begin(1, responder, 0),
		"half a variable": append(begin(1, responder, 0), appendRecord(nil, params, 1, []byte("xy"))[:9]...),
	} {
		front, stop := connect(t, gateway.Config{HeaderTimeout: time.Millisecond}, path)
		go front.Write(b)
		if got := read(t, front); got != "EOF" {
			t.Errorf("%s: got %s", name, got)
		}
		stop()
	}
}

// FuzzSession gives a connection whatever bytes: nothing panics, and it ends.
func FuzzSession(f *testing.F) {
	f.Add(get(1, "/a", 0))
	f.Add(append(get(1, "/a", keepConn), get(2, "/b", 0)...))
	f.Add(append(appendRecord(nil, getValues, 0, []byte("\x01\x00X")), appendRecord(nil, 99, 0)...))
	f.Add(append(begin(1, responder, 1), appendRecord(appendRecord(nil, params, 1, []byte("\x0e\x04REQUEST_METHODPOST\x0e\x01CONTENT_LENGTH3")), params, 1)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		var logged strings.Builder
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
		front, stop := connect(t, gateway.Config{ErrorLog: log.New(&logged, "", 0)}, h)
		go io.Copy(io.Discard, front)
		front.Write(b)
		stop()
		if strings.Contains(logged.String(), "goroutine ") {
			t.Error(logged.String())
		}
	})
}
