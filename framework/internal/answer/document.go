// Package answer sends documents of any length. A small one is sent whole, with
// what lets a reader ask later whether it has changed; a long one while it is
// being written, so that memory does not grow with it.
package answer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// piece is about how many bytes of a long document are sent at a time.
const piece = 32 << 10

// ErrEnough is what Write returns when nobody wants the rest: the request was
// for the header alone.
var ErrEnough = errors.New("the header is sent")

// Document is an answer that is being written. A handler returns what Close
// returns: an error becomes an error page or, where something has been sent, breaks
// the answer off.
type Document struct {
	Context web.Context
	Type    string // its Content-Type
	Small   int    // up to how many bytes it is small; at least 32 KiB
	State   State  // what was known beforehand; the zero value is nothing

	// Head returns the beginning of the document. It is called once, before
	// anything is sent.
	Head func() []byte
	// Modified says when what was written changed last; zero is not known. It is
	// called if the document turns out to be small and has no State.
	Modified func() time.Time

	held bytes.Buffer // not sent yet
	sent bool
}

// Write adds to the document. An error means that the rest is not wanted.
func (d *Document) Write(p []byte) (int, error) {
	d.held.Write(p)
	limit := piece
	if !d.sent && !d.State.known() {
		limit = max(d.Small, piece)
	}
	if d.held.Len() < limit {
		return len(p), nil
	}
	return len(p), d.flush()
}

// flush sends what is held.
func (d *Document) flush() error {
	res := d.Context.Response()
	if !d.sent {
		d.sent = true
		res.Header().Set("Content-Type", d.Type)
		d.State.announce(res.Header())
		res.WriteHeader(http.StatusOK)
		if d.Context.Request().Method == http.MethodHead {
			return ErrEnough
		}
		if err := d.write(d.Head()); err != nil {
			return err
		}
	}
	err := d.write(d.held.Bytes())
	d.held.Reset()
	return err
}

func (d *Document) write(p []byte) error {
	_, err := d.Context.Response().Write(p)
	if err != nil && d.Context.Request().Context().Err() != nil {
		return context.Canceled // the reader has gone
	}
	return err
}

// Close sends what is left, unless there is an error that ended the writing. That
// the header was enough is none.
func (d *Document) Close(err error) error {
	switch {
	case errors.Is(err, ErrEnough):
		return nil
	case err != nil:
		return err
	case d.sent:
		return d.flush()
	}
	body := append(d.Head(), d.held.Bytes()...)
	h := d.Context.Response().Header()
	h.Set("Content-Type", d.Type)
	modified := d.State.Modified
	if d.State.known() {
		d.State.announce(h)
	} else {
		modified = d.Modified()
		sum := sha256.Sum256(body)
		h.Set("Etag", `"`+hex.EncodeToString(sum[:12])+`"`)
	}
	http.ServeContent(d.Context.Response(), d.Context.Request(), "", modified, bytes.NewReader(body))
	return nil
}
