package environ

import (
	"context"
	"io"
)

// Environ is what a CGI-style server gives with a request: PEP 3333's environ,
// wsgi.input and wsgi.errors.
type Environ struct {
	Vars   Vars
	Input  io.Reader // the body; never nil
	Errors io.Writer // ends up in the log of the server; never nil
}

type contextKey struct{}

// With is a context in which From finds e.
func With(ctx context.Context, e *Environ) context.Context {
	return context.WithValue(ctx, contextKey{}, e)
}

// From is the environ with which a request came, or nil if it came over HTTP.
// It has what a request has no field for: REMOTE_USER, DOCUMENT_ROOT, and what
// the server's configuration adds.
func From(ctx context.Context) *Environ {
	e, _ := ctx.Value(contextKey{}).(*Environ)
	return e
}
