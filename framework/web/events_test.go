package web_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofw/gofw/framework/web"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		event web.Event
		want  string // "" is an error
	}{
		{"a message", web.Event{Data: "hello"}, "data: hello\n\n"},
		{"all of it", web.Event{ID: "7", Name: "news", Data: "hello", Retry: 2 * time.Second}, "id: 7\nevent: news\nretry: 2000\ndata: hello\n\n"},
		{"several lines, of all systems", web.Event{Data: "a\nb\r\nc\rd\n"}, "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"},
		{"an ID alone", web.Event{ID: "7"}, "id: 7\n\n"},
		{"data that looks like a field", web.Event{Data: "x\n\nid: 9"}, "data: x\ndata: \ndata: id: 9\n\n"},
		{"a line break in an ID", web.Event{ID: "7\nevent: x"}, ""},
		{"a NUL in an ID", web.Event{ID: "7\x00"}, ""},
		{"a line break in a name", web.Event{Name: "a\rdata: x"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, rec := request("GET", "/")
			c.Request().Header.Set("Last-Event-ID", "6")
			err := web.SendEvents(c, func(_ context.Context, e *web.Events) error {
				if e.LastID() != "6" {
					t.Error(e.LastID())
				}
				return e.Send(tc.event)
			})
			if tc.want == "" {
				if err == nil {
					t.Errorf("sent %q", rec.Body)
				}
				return
			}
			if err != nil || rec.Body.String() != ":\n\n"+tc.want || !rec.Flushed || rec.Header().Get("Content-Type") != "text/event-stream" {
				t.Errorf("%v, %q, %v", err, rec.Body, rec.Header())
			}
		})
	}
}

// A stream that is silent sends comments, and one that is not does not need them.
func TestASilentStreamBeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, rec := request("GET", "/")
		err := web.SendEvents(c, func(ctx context.Context, e *web.Events) error {
			time.Sleep(46 * time.Second)
			if err := e.Comment("a\nb"); err != nil {
				return err
			}
			time.Sleep(14500 * time.Millisecond) // past the next beat, which is not needed
			return e.Send(web.Event{Data: "end"})
		})
		if want := ":\n\n" + ":\n\n:\n\n:\n\n" + ": a b\n\n" + "data: end\n\n"; err != nil || rec.Body.String() != want {
			t.Errorf("%v, %q", err, rec.Body)
		}
	})
}

// deaf is a client whose connection has broken.
type deaf struct {
	http.ResponseWriter
	mu   sync.Mutex
	left int
}

func (d *deaf) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left < 0 {
		return 0, errors.New("broken pipe")
	}
	return len(p), nil
}

func (d *deaf) Flush() {}

func TestAHeartbeatNoticesThatTheClientHasGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := web.NewEcho().NewContext(httptest.NewRequest("GET", "/", nil), &deaf{ResponseWriter: httptest.NewRecorder(), left: 2})
		began := time.Now()
		err := web.SendEvents(c, func(ctx context.Context, e *web.Events) error {
			<-ctx.Done()
			return e.Send(web.Event{Data: "to nobody"})
		})
		if err != nil || time.Since(began) != 30*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

func TestAnErrorOfAStreamIsOneOfTheSite(t *testing.T) {
	t.Parallel()
	c, _ := request("GET", "/")
	broken := errors.New("broken")
	if err := web.SendEvents(c, func(context.Context, *web.Events) error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	c, rec := request("HEAD", "/")
	if err := web.SendEvents(c, func(context.Context, *web.Events) error { t.Error("sent for HEAD"); return nil }); err != nil || rec.Body.Len() > 0 {
		t.Error(err)
	}
}

func TestEventsOverAConnection(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	e := web.NewEcho()
	e.GET("/", func(c web.Context) error {
		err := web.SendEvents(c, func(ctx context.Context, e *web.Events) error {
			if err := e.Send(web.Event{ID: "1", Data: "hello"}); err != nil {
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		})
		ended <- err
		return err
	})
	server := httptest.NewServer(e)
	defer server.Close()
	res, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(res.Body)
	var got []string
	for len(got) < 4 && lines.Scan() {
		got = append(got, lines.Text())
	}
	if strings.Join(got, "|") != ":||id: 1|data: hello" {
		t.Errorf("%q", got)
	}
	res.Body.Close()
	if err := <-ended; err != nil {
		t.Errorf("that the client has gone is an error: %v", err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
}
