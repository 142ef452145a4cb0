package responder_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/gateway/environ"
	"github.com/gofw/gofw/framework/gateway/fcgi"
	"github.com/gofw/gofw/framework/gateway/responder"
	"github.com/gofw/gofw/framework/gateway/scgi"
	"github.com/gofw/gofw/framework/gateway/uwsgi"
)

// protocols are the three, with how a server in front writes a request.
var protocols = []struct {
	name   string
	server func(responder.Config, http.Handler) *responder.Server
	write  func(environ.Vars, string) string
	read   func(io.Reader) (string, error) // the answer, until the connection or the request ends
}{
	{"scgi", scgi.New, writeSCGI, readAll},
	{"uwsgi", uwsgi.New, writeUWSGI, readAll},
	{"fcgi", fcgi.New, writeFCGI, readFCGI},
}

func readAll(r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	return string(b), err
}

func writeSCGI(vars environ.Vars, body string) string {
	var b strings.Builder
	for _, v := range append(environ.Vars{{Name: "CONTENT_LENGTH", Value: strconv.Itoa(len(body))}, {Name: "SCGI", Value: "1"}}, vars...) {
		if v.Name != "CONTENT_LENGTH" || b.Len() == 0 {
			b.WriteString(v.Name + "\x00" + v.Value + "\x00")
		}
	}
	return fmt.Sprintf("%d:%s,%s", b.Len(), b.String(), body)
}

func writeUWSGI(vars environ.Vars, body string) string {
	var b strings.Builder
	for _, v := range vars {
		for _, s := range []string{v.Name, v.Value} {
			b.WriteString(string([]byte{byte(len(s)), byte(len(s) >> 8)}) + s)
		}
	}
	return string([]byte{0, byte(b.Len()), byte(b.Len() >> 8), 0}) + b.String() + body
}

// fcgiRecord is a record of request 1, with some padding.
func fcgiRecord(kind byte, content string) string {
	return string([]byte{1, kind, 0, 1, byte(len(content) >> 8), byte(len(content)), 3, 0}) + content + "pad"
}

func writeFCGI(vars environ.Vars, body string) string {
	s := fcgiRecord(1, "\x00\x01\x00\x00\x00\x00\x00\x00")
	var pairs strings.Builder
	for _, v := range vars {
		for _, n := range []int{len(v.Name), len(v.Value)} {
			pairs.Write([]byte{byte(n>>24) | 0x80, byte(n >> 16), byte(n >> 8), byte(n)})
		}
		pairs.WriteString(v.Name + v.Value)
	}
	for rest := pairs.String(); rest != ""; {
		part := rest[:min(len(rest), 1000)]
		rest = rest[len(part):]
		s += fcgiRecord(4, part)
	}
	s += fcgiRecord(4, "")
	for rest := body; rest != ""; {
		part := rest[:min(len(rest), 5000)]
		rest = rest[len(part):]
		s += fcgiRecord(5, part)
	}
	return s + fcgiRecord(5, "")
}

// readFCGI gives what stdout holds.
func readFCGI(r io.Reader) (string, error) {
	var out strings.Builder
	for {
		var h [8]byte
		if _, err := io.ReadFull(r, h[:]); err != nil {
			return out.String(), err
		}
		content := make([]byte, int(h[4])<<8+int(h[5])+int(h[6]))
		if _, err := io.ReadFull(r, content); err != nil {
			return out.String(), err
		}
		switch content = content[:int(h[4])<<8+int(h[5])]; h[1] {
		case 6:
			out.Write(content)
		case 3:
			return out.String(), nil
		}
	}
}

// vars are those that a server in front sends.
func vars(method, uri string, more ...environ.Var) environ.Vars {
	v := environ.Vars{
		{Name: "REQUEST_METHOD", Value: method}, {Name: "REQUEST_URI", Value: uri}, {Name: "SERVER_PROTOCOL", Value: "HTTP/1.1"},
		{Name: "REMOTE_ADDR", Value: "192.0.2.7"}, {Name: "REMOTE_PORT", Value: "4711"}, {Name: "HTTP_HOST", Value: "example.com"},
	}
	return append(v, more...)
}

func length(n int) environ.Var {
	return environ.Var{Name: "CONTENT_LENGTH", Value: strconv.Itoa(n)}
}

// site serves an app over a protocol on a unix socket or TCP until the test ends.
func site(t testing.TB, network string, server func(responder.Config, http.Handler) *responder.Server, a *app, c responder.Config) string {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		address = t.TempDir() + "/s"
	}
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	if c.ErrorLog == nil {
		c.ErrorLog = a.log()
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server(c, a).Serve(ctx, l) }()
	t.Cleanup(func() {
		a.end()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve returned %v", err)
		}
	})
	return l.Addr().String()
}

// answer is an answer of CGI.
type answer struct {
	status string
	header textproto.MIMEHeader
	body   string
}

func parseAnswer(t testing.TB, s string) answer {
	t.Helper()
	r := textproto.NewReader(bufio.NewReader(strings.NewReader(s)))
	first, err := r.ReadLine()
	if err != nil {
		t.Fatalf("the answer %q has no first line: %v", s, err)
	}
	first = strings.TrimPrefix(strings.TrimPrefix(first, "Status: "), "HTTP/1.1 ")
	header, err := r.ReadMIMEHeader()
	if err != nil {
		t.Fatalf("the header of %q: %v", s, err)
	}
	body, _ := io.ReadAll(r.R)
	return answer{first, header, string(body)}
}
