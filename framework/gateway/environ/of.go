package environ

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Of is the variables of a request, as RFC 3875, section 4.1, and PEP 3333
// name them. Script is where the application is mounted, "/shop", and becomes
// SCRIPT_NAME; the rest of the path is PATH_INFO, decoded once. A path that
// is not under script leaves SCRIPT_NAME empty, as an empty script does.
//
// Headers that came twice are joined. Those with an underscore in their name
// are left out, since HTTP_X_Y could not be told from that of X-Y, and so are
// Proxy ("httpoxy") and those of the connection.
func Of(r *http.Request, script string) Vars {
	path := r.URL.Path
	script = strings.TrimSuffix(script, "/")
	rest, under := strings.CutPrefix(path, script)
	if !under || rest != "" && rest[0] != '/' {
		script, rest = "", path
	}
	v := Vars{
		{"GATEWAY_INTERFACE", "CGI/1.1"},
		{"REQUEST_METHOD", r.Method},
		{"SCRIPT_NAME", script},
		{"PATH_INFO", rest},
		{"QUERY_STRING", r.URL.RawQuery},
		{"REQUEST_URI", requestURI(r)},
		{"SERVER_PROTOCOL", r.Proto},
	}
	v = append(v, addresses(r)...)
	if mime := r.Header.Get("Content-Type"); mime != "" {
		v = append(v, Var{"CONTENT_TYPE", mime})
	}
	if r.ContentLength > 0 {
		v = append(v, Var{"CONTENT_LENGTH", strconv.FormatInt(r.ContentLength, 10)})
	}
	if r.ContentLength < 0 { // Request reads it as a length that is not known
		v = append(v, Var{"HTTP_TRANSFER_ENCODING", "chunked"})
	}
	return append(v, headers(r)...)
}

func requestURI(r *http.Request) string {
	if r.RequestURI != "" && r.RequestURI[0] == '/' {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}

// addresses is who speaks with whom, and how.
func addresses(r *http.Request) Vars {
	scheme, port := "http", "80"
	if r.TLS != nil {
		scheme, port = "https", "443"
	}
	name := r.Host
	if host, p, err := net.SplitHostPort(r.Host); err == nil {
		name, port = host, p
	}
	v := Vars{{"SERVER_NAME", name}, {"SERVER_PORT", port}, {"REQUEST_SCHEME", scheme}}
	if r.TLS != nil {
		v = append(v, Var{"HTTPS", "on"})
	}
	if host, p, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		v = append(v, Var{"REMOTE_ADDR", host}, Var{"REMOTE_PORT", p})
	}
	return v
}

// headers is the headers as variables, sorted by name.
func headers(r *http.Request) Vars {
	v := make(Vars, 0, len(r.Header)+1)
	if r.Host != "" {
		v = append(v, Var{"HTTP_HOST", r.Host})
	}
	for name, values := range r.Header {
		canonical := http.CanonicalHeaderKey(name)
		switch {
		case hop(canonical), !isToken(name), strings.Contains(name, "_"):
			continue
		case canonical == "Proxy", canonical == "Host", canonical == "Content-Type", canonical == "Content-Length":
			continue
		}
		variable := "HTTP_" + strings.ReplaceAll(strings.ToUpper(name), "-", "_")
		v = append(v, Var{variable, strings.Join(values, separator(variable))})
	}
	slices.SortFunc(v, func(a, b Var) int { return strings.Compare(a.Name, b.Name) })
	return v
}
