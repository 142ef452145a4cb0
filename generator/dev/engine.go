package dev

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quiet is how long no file may change before a round begins. Editors
	// write in several steps, and tools write many files.
	quiet = 30 * time.Millisecond

	// quietLimit is how long files may keep changing before it begins anyway.
	quietLimit = 500 * time.Millisecond
)

// engine turns changes into rounds of work, one at a time. Everything in it
// belongs to the goroutine of loop; a round works on copies.
type engine struct {
	cfg     Config
	front   *front
	watcher *watcher
	binary  string
	url     string

	current  *child // the running site; nil: none
	retiring sync.WaitGroup

	pending changes     // since the last round began
	due     *time.Timer // when a round begins
	unbuilt bool        // Generate asked for a build that has not led to a running site

	working changes            // what the round under way is about
	cancel  context.CancelFunc // ends the round; nil: none is under way
	results chan result
}

// loop works until ctx ends, and leaves no round under way.
func (e *engine) loop(ctx context.Context) {
	e.results = make(chan result)
	e.pending.ask(classSource)
	e.due = time.NewTimer(0)
	defer e.due.Stop()
	for {
		var stopped <-chan struct{}
		if e.current != nil {
			stopped = e.current.done
		}
		select {
		case event := <-e.watcher.Events:
			e.observe(event)
		case err := <-e.watcher.Errors:
			e.watchError(err)
		case <-e.due.C:
			e.begin(ctx)
		case r := <-e.results:
			e.finish(ctx, r)
		case <-stopped:
			e.lose()
		case <-ctx.Done():
			e.abandon()
			return
		}
	}
}

// observe notes what an event says and puts the round off until it is quiet.
func (e *engine) observe(event fsnotify.Event) {
	var seen changes
	if err := e.watcher.observe(event, &seen); err != nil {
		fmt.Fprintln(e.cfg.Out, err)
	}
	e.note(seen)
}

// note adds to what is pending. Source that changes makes requests wait at
// once, and a round under way useless.
func (e *engine) note(seen changes) {
	if seen.most == classNone {
		return
	}
	e.pending.merge(seen)
	if seen.most == classSource {
		e.front.wait()
		if e.cancel != nil {
			e.cancel()
		}
	}
	if left := quietLimit - time.Since(e.pending.since); left > 0 {
		e.due.Reset(min(quiet, left))
	}
}

// watchError copes with lost events by taking everything for changed.
func (e *engine) watchError(err error) {
	if err == nil {
		return
	}
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		e.noteAll()
		return
	}
	fmt.Fprintf(e.cfg.Out, "watching files: %v\n", err)
}

// noteAll takes everything for changed.
func (e *engine) noteAll() {
	var all changes
	all.ask(classSource)
	e.note(all)
}

// begin begins a round, if something is pending and no round is under way.
func (e *engine) begin(ctx context.Context) {
	if e.cancel != nil || e.pending.most == classNone {
		return
	}
	e.working, e.pending = e.pending, changes{}
	if e.working.most == classAsset && !e.front.broken() {
		e.front.reload()
		for _, path := range e.working.sorted() {
			fmt.Fprintf(e.cfg.Out, "reloaded for %s\n", path)
		}
	}
	roundCtx, cancel := context.WithCancel(ctx)
	e.cancel = cancel
	work := work{
		cfg: e.cfg, binary: e.binary, changed: e.working.sorted(), current: e.current,
		restart: e.working.restarts() || e.current == nil, rebuild: e.unbuilt,
	}
	go func() { e.results <- work.run(roundCtx) }()
}

// finish shows what a round has led to, unless it is out of date.
func (e *engine) finish(ctx context.Context, r result) {
	e.cancel()
	e.cancel = nil
	stale := e.pending.most == classSource || ctx.Err() != nil
	e.unbuilt = r.wanted && (stale || r.failure != nil)
	if stale {
		e.discard(r)
		e.pending.merge(e.working)
	} else {
		r.URL, r.Changed, r.Total = e.url, e.working.sorted(), time.Since(e.working.since)
		e.show(ctx, r)
	}
	if e.pending.most != classNone {
		e.due.Reset(quiet)
	}
}

// show puts the result of a round in front of the browsers, and in the terminal.
func (e *engine) show(ctx context.Context, r result) {
	asked := e.working.most == classSource || e.front.broken()
	switch {
	case r.failure != nil:
		r.Err = r.failure
		e.front.fail(r.failure)
		fmt.Fprintf(e.cfg.Out, "%s\n%s: see %s\n", r.failure.unprinted(), r.failure.Title, e.url)
	case r.child != nil:
		r.Swapped = true
		e.front.connect(r.child)
		e.current = r.child
		e.retire(ctx, e.front.swap(r.child))
		e.report("built", r.Total)
	case e.current == nil: // it has stopped meanwhile
		e.noteAll()
		return
	case asked:
		e.front.release()
		e.report("reloaded", r.Total)
	}
	e.cfg.After(r.Round)
}

// report prints that the site is there.
func (e *engine) report(done string, after time.Duration) {
	fmt.Fprintf(e.cfg.Out, "%s in %.2f s · %s\n", done, after.Seconds(), e.url)
}

// retire stops a site that is no longer shown, in its own time.
func (e *engine) retire(ctx context.Context, old *child) {
	if old != nil {
		e.retiring.Go(func() { old.retire(ctx, e.cfg.Grace) })
	}
}

// discard stops a new site that is out of date already.
func (e *engine) discard(r result) {
	if r.child != nil {
		e.retiring.Go(func() { r.child.stop(e.cfg.Grace) })
	}
}

// lose notices that the site has stopped by itself.
func (e *engine) lose() {
	lost := e.current
	e.current = nil
	failure := newCrash("The site stopped: "+lost.how(), lost.printed.String(), e.cfg.Dir)
	fmt.Fprintf(e.cfg.Out, "%s; it starts again when a file is saved\n", failure.Title)
	e.front.lose(lost, failure)
	lost.close()
	e.cfg.After(Round{URL: e.url, Err: failure})
}

// abandon ends a round that is under way.
func (e *engine) abandon() {
	if e.cancel == nil {
		return
	}
	e.cancel()
	e.discard(<-e.results)
}

// work is what a round needs to know.
type work struct {
	cfg     Config
	binary  string
	changed []string
	current *child
	restart bool // even if the binary stays the same
	rebuild bool // even if Generate sees no need
}

// result is what came of a round.
type result struct {
	Round
	child   *child   // a new site; nil: the current one will do
	failure *failure // why there is none
	wanted  bool     // a build was asked for
}

// run generates, builds and starts.
func (w work) run(ctx context.Context) (r result) {
	start := time.Now()
	build, err := w.cfg.Generate(ctx, w.changed)
	r.Generate = time.Since(start)
	if err != nil {
		r.wanted = w.rebuild
		r.failure = newFailure("The declarations have problems", err.Error(), w.cfg.Source)
		return r
	}
	r.wanted = build || w.rebuild
	if r.wanted || w.current == nil {
		if err := w.build(ctx, &r); err != nil {
			r.failure = newFailure("The site does not build", err.Error(), w.cfg.Source)
			return r
		}
	}
	binary, err := os.Stat(w.binary)
	if err != nil {
		r.failure = newFailure("The site does not build", "there is no binary: "+err.Error(), w.cfg.Source)
		return r
	}
	if !w.restart && (!r.Built || sameBinary(binary, w.current.binary)) {
		return r
	}
	start = time.Now()
	r.child, err = startChild(ctx, w.cfg, w.binary)
	r.Start = time.Since(start)
	if err != nil && !errors.As(err, &r.failure) {
		r.failure = &failure{Title: "The site does not start", Output: err.Error()}
	}
	return r
}

// build builds the binary and says so if it takes its time.
func (w work) build(ctx context.Context, r *result) error {
	start := time.Now()
	if w.current == nil {
		patience := time.AfterFunc(time.Second, func() {
			fmt.Fprintln(w.cfg.Out, "building; the first time takes a minute")
		})
		defer patience.Stop()
	}
	err := w.cfg.Build(ctx, w.binary)
	r.Built, r.Build = true, time.Since(start)
	return err
}
