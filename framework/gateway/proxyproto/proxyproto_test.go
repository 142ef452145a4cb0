package proxyproto

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	visitor4 = netip.MustParseAddrPort("192.0.2.1:4711")
	site4    = netip.MustParseAddrPort("198.51.100.1:80")
	visitor6 = netip.MustParseAddrPort("[2001:db8::1]:4711")
	site6    = netip.MustParseAddrPort("[2001:db8::2]:80")
)

func version2(command, family byte, content string) string {
	return string(binary.BigEndian.AppendUint16(append(signature2[:12:12], command, family), uint16(len(content)))) + content
}

const (
	tcp4 = "\xc0\x00\x02\x01\xc6\x33\x64\x01\x12\x67\x00\x50"
	tcp6 = "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x12\x67\x00\x50"
)

// summed is a header with its checksum.
func summed() string {
	b := []byte(version2(0x21, 0x11, tcp4+"\x03\x00\x04\x00\x00\x00\x00"))
	binary.BigEndian.PutUint32(b[len(b)-4:], crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
	return string(b)
}

func TestParsing(t *testing.T) {
	t.Parallel()
	four, six := Header{Source: visitor4, Destination: site4}, Header{Source: visitor6, Destination: site6}
	for _, c := range []struct {
		name, from string
		want       Header
		err        string // contains
	}{
		{"version 1, IPv4", "PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n", four, ""},
		{"version 1, IPv6", "PROXY TCP6 2001:db8::1 2001:db8::2 4711 80\r\n", six, ""},
		{"version 1, unknown", "PROXY UNKNOWN\r\n", Header{}, ""},
		{"version 1, unknown with more", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", Header{}, ""},
		{"version 2, IPv4", version2(0x21, 0x11, tcp4), four, ""},
		{"version 2, IPv6", version2(0x21, 0x21, tcp6), six, ""},
		{"version 2, local", version2(0x20, 0, "ignored"), Header{}, ""},
		{"version 2, unspecified", version2(0x21, 0, "ignored"), Header{}, ""},
		{"version 2, unix", version2(0x21, 0x31, strings.Repeat("\x00", 216)), Header{}, ""},
		{"version 2, with more", version2(0x21, 0x11, tcp4+"\x02\x00\x03a.b\x04\x00\x00"),
			Header{visitor4, site4, []TLV{{2, []byte("a.b")}, {4, nil}}}, ""},
		{"version 2, with a checksum", summed(), Header{visitor4, site4, []TLV{{3, []byte(summed()[31:])}}}, ""},

		{"no header", "GET / HTTP/1.1\r\n", Header{}, "does not begin"},
		{"lower case", "proxy TCP4", Header{}, "does not begin"},
		{"version 1 without a carriage return", "PROXY UNKNOWN\n", Header{}, "malformed"},
		{"version 1 with nothing", "PROXY \n", Header{}, "malformed"},
		{"version 1 with no words", "PROXY \r\n", Header{}, "malformed"},
		{"version 1 that is too long", "PROXY " + strings.Repeat("x", 101), Header{}, "malformed"},
		{"another family", "PROXY TCP4 2001:db8::1 2001:db8::2 4711 80\r\n", Header{}, "malformed"},
		{"an IPv4 address in IPv6", "PROXY TCP4 ::ffff:1.2.3.4 198.51.100.1 4711 80\r\n", Header{}, "malformed"},
		{"a zone", "PROXY TCP6 fe80::1%eth0 fe80::2 4711 80\r\n", Header{}, "malformed"},
		{"a port that is too large", "PROXY TCP4 192.0.2.1 198.51.100.1 65536 80\r\n", Header{}, "malformed"},
		{"a port with a zero before it", "PROXY TCP4 192.0.2.1 198.51.100.1 0471 80\r\n", Header{}, "malformed"},
		{"two spaces", "PROXY TCP4 192.0.2.1  198.51.100.1 4711 80\r\n", Header{}, "malformed"},
		{"another version", version2(0x31, 0x11, tcp4), Header{}, "version"},
		{"another command", version2(0x22, 0x11, tcp4), Header{}, "command"},
		{"another address family", version2(0x21, 0x41, tcp4), Header{}, "family"},
		{"too short", version2(0x21, 0x11, tcp4[:11]), Header{}, "too short"},
		{"too long", version2(0x21, 0x11, tcp4+strings.Repeat("\x04\x00\x00", 4000)), Header{}, "at most"},
		{"a TLV that is too long", version2(0x21, 0x11, tcp4+"\x02\x00\x04a.b"), Header{}, "TLV"},
		{"a wrong checksum", strings.Replace(summed(), "\xc0", "\xc1", 1), Header{}, "checksum"},
	} {
		got, n, err := parse([]byte(c.from + "rest"))
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b }), cmp.Comparer(func(a, b []byte) bool { return string(a) == string(b) })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		switch {
		case (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err):
			t.Errorf("%s: the error is %v, not %q", c.name, err, c.err)
		case err == nil && n != len(c.from):
			t.Errorf("%s: %d bytes of %d", c.name, n, len(c.from))
		case err == nil:
			for i := range len(c.from) {
				if _, _, err := parse([]byte(c.from[:i])); err != errIncomplete {
					t.Fatalf("%s: %d bytes of it give %v", c.name, i, err)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n"))
	f.Add([]byte(version2(0x21, 0x21, tcp6+"\x02\x00\x03a.b")))
	f.Add([]byte(summed()))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, n, err := parse(b)
		if n > len(b) || err == nil && n == 0 || err == errIncomplete && len(b) > fixed2+most2 {
			t.Errorf("parse gave %d, %v of %d bytes", n, err, len(b))
		}
	})
}

// serve answers with the visitor's address behind a Listener.
func serve(t *testing.T, l *Listener) string {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Listener, l.ErrorLog = inner, log.New(io.Discard, "", 0)
	s := &http.Server{ErrorLog: l.ErrorLog, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.RemoteAddr+" to "+r.Context().Value(http.LocalAddrContextKey).(net.Addr).String())
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return inner.Addr().String()
}

func ask(t *testing.T, address, header string) (net.Conn, string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	io.WriteString(c, header+"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	b, _ := io.ReadAll(c)
	_, body, _ := strings.Cut(string(b), "\r\n\r\n")
	return c, body
}

func TestHandlersSeeTheVisitor(t *testing.T) {
	t.Parallel()
	address := serve(t, &Listener{})
	for _, header := range []string{"PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n", version2(0x21, 0x11, tcp4)} {
		if _, got := ask(t, address, header); got != "192.0.2.1:4711 to 198.51.100.1:80" {
			t.Errorf("%q: got %q", header, got)
		}
	}
	c, got := ask(t, address, version2(0x20, 0, ""))
	if want := c.LocalAddr().String() + " to " + address; got != want {
		t.Errorf("a health check comes from %q, not %q", got, want)
	}
	for _, none := range []string{"", "PROXY TCP4 evil\r\n"} {
		if _, got := ask(t, address, none); got != "" {
			t.Errorf("%q: got %q", none, got)
		}
	}
}

func TestOnlyTrustedPeersAreServed(t *testing.T) {
	t.Parallel()
	address := serve(t, &Listener{Trusted: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	if _, got := ask(t, address, "PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestAHeaderThatDoesNotComeEndsTheConnection(t *testing.T) {
	t.Parallel()
	address := serve(t, &Listener{Timeout: time.Millisecond})
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "PROXY ")
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("reading ended with %v", err)
	}
}
