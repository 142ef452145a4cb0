package static_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// BenchmarkAgainstFileServer asks this package and http.FileServer for the same
// files over loopback, in turns of some requests on one connection each, so
// that whatever else the machine does meets both. "x" is the time of
// http.FileServer divided by ours.
func BenchmarkAgainstFileServer(b *testing.B) {
	for _, size := range []int{1 << 10, 16 << 10, 200 << 10, 5 << 20} {
		files, dir := collected(b, fstest.MapFS{"file.bin": {Data: []byte(randomish(size))}})
		address, err := files.URL("file.bin")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			_, ours := serve(b, files)
			_, theirs := serve(b, http.StripPrefix("/static/", http.FileServer(http.Dir(dir))))
			one, two := dial(b, ours), dial(b, theirs)
			var mine, other time.Duration
			turn := max(1, min(20, (20<<20)/size))
			done := 0
			for b.Loop() {
				if done++; done%2 == 0 {
					mine += one.ask(b, address, turn, size)
					other += two.ask(b, address, turn, size)
				} else {
					other += two.ask(b, address, turn, size)
					mine += one.ask(b, address, turn, size)
				}
			}
			b.ReportMetric(float64(mine.Microseconds())/float64(done*turn), "µs/request")
			b.ReportMetric(float64(other.Microseconds())/float64(done*turn), "µs/request-FileServer")
			b.ReportMetric(float64(other)/float64(mine), "x")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// client is a connection that is kept.
type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(b *testing.B, url string) client {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return client{conn, bufio.NewReaderSize(conn, 64<<10)}
}

// ask asks so many times for a path, and reads answers of that size.
func (c client) ask(b *testing.B, path string, times, size int) time.Duration {
	b.Helper()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
	began := time.Now()
	for range times {
		if _, err := c.conn.Write(request); err != nil {
			b.Fatal(err)
		}
		for first := true; ; first = false {
			line, err := c.in.ReadSlice('\n')
			if err != nil || first && !strings.HasPrefix(string(line), "HTTP/1.1 200") {
				b.Fatalf("%q, %v", line, err)
			}
			if len(line) == 2 {
				break
			}
		}
		if _, err := io.CopyN(io.Discard, c.in, int64(size)); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}

// BenchmarkStart reads a manifest of a thousand files, as a process does when it
// starts.
func BenchmarkStart(b *testing.B) {
	fsys := fstest.MapFS{}
	for i := range 1000 {
		fsys[fmt.Sprintf("folder%d/file%d.css", i%20, i)] = &fstest.MapFile{Data: []byte(randomish(500 + i))}
	}
	files, _ := collected(b, fsys)
	b.ResetTimer()
	for b.Loop() {
		if err := files.Reload(); err != nil {
			b.Fatal(err)
		}
	}
}
