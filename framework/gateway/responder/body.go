package responder

import (
	"errors"
	"io"
	"sync"
)

// bodyBuffer is how much of a body is read ahead of the handler. Small forms
// fit, so that the end of the connection behind them is seen.
const bodyBuffer = 32 << 10

var errBodyClosed = errors.New("responder: the body was closed")

// body is the bytes of a request between the goroutine that reads the
// connection and the handler. When it is full the connection is not read, and
// the other side waits: what a handler does not read is not kept.
type body struct {
	mu      sync.Mutex
	changed sync.Cond
	ring    *[bodyBuffer]byte // nil until the first byte came
	in, out int64             // bytes put in and taken out
	err     error             // after the last byte: io.EOF, or what went wrong
	closed  bool              // nobody reads any more
}

var rings = sync.Pool{New: func() any { return new([bodyBuffer]byte) }}

func newBody() *body {
	b := &body{}
	b.changed.L = &b.mu
	return b
}

// Read waits for bytes, for the end, or for what went wrong.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.in == b.out && b.err == nil && !b.closed && len(p) > 0 {
		b.changed.Wait()
	}
	switch {
	case b.closed:
		return 0, errBodyClosed
	case len(p) == 0:
		return 0, nil
	case b.in == b.out:
		return 0, b.err
	}
	at := int(b.out % bodyBuffer)
	n := copy(p, b.ring[at:min(bodyBuffer, at+int(b.in-b.out))])
	b.out += int64(n)
	b.changed.Broadcast()
	return n, nil
}

// Close lets the rest be thrown away when it comes.
func (b *body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.changed.Broadcast()
	return nil
}

// room waits until there is some, and gives it. The reader of the connection
// writes there without holding the lock, since nobody else does.
func (b *body) room() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.in-b.out == bodyBuffer && !b.closed {
		b.changed.Wait()
	}
	if b.ring == nil {
		b.ring = rings.Get().(*[bodyBuffer]byte)
	}
	if b.closed {
		return b.ring[:]
	}
	at := int(b.in % bodyBuffer)
	return b.ring[at:min(bodyBuffer, at+bodyBuffer-int(b.in-b.out))]
}

// fill puts n bytes of r into the body, or its end if r ends before. Before
// each part it calls await.
func (b *body) fill(r io.Reader, n int64, await func()) error {
	for n > 0 {
		p := b.room()
		await()
		got, err := r.Read(p[:min(int64(len(p)), n)])
		n -= int64(got)
		b.mu.Lock()
		if !b.closed {
			b.in += int64(got)
		}
		b.changed.Broadcast()
		b.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// end says that nothing follows what is there: io.EOF, or what went wrong.
// Only the first call counts.
func (b *body) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
		b.changed.Broadcast()
	}
}

// whole reports whether the last byte has come.
func (b *body) whole() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err == io.EOF
}

// release gives the memory back, when neither side uses it any more.
func (b *body) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	if b.ring != nil {
		rings.Put(b.ring)
		b.ring = nil
	}
	b.in, b.out = 0, 0
}
