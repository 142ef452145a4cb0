package conformance

import (
	"testing"
	"time"

	"github.com/gofw/gofw/framework/session"
)

const day = 24 * time.Hour

var times = []one{
	{name: "it ends when nobody comes", options: session.Options{Idle: 10 * day}, test: func(t *testing.T, s *site) {
		b, late := s.visitor(), s.visitor()
		b.visit("/put=a=1")
		late.visit("/put=a=1")
		s.forward(10*day - time.Minute)
		b.says(t, "/get=a", "1")
		s.forward(2 * time.Minute)
		late.says(t, "/get=a", "")
	}},
	{name: "a visit keeps it alive, with a write once in a while", options: session.Options{Idle: 10 * day}, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		written := 0
		for range 200 {
			s.forward(6 * time.Hour)
			if b.says(t, "/get=a", "1").cookie != nil {
				written++
			}
		}
		if written < 60 || written > 70 { // each three visits: more than 10 days / 14
			t.Errorf("written %d times in 50 days", written)
		}
	}},
	{name: "it ends in the end, whoever comes", options: session.Options{Idle: 10 * day, Absolute: 30 * day}, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		for range 29 {
			s.forward(day)
			b.says(t, "/get=a", "1")
		}
		b.says(t, "/ends", "24h0m0s")
		s.forward(day + time.Second)
		b.says(t, "/get=a", "")
	}},
	{name: "a new ID begins a new life", options: session.Options{Idle: 10 * day, Absolute: 10 * day}, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		s.forward(9 * day)
		b.visit("/login")
		s.forward(9 * day)
		b.says(t, "/get=a/who", "17")
		s.forward(day + time.Second)
		b.says(t, "/get=a/who", "")
	}},
	{name: "a session can have a longer life than others", options: session.Options{Idle: day}, test: func(t *testing.T, s *site) {
		b, other := s.visitor(), s.visitor()
		other.visit("/put=a=1")
		if got := b.visit("/life=720h/put=a=1"); got.cookie == nil || got.cookie.MaxAge != 720*3600 {
			t.Errorf("cookie %v", got.cookie)
		}
		s.forward(29 * day)
		other.says(t, "/get=a", "")
		b.says(t, "/get=a/ends", "1720h0m0s")
		s.forward(29 * day)
		b.says(t, "/login/get=a", "1")
		s.forward(29 * day)
		b.says(t, "/get=a", "1")
		s.forward(31 * day)
		b.says(t, "/get=a", "")
	}},
	{name: "a session can have a shorter life than others", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/life=10m/put=a=1")
		s.forward(9 * time.Minute)
		b.says(t, "/get=a", "1")
		s.forward(9 * time.Minute)
		b.says(t, "/get=a", "1")
		s.forward(11 * time.Minute)
		b.says(t, "/get=a", "")
	}},
	{name: "a session can have a last moment", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/until=1h/put=a=1")
		s.forward(59 * time.Minute)
		b.says(t, "/get=a/put=b=2", "1")
		s.forward(2 * time.Minute)
		b.says(t, "/get=a", "")
	}},
	{name: "a last moment that has passed ends it", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		b.visit("/until=-1h")
		b.says(t, "/get=a", "")
	}},
	{name: "a session can go back to the life of all", options: session.Options{Idle: day}, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/life=720h/put=a=1")
		b.visit("/life=0h")
		b.says(t, "/ends", "24h0m0s")
	}},
	{name: "a session can end with the browser", test: func(t *testing.T, s *site) {
		b := s.visitor()
		if got := b.visit("/browser/put=a=1"); got.cookie == nil || got.cookie.MaxAge != 0 || !got.cookie.Expires.IsZero() {
			t.Errorf("cookie %v", got.cookie)
		}
		b.says(t, "/get=a", "1")
		s.forward(session.DefaultIdle + time.Second)
		b.says(t, "/get=a", "")
	}},
	{name: "all sessions can end with the browser but those that ask for more", options: session.Options{Browser: true}, test: func(t *testing.T, s *site) {
		if got := s.visitor().visit("/put=a=1"); got.cookie == nil || got.cookie.MaxAge != 0 || !got.cookie.Expires.IsZero() {
			t.Errorf("cookie %v", got.cookie)
		}
		if got := s.visitor().visit("/put=a=1/life=720h"); got.cookie == nil || got.cookie.MaxAge != 720*3600 {
			t.Errorf("cookie %v", got.cookie)
		}
	}},
}
