package web

import (
	"context"
	"crypto/rand"
)

const (
	cspHeader       = "Content-Security-Policy"
	cspReportHeader = "Content-Security-Policy-Report-Only"
	nonceKey        = "gofw.nonce" // in the request
)

// Nonce is the word that lets an inline script or style of this page run under
// its Content-Security-Policy:
//
//	<script nonce={ web.Nonce(ctx) }>…</script>
//
// It is another one for each request. A page that asks for none has none in its
// policy, and nothing was made for it. It works in what [Page], [Fragment] and
// their like render; elsewhere it is "", and browsers do not run the script: see
// [NonceOf].
func Nonce(ctx context.Context) string {
	if c, ok := ctx.Value(pageKey{}).(Context); ok {
		return NonceOf(c)
	}
	return ""
}

// NonceOf is [Nonce] for a handler that writes its answer itself. It must be
// asked before the header is sent; afterwards a new one is "".
func NonceOf(c Context) string {
	if nonce, ok := c.Get(nonceKey).(string); ok {
		return nonce
	}
	if c.Response().Committed {
		return ""
	}
	nonce := rand.Text()
	c.Set(nonceKey, nonce)
	addNonce(c, nonce)
	return nonce
}

// addNonce amends the policies that the answer has so far.
func addNonce(c Context, nonce string) {
	h := c.Response().Header()
	for _, name := range []string{cspHeader, cspReportHeader} {
		if policies := h[name]; len(policies) > 0 {
			amended := make([]string, len(policies)) // the middleware's are shared by all requests
			for i, p := range policies {
				amended[i] = string(Policy(p).withNonce(nonce))
			}
			h[name] = amended
		}
	}
}

// SetCSP gives this answer a policy of its own; an empty one is no policy. A
// policy that cannot be sent is an error.
func SetCSP(c Context, p Policy) error { return setPolicy(c, cspHeader, p) }

// SetCSPReportOnly gives this answer a policy that browsers report about and do
// not enforce; an empty one is none.
func SetCSPReportOnly(c Context, p Policy) error { return setPolicy(c, cspReportHeader, p) }

func setPolicy(c Context, name string, p Policy) error {
	if err := p.Check(); err != nil {
		return err
	}
	h := c.Response().Header()
	if p == "" {
		h.Del(name)
		return nil
	}
	if nonce, ok := c.Get(nonceKey).(string); ok {
		p = p.withNonce(nonce)
	}
	h[name] = []string{string(p)}
	return nil
}

// CSP gives the answers of a route a policy of their own, in place of the
// site's. One that browsers would misunderstand stops the program at start.
//
//	urls.Get("/map", Map, web.CSP(maps))
func CSP(p Policy) MiddlewareFunc {
	if err := p.Check(); err != nil {
		panic("web.CSP: " + err.Error())
	}
	return func(next HandlerFunc) HandlerFunc {
		return func(c Context) error {
			if err := SetCSP(c, p); err != nil {
				return err
			}
			return next(c)
		}
	}
}

type pageKey struct{}

// pageContext is what a component is rendered with: the context of the request,
// which knows the request too.
type pageContext struct {
	context.Context
	c Context
}

func (p *pageContext) Value(key any) any {
	if _, ok := key.(pageKey); ok {
		return p.c
	}
	return p.Context.Value(key)
}

// render is the context for the components of a request.
func render(c Context) context.Context { return &pageContext{c.Request().Context(), c} }
