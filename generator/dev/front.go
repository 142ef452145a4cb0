package dev

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// front answers the site's port: it passes requests on to the running site,
// makes them wait while there will soon be another, and shows why there is none.
type front struct {
	dir     string        // for excerpts
	hold    time.Duration // how long requests wait
	started string        // tells the versions of one run from those of another
	stopped chan struct{} // closed when nobody should wait any more

	mu      sync.Mutex
	held    bool
	child   *child   // nil: none yet, or it has stopped
	failure *failure // non-nil: shown instead of the site
	version int      // of what is shown
	next    chan struct{}
}

// newFront returns a front at which requests wait.
func newFront(cfg Config) *front {
	return &front{
		dir: cfg.Dir, hold: cfg.Hold, held: true,
		started: strconv.FormatInt(time.Now().UnixNano(), 36),
		stopped: make(chan struct{}), next: make(chan struct{}),
	}
}

// shown is what a request gets to see.
type shown struct {
	child   *child // with one more request, to be given back
	failure *failure
	version string
}

// wait makes requests wait.
func (f *front) wait() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = true
}

// release ends the waiting with the site that there is; open pages are out of
// date.
func (f *front) release() {
	f.settle(func() {
		if f.child != nil {
			f.failure = nil
		}
	})
}

// swap shows a new site and returns the old one, which may be nil.
func (f *front) swap(new *child) (old *child) {
	f.settle(func() { old, f.child, f.failure = f.child, new, nil })
	return old
}

// fail shows why there is no site.
func (f *front) fail(failure *failure) {
	f.settle(func() { f.failure = failure })
}

// lose forgets a child that has stopped. If it was what is shown, the failure
// is shown from now on; a build that is under way is waited for.
func (f *front) lose(lost *child, failure *failure) {
	f.mu.Lock()
	held, current := f.held, f.child == lost
	if current {
		f.child = nil
	}
	if current && f.failure == nil {
		f.failure = failure
	}
	f.mu.Unlock()
	if current && !held {
		f.settle(func() {})
	}
}

// reload tells open pages to reload, without any waiting.
func (f *front) reload() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.held {
		f.advance()
	}
}

// broken reports whether a failure is shown.
func (f *front) broken() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failure != nil
}

// settle changes what is shown and ends the waiting.
func (f *front) settle(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
	f.held = false
	f.advance()
}

// advance makes open pages out of date and wakes who waits. It needs the lock.
func (f *front) advance() {
	f.version++
	close(f.next)
	f.next = make(chan struct{})
}

// settledVersion returns the version of what is shown, empty while requests
// wait, and what is closed when to ask again.
func (f *front) settledVersion() (version string, next <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.held {
		return "", f.next
	}
	return f.name(), f.next
}

// name is the version as pages know it. It needs the lock.
func (f *front) name() string { return f.started + "-" + strconv.Itoa(f.version) }

// look returns what is shown, and waits for it. It reports false if that took
// too long.
func (f *front) look(ctx context.Context) (shown, bool) {
	limit := time.NewTimer(f.hold)
	defer limit.Stop()
	for {
		f.mu.Lock()
		now, next, held := shown{failure: f.failure, version: f.name()}, f.next, f.held
		if !held && f.failure == nil && f.child != nil {
			now.child = f.child
			now.child.requests.Add(1)
		}
		f.mu.Unlock()
		if !held {
			return now, true
		}
		select {
		case <-next:
		case <-limit.C:
			return now, false
		case <-ctx.Done():
			return now, false
		case <-f.stopped:
			return now, false
		}
	}
}

// ServeHTTP answers a request.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, ownPrefix) {
		f.serveOwn(w, r)
		return
	}
	now, ok := f.look(r.Context())
	switch {
	case !ok:
		f.serveBusy(w, r)
	case now.failure != nil:
		f.serveFailure(w, r, http.StatusInternalServerError, now)
	default:
		f.pass(w, r, now)
	}
}
