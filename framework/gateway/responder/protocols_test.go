package responder_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/gateway/environ"
	"github.com/gofw/gofw/framework/gateway/responder"
)

// overAll runs a test over each protocol, on a unix socket of its own.
func overAll(t *testing.T, c responder.Config, test func(t *testing.T, a *app, ask func(environ.Vars, string) answer, dial func() net.Conn)) {
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			address := site(t, "unix", p.server, a, c)
			dial := func() net.Conn {
				conn, err := net.Dial("unix", address)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { conn.Close() })
				return conn
			}
			ask := func(vars environ.Vars, body string) answer {
				conn := dial()
				go io.WriteString(conn, p.write(vars, body))
				s, err := p.read(conn)
				if err != nil {
					t.Fatalf("reading the answer: %v after %q", err, s)
				}
				return parseAnswer(t, s)
			}
			test(t, a, ask, dial)
		})
	}
}

func TestHandlersSeeWhatTheServerInFrontSays(t *testing.T) {
	t.Parallel()
	overAll(t, responder.Config{}, func(t *testing.T, a *app, ask func(environ.Vars, string) answer, dial func() net.Conn) {
		for _, c := range []struct {
			name string
			vars environ.Vars
			body string
			want string
		}{
			{"a plain request", vars("GET", "/x?q=1"), "",
				`GET uri="/x?q=1" path="/x" raw="" query="q=1" host="example.com" remote="192.0.2.7:4711" tls=false proto=HTTP/1.1 length=0 x=[] proxy=[]`},
			{"over TLS", vars("GET", "/x", environ.Var{Name: "HTTPS", Value: "on"}), "",
				`GET uri="/x" path="/x" raw="" query="" host="example.com" remote="192.0.2.7:4711" tls=true proto=HTTP/1.1 length=0 x=[] proxy=[]`},
			{"headers that are there twice, and httpoxy", vars("GET", "/x", environ.Var{Name: "HTTP_X_A", Value: "1"}, environ.Var{Name: "HTTP_X_A", Value: "2"}, environ.Var{Name: "HTTP_PROXY", Value: "evil"}), "",
				`GET uri="/x" path="/x" raw="" query="" host="example.com" remote="192.0.2.7:4711" tls=false proto=HTTP/1.1 length=0 x=["1" "2"] proxy=[]`},
			{"with a body that the handler does not read", vars("POST", "/x", length(5)), "hello",
				`POST uri="/x" path="/x" raw="" query="" host="example.com" remote="192.0.2.7:4711" tls=false proto=HTTP/1.1 length=5 x=[] proxy=[]`},
		} {
			got := ask(c.vars, c.body)
			if got.status != "200 OK" || strings.TrimSpace(got.body) != c.want {
				t.Errorf("%s: got %s, %s\nwant %s", c.name, got.status, got.body, c.want)
			}
		}
	})
}

func TestBodies(t *testing.T) {
	t.Parallel()
	overAll(t, responder.Config{}, func(t *testing.T, a *app, ask func(environ.Vars, string) answer, dial func() net.Conn) {
		for _, n := range []int{1, 32 << 10, 32<<10 + 1, 1 << 20} {
			if got := ask(vars("POST", "/upload", length(n)), strings.Repeat("x", n)); !strings.Contains(got.body, "<nil>") {
				t.Errorf("%d bytes: %q", n, got.body)
			}
		}
	})
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	overAll(t, responder.Config{}, func(t *testing.T, a *app, ask func(environ.Vars, string) answer, dial func() net.Conn) {
		for _, c := range []struct {
			name, method, path string
			want               answer
		}{
			{"a small page has its length", "GET", "/hello",
				answer{"200 OK", map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Length": {"14"}}, "Hello, world!\n"}},
			{"HEAD", "HEAD", "/hello",
				answer{"200 OK", map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Length": {"14"}}, ""}},
			{"no content", "GET", "/204", answer{"204 No Content", map[string][]string{}, ""}},
			{"not modified", "GET", "/304", answer{"304 Not Modified", map[string][]string{"Etag": {`"a"`}}, ""}},
			{"a handler's hostile header", "GET", "/hostile",
				answer{"200 OK", map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Length": {"4"}, "X-Split": {"a  X-Injected: yes"}}, "fine"}},
			{"a panic", "GET", "/panic",
				answer{"500 Internal Server Error", map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Length": {"22"}}, "Internal Server Error\n"}},
		} {
			if diff := cmp.Diff(c.want, ask(vars(c.method, c.path), ""), cmp.AllowUnexported(answer{})); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		}
		if got := ask(vars("GET", "/big"), ""); len(got.body) != 320*64<<10 {
			t.Errorf("a large answer has %d bytes", len(got.body))
		}
	})
}

func TestHostileVariablesAreAnsweredWithoutTheHandler(t *testing.T) {
	t.Parallel()
	overAll(t, responder.Config{MaxVars: 8 << 10}, func(t *testing.T, a *app, ask func(environ.Vars, string) answer, dial func() net.Conn) {
		for name, v := range map[string]environ.Vars{
			"no method":           {{Name: "REQUEST_URI", Value: "/"}},
			"a method of two":     vars("GET POST", "/"),
			"an address too many": vars("GET", "/", environ.Var{Name: "REQUEST_URI", Value: "/admin"}),
			"a line break":        vars("GET", "/", environ.Var{Name: "HTTP_X_A", Value: "a\r\nB: c"}),
			"a header that is no": vars("GET", "/", environ.Var{Name: "HTTP_X Y", Value: "a"}),
			"another host":        vars("GET", "/", environ.Var{Name: "HTTP_HOST", Value: "evil.com"}),
			"a host with a path":  {{Name: "REQUEST_METHOD", Value: "GET"}, {Name: "HTTP_HOST", Value: "a/b"}},
			"no path":             vars("GET", "evil"),
			"another protocol":    vars("GET", "/", environ.Var{Name: "SERVER_PROTOCOL", Value: "GOPHER"}),
		} {
			if got := ask(v, ""); got.status != "400 Bad Request" {
				t.Errorf("%s: %s %q", name, got.status, got.body)
			}
		}
	})
}

func TestAnAnswerDoesNotWaitForTheBody(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("unix", site(t, "unix", p.server, newApp(), responder.Config{}))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			whole := p.write(vars("POST", "/reject", length(1<<20)), strings.Repeat("x", 1<<20))
			io.WriteString(conn, whole[:2000])
			s, err := p.read(conn)
			if err != nil || parseAnswer(t, s).status != "413 Request Entity Too Large" {
				t.Errorf("got %q, %v", s, err)
			}
			if _, err := io.WriteString(conn, whole[2000:]); err != nil {
				t.Errorf("the rest of the body is not taken: %v", err)
			}
		})
	}
}

func TestABodyThatEndsTooSoonIsAnError(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			failed := make(chan error, 2)
			a.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) {
				_, err := io.ReadAll(r.Body)
				failed <- err
				<-r.Context().Done()
				failed <- r.Context().Err()
			})
			conn, err := net.Dial("unix", site(t, "unix", p.server, a, responder.Config{}))
			if err != nil {
				t.Fatal(err)
			}
			whole := p.write(vars("POST", "/read", length(4000)), strings.Repeat("x", 4000))
			io.WriteString(conn, whole[:len(whole)-1000])
			conn.Close()
			if err := <-failed; !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("reading ended with %v", err)
			}
			if err := <-failed; err != context.Canceled {
				t.Errorf("the context ended with %v", err)
			}
		})
	}
}

func TestAHandlerSetsTheDeadlineOfItsBody(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			a.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
				b := make([]byte, 10)
				if _, err := io.ReadFull(r.Body, b); err != nil {
					t.Errorf("the first bytes: %v", err)
				}
				if err := http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0)); err != nil {
					t.Error(err)
				}
				if _, err := io.ReadAll(r.Body); !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("reading ended with %v", err)
				}
				w.WriteHeader(http.StatusRequestTimeout)
			})
			conn, err := net.Dial("unix", site(t, "unix", p.server, a, responder.Config{}))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			whole := p.write(vars("POST", "/slow", length(4000)), strings.Repeat("x", 4000))
			io.WriteString(conn, whole[:len(whole)-1000])
			if s, err := p.read(conn); err != nil || parseAnswer(t, s).status != "408 Request Timeout" {
				t.Errorf("got %q, %v", s, err)
			}
		})
	}
}

func TestAVisitorWhoLeavesEndsTheContext(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			conn, err := net.Dial("unix", site(t, "unix", p.server, a, responder.Config{}))
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(conn, p.write(vars("POST", "/wait", length(6)), "unread"))
			<-a.entered
			conn.Close()
			if err := <-a.left; err != context.Canceled {
				t.Errorf("the context ended with %v", err)
			}
		})
	}
}

func TestStoppingWaitsForRequestsInFlight(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			l, err := net.Listen("unix", t.TempDir()+"/s")
			if err != nil {
				t.Fatal(err)
			}
			s := p.server(responder.Config{ErrorLog: a.log()}, a)
			served, stopped := make(chan error, 1), make(chan error, 1)
			go func() { served <- s.Serve(t.Context(), l) }()
			conn, err := net.Dial("unix", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(conn, p.write(vars("GET", "/hold"), ""))
			<-a.entered
			go func() { stopped <- s.Shutdown(t.Context()) }()
			for { // until no new connection is accepted
				other, err := net.Dial("unix", l.Addr().String())
				if err != nil {
					break
				}
				other.Close()
			}
			select {
			case err := <-served:
				t.Errorf("Serve returned %v while a request was running", err)
			default:
			}
			a.left <- nil
			if got, err := p.read(conn); err != nil || !strings.HasSuffix(got, "held") {
				t.Errorf("the request in flight was answered with %q, %v", got, err)
			}
			if err := errors.Join(<-served, <-stopped); err != nil {
				t.Error(err)
			}
			if err := s.Serve(t.Context(), l); err != http.ErrServerClosed {
				t.Errorf("Serve after Shutdown returned %v", err)
			}
		})
	}
}

func TestTheGraceEnds(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newApp()
			l, err := net.Listen("unix", t.TempDir()+"/s")
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- p.server(responder.Config{ErrorLog: a.log(), Grace: 1}, a).Serve(ctx, l) }()
			conn, err := net.Dial("unix", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, p.write(vars("GET", "/wait"), ""))
			<-a.entered
			cancel()
			if err := <-served; err == nil || !strings.Contains(err.Error(), "still running") {
				t.Errorf("Serve returned %v", err)
			}
			if err := <-a.left; err != context.Canceled {
				t.Errorf("the context of the request ended with %v", err)
			}
		})
	}
}

func TestOnlyTrustedPeersAreServed(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		a := newApp()
		address := site(t, "tcp", p.server, a, responder.Config{Trusted: []netip.Prefix{}})
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, p.write(vars("GET", "/hello"), ""))
		if got, err := io.ReadAll(conn); len(got) > 0 {
			t.Errorf("%s: a peer that is not trusted got %q, %v", p.name, got, err)
		}
		if !strings.Contains(a.logged.String(), "not trusted") {
			t.Errorf("%s: the log says %q", p.name, a.logged.String())
		}
	}
}

func TestAProtocolThatIsAnotherIsNamed(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		a := newApp()
		conn, err := net.Dial("unix", site(t, "unix", p.server, a, responder.Config{}))
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
		io.ReadAll(conn)
		if !strings.Contains(a.logged.String(), "another protocol") {
			t.Errorf("%s: the log says %q", p.name, a.logged.String())
		}
	}
}
