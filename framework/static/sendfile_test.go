package static_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
)

// counting is a listener whose connections count what reaches them as an open
// file, which the system sends by itself.
type counting struct {
	net.Listener
	files atomic.Int64
}

func (l *counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return countingConn{c.(*net.TCPConn), l}, nil
}

type countingConn struct {
	*net.TCPConn
	l *counting
}

func (c countingConn) ReadFrom(r io.Reader) (int64, error) {
	source := r
	if limited, ok := r.(*io.LimitedReader); ok {
		source = limited.R
	}
	n, err := c.TCPConn.ReadFrom(r)
	if _, ok := source.(*os.File); ok {
		c.l.files.Add(n)
	}
	return n, err
}

// serve serves h until the test ends.
func serve(t testing.TB, h http.Handler) (*counting, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	counted := &counting{Listener: l}
	server := &httptest.Server{Listener: counted, Config: &http.Server{Handler: h}}
	server.Start()
	t.Cleanup(server.Close)
	return counted, server.URL
}

func TestLargeFilesAreSentByTheSystem(t *testing.T) {
	t.Parallel()
	large, small := randomish(200<<10), randomish(64<<10)
	fsys := fstest.MapFS{"large.bin": {Data: []byte(large)}, "small.bin": {Data: []byte(small)}}
	files, dir := collected(t, fsys)
	mounted, err := static.Mount{Prefix: "/m/", Files: static.Dir(dir)}.Open()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{}, 1)
	counted, url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { done <- struct{}{} }()
		if !files.Serve(w, r) {
			mounted.ServeHTTP(w, r)
		}
	}))
	largeAddress, _ := files.URL("large.bin")
	for _, tc := range []struct {
		name, path, ranges string
		size, sent         int // of the answer, and how much of it the system sends
	}{
		{"a large file", largeAddress, "", 200 << 10, 200 << 10},
		{"a part of it", largeAddress, "bytes=100-102499", 100 << 10, 100 << 10},
		{"a small file is in memory", "/static/small.bin", "", 64 << 10, 0},
		{"a large file of a mount", strings.Replace(largeAddress, "/static/", "/m/", 1), "", 200 << 10, 200 << 10},
	} {
		before := counted.files.Load()
		r, err := http.NewRequestWithContext(t.Context(), "GET", url+tc.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tc.ranges != "" {
			r.Header.Set("Range", tc.ranges)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || len(body) != tc.size || !strings.Contains(large+small, string(body)) {
			t.Errorf("%s: %d bytes, %v", tc.name, len(body), err)
		}
		<-done // whoever has read everything may be faster than who counts it
		// net/http sends the first 512 bytes with the header.
		if got := int(counted.files.Load() - before); got != max(0, tc.sent-512) {
			t.Errorf("%s: the system sent %d bytes of %d", tc.name, got, tc.sent)
		}
	}
}

// A file that the binary carries is not on the disk, however large it is.
func TestLargeFilesInMemoryAreWhole(t *testing.T) {
	t.Parallel()
	large := randomish(3 << 20)
	files := inMemory(t, fstest.MapFS{"large.bin": {Data: []byte(large)}})
	_, url := serve(t, files)
	res, err := http.Get(url + "/static/large.bin")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != large {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

// randomish is a text that is not worth compressing.
func randomish(n int) string {
	x := uint64(n)
	b := make([]byte, n)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x >> 32)
	}
	return string(b)
}
