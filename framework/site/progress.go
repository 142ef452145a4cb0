package site

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gofw/gofw/framework/migrate"
)

// migrationProgress prints a line for each migration that is done. On a
// terminal a bar shows meanwhile which one runs, and for how long.
type migrationProgress struct {
	out  io.Writer
	live bool
	done int

	end  chan struct{} // closed to end the bar that is shown; nil if there is none
	gone sync.WaitGroup
}

func newMigrationProgress(out io.Writer) *migrationProgress {
	f, ok := out.(*os.File)
	return &migrationProgress{out: out, live: ok && terminal(f)}
}

// event follows migrating.
func (p *migrationProgress) event(ev migrate.Event) {
	if !ev.Done {
		p.start(ev)
		return
	}
	p.stop()
	p.done += len(ev.Steps)
	if n := len(ev.Steps); n > 1 && ev.Steps[0].Record == "" {
		for _, s := range ev.Steps {
			fmt.Fprintln(p.out, stepWords(s))
		}
		fmt.Fprintf(p.out, "%d migrations as one step in %s\n", n, took(ev.Took))
		return
	}
	for _, s := range ev.Steps {
		if s.Record != "" {
			fmt.Fprintln(p.out, stepWords(s))
			continue
		}
		fmt.Fprintf(p.out, "%s in %s\n", stepWords(s), took(ev.Took))
	}
}

// start shows a bar until stop.
func (p *migrationProgress) start(ev migrate.Event) {
	if !p.live {
		return
	}
	p.end = make(chan struct{})
	p.gone.Go(func() { p.draw(ev, time.Now(), p.end) })
}

func (p *migrationProgress) draw(ev migrate.Event, began time.Time, end <-chan struct{}) {
	again := time.NewTicker(time.Second)
	defer again.Stop()
	for {
		fmt.Fprint(p.out, "\r\x1b[K"+bar(p.done, p.done+len(ev.Steps)+ev.Left)+" "+stepWords(ev.Steps[0]))
		if s := int(time.Since(began).Seconds()); s > 0 {
			fmt.Fprintf(p.out, " … %d s", s)
		}
		select {
		case <-end:
			fmt.Fprint(p.out, "\r\x1b[K")
			return
		case <-again.C:
		}
	}
}

// bar is how far something has come, and in numbers.
func bar(done, all int) string {
	const width = 20
	full := width * done / max(all, 1)
	return fmt.Sprintf("[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, all)
}

// stop takes the bar away.
func (p *migrationProgress) stop() {
	if p.end != nil {
		close(p.end)
		p.gone.Wait()
		p.end = nil
	}
}

// collectProgress shows on a terminal how far collecting has come, once it takes
// longer than a second.
type collectProgress struct {
	out   io.Writer
	live  bool
	began time.Time
	shown time.Time
}

func newCollectProgress(out io.Writer) *collectProgress {
	f, ok := out.(*os.File)
	return &collectProgress{out: out, live: ok && terminal(f), began: time.Now()}
}

// event follows collecting.
func (p *collectProgress) event(done, total int) {
	now := time.Now()
	if !p.live || now.Sub(p.began) < time.Second || now.Sub(p.shown) < 100*time.Millisecond {
		return
	}
	p.shown = now
	fmt.Fprint(p.out, "\r\x1b[K"+bar(done, total)+" static files")
}

// stop takes the bar away.
func (p *collectProgress) stop() {
	if !p.shown.IsZero() {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
