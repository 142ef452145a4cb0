package middleware

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// Hosts refuses requests for hosts that are not the site's with 400: links in
// mail and redirects are made from the host, so it must not be a stranger's.
type Hosts struct {
	// Allowed are names ("example.com", with or without a port), names with
	// all their subdomains (".example.com"), IP addresses ("192.0.2.1",
	// "[2001:db8::1]"), or "*" for every host. A name without a port allows
	// every port.
	Allowed []string
	// Debug allows localhost, its subdomains and the loopback addresses if
	// Allowed is empty. Without it an empty Allowed is an error.
	Debug bool
}

// Middleware is the function for Echo. A host that cannot be read is an error.
func (h Hosts) Middleware() (web.MiddlewareFunc, error) {
	allowed, err := h.read()
	if err != nil {
		return nil, err
	}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			if !allowed.accepts(c.Request().Host) {
				return &web.Error{
					Status:  400,
					Message: "This site does not answer at the address that was asked for.",
					Err:     fmt.Errorf("the host %.100q is not allowed: if it is yours, add it to SITE_ALLOWED_HOSTS", c.Request().Host),
				}
			}
			return next(c)
		}
	}, nil
}

// host is a name in lower case or an address, and a port, if any.
type host struct{ name, port string }

// hostList is what Hosts allows.
type hostList struct {
	all      bool
	exact    map[host]bool
	suffixes []host // names that begin with a dot
}

func (h Hosts) read() (hostList, error) {
	words := h.Allowed
	if len(words) == 0 {
		if !h.Debug {
			return hostList{}, errors.New("AllowedHosts is empty, so that no request could be answered: set SITE_ALLOWED_HOSTS to the names of the site, with commas between them")
		}
		words = []string{"localhost", ".localhost", "127.0.0.1", "[::1]"}
	}
	list := hostList{exact: map[host]bool{}}
	var problems []error
	for _, word := range words {
		if word == "*" {
			list.all = true
			continue
		}
		name, sub := strings.CutPrefix(word, ".")
		parsed, ok := parseHost(name)
		if _, err := netip.ParseAddr(parsed.name); !ok || sub && err == nil {
			problems = append(problems, fmt.Errorf("AllowedHosts: %q is not a host: write a name such as example.com, .example.com for its subdomains too, or an IP address, without http://", word))
			continue
		}
		list.exact[parsed] = true
		if sub {
			list.suffixes = append(list.suffixes, host{"." + parsed.name, parsed.port})
		}
	}
	return list, errors.Join(problems...)
}

// accepts reads the host that a request names. "*" accepts every host that can
// be read at all.
func (l hostList) accepts(raw string) bool {
	asked, ok := parseHost(raw)
	if !ok {
		return false
	}
	if l.all || l.exact[asked] || l.exact[host{asked.name, ""}] {
		return true
	}
	for _, s := range l.suffixes {
		if strings.HasSuffix(asked.name, s.name) && (s.port == "" || s.port == asked.port) {
			return true
		}
	}
	return false
}

// parseHost reads a name or an address with an optional port. IPv6 stands in
// brackets. It refuses everything else, such as what only some parsers accept.
func parseHost(raw string) (host, bool) {
	if raw == "" || len(raw) > 260 {
		return host{}, false
	}
	name, port := raw, ""
	if i := strings.LastIndexByte(raw, ':'); i >= 0 && !strings.HasSuffix(raw, "]") {
		name, port = raw[:i], raw[i+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return host{}, false
		}
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		if !ok || err != nil || !addr.Is6() || addr.Zone() != "" {
			return host{}, false
		}
		return host{addr.String(), port}, true
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return host{name, port}, isHostName(name)
}

// isHostName takes dotted words of letters, digits, hyphens and underscores,
// which IPv4 addresses are too. The name is in lower case.
func isHostName(name string) bool {
	length := 0 // of the word so far
	for i := range len(name) {
		switch ch := name[i]; {
		case ch == '.':
			if length == 0 || name[i-1] == '-' {
				return false
			}
			length = -1
		case ch == '-':
			if length == 0 {
				return false
			}
		case !('a' <= ch && ch <= 'z' || '0' <= ch && ch <= '9' || ch == '_'):
			return false
		}
		if length++; length > 63 {
			return false
		}
	}
	return length > 0 && name[len(name)-1] != '-'
}
