package filters

import (
	"net/url"
	"strings"
)

const (
	hexadecimal = "0123456789ABCDEF"
	reserved    = ":/?#[]@!$&'()*+,;=" // RFC 3986, gen-delims and sub-delims
)

// URLEncode escapes a text for use in an address. What safe lists stays as it is,
// besides letters, digits and "_.-~"; Django's default for it is "/".
func URLEncode(text, safe string) string { return quote(text, safe) }

// IRIEncode escapes what may not stand in an address, and leaves alone what may,
// "%" included: "/München?q=a%20b" is "/M%C3%BCnchen?q=a%20b".
func IRIEncode(iri string) string { return quote(iri, reserved+"%") }

// QueryString is the query of an address with some values in place of others, "?"
// included. No values, nil, takes a key out. Keys are sorted.
//
//	filters.QueryString(c.QueryParams(), url.Values{"page": {"2"}, "q": nil})
func QueryString(query, changes url.Values) string {
	out := url.Values{}
	for key, values := range query {
		out[key] = values
	}
	for key, values := range changes {
		out[key] = values
	}
	return "?" + out.Encode()
}

// quote writes bytes as %XX, but for unreserved characters (RFC 3986, 2.3) and
// those that are safe.
func quote(text, safe string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if unreserved(c) || c < 0x80 && strings.IndexByte(safe, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hexadecimal[c>>4])
			b.WriteByte(hexadecimal[c&15])
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// requote escapes what may not stand in an address and leaves escapes as they are,
// but for those that were not needed.
func requote(text string) string {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(text, "%")
		b.WriteString(quote(plain, reserved))
		if !found {
			return b.String()
		}
		c, ok := escaped(rest)
		switch {
		case !ok:
			b.WriteString("%25")
			text = rest
			continue
		case unreserved(c):
			b.WriteByte(c)
		default:
			b.WriteString("%" + strings.ToUpper(rest[:2]))
		}
		text = rest[2:]
	}
}

// escaped is the byte that two digits behind a "%" stand for.
func escaped(text string) (byte, bool) {
	if len(text) < 2 {
		return 0, false
	}
	high, low := strings.IndexByte(hexadecimal, upper(text[0])), strings.IndexByte(hexadecimal, upper(text[1]))
	return byte(high<<4 | low), high >= 0 && low >= 0
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'f' {
		c -= 'a' - 'A'
	}
	return c
}

// address makes an address with a scheme fit for a link.
func address(link string) string {
	scheme, rest, _ := strings.Cut(link, "://")
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	out := strings.ToLower(scheme) + "://" + requote(rest)
	if query = form(query); query != "" {
		out += "?" + query
	}
	if fragment != "" {
		out += "#" + requote(fragment)
	}
	return out
}

// form writes a query anew: its names and values escaped, each once.
func form(query string) string {
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		parts = append(parts, quotePlus(name)+"="+quotePlus(value))
	}
	return strings.Join(parts, "&")
}

// quotePlus escapes a name or a value of a query, with "+" for a blank.
func quotePlus(text string) string {
	var raw []byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '+' {
			c = ' '
		} else if e, ok := escaped(text[i+1:]); ok && c == '%' {
			c, i = e, i+2
		}
		raw = append(raw, c)
	}
	return strings.ReplaceAll(quote(string(raw), " "), " ", "+")
}
