package urls

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// entry is a route that is ready to serve.
type entry struct {
	route   Route
	pattern pattern
	handler web.HandlerFunc // with its middleware
}

// methods are those of the route, and HEAD where there is GET.
func (e entry) methods() []string {
	if slices.Contains(e.route.Methods, http.MethodGet) && !slices.Contains(e.route.Methods, http.MethodHead) {
		return append(slices.Clip(e.route.Methods), http.MethodHead)
	}
	return e.route.Methods
}

// table is all routes of a site. It does not change while it serves.
type table struct{ entries []*entry }

// Mount registers the routes on an Echo. If anything is wrong with them it
// registers none and returns all [Problems] at once, so call it once, with the
// routes of all apps.
//
// Where only the address with a slash at the end is declared, the one without
// leads there, and the other way round: permanently, and with the query.
func (r Routes) Mount(e *web.Echo) error {
	if problems := r.Check(); len(problems) > 0 {
		return problems
	}
	t := &table{}
	for _, route := range r {
		p, err := parse(route.Pattern, route.Converters)
		if err != nil {
			return err
		}
		h := route.Handler
		for _, use := range slices.Backward(route.Use) {
			h = use(h)
		}
		t.entries = append(t.entries, &entry{route, p, h})
	}
	t.register(e)
	return nil
}

// register gives Echo one handler for each shape and method.
func (t *table) register(e *web.Echo) {
	type place struct{ shape, method string }
	taken := map[place][]*entry{}
	declared := map[string]bool{}
	var order []place
	for _, en := range t.entries {
		declared[en.pattern.shape()] = true
		for _, m := range en.methods() {
			at := place{en.pattern.shape(), m}
			if taken[at] == nil {
				order = append(order, at)
			}
			taken[at] = append(taken[at], en)
		}
	}
	for _, at := range order {
		entries := taken[at]
		first := entries[0].pattern
		e.Add(at.method, first.echo(), t.serve(entries))
		other, ok := otherSlash(first)
		if ok && !declared[other.shape()] {
			e.Add(at.method, other.echo(), t.elsewhere)
		}
	}
}

// serve answers with the first entry whose parameters fit. All entries have one
// shape and one method.
func (t *table) serve(entries []*entry) web.HandlerFunc {
	if len(entries) == 1 && len(entries[0].pattern.params()) == 0 {
		return entries[0].handler
	}
	names := make([][]string, len(entries))
	params := make([][]segment, len(entries))
	for i, en := range entries {
		names[i], params[i] = en.pattern.names(), en.pattern.params()
	}
	return func(c web.Context) error {
		escaped := c.Request().URL.RawPath != ""
		values := c.ParamValues()
		for i, en := range entries {
			if decoded, ok := acceptAll(params[i], values, escaped); ok {
				c.SetParamNames(names[i]...)
				c.SetParamValues(decoded...)
				return en.handler(c)
			}
		}
		return t.elsewhere(c)
	}
}

// acceptAll checks the values and decodes them. Without an escape in the address
// it returns values themselves.
func acceptAll(params []segment, values []string, escaped bool) ([]string, bool) {
	if escaped {
		values = slices.Clone(values)
	}
	for i, p := range params {
		v, ok := p.accept(values[i], escaped)
		if !ok {
			return nil, false
		}
		if escaped {
			values[i] = v
		}
	}
	return values, true
}

// elsewhere looks for a route of any shape that takes the address after all,
// then for one that takes it with or without the last slash. It serves the
// addresses that only the other slash declares, and those for which Echo settled
// on a route whose parameters do not fit.
func (t *table) elsewhere(c web.Context) error {
	r := c.Request()
	address, escaped := r.URL.Path, false
	if r.URL.RawPath != "" {
		address, escaped = r.URL.RawPath, true
	}
	en, values, allowed := t.find(r.Method, address, escaped)
	if en != nil {
		c.SetPath(en.pattern.echo())
		c.SetParamNames(en.pattern.names()...)
		c.SetParamValues(values...)
		return en.handler(c)
	}
	if len(allowed) > 0 {
		slices.Sort(allowed)
		c.Response().Header().Set("Allow", strings.Join(slices.Compact(allowed), ", "))
		return &web.Error{Status: http.StatusMethodNotAllowed}
	}
	target, ok := strings.CutSuffix(r.URL.EscapedPath(), "/")
	if !ok {
		target += "/"
	}
	target = "/" + strings.TrimLeft(target, `/\`) // never to another host, whatever patterns match
	if en, _, _ := t.find(r.Method, target, true); en == nil {
		return web.NotFound()
	}
	return permanently(c, target, r.URL.RawQuery)
}

// find returns the first entry that takes an address, or else the methods in
// which others take it.
func (t *table) find(method, address string, escaped bool) (*entry, []string, []string) {
	var allowed []string
	for _, en := range t.entries {
		values, ok := en.pattern.match(address, escaped)
		if !ok {
			continue
		}
		if slices.Contains(en.methods(), method) {
			return en, values, nil
		}
		allowed = append(allowed, en.methods()...)
	}
	return nil, nil, allowed
}

// permanently redirects; other methods than GET are repeated with their body.
func permanently(c web.Context, target, query string) error {
	if query != "" {
		target += "?" + query
	}
	if m := c.Request().Method; m == http.MethodGet || m == http.MethodHead {
		return c.Redirect(http.StatusMovedPermanently, target)
	}
	return c.Redirect(http.StatusPermanentRedirect, target)
}

// otherSlash is the pattern with its last slash added or removed. Root and
// patterns that take the rest of an address have no other.
func otherSlash(p pattern) (pattern, bool) {
	last := p.segments[len(p.segments)-1]
	if last.kind == pathKind || len(p.segments) == 1 && last.static == "" && last.name == "" {
		return p, false
	}
	text, ends := strings.CutSuffix(p.text, "/")
	if ends {
		return pattern{text, p.segments[:len(p.segments)-1]}, true
	}
	return pattern{text + "/", append(slices.Clip(p.segments), segment{})}, true
}
