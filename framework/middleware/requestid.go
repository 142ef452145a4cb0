package middleware

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

const requestIDHeader = "X-Request-Id"

// RequestID names each request, in the response's X-Request-Id header and in
// the log. The zero value makes every name itself.
type RequestID struct {
	// Trust takes the name that the request brings, if it has at most 64
	// letters, digits, hyphens, underscores and dots. Set it behind a proxy
	// that names requests.
	Trust bool
}

// Middleware is the function for Echo.
func (id RequestID) Middleware() web.MiddlewareFunc {
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			name := ""
			if given := c.Request().Header[requestIDHeader]; id.Trust && len(given) == 1 && plainID(given[0]) {
				name = given[0]
			} else {
				name = newName()
			}
			c.Response().Header()[requestIDHeader] = []string{name}
			return next(c)
		}
	}
}

// newName is unique, not secret.
func newName() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], rand.Uint64())
	binary.BigEndian.PutUint64(b[8:], rand.Uint64())
	return hex.EncodeToString(b[:])
}

func plainID(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
}

// NameOf is the name of the request, "" without the RequestID middleware.
func NameOf(c web.Context) string {
	return c.Response().Header().Get(requestIDHeader)
}
