package responder_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/gateway/fcgi"
	"github.com/gofw/gofw/framework/gateway/responder"
	"github.com/gofw/gofw/framework/gateway/scgi"
	"github.com/gofw/gofw/framework/gateway/uwsgi"
)

// route is a way from a server in front to a site, chosen by the host's name.
// What it cannot do is the server's or the protocol's doing, and is written
// down here so that a change is noticed.
type route struct {
	name     string
	server   func(responder.Config, http.Handler) *responder.Server
	config   string // of the server in front, with %s for the site's address
	chunked  int    // the status of an upload without a length
	headless bool   // HEAD is answered without the length
	cut      cut    // whether the visitor sees that an answer was cut off
	blind    bool   // the server in front does not say that the visitor has left
}

// cut is what becomes of an answer that is cut off.
type cut int

const (
	seen   cut = iota
	unseen     // the end of the connection is the end of the answer
	either     // which of the two depends on whether the reset or the bytes are read first
)

// With scgi_request_buffering off, nginx says CONTENT_LENGTH of what it has by
// then, so there is no such route.
//
// In the configurations, $scgi and so on stand for the parameters below.
var nginxRoutes = []route{
	{name: "scgi", server: scgi.New, config: "scgi_pass unix:%s; $scgi", chunked: 200, cut: unseen},
	{name: "uwsgi", server: uwsgi.New, config: "uwsgi_pass unix:%s; $uwsgi", chunked: 200, cut: unseen},
	{name: "uwsgi-unbuffered", server: uwsgi.New, config: "uwsgi_pass unix:%s; uwsgi_request_buffering off; $uwsgi", chunked: 200, cut: unseen},
	{name: "fcgi", server: fcgi.New, config: "fastcgi_pass unix:%s; $fastcgi", chunked: 200, cut: unseen},
	{name: "fcgi-unbuffered", server: fcgi.New, config: "fastcgi_pass unix:%s; fastcgi_request_buffering off; $fastcgi", chunked: 200, cut: unseen},
	{name: "fcgi-kept", server: fcgi.New, config: "fastcgi_pass kept; fastcgi_keep_conn on; fastcgi_request_buffering off; $fastcgi", chunked: 200},
}

var apacheRoutes = []route{
	{name: "scgi", server: scgi.New, config: "scgi://%s/", chunked: 411, blind: true, headless: true},
	{name: "uwsgi", server: uwsgi.New, config: "uwsgi://%s/", chunked: 411, blind: true, cut: either},
	{name: "fcgi", server: fcgi.New, config: "fcgi://%s/ flushpackets=on", chunked: 200, blind: true, headless: true},
	{name: "fcgi-kept", server: fcgi.New, config: "fcgi://%s/ enablereuse=on flushpackets=on", chunked: 200, blind: true, headless: true},
}

const parameters = `$X_param REQUEST_METHOD $request_method; $X_param REQUEST_URI $request_uri; $X_param QUERY_STRING $query_string;
	$X_param CONTENT_TYPE $content_type; $X_param CONTENT_LENGTH $content_length; $X_param SERVER_PROTOCOL $server_protocol;
	$X_param REQUEST_SCHEME $scheme; $X_param HTTPS $https if_not_empty; $X_param REMOTE_ADDR 192.0.2.7; $X_param REMOTE_PORT 4711;
	$X_param SERVER_NAME $server_name; $X_param SERVER_PORT 80; $X_param SCRIPT_NAME $uri;`

// program finds a program of the system that a test needs.
func program(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("-short leaves out what needs %s", name)
	}
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if path = "/usr/sbin/" + name; exec.Command("test", "-x", path).Run() == nil {
		return path
	}
	if os.Getenv("GOFW_TEST_ALL") != "" {
		t.Fatalf("GOFW_TEST_ALL is set, and there is no %s: apt-get install %s", name, name)
	}
	t.Skipf("there is no %s: apt-get install %s", name, name)
	return ""
}

// run starts a server in front, waits until its address answers, and stops it
// when the test is over.
func run(t *testing.T, network, address string, c *exec.Cmd) {
	t.Helper()
	var output lines
	c.Stdout, c.Stderr = &output, &output
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- c.Wait() }()
	t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		<-exited
	})
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	for range 500 {
		select {
		case err := <-exited:
			exited <- err
			t.Fatalf("%s ended: %v\n%s", c.Path, err, output.String())
		case <-ticks.C:
		}
		if conn, err := net.Dial(network, address); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("%s does not answer:\n%s", c.Path, output.String())
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestBehindNginx(t *testing.T) {
	t.Parallel()
	nginx := program(t, "nginx")
	dir := t.TempDir()
	var servers, upstreams string
	apps := map[string]*app{}
	for _, r := range nginxRoutes {
		apps[r.name] = newApp()
		address := site(t, "unix", r.server, apps[r.name], responder.Config{})
		config := r.config
		for _, protocol := range []string{"scgi", "uwsgi", "fastcgi"} {
			config = strings.ReplaceAll(config, "$"+protocol, strings.ReplaceAll(parameters, "$X", protocol))
		}
		if strings.Contains(config, "%s") {
			config = strings.Replace(config, "%s", address, 1)
		} else {
			upstreams += fmt.Sprintf("upstream kept { server unix:%s; keepalive 4; }\n", address)
		}
		config = strings.ReplaceAll(config, "scgi_param REQUEST_METHOD", "scgi_param SCGI 1; scgi_param REQUEST_METHOD")
		servers += fmt.Sprintf("server { listen unix:%s/front; server_name %s; location / { %s } }\n", dir, r.name, config)
	}
	var temp string
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n"
	}
	write(t, dir+"/nginx.conf", user+fmt.Sprintf("daemon off; worker_processes 1; pid %[1]s/pid; error_log %[1]s/error.log; events {}\nhttp { access_log off; client_max_body_size 0;\n%[2]s%[3]s%[4]s}\n",
		dir, temp, upstreams, servers))
	run(t, "unix", dir+"/front", exec.Command(nginx, "-p", dir, "-e", dir+"/start.log", "-c", dir+"/nginx.conf"))
	t.Run("routes", func(t *testing.T) {
		for _, r := range nginxRoutes {
			t.Run(r.name, func(t *testing.T) { throughFront(t, r, apps[r.name], "unix", dir+"/front") })
		}
	})
	if log, err := os.ReadFile(dir + "/error.log"); err != nil || !strings.Contains(string(log), "for the log in front") {
		t.Errorf("what handlers say is not in nginx's log: %v\n%s", err, log)
	}
}

func TestBehindApache(t *testing.T) {
	t.Parallel()
	apache := program(t, "apache2")
	modules := "/usr/lib/apache2/modules"
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	front := l.Addr().String()
	l.Close()
	config := fmt.Sprintf("ServerRoot %[1]s\nServerName localhost\nPidFile %[1]s/pid\nErrorLog %[1]s/error.log\nDefaultRuntimeDir %[1]s\nMutex sem\nListen %[2]s\nUser www-data\nGroup www-data\nProxyTimeout 20\nKeepAliveTimeout 1\n", dir, front)
	for _, m := range []string{"mpm_event", "authz_core", "proxy", "proxy_scgi", "proxy_uwsgi", "proxy_fcgi"} {
		config += fmt.Sprintf("LoadModule %s_module %s\n", m, filepath.Join(modules, "mod_"+m+".so"))
	}
	apps := map[string]*app{}
	for _, r := range apacheRoutes {
		apps[r.name] = newApp()
		address := site(t, "tcp", r.server, apps[r.name], responder.Config{})
		config += fmt.Sprintf("<VirtualHost *>\nServerName %s\nProxyPass / %s\n</VirtualHost>\n", r.name, fmt.Sprintf(r.config, address))
	}
	write(t, dir+"/apache.conf", config)
	run(t, "tcp", front, exec.Command(apache, "-X", "-f", dir+"/apache.conf"))
	t.Run("routes", func(t *testing.T) {
		for _, r := range apacheRoutes {
			t.Run(r.name, func(t *testing.T) { throughFront(t, r, apps[r.name], "tcp", front) })
		}
	})
}

// visitor is a client of a route.
type visitor struct {
	*testing.T
	http http.Client
	host string
}

func (v *visitor) do(method, path string, length int64, body io.Reader, header ...string) (*http.Response, string, error) {
	v.Helper()
	r, err := http.NewRequestWithContext(v.Context(), method, "http://"+v.host+path, body)
	if err != nil {
		v.Fatal(err)
	}
	r.ContentLength = length
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	res, err := v.http.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res, string(b), err
}

// get is a request that must be answered.
func (v *visitor) get(method, path string, header ...string) (*http.Response, string) {
	v.Helper()
	res, body, err := v.do(method, path, 0, nil, header...)
	if err != nil {
		v.Fatalf("%s %s: %v", method, path, err)
	}
	return res, body
}

// large is more than any buffer on the way.
const large = 50 << 20

// block is of a length that is no block's, so that one that is lost or doubled is noticed.
var block = func() []byte {
	b := make([]byte, 65521)
	for i := range b {
		b[i] = byte(i ^ i>>8)
	}
	return b
}()

// pattern is a large body.
func pattern() io.Reader { return io.LimitReader(&repeated{}, large) }

type repeated struct{ at int }

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, block[r.at:])
	r.at = (r.at + n) % len(block)
	return n, nil
}

func throughFront(t *testing.T, r route, a *app, network, address string) {
	v := &visitor{T: t, host: r.name}
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	v.http = http.Client{Transport: transport, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

	t.Cleanup(a.end)
	small(v, r)
	requested(v)
	uploads(v, r)
	streams(v)
	failures(v, r, a)
	if !r.blind {
		leaving(v, a)
	}
}

func small(v *visitor, r route) {
	for _, c := range []struct {
		name, method, path string
		status             int
		body               string
		header             string // name: value
	}{
		{"a page has its length and type", "GET", "/hello", 200, "Hello, world!\n", "Content-Type: text/plain; charset=utf-8"},
		{"HEAD has no body, and the length", "HEAD", "/hello", 200, "", "Content-Length: 14"},
		{"204", "GET", "/204", 204, "", "Content-Type: "},
		{"304", "GET", "/304", 304, "", `Etag: "a"`},
		{"early hints are swallowed", "GET", "/early", 200, "after 103\n", ""},
		{"a redirect is the visitor's, and not the server's", "GET", "/redirect", 302, "<a href=\"/hello\">Found</a>.\n\n", "Location: /hello"},
		{"headers cannot be injected", "GET", "/hostile", 200, "fine", "X-Injected: "},
		{"lines for the log are not in the answer", "GET", "/errors", 200, "ok", ""},
	} {
		res, body := v.get(c.method, c.path)
		name, value, _ := strings.Cut(c.header, ": ")
		if c.method == "HEAD" && r.headless {
			value = ""
		}
		if res.StatusCode != c.status || body != c.body || c.header != "" && res.Header.Get(name) != value {
			v.Errorf("%s: got %s, %q, %v", c.name, res.Status, body, res.Header)
		}
	}
	res, _ := v.get("GET", "/cookies")
	if got := res.Header["Set-Cookie"]; len(got) != 2 {
		v.Errorf("two cookies came as %q", got)
	}
	if _, body := v.get("GET", "/big"); len(body) != 320*64<<10 {
		v.Errorf("a large answer has %d bytes", len(body))
	}
}

// requested is what a handler sees of a request.
func requested(v *visitor) {
	_, body := v.get("GET", "/a%20c//%C3%A4?q=1&r=%20", "X-A: one", "X-A: two", "Proxy: http://evil", "X_A: three")
	for _, want := range []string{`GET uri="/a%20c//%C3%A4?q=1&r=%20"`, `path="/a c//ä"`, `query="q=1&r=%20"`,
		fmt.Sprintf("host=%q", v.host), "tls=false", "proto=HTTP/1.1", "length=0", "one", "two", "proxy=[]"} {
		if !strings.Contains(body, want) {
			v.Errorf("a handler does not see %s but %s", want, body)
		}
	}
	if strings.Contains(body, "three") {
		v.Errorf("an underscore passed as a hyphen: %s", body)
	}
	if !strings.Contains(body, `remote="192.0.2.7:4711"`) && !strings.Contains(body, `remote="127.0.0.1:`) {
		v.Errorf("the visitor's address is wrong: %s", body)
	}
}

func uploads(v *visitor, r route) {
	sum := sha256.New()
	io.Copy(sum, pattern())
	res, body, err := v.do("POST", "/upload", large, pattern())
	if want := fmt.Sprintf("%d bytes of %d, %x, <nil>", large, large, sum.Sum(nil)); err != nil || body != want {
		v.Errorf("an upload is answered with %v %q, %v", res, body, err)
	}
	res, body, err = v.do("POST", "/upload", -1, pattern())
	switch {
	case err != nil || res.StatusCode != r.chunked:
		v.Errorf("an upload in chunks: %v %v", res, err)
	case r.chunked == 200 && (!strings.Contains(body, fmt.Sprintf("%x, <nil>", sum.Sum(nil))) || strings.Contains(body, " of 0")):
		v.Errorf("an upload in chunks is answered with %q", body)
	}
	res, body, err = v.do("POST", "/reject", large, pattern())
	if err != nil || res.StatusCode != 413 || body != "too large\n" {
		v.Errorf("an upload that nobody reads: %v %q %v", res, body, err)
	}
	if _, body := v.get("GET", "/hello"); body != "Hello, world!\n" {
		v.Errorf("after it: %q", body)
	}
}

func streams(v *visitor) {
	r, _ := http.NewRequestWithContext(v.Context(), "GET", "http://"+v.host+"/stream", nil)
	res, err := v.http.Do(r)
	if err != nil {
		v.Fatalf("a stream: %v", err)
	}
	defer res.Body.Close()
	b := make([]byte, len("data: first\n\n"))
	if _, err := io.ReadFull(res.Body, b); err != nil || string(b) != "data: first\n\n" {
		v.Errorf("a stream begins with %q, %v", b, err)
	}
}

func failures(v *visitor, r route, a *app) {
	if res, body := v.get("GET", "/panic"); res.StatusCode != 500 || body != "Internal Server Error\n" {
		v.Errorf("a panic: %s %q", res.Status, body)
	}
	if got := a.logged.String(); !strings.Contains(got, "a mistake") || !strings.Contains(got, "app_test.go") {
		v.Errorf("the log has no trace of the panic: %s", got)
	}
	_, body, err := v.do("GET", "/abort", 0, nil)
	if r.cut != either && (err == nil) != (r.cut == unseen) {
		v.Errorf("an answer that is cut off ends after %d bytes with %v", len(body), err)
	}
	for _, size := range []int{30_000, 60_000} {
		res, _, err := v.do("GET", "/hello", 0, nil, "X-Large: "+strings.Repeat("x", size))
		if err != nil {
			v.Errorf("a header of %d bytes: %v", size, err)
		} else if res.StatusCode >= 500 {
			v.Errorf("a header of %d bytes: %s", size, res.Status)
		}
	}
}

// leaving is the visitor who does not wait for the answer.
func leaving(v *visitor, a *app) {
	for i := range 3 {
		ctx, leave := context.WithCancel(v.Context())
		r, _ := http.NewRequestWithContext(ctx, "POST", "http://"+v.host+"/wait?"+strconv.Itoa(i), strings.NewReader("unread"))
		gone := make(chan error, 1)
		go func() { _, err := v.http.Do(r); gone <- err }()
		<-a.entered
		leave()
		<-gone
		select {
		case err := <-a.left:
			if err != context.Canceled {
				v.Errorf("the context ended with %v", err)
			}
		case <-time.After(10 * time.Second):
			v.Fatal("the handler still runs, though the visitor has left")
		}
	}
}
