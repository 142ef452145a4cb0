package middleware

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// Canonical leads requests that came by another scheme or host to the site's
// one: from http to https, from example.com to www.example.com. Reading is led
// there for good with 301; what changes something is sent again there, with 308.
type Canonical struct {
	// URL is the site's address, such as "https://www.example.com". Empty leads
	// nowhere.
	URL string
	// Exempt are the beginnings of paths that are answered as they are asked
	// for: what a load balancer asks to see whether the site is well.
	Exempt []string
}

// Middleware is the function for Echo. A URL that cannot be read is an error.
func (k Canonical) Middleware() (web.MiddlewareFunc, error) {
	if k.URL == "" {
		return func(next web.HandlerFunc) web.HandlerFunc { return next }, nil
	}
	u, err := url.Parse(k.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("canonical address: %q is not one such as https://www.example.com", k.URL)
	}
	for _, prefix := range k.Exempt {
		if !strings.HasPrefix(prefix, "/") {
			return nil, fmt.Errorf("canonical address: the exempt path %q does not begin with a slash", prefix)
		}
	}
	host := plainHost(u.Scheme, u.Host)
	base := u.Scheme + "://" + host
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			r := c.Request()
			target := r.URL.RequestURI()
			if c.Scheme() == u.Scheme && strings.EqualFold(plainHost(u.Scheme, r.Host), host) || !strings.HasPrefix(target, "/") || k.exempts(r.URL.Path) {
				return next(c)
			}
			status := http.StatusPermanentRedirect
			if r.Method == http.MethodGet || r.Method == http.MethodHead {
				status = http.StatusMovedPermanently
			}
			return c.Redirect(status, base+target)
		}
	}, nil
}

// plainHost is a host without the port that its scheme has anyhow, as browsers
// send it.
func plainHost(scheme, host string) string {
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

func (k Canonical) exempts(path string) bool {
	for _, prefix := range k.Exempt {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
