package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
)

const htmlType = "text/html; charset=utf-8"

// Page answers with a component and status 200. See [PageStatus].
func Page(c Context, component templ.Component) error {
	return PageStatus(c, http.StatusOK, component)
}

// PageStatus answers with a component. It renders the whole page before it
// sends the first byte: a component that fails leaves no half page behind, only
// the error. A Content-Type that is set already is kept.
func PageStatus(c Context, status int, component templ.Component) error {
	b := getBuffer()
	defer putBuffer(b)
	if err := component.Render(render(c), b); err != nil {
		return fmt.Errorf("rendering the page: %w", err)
	}
	return Send(c, status, htmlType, b.Bytes())
}

// JSON answers with v as JSON and status 200. A value that cannot be encoded is
// an error, and nothing is sent.
func JSON(c Context, v any) error {
	b := getBuffer()
	defer putBuffer(b)
	if err := json.NewEncoder(b).Encode(v); err != nil {
		return fmt.Errorf("encoding the answer as JSON: %w", err)
	}
	return Send(c, http.StatusOK, "application/json", b.Bytes())
}

// Send answers with a body that is complete: Content-Length is set, and a HEAD
// request gets the header alone. A Content-Type that is set already is kept.
func Send(c Context, status int, contentType string, body []byte) error {
	res := c.Response()
	h := res.Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", contentType)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	res.WriteHeader(status)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	if _, err := res.Write(body); err != nil {
		return fmt.Errorf("sending the answer: %w", err)
	}
	return nil
}

// Redirect sends the browser to another address with 303 See Other: whatever
// the method was, it arrives there with GET. An address that came from a
// request must go through [SafeNext] first.
func Redirect(c Context, url string) error {
	return c.Redirect(http.StatusSeeOther, url)
}

// largestKept is the capacity up to which a buffer is kept for the next page;
// one long export must not hold its memory for ever.
const largestKept = 256 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func getBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func putBuffer(b *bytes.Buffer) {
	if b.Cap() > largestKept {
		return
	}
	b.Reset()
	buffers.Put(b)
}
