package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies says which servers in front of the site are believed when they tell a
// client's address and scheme. From anybody else such headers are nothing but
// text that a stranger wrote. The zero value believes proxies on this machine.
//
// What they say is read from the right, where each proxy adds the client that
// it has seen: the first address that is no trusted proxy is the client, and
// what stands left of it was written by the client itself.
type Proxies struct {
	// Trusted are networks ("10.0.0.0/8"), addresses ("192.0.2.7"), and the
	// words "loopback", "private" (RFC 1918 and RFC 4193), "unix" for whoever
	// speaks through a Unix socket, and "none". Empty is loopback and unix.
	Trusted []string
	// Forwarded says that the proxies send Forwarded (RFC 7239). Without it
	// they send X-Forwarded-For and X-Forwarded-Proto. Only one of both is
	// read: a proxy passes on the other as the client sent it.
	Forwarded bool
}

// trust is what Proxies says, read.
type trust struct {
	networks  []netip.Prefix
	unix      bool
	forwarded bool
}

// networks are the words of Proxies.Trusted.
var networks = map[string][]string{
	"loopback": {"127.0.0.0/8", "::1/128"},
	"private":  {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"},
	"none":     nil,
}

// Check says whether all of Trusted can be read.
func (p Proxies) Check() error {
	_, err := p.read()
	return err
}

func (p Proxies) read() (trust, error) {
	t := trust{forwarded: p.Forwarded}
	words := p.Trusted
	if len(words) == 0 {
		words = []string{"loopback", "unix"}
	}
	for _, word := range words {
		word = strings.TrimSpace(word)
		if word == "unix" {
			t.unix = true
			continue
		}
		list, known := networks[word]
		if !known {
			list = []string{word}
		}
		for _, text := range list {
			n, err := network(text)
			if err != nil {
				return trust{}, fmt.Errorf("%q is not a proxy: write a network such as 10.0.0.0/8, an address, loopback, private, unix or none", word)
			}
			t.networks = append(t.networks, n)
		}
	}
	return t, nil
}

// network reads a network, or an address as the network of it alone. Bits
// behind the mask are a mistake of whoever wrote it.
func network(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return netip.Prefix{}, err
		}
		addr = addr.Unmap()
		return addr.Prefix(addr.BitLen())
	}
	n, err := netip.ParsePrefix(text)
	if err == nil && n != n.Masked() {
		err = fmt.Errorf("%s is not the beginning of its network %s", n.Addr(), n.Masked())
	}
	return n, err
}

// Apply makes an Echo tell the client's address and scheme (RealIP and Scheme of
// a [Context]) as these proxies say. A network that cannot be read is an error,
// and nothing is changed.
func (p Proxies) Apply(e *Echo) error {
	t, err := p.read()
	if err != nil {
		return fmt.Errorf("reading the trusted proxies: %w", err)
	}
	e.IPExtractor = func(r *http.Request) string { return t.client(r) }
	e.SchemeExtractor = func(r *http.Request) string { return t.scheme(r) }
	return nil
}

// peer is the other end of the connection, invalid for a Unix socket: the text
// comes from the system, never from the client.
func peer(r *http.Request) netip.Addr {
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return at.Addr().Unmap()
	}
	addr, _ := netip.ParseAddr(r.RemoteAddr) // without a port, as adapters give it
	return addr.Unmap()
}

func (t trust) trusts(addr netip.Addr) bool {
	if !addr.IsValid() {
		return t.unix
	}
	addr = addr.WithZone("")
	return slices.ContainsFunc(t.networks, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// client is the address of the client, "" if nobody says it.
func (t trust) client(r *http.Request) string {
	addr := peer(r)
	if t.trusts(addr) && t.told(r) {
		addr, _ = t.origin(r, addr)
	}
	if !addr.IsValid() {
		return ""
	}
	return addr.String()
}

// scheme is "https" or "http".
func (t trust) scheme(r *http.Request) string {
	own := "http"
	if r.TLS != nil {
		own = "https"
	}
	addr := peer(r)
	if !t.trusts(addr) {
		return own
	}
	if t.told(r) {
		if _, said := t.origin(r, addr); said != "" {
			return said
		}
	}
	if t.forwarded {
		return own
	}
	said := list(r.Header["X-Forwarded-Proto"])
	if len(said) == 0 {
		return own
	}
	if word := schemeOf(said[len(said)-1]); word != "" {
		return word
	}
	return own
}

// told reports whether there is anything to read.
func (t trust) told(r *http.Request) bool {
	if t.forwarded {
		return len(r.Header["Forwarded"]) > 0
	}
	return len(r.Header["X-Forwarded-For"]) > 0
}

// hop is what one proxy says of the client that it has seen. An invalid address
// is one that it does not tell.
type hop struct {
	client netip.Addr
	scheme string // "" if it does not tell
}

// origin follows the proxies from the nearest to the first that is not trusted:
// its address and the scheme that it used.
func (t trust) origin(r *http.Request, nearest netip.Addr) (netip.Addr, string) {
	at, scheme := nearest, ""
	for _, h := range slices.Backward(t.hops(r)) {
		if h.scheme != "" {
			scheme = h.scheme
		}
		if !h.client.IsValid() {
			break // whoever it is, a proxy that is trusted is the last that is known
		}
		if at = h.client; !t.trusts(at) {
			break
		}
	}
	return at, scheme
}

func (t trust) hops(r *http.Request) []hop {
	if t.forwarded {
		return parseForwarded(r.Header["Forwarded"])
	}
	clients, schemes := list(r.Header["X-Forwarded-For"]), list(r.Header["X-Forwarded-Proto"])
	hops := make([]hop, len(clients))
	for i, text := range clients {
		hops[i].client = hopAddr(text)
		if len(schemes) == len(clients) { // each proxy has added one; else the nearest alone is sure
			hops[i].scheme = schemeOf(schemes[i])
		}
	}
	return hops
}

// mostHops is how many proxies are followed; more are somebody's attempt.
const mostHops = 64

// list is the items of a header with commas, the last mostHops of them.
func list(lines []string) []string {
	var items []string
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			items = append(items, strings.TrimSpace(item))
		}
	}
	return items[max(0, len(items)-mostHops):]
}

// hopAddr reads an address with or without a port; invalid for anything else.
func hopAddr(text string) netip.Addr {
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	if err != nil {
		at, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}
		}
		addr = at.Addr()
	}
	return addr.Unmap().WithZone("")
}

func schemeOf(text string) string {
	switch strings.ToLower(text) {
	case "http", "ws":
		return "http"
	case "https", "wss":
		return "https"
	}
	return ""
}
