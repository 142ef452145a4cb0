package web

import (
	"net/netip"
	"strings"
)

// parseForwarded reads Forwarded headers (RFC 7239, section 4), from the first
// proxy to the nearest. From an element that cannot be read on, nothing further
// left is believed: it becomes a hop without an address.
func parseForwarded(lines []string) []hop {
	var hops []hop
	for _, line := range lines {
		for _, element := range splitQuoted(line, ',') {
			hops = append(hops, forwardedElement(element))
		}
	}
	return hops[max(0, len(hops)-mostHops):]
}

// forwardedElement reads "for=192.0.2.43;proto=http". A parameter that stands
// there twice makes it unreadable.
func forwardedElement(element string) hop {
	var h hop
	seenFor, seenProto := false, false
	for _, pair := range splitQuoted(element, ';') {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		if !ok {
			continue
		}
		value, ok = unquote(value)
		switch strings.ToLower(name) {
		case "for":
			if !ok || seenFor {
				return hop{}
			}
			seenFor, h.client = true, forwardedNode(value)
		case "proto":
			if !ok || seenProto {
				return hop{}
			}
			seenProto, h.scheme = true, schemeOf(value)
		}
	}
	return h
}

// forwardedNode reads an address. Names that hide one ("_hidden", "unknown") are
// no address; an IPv6 address stands in brackets.
func forwardedNode(value string) netip.Addr {
	addr := hopAddr(value)
	if addr.Is6() && !strings.HasPrefix(value, "[") {
		return netip.Addr{}
	}
	return addr
}

// splitQuoted splits at a byte that is not inside of quotes.
func splitQuoted(s string, at byte) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == at && !quoted:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// unquote reads a token or a quoted string (RFC 9110, 5.6.4).
func unquote(s string) (string, bool) {
	if !strings.HasPrefix(s, `"`) {
		return s, !strings.ContainsAny(s, "\"\\ \t")
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), i == len(s)-1
		case '\\':
			if i++; i == len(s) {
				return "", false
			}
		}
		b.WriteByte(s[i])
	}
	return "", false
}
