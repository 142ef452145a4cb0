package sitetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/gofw/gofw/framework/orm"
)

// Response is an answer. What is filled into the forms of its page stays there
// until a button is pressed.
type Response struct {
	Status int
	Header http.Header
	Body   string
	Ledger *orm.Ledger // the statements that it took
	Via    []string    // the addresses that were asked on the way, with path and query

	client   *Client
	at       *url.URL
	method   string
	referrer string
	document *html.Node // nil until it is looked at
	part     *html.Node // what is looked at; nil is all
	files    map[*html.Node][]File
}

// Address is where the page is: path and query.
func (r *Response) Address() string { return r.at.RequestURI() }

// Location is where a redirect leads; empty if it is none.
func (r *Response) Location() string { return r.Header.Get("Location") }

// Shows reports whether the source of the page holds all the texts.
func (r *Response) Shows(texts ...string) bool {
	for _, text := range texts {
		if !strings.Contains(r.Body, text) {
			return false
		}
	}
	return true
}

// JSON reads the answer, which must say that it is JSON, into v.
func (r *Response) JSON(v any) {
	t := r.client.t
	t.Helper()
	if !strings.Contains(r.Header.Get("Content-Type"), "json") {
		t.Fatalf("the answer is no JSON but %q: %s", r.Header.Get("Content-Type"), r)
	}
	if err := json.Unmarshal([]byte(r.Body), v); err != nil {
		t.Fatalf("reading JSON: %v: %s", err, r)
	}
}

// MaxQueries fails the test if the answer took more than n statements, and lists
// them.
func (r *Response) MaxQueries(t testing.TB, n int) {
	t.Helper()
	maxQueries(t, r.Ledger, n)
}

// String is the answer for a test's message.
func (r *Response) String() string {
	return fmt.Sprintf("%s, status %d, location %q\n%s", r.Address(), r.Status, r.Location(), r.Body)
}

func (r *Response) redirects() bool {
	return slices.Contains([]int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}, r.Status) && r.Location() != ""
}

// Follow goes where a redirect leads, and on to the page that is shown. An answer
// that is no redirect fails the test.
func (r *Response) Follow() *Response {
	r.client.t.Helper()
	if !r.redirects() {
		r.client.t.Fatalf("there is no redirect to follow: %s", r)
	}
	return r.followed()
}

// longest is how many redirects a browser follows.
const longest = 20

// followed is the page behind all redirects. One to another site is not followed.
func (r *Response) followed() *Response {
	t := r.client.t
	t.Helper()
	var via []string
	for r.redirects() {
		to, err := r.at.Parse(r.Location())
		if err != nil {
			t.Fatalf("the redirect leads to no address: %v: %s", err, r)
		}
		if to.Scheme != r.at.Scheme || to.Host != r.at.Host {
			break
		}
		if via = append(via, r.Address()); len(via) > longest {
			t.Fatalf("the redirects do not end: %s", strings.Join(via, ", "))
		}
		method := http.MethodGet
		if r.Status == http.StatusTemporaryRedirect || r.Status == http.StatusPermanentRedirect {
			method = r.method
		}
		if method != http.MethodGet && method != http.MethodHead {
			t.Fatalf("a redirect with status %d wants the form sent again to %s: send it with Post", r.Status, to)
		}
		next := r.client.request(method, to.RequestURI(), nil)
		if r.referrer != "" {
			next.Header.Set("Referer", r.referrer)
		}
		r = r.client.Do(next)
	}
	r.Via = via
	return r
}
