package responder

import (
	"bytes"
	"io"
	"testing"
	"testing/synctest"
)

// counting counts what is read from it, which never ends.
type counting struct{ n int }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c.n + i)
	}
	c.n += len(p)
	return len(p), nil
}

func TestAHandlerThatDoesNotReadStopsTheConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, from := newBody(), &counting{}
		filled := make(chan error)
		go func() { filled <- b.fill(from, 1<<20, func() {}) }()
		synctest.Wait()
		if from.n != bodyBuffer {
			t.Fatalf("%d bytes were taken from the connection, and nobody has read", from.n)
		}
		p := make([]byte, 1000)
		if n, err := io.ReadFull(b, p); err != nil || n != 1000 {
			t.Fatalf("read %d, %v", n, err)
		}
		synctest.Wait()
		if from.n != bodyBuffer+1000 {
			t.Errorf("%d bytes were taken after 1000 were read", from.n)
		}
		rest := make([]byte, 3*bodyBuffer)
		io.ReadFull(b, rest)
		for i := range rest {
			if rest[i] != byte(1000+i) {
				t.Fatalf("byte %d is %d", i, rest[i])
			}
		}
		b.Close()
		if err := <-filled; err != nil || from.n != 1<<20 {
			t.Errorf("after the handler: %d bytes, %v", from.n, err)
		}
		b.release()
	})
}

func TestABodyGivesWhatCameBeforeItsError(t *testing.T) {
	t.Parallel()
	b := newBody()
	if err := b.fill(bytes.NewReader([]byte("abc")), 5, func() {}); err != io.EOF {
		t.Errorf("fill gave %v", err)
	}
	b.end(io.ErrUnexpectedEOF)
	b.end(io.EOF)
	if got, err := io.ReadAll(b); string(got) != "abc" || err != io.ErrUnexpectedEOF {
		t.Errorf("read %q, %v", got, err)
	}
	b.release()
	if _, err := b.Read(make([]byte, 1)); err != errBodyClosed {
		t.Errorf("reading after the end gave %v", err)
	}
}
