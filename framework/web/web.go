package web

import (
	"slices"

	"github.com/labstack/echo/v4"
)

// Context is one request and its response. It is Echo's own, so that Echo's
// handlers, middleware and documentation hold unchanged.
type Context = echo.Context

// HandlerFunc answers one request.
type HandlerFunc = echo.HandlerFunc

// MiddlewareFunc wraps a handler.
type MiddlewareFunc = echo.MiddlewareFunc

// Echo is the router and dispatcher that a site runs on.
type Echo = echo.Echo

// NewEcho returns an Echo that prints nothing by itself and believes what a
// proxy on this machine says of its client: see [Proxies].
func NewEcho() *Echo {
	e := echo.New()
	e.HideBanner = true
	e.HidePort = true
	if err := (Proxies{}).Apply(e); err != nil {
		panic(err) // the zero value can be read
	}
	return e
}

// Surround puts middleware around every handler of an Echo, outermost first, as
// its Use does, also around addresses that lead nowhere. Use puts all of them
// together again for each request; this does it once. Call it once.
func Surround(e *Echo, chain ...MiddlewareFunc) {
	around := func(c Context) error { return c.Handler()(c) } // what the router has found
	for _, m := range slices.Backward(chain) {
		around = m(around)
	}
	e.Use(func(HandlerFunc) HandlerFunc { return around })
}

// IsHTTPS reports whether the client came over https, as far as the server or
// a trusted proxy in front of it says.
func IsHTTPS(c Context) bool { return c.Scheme() == "https" }
