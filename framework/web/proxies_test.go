package web_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// behind is a request from a peer, as the site sees it through its proxies.
func behind(t testing.TB, p web.Proxies, peer string, headers ...string) web.Context {
	t.Helper()
	e := web.NewEcho()
	if err := p.Apply(e); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return e.NewContext(r, httptest.NewRecorder())
}

func TestProxies(t *testing.T) {
	t.Parallel()
	const xff, proto, fwd = "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"
	own := web.Proxies{}
	two := web.Proxies{Trusted: []string{"127.0.0.1", "10.0.0.0/8", "2001:db8::/32"}}
	std := web.Proxies{Trusted: []string{"127.0.0.1", "10.0.0.0/8"}, Forwarded: true}
	for _, tc := range []struct {
		name    string
		proxies web.Proxies
		peer    string
		headers []string
		client  string
		scheme  string
	}{
		{"nobody in front", own, "192.0.2.1:1234", nil, "192.0.2.1", "http"},
		{"a stranger who pretends", own, "192.0.2.1:1234", []string{xff, "198.51.100.1", proto, "https", fwd, "for=198.51.100.1;proto=https"}, "192.0.2.1", "http"},
		{"a proxy on this machine", own, "127.0.0.1:1234", []string{xff, "198.51.100.1", proto, "https"}, "198.51.100.1", "https"},
		{"the same over IPv6", own, "[::1]:1234", []string{xff, "2001:db8::7", proto, "https"}, "2001:db8::7", "https"},
		{"a mapped address is the plain one", own, "[::ffff:127.0.0.1]:1", []string{xff, "::ffff:198.51.100.1"}, "198.51.100.1", "http"},
		{"a proxy that says nothing", own, "127.0.0.1:1234", nil, "127.0.0.1", "http"},
		{"a proxy that tells the scheme alone", own, "127.0.0.1:1234", []string{proto, "https"}, "127.0.0.1", "https"},
		{"private networks are not trusted unasked", own, "10.0.0.1:1", []string{xff, "198.51.100.1"}, "10.0.0.1", "http"},
		{"what the client wrote stands left, and is not read", own, "127.0.0.1:1", []string{xff, "203.0.113.9, 198.51.100.1"}, "198.51.100.1", "http"},
		{"also in a header line of its own", own, "127.0.0.1:1", []string{xff, "203.0.113.9", xff, "198.51.100.1"}, "198.51.100.1", "http"},
		{"two proxies", two, "127.0.0.1:1", []string{xff, "198.51.100.1, 10.1.1.1", proto, "https, http"}, "198.51.100.1", "https"},
		{"a client that pretends to come through a third", two, "127.0.0.1:1", []string{xff, "203.0.113.9, 198.51.100.1, 10.1.1.1"}, "198.51.100.1", "http"},
		{"schemes that nobody counted: the nearest knows", two, "127.0.0.1:1", []string{xff, "198.51.100.1, 10.1.1.1", proto, "http"}, "198.51.100.1", "http"},
		{"a scheme that the client wrote in front", own, "127.0.0.1:1", []string{xff, "198.51.100.1", proto, "https, http"}, "198.51.100.1", "http"},
		{"all are proxies: the first of them", two, "127.0.0.1:1", []string{xff, "10.2.2.2, 10.1.1.1"}, "10.2.2.2", "http"},
		{"an address with a port", own, "127.0.0.1:1", []string{xff, "198.51.100.1:4711"}, "198.51.100.1", "http"},
		{"IPv6 with a port", own, "127.0.0.1:1", []string{xff, "[2001:db8::7]:4711"}, "2001:db8::7", "http"},
		{"what is no address ends the walk", two, "127.0.0.1:1", []string{xff, "198.51.100.1, nonsense, 10.1.1.1"}, "10.1.1.1", "http"},
		{"an empty item ends it too", two, "127.0.0.1:1", []string{xff, "198.51.100.1,,10.1.1.1"}, "10.1.1.1", "http"},
		{"text that would be markup or a line break", own, "127.0.0.1:1", []string{xff, "<script>\n"}, "127.0.0.1", "http"},
		{"a scheme that is none", own, "127.0.0.1:1", []string{proto, "javascript"}, "127.0.0.1", "http"},
		{"a Unix socket is trusted by default", own, "@", []string{xff, "198.51.100.1", proto, "https"}, "198.51.100.1", "https"},
		{"a Unix socket with a name", own, "/run/x.sock", []string{xff, "198.51.100.1"}, "198.51.100.1", "http"},
		{"a Unix socket that tells nothing", own, "@", nil, "", "http"},
		{"a Unix socket that the setting does not name", two, "@", []string{xff, "198.51.100.1", proto, "https"}, "", "http"},
		{"nobody is trusted", web.Proxies{Trusted: []string{"none"}}, "127.0.0.1:1", []string{xff, "198.51.100.1", proto, "https"}, "127.0.0.1", "http"},
		{"private networks by their word", web.Proxies{Trusted: []string{"private"}}, "192.168.7.7:1", []string{xff, "198.51.100.1"}, "198.51.100.1", "http"},
		{"Forwarded is not read unless it is asked for", own, "127.0.0.1:1", []string{fwd, "for=198.51.100.1;proto=https"}, "127.0.0.1", "http"},
		{"Forwarded", std, "127.0.0.1:1", []string{fwd, "for=198.51.100.1;proto=https"}, "198.51.100.1", "https"},
		{"then the others are what the client sent", std, "127.0.0.1:1", []string{xff, "203.0.113.9", proto, "https"}, "127.0.0.1", "http"},
		{"Forwarded of two proxies", std, "127.0.0.1:1", []string{fwd, `for=203.0.113.9;proto=http, For="198.51.100.1:80";Proto=HTTPS;by=x, for=10.1.1.1;proto=http`}, "198.51.100.1", "https"},
		{"Forwarded with IPv6", std, "127.0.0.1:1", []string{fwd, `for="[2001:db8::7]:4711"`}, "2001:db8::7", "http"},
		{"IPv6 without brackets is not RFC 7239", std, "127.0.0.1:1", []string{fwd, `for="2001:db8::7"`}, "127.0.0.1", "http"},
		{"a hidden client", std, "127.0.0.1:1", []string{fwd, `for=198.51.100.1, for=_hidden;proto=https`}, "127.0.0.1", "https"},
		{"a comma in quotes is none", std, "127.0.0.1:1", []string{fwd, `for="203.0.113.9, for=203.0.113.9", for=198.51.100.1`}, "198.51.100.1", "http"},
		{"a quote that never ends", std, "127.0.0.1:1", []string{fwd, `for=198.51.100.1;by="`}, "198.51.100.1", "http"},
		{"two clients in one element", std, "127.0.0.1:1", []string{fwd, `for=203.0.113.9;for=198.51.100.1;proto=https`}, "127.0.0.1", "http"},
		{"a backslash at the end", std, "127.0.0.1:1", []string{fwd, `for="198.51.100.1\`}, "127.0.0.1", "http"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := behind(t, tc.proxies, tc.peer, tc.headers...)
			if c.RealIP() != tc.client || c.Scheme() != tc.scheme {
				t.Errorf("client %q over %q, want %q over %q", c.RealIP(), c.Scheme(), tc.client, tc.scheme)
			}
		})
	}
}

func TestTLSToTheSiteItself(t *testing.T) {
	t.Parallel()
	c := behind(t, web.Proxies{}, "192.0.2.1:1", "X-Forwarded-Proto", "http")
	c.Request().TLS = &tls.ConnectionState{}
	if !web.IsHTTPS(c) {
		t.Error("a stranger says that https is http")
	}
	c = behind(t, web.Proxies{}, "127.0.0.1:1", "X-Forwarded-Proto", "http")
	c.Request().TLS = &tls.ConnectionState{}
	if web.IsHTTPS(c) {
		t.Error("a proxy took http and passes it on over TLS: the client is without it")
	}
}

func TestARealUnixSocket(t *testing.T) {
	t.Parallel()
	address := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", address)
	if err != nil {
		t.Fatal(err)
	}
	e := web.NewEcho()
	e.GET("/", func(c web.Context) error { return c.String(200, c.Scheme()+" "+c.RealIP()) })
	server := &http.Server{Handler: e, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", address)
	}}}
	r, err := http.NewRequest("GET", "http://example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", "203.0.113.9, 198.51.100.1")
	r.Header.Set("X-Forwarded-Proto", "https")
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); string(body) != "https 198.51.100.1" {
		t.Errorf("%q", body)
	}
}

func TestProxiesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "10.0.0.0/33", "10.0.0.1/8", "proxy.example.com", "10.0.0.0-10.0.0.9", "Loopback", "1.2.3", "::1/129"} {
		p := web.Proxies{Trusted: []string{"127.0.0.1", word}}
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", word)) {
			t.Errorf("%q: %v", word, err)
		}
		if err := p.Apply(web.NewEcho()); err == nil {
			t.Errorf("%q is applied", word)
		}
	}
}

func FuzzForwarded(f *testing.F) {
	for _, v := range []string{"", "for=1.2.3.4", `for="[::1]:8";proto=https, for=10.0.0.1`, `for="\"`, "for=;for=,", ";;,,==", `for="a\`} {
		f.Add(v, v)
	}
	f.Fuzz(func(t *testing.T, forwarded, xff string) {
		for _, p := range []web.Proxies{{Trusted: []string{"127.0.0.0/8", "10.0.0.0/8"}}, {Trusted: []string{"127.0.0.0/8", "10.0.0.0/8"}, Forwarded: true}} {
			c := behind(t, p, "127.0.0.1:1")
			c.Request().Header = http.Header{"Forwarded": {forwarded, `for=10.0.0.9`}, "X-Forwarded-For": {xff, "10.0.0.9"}, "X-Forwarded-Proto": {xff}}
			addr, err := netip.ParseAddr(c.RealIP())
			if err != nil || addr.Zone() != "" {
				t.Fatalf("%q, %q give the client %q", forwarded, xff, c.RealIP())
			}
			if s := c.Scheme(); s != "http" && s != "https" {
				t.Fatalf("%q, %q give the scheme %q", forwarded, xff, s)
			}
			c.Request().Header["Forwarded"] = append(c.Request().Header["Forwarded"], "for=198.51.100.1")
			c.Request().Header["X-Forwarded-For"] = append(c.Request().Header["X-Forwarded-For"], "198.51.100.1")
			if got := c.RealIP(); got != "198.51.100.1" && !strings.Contains(forwarded, `"`) {
				t.Fatalf("what the client wrote (%q, %q) makes it %q", forwarded, xff, got)
			}
		}
	})
}
