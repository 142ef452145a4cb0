package dev

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"
)

// passing is what the proxy knows of a request on its way.
type passing struct {
	shown
	finish func() // gives the request back to the child; may be called again
	again  bool   // it was sent to a child before, in vain
}

// passingKey finds the passing in a request's context.
type passingKey struct{}

// connect makes the proxy of a child.
func (f *front) connect(c *child) {
	transport := &http.Transport{
		DisableCompression:  true, // what the browser can read passes as it is
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     10 * time.Second,
	}
	c.close = transport.CloseIdleConnections
	c.proxy = &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0), // a browser that leaves is no news
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: c.addr})
			r.Out.Host, r.Out.URL.RawQuery = r.In.Host, r.In.URL.RawQuery
			r.SetXForwarded()
			if r.In.Method == http.MethodGet && wantsPage(r.In) {
				for _, name := range []string{"Accept-Encoding", "If-None-Match", "If-Modified-Since"} {
					r.Out.Header.Del(name)
				}
			}
		},
		ModifyResponse: func(response *http.Response) error {
			p := response.Request.Context().Value(passingKey{}).(*passing)
			if endless(response) {
				p.finish() // the old site need not wait for its end
			}
			if wantsPage(response.Request) {
				inject(response, p.version)
			}
			return nil
		},
		ErrorHandler: f.serveBroken,
	}
}

// endless reports whether a response lasts as long as the page that asked.
func endless(response *http.Response) bool {
	return response.StatusCode == http.StatusSwitchingProtocols ||
		strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream")
}

// pass passes a request on to the child.
func (f *front) pass(w http.ResponseWriter, r *http.Request, now shown) {
	finish := sync.OnceFunc(now.child.requests.Done)
	defer finish()
	last, _ := r.Context().Value(passingKey{}).(*passing)
	p := &passing{shown: now, finish: finish, again: last != nil}
	now.child.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), passingKey{}, p)))
}

// serveBroken answers a request that the child did not: it has stopped, or it
// closed the connection.
func (f *front) serveBroken(w http.ResponseWriter, r *http.Request, err error) {
	p := r.Context().Value(passingKey{}).(*passing)
	p.finish()
	if r.Context().Err() != nil || errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler) // nobody listens
	}
	if f.lost(r.Context(), p.child) && !p.again && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		f.ServeHTTP(w, r)
		return
	}
	failure := newCrash("The site closed the connection without an answer: "+err.Error(), p.child.printed.String(), f.dir)
	f.serveFailure(w, r, http.StatusBadGateway, shown{failure: failure, version: p.version})
}

// lost reports whether a child that did not answer has stopped or was
// replaced, which shows a moment after its connections break.
func (f *front) lost(ctx context.Context, c *child) bool {
	limit := time.NewTimer(time.Second)
	defer limit.Stop()
	for {
		f.mu.Lock()
		lost, next := f.child != c, f.next
		f.mu.Unlock()
		if lost {
			return true
		}
		select {
		case <-next:
		case <-limit.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}
