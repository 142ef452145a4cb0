package answer

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofw/gofw/framework/web"
)

// Address is an address as machines want it: whole and escaped, by RFC 3986. One
// that is empty, cannot be read, or is neither http nor https is the empty text.
func Address(c web.Context, address string) string {
	address = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, strings.TrimSpace(address))
	if address == "" {
		return ""
	}
	u, err := url.Parse(web.AbsoluteURL(c, address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.RawQuery = escapeQuery(u.RawQuery)
	return u.String()
}

// escapeQuery escapes what a query cannot hold, and leaves the rest as it is.
func escapeQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(query[i])
	}
	return b.String()
}
