package site_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var plain = site.App{Name: "plain", Routes: urls.Routes{urls.Get("/plain", sayPlain)}}

func sayPlain(c web.Context) error { return c.String(http.StatusOK, "Hello, World!") }

// bare is Echo alone with the same page.
func bare() http.Handler {
	e := web.NewEcho()
	e.GET("/plain", sayPlain)
	return e
}

// nowhere is a response that costs nothing by itself.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header       { return n.header }
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) WriteHeader(int)             {}

// located is a request as the gateway gives it to the site.
func located(ctx context.Context) *http.Request {
	return httptest.NewRequest("GET", "http://localhost/plain", nil).WithContext(ctx)
}

// allocations are those of one request.
func allocations(h http.Handler, r *http.Request) float64 {
	w := nowhere{http.Header{}}
	return testing.AllocsPerRun(500, func() {
		clear(w.header)
		h.ServeHTTP(w, r)
	})
}

// What a page does not use costs it nothing: of all that the middleware could do
// for a page of plain text (sessions, users, nonces, proxies, statements), what
// is left are the name of the request (2), the line in the log (2) and the map in
// which the logins of the site are found (2).
func TestWhatAPageDoesNotUseCostsNoAllocation(t *testing.T) {
	if raced {
		t.Skip("allocations say nothing under the race detector, whose pools forget at random")
	}
	c := sitetest.New(t, plain)
	const most = 6
	got, without := allocations(c.Site.Handler(), located(c.Site.Context(t.Context()))), allocations(bare(), located(t.Context()))
	if got > without+most {
		t.Errorf("a page of plain text allocates %.0f times, bare Echo %.0f times", got, without)
	}
}

// BenchmarkPlainText compares a page of plain text inside the whole default
// middleware with bare Echo, over a connection that is kept:
//
//	go test ./framework/site -run x -bench PlainText -count 6
func BenchmarkPlainText(b *testing.B) {
	c := sitetest.New(b, plain)
	ctx := c.Site.Context(context.Background())
	for _, tc := range []struct {
		name string
		h    http.Handler
	}{
		{"bare Echo", bare()},
		{"site", c.Site.Handler()},
	} {
		b.Run(tc.name, func(b *testing.B) {
			server := httptest.NewUnstartedServer(tc.h)
			server.Config.BaseContext = func(net.Listener) context.Context { return ctx }
			server.Start()
			defer server.Close()
			client := server.Client()
			r, err := http.NewRequest("GET", server.URL+"/plain", nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Host = "localhost"
			b.ReportAllocs()
			for b.Loop() {
				res, err := client.Do(r)
				if err != nil || res.StatusCode != http.StatusOK {
					b.Fatal(res, err)
				}
				_, _ = io.Copy(io.Discard, res.Body)
				res.Body.Close()
			}
		})
	}
}
