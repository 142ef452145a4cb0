package dev

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestStreamsPassAtOnce(t *testing.T) {
	t.Parallel()
	goOn := make(chan bool)
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", r.URL.Query().Get("type"))
		io.WriteString(w, "first\n")
		w.(http.Flusher).Flush()
		<-goOn
		io.WriteString(w, "second</body>\n")
	}))
	for _, kind := range []string{"text/event-stream", "text/html", "application/x-ndjson"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"?type="+kind, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", "text/html")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(response.Body)
		if line, err := lines.ReadString('\n'); line != "first\n" { // the site waits until this has come
			t.Errorf("%s: got %q, %v", kind, line, err)
		}
		goOn <- true
		if line, err := lines.ReadString('\n'); !strings.HasPrefix(line, "second") {
			t.Errorf("%s: got %q, %v", kind, line, err)
		}
		response.Body.Close()
	}
}

func TestConnectionsThatChangeProtocolPass(t *testing.T) {
	t.Parallel()
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connection, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		fmt.Fprint(buffer, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "+r.Header.Get("Upgrade")+"\r\n\r\n")
		buffer.Flush()
		line, err := buffer.ReadString('\n')
		if err != nil {
			t.Error(err)
		}
		fmt.Fprint(buffer, "echo "+line)
		buffer.Flush()
	}))
	connection, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprint(connection, "GET / HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("got %v, %v", response, err)
	}
	fmt.Fprint(connection, "hello\n")
	if line, err := reader.ReadString('\n'); line != "echo hello\n" {
		t.Errorf("got %q, %v", line, err)
	}
}

func TestTheSiteSeesTheBrowsersRequest(t *testing.T) {
	t.Parallel()
	got := make(chan *http.Request, 1)
	url := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r }))
	ask := func(accept string) *http.Request {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/a%2Fb?q=1;2", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "mysite.test"
		request.Header = http.Header{"Accept": {accept}, "Accept-Encoding": {"br"}, "If-None-Match": {`"1"`}, "X-Forwarded-For": {"6.6.6.6"}}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return <-got
	}
	page, data := ask("text/html"), ask("application/json")
	if page.Host != "mysite.test" || page.RequestURI != "/a%2Fb?q=1;2" || page.Header.Get("X-Forwarded-For") != "127.0.0.1" {
		t.Errorf("the site sees %s of %s from %v", page.RequestURI, page.Host, page.Header)
	}
	if page.Header.Get("Accept-Encoding") != "" || page.Header.Get("If-None-Match") != "" {
		t.Errorf("a page is asked for with %v", page.Header)
	}
	if data.Header.Get("Accept-Encoding") != "br" || data.Header.Get("If-None-Match") == "" {
		t.Errorf("data is asked for with %v", data.Header)
	}
}

func TestASiteThatBreaksOffIsExplained(t *testing.T) {
	t.Parallel()
	url := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	s := &site{t: t, url: url + "/", client: http.DefaultClient}
	s.get("/", "text/html").want(t, 502, "The site closed the connection without an answer", "out of &lt;luck&gt;")
	s.get("/", "*/*").want(t, 502, "out of <luck>")
}

func TestRequestsWaitOnlySoLong(t *testing.T) {
	t.Parallel()
	f := newFront(Config{Hold: time.Millisecond})
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	s := &site{t: t, url: server.URL + "/", client: http.DefaultClient}
	busy := s.get("/", "text/html")
	busy.want(t, 503, "The site is being built", `reload.js?v="`)
	if busy.header.Get("Retry-After") == "" {
		t.Error("nobody says when to ask again")
	}
	s.get("/", "*/*").want(t, 503, "The site is being built")
}

func TestRequestsWaitAsLongAsTheirClients(t *testing.T) {
	t.Parallel()
	f := newFront(Config{Hold: limit})
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, ok := f.look(gone); ok {
		t.Error("a request that is gone sees something")
	}
	close(f.stopped)
	if _, ok := f.look(t.Context()); ok {
		t.Error("a request sees something of a run that ends")
	}
}

func TestARequestThatWaitedForABuildSeesThatTheSiteWasLost(t *testing.T) {
	t.Parallel()
	f := newFront(Config{Hold: limit})
	c := &child{}
	f.swap(c)
	f.wait()
	f.lose(c, &failure{Title: "lost"})
	if _, next := f.settledVersion(); next == nil {
		t.Error("nobody says when to ask again")
	}
	f.release()
	if now, ok := f.look(t.Context()); !ok || now.failure == nil || now.failure.Title != "lost" {
		t.Errorf("the request sees %+v", now)
	}
	f.swap(c)
	if now, ok := f.look(t.Context()); !ok || now.failure != nil || now.child != c {
		t.Errorf("the request sees %+v", now)
	}
}

// serve serves a handler as if it were the site and returns the address of
// the front before it.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	site := httptest.NewServer(handler)
	t.Cleanup(site.Close)
	f := newFront(Config{Hold: limit})
	c := &child{addr: strings.TrimPrefix(site.URL, "http://"), printed: new(tail)}
	if _, err := c.printed.Write([]byte("out of <luck>\n")); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	f.connect(c)
	f.swap(c)
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	t.Cleanup(c.close)
	return server.URL
}
