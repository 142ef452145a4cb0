package auth

import (
	"container/list"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Throttle says how failed logins are slowed down. They are counted in memory,
// for each username from each network address, and for each address alone with
// ten times the allowance. The zero value is right for a website.
type Throttle struct {
	Free    int           // failures before there is a wait; 0 is 5
	Wait    time.Duration // the first wait, doubled by each further failure; 0 is 30 seconds
	Longest time.Duration // the longest wait; 0 is 15 minutes
	Size    int           // how many names and addresses are remembered; 0 is 10,000
}

// WaitError is returned for a login that comes too soon after failed ones. No
// password was looked at.
type WaitError struct{ Wait time.Duration }

// Error says how long to wait, for the log.
func (e *WaitError) Error() string {
	return fmt.Sprintf("auth: too many failed logins: wait %s", e.Wait.Round(time.Second))
}

// InWords is the wait as people say it: "30 seconds", "2 minutes".
func (e *WaitError) InWords() string {
	n, unit := int((e.Wait+time.Second-1)/time.Second), "second"
	if n > 90 {
		n, unit = (n+59)/60, "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// failuresLast is how long a failure counts.
const failuresLast = 24 * time.Hour

// guesses counts failed logins. The least recent are forgotten first.
type guesses struct {
	Throttle
	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of *guess, the latest in front
}

type guess struct {
	key   string
	count int
	last  time.Time
	until time.Time // no login before
}

func newGuesses(t Throttle) *guesses {
	if t.Free <= 0 {
		t.Free = 5
	}
	if t.Wait <= 0 {
		t.Wait = 30 * time.Second
	}
	if t.Longest <= 0 {
		t.Longest = 15 * time.Minute
	}
	if t.Size <= 0 {
		t.Size = 10_000
	}
	return &guesses{Throttle: t, byKey: map[string]*list.Element{}, recent: list.New()}
}

// keys are what a login is counted under.
func (g *guesses) keys(username, address string) (both, alone string) {
	alone = network(address)
	if len(username) > 600 {
		username = username[:600]
	}
	return alone + " " + strings.ToLower(username), alone
}

// network is the address, or the /64 of an IPv6 address, which one machine can
// fill as it likes.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	p, _ := ip.Prefix(64)
	return p.String()
}

// begin counts a login as failed before it is tried, so that many at once are
// not free, or returns how long to wait for the next.
func (g *guesses) begin(username, address string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	both, alone := g.keys(username, address)
	now := time.Now()
	if wait := max(g.wait(both, now), g.wait(alone, now)); wait > 0 {
		return &WaitError{wait}
	}
	g.add(both, g.Free, now)
	g.add(alone, g.Free*10, now)
	return nil
}

// end says how a login that was begun came out: a good one clears its name, a
// wrong one stays counted, and one that nobody answered was never made.
func (g *guesses) end(username, address string, err error) {
	if errors.Is(err, ErrBadLogin) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	both, alone := g.keys(username, address)
	g.takeBack(alone, g.Free*10)
	if e := g.byKey[both]; e != nil && err == nil {
		g.forget(e)
		return
	}
	g.takeBack(both, g.Free)
}

func (g *guesses) takeBack(key string, free int) {
	e := g.byKey[key]
	if e == nil {
		return
	}
	at := e.Value.(*guess)
	if at.count--; at.count < free {
		at.until = time.Time{}
	}
	if at.count <= 0 {
		g.forget(e)
	}
}

func (g *guesses) wait(key string, now time.Time) time.Duration {
	if e := g.byKey[key]; e != nil {
		return e.Value.(*guess).until.Sub(now)
	}
	return 0
}

func (g *guesses) add(key string, free int, now time.Time) {
	e := g.byKey[key]
	if e == nil {
		for g.recent.Len() >= g.Size {
			g.forget(g.recent.Back())
		}
		e = g.recent.PushFront(&guess{key: key})
		g.byKey[key] = e
	}
	g.recent.MoveToFront(e)
	at := e.Value.(*guess)
	if now.Sub(at.last) > failuresLast {
		at.count = 0
	}
	at.count++
	at.last = now
	if over := at.count - free; over >= 0 {
		at.until = now.Add(min(g.Longest, g.Wait<<min(over, 20)))
	}
}

func (g *guesses) forget(e *list.Element) {
	g.recent.Remove(e)
	delete(g.byKey, e.Value.(*guess).key)
}
