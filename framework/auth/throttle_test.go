package auth

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// waits tries to log in and says for how long it must wait.
func waits(t *testing.T, g *guesses, username, address string, outcome error) time.Duration {
	t.Helper()
	err := g.begin(username, address)
	var wait *WaitError
	if errors.As(err, &wait) {
		return wait.Wait
	}
	if err != nil {
		t.Fatal(err)
	}
	g.end(username, address, outcome)
	return 0
}

func TestThrottleGrows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGuesses(Throttle{})
		fail := func() time.Duration { return waits(t, g, "ada", "192.0.2.1", ErrBadLogin) }
		for i := range 5 {
			if w := fail(); w != 0 {
				t.Fatalf("attempt %d waits %s", i+1, w)
			}
		}
		for _, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
			if w := fail(); w != want {
				t.Fatalf("waits %s, want %s", w, want)
			}
			if w := fail(); w != want {
				t.Errorf("asking again while waiting changed the wait to %s, want %s", w, want)
			}
			time.Sleep(want)
			if w := fail(); w != 0 {
				t.Fatalf("after the wait of %s it waits %s", want, w)
			}
		}
		time.Sleep(25 * time.Hour)
		for i := range 5 {
			if w := fail(); w != 0 {
				t.Fatalf("a day later attempt %d waits %s", i+1, w)
			}
		}
	})
}

func TestThrottleCounts(t *testing.T) {
	t.Parallel()
	other := errors.New("the database is away")
	type try struct {
		username, address string
		outcome           error
		times             int
	}
	cases := []struct {
		name     string
		before   []try
		username string
		address  string
		waits    bool
	}{
		{"five failures make the sixth wait", []try{{"ada", "192.0.2.1", ErrBadLogin, 5}}, "ada", "192.0.2.1", true},
		{"four do not", []try{{"ada", "192.0.2.1", ErrBadLogin, 4}}, "ada", "192.0.2.1", false},
		{"a name in another case is the same", []try{{"ada", "192.0.2.1", ErrBadLogin, 5}}, "ADA", "192.0.2.1", true},
		{"the owner elsewhere is not locked out", []try{{"ada", "192.0.2.1", ErrBadLogin, 5}}, "ada", "192.0.2.2", false},
		{"another name from there is free", []try{{"ada", "192.0.2.1", ErrBadLogin, 5}}, "bob", "192.0.2.1", false},
		{"a good login clears the failures", []try{{"ada", "192.0.2.1", ErrBadLogin, 4}, {"ada", "192.0.2.1", nil, 1}}, "ada", "192.0.2.1", false},
		{"good logins of many never add up", []try{{"ada", "192.0.2.1", nil, 200}}, "ada", "192.0.2.1", false},
		{"an error that is nobody's guess does not count", []try{{"ada", "192.0.2.1", other, 20}}, "ada", "192.0.2.1", false},
		{"nor does it clear the failures", []try{{"ada", "192.0.2.1", ErrBadLogin, 4}, {"ada", "192.0.2.1", other, 1}, {"ada", "192.0.2.1", ErrBadLogin, 1}}, "ada", "192.0.2.1", true},
		{"the addresses of one IPv6 network are one", []try{{"ada", "2001:db8::1", ErrBadLogin, 5}}, "ada", "2001:db8::ffff:1", true},
		{"two IPv6 networks are two", []try{{"ada", "2001:db8::1", ErrBadLogin, 5}}, "ada", "2001:db8:0:1::1", false},
		{"an IPv4 address in IPv6 is that address", []try{{"ada", "::ffff:192.0.2.1", ErrBadLogin, 5}}, "ada", "192.0.2.1", true},
		{"what is no address counts too", []try{{"ada", "@", ErrBadLogin, 5}}, "ada", "@", true},
		{"a name of a megabyte counts too", []try{{strings.Repeat("x", 1<<20), "192.0.2.1", ErrBadLogin, 5}}, strings.Repeat("x", 1<<20), "192.0.2.1", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := newGuesses(Throttle{})
			for _, b := range c.before {
				for range b.times {
					waits(t, g, b.username, b.address, b.outcome)
				}
			}
			if w := waits(t, g, c.username, c.address, ErrBadLogin); (w > 0) != c.waits {
				t.Errorf("waits %s", w)
			}
		})
	}
}

func TestThrottleOfOneAddressOverManyNames(t *testing.T) {
	t.Parallel()
	g := newGuesses(Throttle{})
	for i := range 50 {
		if w := waits(t, g, fmt.Sprint("user", i), "192.0.2.1", ErrBadLogin); w != 0 {
			t.Fatalf("name %d waits %s", i, w)
		}
	}
	if w := waits(t, g, "user50", "192.0.2.1", ErrBadLogin); w == 0 {
		t.Error("an address may try names without end")
	}
	if w := waits(t, g, "user50", "192.0.2.2", ErrBadLogin); w != 0 {
		t.Error("another address waits too")
	}
}

func TestThrottleManyAtOnce(t *testing.T) {
	t.Parallel()
	g := newGuesses(Throttle{})
	var group sync.WaitGroup
	var mu sync.Mutex
	passed := 0
	for range 100 {
		group.Go(func() {
			if g.begin("ada", "192.0.2.1") == nil {
				mu.Lock()
				passed++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if passed != 5 {
		t.Errorf("%d of 100 attempts at once were let through, want 5", passed)
	}
}

func TestThrottleIsBounded(t *testing.T) {
	t.Parallel()
	g := newGuesses(Throttle{Size: 100})
	for i := range 1000 {
		waits(t, g, fmt.Sprint("user", i), fmt.Sprintf("192.0.%d.%d", i/250, i%250), ErrBadLogin)
	}
	if len(g.byKey) != 100 || g.recent.Len() != 100 {
		t.Errorf("%d keys and %d entries are kept", len(g.byKey), g.recent.Len())
	}
}

func TestWaitInWords(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		time.Millisecond: "1 second", 30 * time.Second: "30 seconds", 29*time.Second + 1: "30 seconds",
		90 * time.Second: "90 seconds", 91 * time.Second: "2 minutes", 15 * time.Minute: "15 minutes",
	} {
		if got := (&WaitError{wait}).InWords(); got != want {
			t.Errorf("%s: %q, want %q", wait, got, want)
		}
	}
}
