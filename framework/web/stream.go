package web

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
)

// Stream answers with what write writes, as it is written, for an answer that is
// too long for memory, such as an export. It is sent when 32 KiB are together,
// and at the end.
//
// What was sent cannot be taken back: an error after that closes the connection,
// so that nobody takes half of an answer for the whole. An error before it
// becomes an error page. A HEAD request gets the header alone, and write is not
// called. It ends with an error when the client has gone.
func Stream(c Context, contentType string, write func(w io.Writer) error) error {
	h := c.Response().Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", contentType)
	}
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	w := bufio.NewWriterSize(streamWriter{c}, 32<<10)
	if err := write(w); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sending the answer: %w", err)
	}
	if !c.Response().Committed {
		c.Response().WriteHeader(http.StatusOK)
	}
	return nil
}

// streamWriter sends each write at once, and none to a client that has gone.
type streamWriter struct{ c Context }

func (s streamWriter) Write(p []byte) (int, error) {
	if err := s.c.Request().Context().Err(); err != nil {
		return 0, err
	}
	n, err := s.c.Response().Write(p)
	if err == nil {
		err = http.NewResponseController(s.c.Response().Writer).Flush()
	}
	return n, err
}

// JSONLines answers with one JSON value a line (application/jsonl), as the rows
// come. See [Stream] about errors.
func JSONLines[T any](c Context, rows iter.Seq2[T, error]) error {
	return Stream(c, "application/jsonl", func(w io.Writer) error {
		e := json.NewEncoder(w)
		for row, err := range rows {
			if err != nil {
				return err
			}
			if err := e.Encode(row); err != nil {
				return err
			}
		}
		return nil
	})
}
