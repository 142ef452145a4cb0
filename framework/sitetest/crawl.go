package sitetest

import (
	"net/http"
	"net/url"
	"strings"
)

// Crawl visits a page and every page of the site that links lead to from there,
// as the client's visitor without scripts, and fails the test for each that is
// not there or is broken, with the page that led to it. It returns the addresses.
// skip may be nil; an address for which it is true is left out. More than 1,000
// pages fail the test.
func (c *Client) Crawl(start string, skip func(address string) bool) []string {
	c.t.Helper()
	queue := []string{start}
	from := map[string]string{start: "the start"}
	for i := 0; i < len(queue); i++ {
		if i == 1000 {
			c.t.Fatalf("there are more than 1,000 pages; the last was %s: leave some out", queue[i])
		}
		page := c.Get(queue[i])
		if page.Status >= http.StatusBadRequest {
			c.t.Errorf("%s, from %s, has status %d", queue[i], from[queue[i]], page.Status)
			continue
		}
		for _, to := range page.links() {
			if from[to] == "" && (skip == nil || !skip(to)) {
				from[to] = queue[i]
				queue = append(queue, to)
			}
		}
	}
	return queue
}

// links are the addresses of the site that a page leads to.
func (r *Response) links() []string {
	var all []string
	add := func(address string) {
		to, err := r.at.Parse(address)
		if err == nil && to.Scheme == r.at.Scheme && to.Host == r.at.Host {
			all = append(all, (&url.URL{Path: to.Path, RawPath: to.RawPath, RawQuery: to.RawQuery}).String())
		}
	}
	if r.redirects() {
		add(r.Location())
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return all
	}
	for n := range elements(r.tree(), "a", "area", "link", "img", "script", "iframe", "source") {
		for _, name := range []string{"href", "src"} {
			if address, ok := attribute(n, name); ok && !strings.HasPrefix(address, "#") {
				add(address)
			}
		}
	}
	return all
}
