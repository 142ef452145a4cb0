package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// pages is how many pages of the list are asked for, in turn.
const pages = 10

// client asks one server over connections that it keeps.
type client struct {
	address string
	lengths [pages + 1]int64 // of each page, from 1
	lines   []*line
}

// line is one connection.
type line struct {
	conn net.Conn
	read *bufio.Reader
	page int // the one to ask for next
}

// dial opens the connections.
func (c *client) dial(ctx context.Context, n int) error {
	var d net.Dialer
	for i := range n {
		conn, err := d.DialContext(ctx, "tcp", c.address)
		if err != nil {
			return err
		}
		c.lines = append(c.lines, &line{conn, bufio.NewReader(conn), i%pages + 1})
	}
	return nil
}

// hangUp closes the connections.
func (c *client) hangUp() {
	for _, l := range c.lines {
		l.conn.Close()
	}
	c.lines = nil
}

// load keeps all connections asking until the window has passed and the last
// answer is there, and counts the answers. One that is wrong is an error.
func (c *client) load(ctx context.Context, window time.Duration) (int64, error) {
	end := time.Now().Add(window)
	var answers atomic.Int64
	problems := make([]error, len(c.lines))
	var group sync.WaitGroup
	for i, l := range c.lines {
		group.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				if problems[i] = c.ask(l); problems[i] != nil {
					return
				}
				answers.Add(1)
			}
		})
	}
	group.Wait()
	return answers.Load(), errors.Join(append(problems, ctx.Err())...)
}

// ask asks for the next page.
func (c *client) ask(l *line) error {
	if err := l.conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(l.conn, "GET /posts?page=%d HTTP/1.1\r\nHost: %s\r\n\r\n", l.page, c.address); err != nil {
		return err
	}
	res, err := http.ReadResponse(l.read, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK || n != c.lengths[l.page] {
		return fmt.Errorf("page %d under load has status %d and %d bytes, not %d", l.page, res.StatusCode, n, c.lengths[l.page])
	}
	l.page = l.page%pages + 1
	return nil
}
