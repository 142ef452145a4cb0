package filters

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// domains are the ends of names that are taken for addresses without a scheme, as
// Django has them.
var domains = []string{"com", "edu", "gov", "int", "mil", "net", "org"}

// siteName reports whether a text begins with the name of a site that ends in one
// of the well-known domains, and then ends or goes on with a path.
func siteName(text string) bool {
	host, _, _ := strings.Cut(text, "/")
	labels := strings.Split(strings.ToLower(host), ".")
	last := len(labels) - 1
	if last < 1 || !slices.Contains(domains, labels[last]) || strings.HasPrefix(labels[0], "http") {
		return false
	}
	return !slices.ContainsFunc(labels, func(l string) bool { return !label(l) })
}

// email reports whether a text is a mail address, by the rules of Django's
// EmailValidator: a dot-atom, and a domain with a top level domain.
func email(text string) (local, domain string, ok bool) {
	local, domain, ok = strings.Cut(text, "@")
	if !ok || len(text) > 320 {
		return "", "", false
	}
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, func(r rune) bool { return r > '~' || !atomic(byte(r)) }) {
			return "", "", false
		}
	}
	labels := strings.Split(domain, ".")
	last := len(labels) - 1
	if last < 1 || !topLevel(labels[last]) || slices.ContainsFunc(labels[:last], func(l string) bool { return !label(l) }) {
		return "", "", false
	}
	return local, domain, true
}

// atomic reports whether an ASCII character may stand in the local part of a mail
// address without quotes (RFC 5322, atext).
func atomic(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-!#$%&'*+/=?^_`{}|~", c) >= 0
}

// label reports whether a text is one part of a host name: letters, digits and
// inner hyphens, 63 at most (RFC 1034), also of other scripts.
func label(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= 63 && text[0] != '-' && text[len(text)-1] != '-' &&
		!strings.ContainsFunc(text, func(r rune) bool { return !nameLetter(r) && r != '-' && (r < '0' || r > '9') })
}

// topLevel reports whether a label may be the last one: it has no digits, unless
// it is encoded.
func topLevel(text string) bool {
	if !label(text) || len(text) < 2 {
		return false
	}
	return strings.HasPrefix(strings.ToLower(text), "xn--") || !strings.ContainsAny(text, "0123456789")
}

func nameLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || 0xA1 <= r && r <= 0xFFFF && r != utf8.RuneError
}
