package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Event is one message of a stream of server-sent events (HTML Standard, 9.2).
type Event struct {
	// ID is what a browser names when it comes back after the connection was
	// lost: see [Events.LastID]. Empty says nothing.
	ID string
	// Name is what the page listens for; empty is "message".
	Name string
	// Data is the message, of any number of lines. An event without data is
	// not shown to the page, but its ID counts.
	Data string
	// Retry is how long the browser waits before it comes back; 0 says nothing.
	Retry time.Duration
}

// Events is an open stream of events. It is safe to share.
type Events struct {
	c    Context
	stop context.Context
	mu   sync.Mutex
	last time.Time // when something was sent
}

const (
	// heartbeat is how long a stream is silent before a comment is sent, so that
	// proxies, which wait 60 seconds by default, do not close it, and a client
	// that has gone is noticed.
	heartbeat = 15 * time.Second

	// eventWrite is how long a client may take to take an event.
	eventWrite = 30 * time.Second
)

// SendEvents answers with a stream of events for as long as send runs. Send has
// to end when its context does: the client has gone, or the site stops.
//
//	return web.SendEvents(c, func(ctx context.Context, e *web.Events) error {
//		for {
//			select {
//			case <-ctx.Done():
//				return nil
//			case n := <-news:
//				if err := e.Send(web.Event{ID: n.ID, Data: n.Text}); err != nil {
//					return err
//				}
//			}
//		}
//	})
//
// That the client has gone is no error. Any other error closes the connection,
// and the browser comes back.
func SendEvents(c Context, send func(ctx context.Context, e *Events) error) error {
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep events back
	h.Del("Content-Length")
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	ctx, cancel := context.WithCancel(c.Request().Context())
	e := &Events{c: c, stop: ctx}
	if err := e.write([]byte(":\n\n")); err != nil { // the header goes out at once
		cancel()
		return quietly(c, err)
	}
	var beating sync.WaitGroup
	beating.Go(func() { e.beat(ctx, cancel) })
	defer beating.Wait() // nothing may write once the handler has returned
	defer cancel()
	return quietly(c, send(ctx, e))
}

// quietly drops the errors of a client that has gone.
func quietly(c Context, err error) error {
	if c.Request().Context().Err() != nil || errors.Is(err, errClientGone) {
		return nil
	}
	return err
}

var errClientGone = errors.New("web: the client has gone")

// beat sends a comment when nothing else was sent for a while, and ends the
// stream if it cannot.
func (e *Events) beat(ctx context.Context, cancel func()) {
	t := time.NewTicker(heartbeat)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if e.silent() {
			if e.write([]byte(":\n\n")) != nil {
				cancel()
				return
			}
		}
	}
}

func (e *Events) silent() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return time.Since(e.last) >= heartbeat
}

// LastID is the ID of the last event that the client has seen, if it was
// connected before; else "".
func (e *Events) LastID() string { return e.c.Request().Header.Get("Last-Event-ID") }

// Send sends an event. A line break in an ID or a name is an error, because what
// follows it would be another field. When the client has gone it is an error
// too, and send should return it.
func (e *Events) Send(event Event) error {
	text, err := event.encode()
	if err != nil {
		return err
	}
	return e.write(text)
}

// Comment sends a line that pages do not see.
func (e *Events) Comment(text string) error {
	return e.write([]byte(": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(text) + "\n\n"))
}

func (e *Events) write(text []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stop.Err() != nil {
		return errClientGone
	}
	res := e.c.Response()
	control := http.NewResponseController(res.Writer)
	_ = control.SetWriteDeadline(time.Now().Add(eventWrite)) // not all writers have one
	if _, err := res.Write(text); err != nil {
		return fmt.Errorf("%w: %w", errClientGone, err)
	}
	if err := control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("%w: %w", errClientGone, err)
	}
	e.last = time.Now()
	return nil
}

func (e Event) encode() ([]byte, error) {
	if strings.ContainsAny(e.ID, "\r\n\x00") || strings.ContainsAny(e.Name, "\r\n") {
		return nil, fmt.Errorf("web: the ID %q or the name %q of an event has a line break or a NUL", e.ID, e.Name)
	}
	var b bytes.Buffer
	if e.ID != "" {
		b.WriteString("id: " + e.ID + "\n")
	}
	if e.Name != "" {
		b.WriteString("event: " + e.Name + "\n")
	}
	if e.Retry > 0 {
		b.WriteString("retry: " + strconv.FormatInt(e.Retry.Milliseconds(), 10) + "\n")
	}
	if e.Data != "" {
		for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(e.Data), "\n") {
			b.WriteString("data: " + line + "\n")
		}
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
