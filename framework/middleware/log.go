package middleware

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// Log writes one line for each request: method, path, route, status, bytes,
// duration, address of the client and the request's name. The query is left
// out, because it holds what people search for and sometimes secrets.
type Log struct {
	Logger *slog.Logger             // nil is slog.Default() when the request comes
	Skip   func(c web.Context) bool // requests not worth a line; nil skips none
	Now    func() time.Time         // nil is time.Now
}

// longestPath is how much of a path is worth logging.
const longestPath = 512

// Middleware is the function for Echo. An error of the handler is answered
// here, by Echo's error handler, because only then status and size are known.
func (l Log) Middleware() web.MiddlewareFunc {
	if l.Now == nil {
		l.Now = time.Now
	}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			if l.Skip != nil && l.Skip(c) {
				return next(c)
			}
			start, panicked := l.Now(), true
			defer func() {
				status := c.Response().Status
				if panicked && !c.Response().Committed {
					status = http.StatusInternalServerError
				}
				l.write(c, status, l.Now().Sub(start))
			}()
			if err := next(c); err != nil {
				c.Error(err)
			}
			panicked = false
			return nil
		}
	}
}

func (l Log) write(c web.Context, status int, took time.Duration) {
	logger := l.Logger
	if logger == nil {
		logger = slog.Default()
	}
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	r := c.Request()
	if !logger.Enabled(r.Context(), level) {
		return
	}
	// A record of our own saves looking up this line of source for each request.
	record := slog.NewRecord(l.Now(), level, "request", 0)
	record.AddAttrs(
		slog.String("method", r.Method),
		slog.String("path", shorten(r.URL.Path)),
		slog.String("route", c.Path()),
		slog.Int("status", status),
		slog.Int64("bytes", c.Response().Size),
		slog.Duration("took", took),
		slog.String("client", c.RealIP()),
		slog.String("id", NameOf(c)),
	)
	_ = logger.Handler().Handle(r.Context(), record) // slog drops this error too
}

func shorten(path string) string {
	if len(path) <= longestPath {
		return path
	}
	return path[:longestPath] + "…"
}
