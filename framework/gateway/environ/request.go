package environ

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// facts are the variables that are no headers.
type facts struct {
	method, uri, script, path, query   string
	protocol, scheme, https            string
	remote, remotePort                 string
	server, serverPort                 string
	length, mime, headerMIME, encoding string
}

// place is where a variable is kept, and whether a second value that differs
// is an error: a server and a site that read two of them differently can be
// led to take one request for two. Of the rest the last one counts, as it does
// in PHP, for which such configurations were written.
func (f *facts) place(name string) (at *string, single bool) {
	switch name {
	case "REQUEST_METHOD":
		return &f.method, true
	case "REQUEST_URI":
		return &f.uri, true
	case "CONTENT_LENGTH":
		return &f.length, true
	case "CONTENT_TYPE":
		return &f.mime, false
	case "SCRIPT_NAME":
		return &f.script, false
	case "PATH_INFO":
		return &f.path, false
	case "QUERY_STRING":
		return &f.query, false
	case "SERVER_PROTOCOL":
		return &f.protocol, false
	case "REQUEST_SCHEME":
		return &f.scheme, false
	case "HTTPS":
		return &f.https, false
	case "REMOTE_ADDR":
		return &f.remote, false
	case "REMOTE_PORT":
		return &f.remotePort, false
	case "SERVER_NAME":
		return &f.server, false
	case "SERVER_PORT":
		return &f.serverPort, false
	}
	return nil, false
}

// Request makes the request that the variables describe, without its body. It
// has what net/http's server would have given the handler:
//
//   - RequestURI and URL are those of REQUEST_URI, as the visitor sent it, and
//     where that is missing SCRIPT_NAME + PATH_INFO, escaped, and QUERY_STRING.
//     SCRIPT_NAME alone is not believed: nginx's own parameters set it to the whole path.
//   - ContentLength is that of CONTENT_LENGTH; -1 if there is none and the visitor sent chunks; else 0.
//   - RemoteAddr is REMOTE_ADDR and REMOTE_PORT; empty if that is no address.
//   - TLS is set if HTTPS is "on" or "1", or REQUEST_SCHEME is "https".
//   - Headers that came twice are there twice. Those of the connection are not
//     there, nor is Proxy, which programs take for a setting ("httpoxy").
//
// An error says which variable is malformed.
func (v Vars) Request() (*http.Request, error) {
	var f facts
	header, err := v.read(&f)
	if err != nil {
		return nil, err
	}
	r := &http.Request{Method: f.method, Header: header, Body: http.NoBody}
	if r.Method == "" || !isToken(r.Method) {
		return nil, fmt.Errorf("environ: REQUEST_METHOD is %q", f.method)
	}
	if err := f.address(r); err != nil {
		return nil, err
	}
	if err := f.version(r); err != nil {
		return nil, err
	}
	if err := f.host(r); err != nil {
		return nil, err
	}
	if r.ContentLength, err = f.contentLength(); err != nil {
		return nil, err
	}
	if f.mime == "" {
		f.mime = f.headerMIME
	}
	if f.mime != "" {
		header["Content-Type"] = []string{f.mime}
	}
	if r.ContentLength > 0 {
		header["Content-Length"] = []string{f.length}
	}
	if ip, err := netip.ParseAddr(f.remote); err == nil {
		port, _ := strconv.ParseUint(f.remotePort, 10, 16)
		r.RemoteAddr = netip.AddrPortFrom(ip, uint16(port)).String()
	}
	if f.secure() {
		r.TLS = &tls.ConnectionState{HandshakeComplete: true}
	}
	return r, nil
}

// read takes the variables apart into facts and headers.
func (v Vars) read(f *facts) (http.Header, error) {
	header := make(http.Header, len(v)/2)
	values := make([]string, 0, len(v))
	for _, x := range v {
		if !isValue(x.Value) {
			return nil, fmt.Errorf("environ: %q has a control character", x.Name)
		}
		if !strings.HasPrefix(x.Name, "HTTP_") {
			if at, single := f.place(x.Name); at != nil {
				if single && x.Value == "" {
					continue
				}
				if single && *at != "" && *at != x.Value {
					return nil, fmt.Errorf("environ: %s is both %q and %q", x.Name, *at, x.Value)
				}
				*at = x.Value
			}
			continue
		}
		name, err := headerName(x.Name)
		switch {
		case err != nil:
			return nil, err
		case name == "Proxy", name == "Content-Length": // the latter is CONTENT_LENGTH
		case name == "Content-Type":
			f.headerMIME = x.Value
		case name == "Transfer-Encoding":
			f.encoding = x.Value
		case hop(name):
		case name == "Host" && len(header[name]) == 1 && header[name][0] != x.Value:
			return nil, errors.New("environ: HTTP_HOST is there twice")
		default:
			values = addHeader(header, values, name, x.Value)
		}
	}
	return header, nil
}

// address fills in RequestURI and URL.
func (f *facts) address(r *http.Request) (err error) {
	uri := f.uri
	if uri == "" {
		u := url.URL{Path: f.script + f.path, RawQuery: f.query}
		if u.Path == "" {
			u.Path = "/"
		}
		uri = u.RequestURI()
		if uri[0] != '/' {
			return fmt.Errorf("environ: PATH_INFO %q does not begin with a slash", f.path)
		}
	}
	if uri == "*" && r.Method == http.MethodOptions {
		r.RequestURI, r.URL = uri, &url.URL{Path: "*"}
		return nil
	}
	if r.URL, err = url.ParseRequestURI(uri); err != nil || r.URL.Scheme == "" && uri[0] != '/' {
		return fmt.Errorf("environ: REQUEST_URI is %q", uri)
	}
	if r.URL.Scheme != "" || r.URL.Opaque != "" { // sent to us as to a proxy
		if r.URL.Host == "" || r.URL.Opaque != "" {
			return fmt.Errorf("environ: REQUEST_URI is %q", uri)
		}
		r.URL.Scheme, r.URL.Host, r.URL.User = "", "", nil
		uri = r.URL.RequestURI()
	}
	r.RequestURI = uri
	return nil
}

func (f *facts) version(r *http.Request) (err error) {
	switch f.protocol {
	case "HTTP/1.1", "":
		r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.1", 1, 1
		return nil
	}
	var ok bool
	r.Proto = f.protocol
	if r.ProtoMajor, r.ProtoMinor, ok = http.ParseHTTPVersion(f.protocol); !ok {
		return fmt.Errorf("environ: SERVER_PROTOCOL is %q", f.protocol)
	}
	return nil
}

// host takes Host out of the headers, as net/http does. A client of HTTP/1.0
// need not send one: then it is the server's.
func (f *facts) host(r *http.Request) error {
	if host := r.Header["Host"]; len(host) > 0 {
		r.Host = host[0]
		delete(r.Header, "Host")
	}
	if r.Host == "" && f.server != "" {
		r.Host = f.server
		if f.serverPort != "" && f.serverPort != f.defaultPort() {
			r.Host = net.JoinHostPort(strings.Trim(f.server, "[]"), f.serverPort)
		}
	}
	for i := range len(r.Host) {
		if c := r.Host[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"/<>?@\^{|}#`+"`", c) >= 0 {
			return fmt.Errorf("environ: HTTP_HOST is %q", r.Host)
		}
	}
	return nil
}

func (f *facts) contentLength() (int64, error) {
	if f.length == "" {
		if f.encoding != "" {
			return -1, nil
		}
		return 0, nil
	}
	n, err := strconv.ParseUint(f.length, 10, 63)
	if err != nil {
		return 0, fmt.Errorf("environ: CONTENT_LENGTH is %q", f.length)
	}
	return int64(n), nil
}

func (f *facts) secure() bool {
	return strings.EqualFold(f.https, "on") || f.https == "1" || f.https == "" && f.scheme == "https"
}

func (f *facts) defaultPort() string {
	if f.secure() {
		return "443"
	}
	return "80"
}
