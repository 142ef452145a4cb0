package middleware

import (
	"net/http"
	"runtime/debug"

	"github.com/gofw/gofw/framework/web"
)

// Recover turns a panic into an error: [web.Abort] into the error it carries,
// anything else into a [web.Panic] with its stack. It writes nothing itself, so
// that the site's one error handler decides what the visitor sees. A panic with
// http.ErrAbortHandler goes on to the server, which closes the connection.
type Recover struct{}

// Middleware is the function for Echo.
func (Recover) Middleware() web.MiddlewareFunc {
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) (err error) {
			defer func() {
				switch v := recover().(type) {
				case nil:
				case web.Abort:
					err = v.Err
				default:
					if v == http.ErrAbortHandler {
						panic(v)
					}
					err = &web.Panic{Value: v, Stack: debug.Stack()}
				}
			}()
			return next(c)
		}
	}
}
