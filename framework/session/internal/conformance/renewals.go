package conformance

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/session"
)

var renewals = []one{
	{name: "signing in keeps the values", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		before := b.token
		if got := b.visit("/login"); got.cookie == nil || b.token == before {
			t.Errorf("cookie %v", got.cookie)
		}
		b.says(t, "/get=a/who", "17")
	}},
	{name: "an ID that was known before gains nothing", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		thief := b.with()
		b.visit("/login/put=a=secret")
		if got := thief.says(t, "/get=a/who", "1"); got.cookie != nil {
			t.Errorf("cookie %v", got.cookie)
		}
		s.forward(session.Grace + time.Second)
		thief.says(t, "/get=a/who", "")
		b.says(t, "/get=a/who", "secret7")
	}},
	{name: "an ID that was known before changes nobody's rights", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		thief := b.with()
		b.visit("/login")
		for _, address := range []string{"/become", "/logout", "/put=_level=9", "/life=1h", "/until=-1h"} {
			if got := thief.peek(address); got.status != http.StatusOK || got.cookie != nil {
				t.Errorf("%s: %d %v", address, got.status, got.cookie)
			}
		}
		b.says(t, "/get=a/who/get=_level/ends", "17336h0m0s")
	}},
	{name: "who knew an ID before cannot draw its visitor into another session", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		thief, late := b.with(), b.with()
		b.visit("/login")
		thief.visit("/rotate/become/put=theirs=1")
		late.visit("/put=late=1")
		b.says(t, "/who/get=late/get=theirs", "71")
		thief.says(t, "/who/get=late/get=theirs", "81")
	}},
	{name: "a late request of before changes the session as it goes on, and sets no cookie", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1/put=gone=1")
		late := b.with()
		b.visit("/login")
		if got := late.peek("/put=late=2/delete=gone/put=_message:x=3"); got.cookie != nil {
			t.Errorf("cookie %v", got.cookie)
		}
		b.says(t, "/get=a/get=late/get=gone/get=_message:x/who", "1237")
	}},
	{name: "a request that was under way changes the session as it goes on, and sets no cookie", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		slow := b.with()
		s.inner = func() { b.visit("/login") }
		under := slow.peek("/get=a/put=slow=2/while")
		if under.cookie != nil {
			t.Errorf("cookie %v", under.cookie)
		}
		b.says(t, "/get=a/get=slow/who", "127")
	}},
	{name: "what another request changed while one signed in is not lost", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1/put=gone=1")
		b.while("/put=inner=2/put=a=3/delete=gone", func() { b.visit("/get=a/while/login") })
		b.says(t, "/get=a/get=inner/get=gone/who", "327")
	}},
	{name: "a late request finds the session after two changes of the ID", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		late := b.with()
		b.visit("/login")
		b.visit("/rotate")
		late.peek("/put=late=2")
		b.says(t, "/get=late/who", "27")
	}},
	{name: "two who sign in at once are both signed in", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		first := b.with()
		b.while("/put=x=1/login", func() { b.visit("/get=a/while/login") })
		first.visit("/login")
		b.says(t, "/get=a/who", "17")
		first.says(t, "/get=a/who", "17")
	}},
	{name: "of two new IDs the first is where late changes go", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		first, late := b.with(), b.with()
		s.inner = func() { first.visit("/login") }
		b.visit("/get=a/while/login")
		late.peek("/put=late=2")
		first.says(t, "/get=late/who", "27")
		b.says(t, "/get=late/who", "7")
	}},
	{name: "many requests around a login lose nothing", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		old := b.token
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				if got := (&browser{s, old}).peek(fmt.Sprintf("/get=a/put=k%d=x", i)); got.status != http.StatusOK {
					t.Errorf("%d %s", got.status, got.text)
				}
			})
		}
		group.Go(func() { b.visit("/login") })
		group.Wait()
		b.says(t, "/keys", "_user a k0 k1 k2 k3 k4 k5 k6 k7")
	}},
}
