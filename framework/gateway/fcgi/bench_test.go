package fcgi

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	nethttp "net/http/fcgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gateway "github.com/gofw/gofw/framework/gateway/responder"
)

var hello = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "Hello, world!\n") })

// contenders serve FastCGI.
var contenders = map[string]func(context.Context, net.Listener, http.Handler) error{
	"gofw": func(ctx context.Context, l net.Listener, h http.Handler) error {
		return New(gateway.Config{}, h).Serve(ctx, l)
	},
	"net-http-fcgi": func(ctx context.Context, l net.Listener, h http.Handler) error {
		context.AfterFunc(ctx, func() { l.Close() })
		return nethttp.Serve(l, h)
	},
}

// child names the contender that a program started by a benchmark is, and
// where it listens.
const child = "GOFW_BENCH_FCGI"

func TestMain(m *testing.M) {
	if name, socket, ok := strings.Cut(os.Getenv(child), " "); ok {
		l, err := net.Listen("unix", socket)
		if err != nil {
			panic(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		go func() { io.Copy(io.Discard, os.Stdin); cancel() }()
		contenders[name](ctx, l, hello)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// start runs a contender as a program of its own; stop gives the processor time that it took.
func start(b *testing.B, name string) (socket string, stop func() time.Duration) {
	b.Helper()
	socket = filepath.Join(b.TempDir(), "s")
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), child+"="+name+" "+socket)
	c.Stderr = os.Stderr
	stdin, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	await(b, socket)
	return socket, func() time.Duration {
		stdin.Close()
		c.Wait()
		return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
}

func await(b *testing.B, socket string) {
	b.Helper()
	for range 1000 {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.Fatal(socket + " does not answer")
}

// BenchmarkRequest asks over FastCGI itself, on one connection or on a new one
// each time. cpu-ns/op is the processor time of the server alone.
func BenchmarkRequest(b *testing.B) {
	for _, kept := range []bool{true, false} {
		for _, name := range []string{"gofw", "net-http-fcgi"} {
			b.Run(fmt.Sprintf("kept=%v/%s", kept, name), func(b *testing.B) {
				socket, stop := start(b, name)
				ask(b, socket, kept)
				b.StopTimer()
				b.ReportMetric(float64(stop())/float64(b.N), "cpu-ns/op")
			})
		}
	}
}

func ask(b *testing.B, socket string, kept bool) {
	var conn net.Conn
	request := get(1, "/hello", 0)
	if kept {
		request = get(1, "/hello", keepConn)
	}
	for b.Loop() {
		if conn == nil {
			var err error
			if conn, err = net.Dial("unix", socket); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		for {
			var header [headerSize]byte
			rec, err := readRecord(conn, &header)
			if err != nil {
				b.Fatal(err)
			}
			io.CopyN(io.Discard, conn, int64(rec.length+rec.padding))
			if rec.kind == endRequest {
				break
			}
		}
		if !kept {
			conn.Close()
			conn = nil
		}
	}
}

// BenchmarkBehindNginx is a request through nginx as Debian sets it up, which
// makes a connection for each.
func BenchmarkBehindNginx(b *testing.B) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		b.Skip("there is no nginx: apt-get install nginx")
	}
	for _, name := range []string{"gofw", "net-http-fcgi"} {
		b.Run(name, func(b *testing.B) {
			socket, stop := start(b, name)
			front := runNginx(b, nginx, socket)
			transport := &http.Transport{MaxIdleConnsPerHost: 64, DialContext: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", front) }}
			defer transport.CloseIdleConnections()
			client := http.Client{Transport: transport}
			b.SetParallelism(16)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					res, err := client.Get("http://site/hello")
					if err != nil {
						b.Error(err)
						return
					}
					if body, _ := io.ReadAll(res.Body); string(body) != "Hello, world!\n" {
						b.Errorf("got %q", body)
					}
					res.Body.Close()
				}
			})
			b.StopTimer()
			b.ReportMetric(float64(stop())/float64(b.N), "cpu-ns/op")
		})
	}
}

func runNginx(b *testing.B, nginx, socket string) (front string) {
	b.Helper()
	dir := b.TempDir()
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;"
	}
	config := fmt.Sprintf(`%[3]s daemon off; worker_processes 1; pid %[1]s/pid; error_log %[1]s/error.log; events {}
		http { access_log off; keepalive_requests 1000000; client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c; uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
		server { listen unix:%[1]s/front; location / { include /etc/nginx/fastcgi_params; fastcgi_pass unix:%[2]s; } } }`, dir, socket, user)
	if err := os.WriteFile(dir+"/nginx.conf", []byte(config), 0o644); err != nil {
		b.Fatal(err)
	}
	c := exec.Command(nginx, "-e", dir+"/start.log", "-c", dir+"/nginx.conf")
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Process.Signal(os.Interrupt); c.Wait() })
	await(b, dir+"/front")
	return dir + "/front"
}
