package conformance

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// while has a request do something in the middle of another of the same browser.
func (b *browser) while(inner string, outer func()) answer {
	var got answer
	other := b.with()
	b.site.inner = func() { got = other.peek(inner) }
	outer()
	return got
}

var atOnce = []one{
	{name: "requests at once keep each other's changes", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=0/put=gone=1/login")
		b.while("/put=inner=2/delete=gone", func() { b.visit("/put=outer=1/while") })
		b.says(t, "/get=a/get=outer/get=inner/get=gone/who", "0127")
	}},
	{name: "of requests at once the last answer wins", inCookie: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=0")
		b.while("/put=inner=2", func() { b.visit("/put=outer=1/while") })
		b.says(t, "/get=a/get=outer/get=inner", "01")
	}},
	{name: "of one key the request that ends last wins", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=0")
		b.while("/put=a=inner", func() { b.visit("/put=a=outer/while") })
		b.says(t, "/get=a", "outer")
	}},
	{name: "many at once lose nothing", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=0")
		var group sync.WaitGroup
		for i := range 12 {
			group.Go(func() {
				if got := b.with().peek(fmt.Sprintf("/get=a/put=k%02d=x", i)); got.status != http.StatusOK {
					t.Errorf("%d %s", got.status, got.text)
				}
			})
		}
		group.Wait()
		if got := strings.Fields(b.visit("/keys").text); len(got) != 13 {
			t.Errorf("kept are %v", got)
		}
	}},
	{name: "a session that ended meanwhile stays ended", kept: true, test: func(t *testing.T, s *site) {
		for _, outer := range []string{"/put=a=2/while", "/put=a=2/while/delete=a", "/while/rotate", "/put=a=2/rotate/while/delete=a"} {
			b := s.visitor()
			b.visit("/put=a=1/put=b=1")
			old := b.with()
			b.while("/logout", func() {
				if got := b.visit(outer); got.status != http.StatusOK {
					t.Errorf("%s: %d %s", outer, got.status, got.text)
				}
			})
			old.says(t, "/keys", "")
			if b.token != old.token {
				b.says(t, "/keys", "")
			}
		}
	}},
	{name: "a session whose time is up meanwhile stays ended", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		s.inner = func() { s.forward(15 * day) }
		if got := b.with().peek("/get=a/put=a=2/while"); got.status != http.StatusOK || got.cookie != nil {
			t.Errorf("%d %v", got.status, got.cookie)
		}
		b.says(t, "/keys", "")
	}},
	{name: "who logs in while the session ends is logged in, without what it held", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		b.while("/logout", func() { b.visit("/get=a/while/login") })
		b.says(t, "/get=a/who", "7")
	}},
	{name: "the last two values go at once, and so does the session", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1/put=b=2")
		b.while("/delete=a", func() {
			if got := b.visit("/delete=b/while"); got.cookie == nil || got.cookie.MaxAge >= 0 {
				t.Errorf("cookie %v", got.cookie)
			}
		})
	}},
}
