package web

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// longestNext is the longest address that SafeNext follows.
const longestNext = 2048

// SafeNext returns the path and query of raw if it is an address on the host of
// the request, else fallback; an empty fallback is "/". What it returns always
// begins with one slash and never leads to another host, so it is fit for
// [Redirect].
//
// It takes a path ("/blog/?page=2") or a whole address of the same scheme, host
// and port. It refuses everything that a browser might read differently from
// this function: backslashes, control bytes, dot segments, a second slash at
// the start.
func SafeNext(c Context, raw, fallback string) string {
	if fallback == "" {
		fallback = "/"
	}
	if raw == "" || len(raw) > longestNext || !utf8.ValidString(raw) || strings.ContainsFunc(raw, unsafeInAddress) {
		return fallback
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" || u.User != nil {
		return fallback
	}
	if (u.Scheme != "" || u.Host != "") && !sameOrigin(c, u) {
		return fallback
	}
	next := u.EscapedPath()
	if strings.HasPrefix(raw, "//") || !strings.HasPrefix(next, "/") || !plainPath(u.Path) {
		return fallback
	}
	if u.RawQuery != "" {
		next += "?" + escapeRest(u.RawQuery)
	}
	if u.Fragment != "" {
		next += "#" + escapeRest(u.EscapedFragment())
	}
	return next
}

// unsafeInAddress matches what browsers drop, or take for a slash.
func unsafeInAddress(r rune) bool { return r < ' ' || r == '\\' || r >= 0x7f && r <= 0x9f }

// plainPath reports whether the decoded path begins with exactly one slash and
// holds nothing unsafe and no dot segments, which browsers resolve, escaped or
// not.
func plainPath(p string) bool {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || !utf8.ValidString(p) || strings.ContainsFunc(p, unsafeInAddress) {
		return false
	}
	for segment := range strings.SplitSeq(p, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return true
}

// sameOrigin compares scheme, host and port with those of the request.
func sameOrigin(c Context, u *url.URL) bool {
	scheme := c.Scheme()
	return strings.EqualFold(u.Scheme, scheme) &&
		withPort(u.Host, scheme) == withPort(c.Request().Host, scheme)
}

// withPort is a host in lower case with the scheme's port if it names none.
func withPort(host, scheme string) string {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		return host
	}
	if scheme == "https" {
		return host + ":443"
	}
	return host + ":80"
}

// escapeRest escapes what must not stand in a header, and leaves escapes alone.
func escapeRest(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if ch := s[i]; ch <= ' ' || ch >= 0x7f || ch == '"' || ch == '<' || ch == '>' {
			b.WriteByte('%')
			b.WriteByte(hex[ch>>4])
			b.WriteByte(hex[ch&15])
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
