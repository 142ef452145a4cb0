package urls

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Address is an address to which a query and a fragment are added. Its methods
// return another one, so a part of it can be shared:
//
//	urls.At(PostListURL()).Set("tag", "go").Set("page", 2).Fragment("posts").String()
//
// Everything is escaped. What is in the query stays in its order.
type Address struct {
	path     string
	query    []pair
	fragment string
}

type pair struct{ name, value string }

// At begins with an address: what an address function gives, or the one of the
// request (c.Request().URL.RequestURI()), whose query is kept.
func At(address string) Address {
	rest, fragment, _ := strings.Cut(address, "#")
	path, query, _ := strings.Cut(rest, "?")
	a := Address{path: path}
	if text, err := url.PathUnescape(fragment); err == nil {
		a.fragment = text
	}
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if part != "" && err1 == nil && err2 == nil {
			a.query = append(a.query, pair{n, v})
		}
	}
	return a
}

// Set gives a parameter of the query these values, in place of those that it
// has. Values are written as fmt.Sprint does; without any, and for nil alone,
// the parameter is left out.
func (a Address) Set(name string, values ...any) Address { return a.Without(name).Add(name, values...) }

// Add gives a parameter of the query further values.
func (a Address) Add(name string, values ...any) Address {
	a.query = slices.Clip(a.query)
	for _, v := range values {
		if v != nil {
			a.query = append(a.query, pair{name, fmt.Sprint(v)})
		}
	}
	return a
}

// Without leaves parameters out of the query.
func (a Address) Without(names ...string) Address {
	var rest []pair
	for _, p := range a.query {
		if !slices.Contains(names, p.name) {
			rest = append(rest, p)
		}
	}
	a.query = rest
	return a
}

// Fragment leads to an element of the page, by its ID.
func (a Address) Fragment(id string) Address {
	a.fragment = id
	return a
}

// String is the whole address, escaped.
func (a Address) String() string {
	var b strings.Builder
	b.WriteString(a.path)
	for i, p := range a.query {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(url.QueryEscape(p.name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.value))
	}
	if a.fragment != "" {
		u := url.URL{Fragment: a.fragment}
		b.WriteByte('#')
		b.WriteString(u.EscapedFragment())
	}
	return b.String()
}
