package responder_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"

	"github.com/gofw/gofw/framework/gateway/environ"
)

// app is a site with the answers that are difficult to bring through a server
// in front, and a record of what its handlers saw.
type app struct {
	http.ServeMux
	logged  lines
	entered chan string   // "/wait" is running
	left    chan error    // and has ended, with its context's error
	over    chan struct{} // the test is over, so that nothing has to wait any more
	ends    sync.Once
}

// lines is a log that tests read.
type lines struct {
	sync.Mutex
	strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Builder.Write(p)
}

func (l *lines) String() string {
	l.Lock()
	defer l.Unlock()
	return l.Builder.String()
}

func (a *app) log() *log.Logger { return log.New(&a.logged, "", 0) }

func (a *app) end() { a.ends.Do(func() { close(a.over) }) }

func newApp() *app {
	a := &app{entered: make(chan string, 100), left: make(chan error, 100), over: make(chan struct{})}
	a.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "Hello, world!\n") })
	a.HandleFunc("/upload", upload)
	a.HandleFunc("/reject", func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	})
	a.HandleFunc("/stream", a.stream)
	a.HandleFunc("/wait", func(w http.ResponseWriter, r *http.Request) {
		a.entered <- r.URL.RawQuery
		select {
		case <-r.Context().Done():
		case <-a.over:
		}
		a.left <- r.Context().Err()
	})
	a.HandleFunc("/hold", func(w http.ResponseWriter, r *http.Request) {
		a.entered <- r.URL.RawQuery
		<-a.left
		io.WriteString(w, "held")
	})
	a.HandleFunc("/big", func(w http.ResponseWriter, r *http.Request) {
		for range 320 {
			w.Write(make([]byte, 64<<10))
		}
	})
	a.HandleFunc("/abort", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Repeat("x", 100_000))
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	a.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("a mistake") })
	a.HandleFunc("/204", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	a.HandleFunc("/304", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		w.WriteHeader(http.StatusNotModified)
	})
	a.HandleFunc("/early", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</a.css>; rel=preload; as=style")
		w.WriteHeader(http.StatusEarlyHints)
		io.WriteString(w, "after 103\n")
	})
	a.HandleFunc("/redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/hello", http.StatusFound) })
	a.HandleFunc("/cookies", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "1"})
		http.SetCookie(w, &http.Cookie{Name: "b", Value: "2"})
		io.WriteString(w, "ok\n")
	})
	a.HandleFunc("/hostile", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Status", "418 Teapot")
		w.Header().Set("X-Split", "a\r\nX-Injected: yes")
		w.Header()["Bad Name"] = []string{"x"}
		w.Header().Set("Connection", "upgrade")
		w.Header().Set("Transfer-Encoding", "chunked")
		w.Header().Set("Location", "/panic")
		io.WriteString(w, "fine")
	})
	a.HandleFunc("/errors", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(environ.From(r.Context()).Errors, "for the log in front")
		io.WriteString(w, "ok")
	})
	return a
}

// ServeHTTP shows what it was asked, for all other addresses. They are not
// given to the mux, which would clean their paths.
func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := a.Handler(r); pattern != "" && !strings.Contains(r.RequestURI, "//") {
		a.ServeMux.ServeHTTP(w, r)
		return
	}
	fmt.Fprintf(w, "%s uri=%q path=%q raw=%q query=%q host=%q remote=%q tls=%v proto=%s length=%d x=%q proxy=%q\n",
		r.Method, r.RequestURI, r.URL.Path, r.URL.RawPath, r.URL.RawQuery, r.Host, r.RemoteAddr, r.TLS != nil, r.Proto, r.ContentLength,
		r.Header["X-A"], r.Header["Proxy"])
}

func upload(w http.ResponseWriter, r *http.Request) {
	sum := sha256.New()
	n, err := io.Copy(sum, r.Body)
	fmt.Fprintf(w, "%d bytes of %d, %x, %v", n, r.ContentLength, sum.Sum(nil), err)
}

// stream sends one event and ends with the test or the visitor, so that
// nothing but the flush can have sent it.
func (a *app) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	io.WriteString(w, "data: first\n\n")
	http.NewResponseController(w).Flush()
	select {
	case <-r.Context().Done():
	case <-a.over:
	}
}
