package main

import (
	"fmt"
	"time"
)

// How long work may take before a line says that it goes on: little on a
// terminal, where the line goes away again, more on a pipe, where it stays.
const (
	patience     = time.Second
	pipePatience = 5 * time.Second
)

// busy does some work. When it takes longer than a moment, a line on the
// terminal says what goes on and for how long, and is gone afterwards. A pipe
// gets one plain line.
func (p *program) busy(what string, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	began := time.Now()
	wait := time.NewTicker(patience)
	defer wait.Stop()
	live, said := terminal(p.err), false
	for {
		select {
		case err := <-done:
			if said && live {
				fmt.Fprint(p.err, "\r\x1b[K")
			}
			return err
		case <-wait.C:
			switch {
			case live:
				fmt.Fprintf(p.err, "\r\x1b[K%s … %d s", what, int(time.Since(began).Seconds()))
			case said || time.Since(began) < pipePatience:
				continue
			default:
				fmt.Fprintf(p.err, "%s …\n", what)
			}
			said = true
		}
	}
}
