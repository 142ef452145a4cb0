package environ

import (
	"fmt"
	"net/http"
	"net/textproto"
	"strings"
)

// known holds the headers that browsers and servers in front send, so that
// their names need not be made for each request.
var known = map[string]string{
	"HTTP_ACCEPT":                         "Accept",
	"HTTP_ACCEPT_CHARSET":                 "Accept-Charset",
	"HTTP_ACCEPT_ENCODING":                "Accept-Encoding",
	"HTTP_ACCEPT_LANGUAGE":                "Accept-Language",
	"HTTP_AUTHORIZATION":                  "Authorization",
	"HTTP_CACHE_CONTROL":                  "Cache-Control",
	"HTTP_COOKIE":                         "Cookie",
	"HTTP_DNT":                            "Dnt",
	"HTTP_HOST":                           "Host",
	"HTTP_IF_MODIFIED_SINCE":              "If-Modified-Since",
	"HTTP_IF_NONE_MATCH":                  "If-None-Match",
	"HTTP_ORIGIN":                         "Origin",
	"HTTP_PRAGMA":                         "Pragma",
	"HTTP_RANGE":                          "Range",
	"HTTP_REFERER":                        "Referer",
	"HTTP_SEC_FETCH_DEST":                 "Sec-Fetch-Dest",
	"HTTP_SEC_FETCH_MODE":                 "Sec-Fetch-Mode",
	"HTTP_SEC_FETCH_SITE":                 "Sec-Fetch-Site",
	"HTTP_SEC_FETCH_USER":                 "Sec-Fetch-User",
	"HTTP_UPGRADE_INSECURE_REQUESTS":      "Upgrade-Insecure-Requests",
	"HTTP_USER_AGENT":                     "User-Agent",
	"HTTP_X_FORWARDED_FOR":                "X-Forwarded-For",
	"HTTP_X_FORWARDED_HOST":               "X-Forwarded-Host",
	"HTTP_X_FORWARDED_PROTO":              "X-Forwarded-Proto",
	"HTTP_X_REAL_IP":                      "X-Real-Ip",
	"HTTP_X_REQUESTED_WITH":               "X-Requested-With",
	"HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "Access-Control-Request-Headers",
	"HTTP_ACCESS_CONTROL_REQUEST_METHOD":  "Access-Control-Request-Method",
}

// headerName is the header of a variable: HTTP_X_Y is X-Y.
func headerName(variable string) (string, error) {
	if name, ok := known[variable]; ok {
		return name, nil
	}
	name := variable[len("HTTP_"):]
	if !isToken(name) {
		return "", fmt.Errorf("environ: %q names no header", variable)
	}
	return textproto.CanonicalMIMEHeaderKey(strings.ReplaceAll(name, "_", "-")), nil
}

// hop reports whether a header speaks about the connection to the server in
// front (RFC 9110, section 7.6.1), which is not the handler's.
func hop(name string) bool {
	switch name {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// addHeader adds a variable's header. Values of all headers share one slice.
func addHeader(h http.Header, values []string, name, value string) []string {
	if before, twice := h[name]; twice {
		h[name] = append(before, value)
		return values
	}
	values = append(values, value)
	h[name] = values[len(values)-1 : len(values) : len(values)]
	return values
}

// isToken reports whether s is a token (RFC 9110, section 5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// isValue reports whether s can be the value of a header (RFC 9110, section 5.5).
func isValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
