package web

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

type baseKey struct{}

// WithURL returns a context whose absolute addresses begin with base, such as
// "https://example.com". Sites set it once, for the context of all requests;
// without it the request decides. A trailing slash is dropped. A base that is
// not an http or https address without a query is an error.
func WithURL(ctx context.Context, base string) (context.Context, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("reading the site's URL: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("reading the site's URL: %q is not an address such as https://example.com", base)
	}
	return context.WithValue(ctx, baseKey{}, strings.TrimSuffix(u.String(), "/")), nil
}

// AbsoluteURL puts scheme and host before a path. An address that is absolute
// already is returned as it is; an empty one becomes the site's root.
func AbsoluteURL(c Context, address string) string {
	if u, err := url.Parse(address); err == nil && u.IsAbs() {
		return address
	}
	base, ok := c.Request().Context().Value(baseKey{}).(string)
	if !ok {
		base = c.Scheme() + "://" + c.Request().Host
	}
	return base + "/" + strings.TrimLeft(address, "/")
}
