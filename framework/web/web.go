package web

import "github.com/labstack/echo/v4"

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

// IsHTTPS reports whether the client came over https, as far as the server or
// a trusted proxy in front of it says.
func IsHTTPS(c Context) bool { return c.Scheme() == "https" }
