package environ

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// with is the variables of a GET, changed by pairs of a name and a value.
func with(pairs ...string) Vars {
	v := Vars{{"REQUEST_METHOD", "GET"}}
	for i := 0; i < len(pairs); i += 2 {
		v = append(v, Var{pairs[i], pairs[i+1]})
	}
	return v
}

// shown is what tests compare of a request.
type shown struct {
	Method, URI, Path, Query, Host, Remote, Proto string
	TLS                                           bool
	Length                                        int64
	Header                                        http.Header
}

func show(r *http.Request) shown {
	return shown{r.Method, r.RequestURI, r.URL.Path, r.URL.RawQuery, r.Host, r.RemoteAddr, r.Proto, r.TLS != nil, r.ContentLength, r.Header}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		vars Vars
		want shown // Method, Proto and Header are filled in
	}{
		{"the address is as the visitor wrote it", with("REQUEST_URI", "/a%20b//%2e?q=%20", "SCRIPT_NAME", "/a b", "PATH_INFO", ""),
			shown{URI: "/a%20b//%2e?q=%20", Path: "/a b//.", Query: "q=%20"}},
		{"without one it is that of the script and the path", with("SCRIPT_NAME", "/shop", "PATH_INFO", "/a b/ä", "QUERY_STRING", "q=1"),
			shown{URI: "/shop/a%20b/%C3%A4?q=1", Path: "/shop/a b/ä", Query: "q=1"}},
		{"nothing at all is the root", with(), shown{URI: "/", Path: "/"}},
		{"an address for a proxy loses its host", with("REQUEST_URI", "http://evil.com/x?y", "HTTP_HOST", "a.com"),
			shown{URI: "/x?y", Path: "/x", Query: "y", Host: "a.com"}},
		{"two slashes are no host", with("REQUEST_URI", "//evil.com/x"), shown{URI: "//evil.com/x", Path: "//evil.com/x"}},
		{"an IPv6 address", with("REMOTE_ADDR", "2001:db8::1", "REMOTE_PORT", "99"), shown{URI: "/", Path: "/", Remote: "[2001:db8::1]:99"}},
		{"an address that is none", with("REMOTE_ADDR", "unix:"), shown{URI: "/", Path: "/"}},
		{"a client of HTTP/1.0 names no host", with("SERVER_PROTOCOL", "HTTP/1.0", "SERVER_NAME", "a.com", "SERVER_PORT", "8080"),
			shown{URI: "/", Path: "/", Host: "a.com:8080", Proto: "HTTP/1.0"}},
		{"over HTTP/2 and TLS", with("SERVER_PROTOCOL", "HTTP/2.0", "HTTPS", "on", "SERVER_NAME", "a.com", "SERVER_PORT", "443"),
			shown{URI: "/", Path: "/", Host: "a.com", Proto: "HTTP/2.0", TLS: true}},
		{"the scheme counts if HTTPS says nothing", with("REQUEST_SCHEME", "https"), shown{URI: "/", Path: "/", TLS: true}},
		{"HTTPS can say no", with("REQUEST_SCHEME", "https", "HTTPS", "off"), shown{URI: "/", Path: "/"}},
		{"a length", with("CONTENT_LENGTH", "5", "CONTENT_TYPE", "text/plain", "HTTP_CONTENT_LENGTH", "7"),
			shown{URI: "/", Path: "/", Length: 5, Header: http.Header{"Content-Length": {"5"}, "Content-Type": {"text/plain"}}}},
		{"chunks have no length", with("CONTENT_LENGTH", "", "HTTP_TRANSFER_ENCODING", "chunked"), shown{URI: "/", Path: "/", Length: -1}},
		{"a length that nginx adds beside an empty one", with("CONTENT_LENGTH", "0", "CONTENT_LENGTH", ""), shown{URI: "/", Path: "/"}},
		{"of a parameter that is set twice, the last one counts", with("HTTPS", "", "HTTPS", "on"), shown{URI: "/", Path: "/", TLS: true}},
		{"headers", with("HTTP_ACCEPT", "a", "HTTP_X_FOO", "1", "HTTP_X_FOO", "2", "HTTP_PROXY", "evil", "HTTP_CONNECTION", "close", "HTTP_UPGRADE", "h2c"),
			shown{URI: "/", Path: "/", Header: http.Header{"Accept": {"a"}, "X-Foo": {"1", "2"}}}},
	} {
		r, err := c.vars.Request()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		c.want.Method = "GET"
		if c.want.Proto == "" {
			c.want.Proto = "HTTP/1.1"
		}
		if c.want.Header == nil {
			c.want.Header = http.Header{}
		}
		if diff := cmp.Diff(c.want, show(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestMalformedVariablesAreNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		vars Vars
		want string
	}{
		{Vars{}, "REQUEST_METHOD"},
		{with("REQUEST_METHOD", "POST"), "REQUEST_METHOD is both"},
		{with("CONTENT_LENGTH", "5", "CONTENT_LENGTH", "6"), "CONTENT_LENGTH is both"},
		{with("CONTENT_LENGTH", "+5"), "CONTENT_LENGTH"},
		{with("CONTENT_LENGTH", "-5"), "CONTENT_LENGTH"},
		{with("CONTENT_LENGTH", "9223372036854775808"), "CONTENT_LENGTH"},
		{with("REQUEST_URI", "x"), "REQUEST_URI"},
		{with("REQUEST_URI", "*"), "REQUEST_URI"},
		{with("REQUEST_URI", "/%zz"), "REQUEST_URI"},
		{with("REQUEST_URI", "/\x00"), "REQUEST_URI"},
		{with("REQUEST_URI", "mailto:x"), "REQUEST_URI"},
		{with("PATH_INFO", "x"), "PATH_INFO"},
		{with("SERVER_PROTOCOL", "INCLUDED"), "SERVER_PROTOCOL"},
		{with("HTTP_HOST", "a b"), "HTTP_HOST"},
		{with("HTTP_HOST", "user@a"), "HTTP_HOST"},
		{with("HTTP_HOST", "a", "HTTP_HOST", "b"), "HTTP_HOST"},
		{with("HTTP_", "a"), `"HTTP_"`},
		{with("HTTP_A:B", "a"), "HTTP_A:B"},
		{with("HTTP_A", "b\nc"), "control character"},
	} {
		if _, err := c.vars.Request(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: the error is %v, not %q", c.vars, err, c.want)
		}
	}
}

// FuzzRequest checks that what is accepted cannot be read in two ways, and
// comes back the same from its own variables.
func FuzzRequest(f *testing.F) {
	f.Add("GET", "/a?b=c", "a.com", "X_Y", "1", "5")
	f.Add("POST", "http://a/%2f", "[::1]:80", "COOKIE", "a=b", "")
	f.Fuzz(func(t *testing.T, method, uri, host, header, value, length string) {
		v := Vars{{"REQUEST_METHOD", method}, {"REQUEST_URI", uri}, {"HTTP_HOST", host}, {"HTTP_" + header, value}, {"CONTENT_LENGTH", length}, {"SERVER_PROTOCOL", "HTTP/1.1"}}
		r, err := v.Request()
		if err != nil {
			return
		}
		if r.URL.Host != "" || r.URL.Scheme != "" || strings.ContainsAny(r.RequestURI+r.Host+r.Method, "\r\n\x00 ") || r.Header["Proxy"] != nil {
			t.Errorf("accepted %q as %+v", v, show(r))
		}
		again, err := Of(r, "").Request()
		if err != nil {
			t.Fatalf("%q came back as %v", v, err)
		}
		if diff := cmp.Diff(show(r), show(again)); diff != "" {
			t.Errorf("%q came back as another request:\n%s", v, diff)
		}
	})
}

func BenchmarkRequest(b *testing.B) {
	v := with("REQUEST_URI", "/posts?page=2", "QUERY_STRING", "page=2", "CONTENT_TYPE", "", "CONTENT_LENGTH", "", "SERVER_PROTOCOL", "HTTP/1.1",
		"REMOTE_ADDR", "192.0.2.1", "REMOTE_PORT", "4711", "SERVER_NAME", "a.com", "SERVER_PORT", "80", "HTTP_HOST", "a.com",
		"HTTP_USER_AGENT", "x", "HTTP_ACCEPT", "text/html", "HTTP_ACCEPT_ENCODING", "gzip", "HTTP_COOKIE", "a=b")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Request(); err != nil {
			b.Fatal(err)
		}
	}
}
