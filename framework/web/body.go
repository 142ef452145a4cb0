package web

import (
	"io"
	"net/http"
)

// LimitBody lets at most n bytes of a request's body be read; more is an
// *http.MaxBytesError. What knows that it needs more asks with [AllowBody].
func LimitBody(w http.ResponseWriter, r *http.Request, n int64) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &body{Closer: r.Body, of: r.Body, w: w, limit: n}
	}
}

// AllowBody raises the limit of [LimitBody] to n bytes if it is lower. It does
// nothing once reading has begun, or where there is no such limit.
func AllowBody(r *http.Request, n int64) {
	if b, ok := r.Body.(*body); ok {
		b.limit = max(b.limit, n)
	}
}

// body settles its limit at the first read.
type body struct {
	io.Closer
	of    io.ReadCloser
	w     http.ResponseWriter
	limit int64
	r     io.Reader // nil until something is read
}

func (b *body) Read(p []byte) (int, error) {
	if b.r == nil {
		b.r = http.MaxBytesReader(b.w, b.of, b.limit)
	}
	return b.r.Read(p)
}
