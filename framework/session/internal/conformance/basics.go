package conformance

import (
	"net/http"
	"strings"
	"testing"
)

var basics = []one{
	{name: "a value comes back, and goes", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1/put=b=2")
		b.says(t, "/get=a/get=b/get=c", "12")
		b.says(t, "/put=a=3/delete=b/keys", "a")
		b.says(t, "/pop=a", "3")
		if b.says(t, "/keys", ""); b.token != "" {
			t.Errorf("an empty session stays: %q", b.token)
		}
	}},
	{name: "visitors have sessions of their own", test: func(t *testing.T, s *site) {
		one, two := s.visitor(), s.visitor()
		one.visit("/put=a=1")
		two.visit("/put=a=2")
		one.says(t, "/get=a", "1")
		two.says(t, "/get=a", "2")
	}},
	{name: "a page that does not ask leaves no trace", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		for _, b := range []*browser{b, s.visitor()} {
			if got := b.peek("/"); got.cookie != nil || got.header.Get("Vary") != "" {
				t.Errorf("header %v", got.header)
			}
		}
	}},
	{name: "a page that reads sets no cookie and varies", test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/put=a=1")
		for _, b := range []*browser{b, s.visitor()} {
			if got := b.peek("/get=a"); got.cookie != nil || got.header.Get("Vary") != "Cookie" {
				t.Errorf("header %v", got.header)
			}
		}
	}},
	{name: "a name that the visitor made up is not taken over", test: func(t *testing.T, s *site) {
		b := &browser{s, strings.Repeat("A", 43)}
		if got := b.visit("/put=a=1"); got.cookie == nil || got.cookie.Value == strings.Repeat("A", 43) {
			t.Errorf("cookie %v", got.cookie)
		}
	}},
	{name: "much is kept", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/big=a")
		if got := b.visit("/get=a"); len(got.text) != 100_000 {
			t.Errorf("%d %d bytes", got.status, len(got.text))
		}
	}},
	{name: "more than a cookie holds is an error that says so, and nothing is sent", inCookie: true, test: func(t *testing.T, s *site) {
		got := s.visitor().visit("/put=small=1/big=basket")
		if got.status != 500 || got.cookie != nil || !strings.Contains(got.text, `"basket" with 100002 bytes`) || !strings.Contains(got.text, "browsers keep 4096") {
			t.Errorf("%d %q %v", got.status, got.text, got.cookie)
		}
	}},
	{name: "after signing out, the cookie is worth nothing", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/login")
		thief := b.with()
		if got := b.visit("/logout"); got.cookie == nil || got.cookie.MaxAge >= 0 {
			t.Errorf("cookie %v", got.cookie)
		}
		thief.says(t, "/who", "")
		b.says(t, "/who", "")
	}},
	{name: "after signing out, a copy of the cookie lives on until its date", inCookie: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/login")
		thief := b.with()
		b.visit("/logout")
		b.says(t, "/who", "")
		thief.says(t, "/who", "7")
	}},
	{name: "what is put after signing out is a new session", kept: true, test: func(t *testing.T, s *site) {
		b := s.visitor()
		b.visit("/login/put=a=1")
		old := b.with()
		b.visit("/logout/put=a=2")
		b.says(t, "/who/get=a", "2")
		old.says(t, "/who/get=a", "")
	}},
	{name: "a change of password ends the user's other sessions alone", kept: true, test: func(t *testing.T, s *site) {
		here, there, guest := s.visitor(), s.visitor(), s.visitor()
		here.visit("/login")
		there.visit("/login")
		guest.visit("/put=a=1")
		here.visit("/rotate/others")
		here.says(t, "/who", "7")
		there.says(t, "/who", "")
		guest.says(t, "/get=a", "1")
	}},
	{name: "the sessions of others cannot be ended, and that is an error", inCookie: true, test: func(t *testing.T, s *site) {
		if got := s.visitor().visit("/login/others"); got.status != 500 || !strings.Contains(got.text, "keeps no list") {
			t.Errorf("%d %q", got.status, got.text)
		}
	}},
}

// garbage tries cookies that nobody made, and real ones that were changed.
func garbage(t *testing.T, s *site) {
	b := s.visitor()
	b.visit("/put=a=1")
	values := map[string]string{
		"a word": "admin", "half of a real one": b.token[:len(b.token)/2], "a letter more": b.token + "A", "padding": b.token + "==",
		"JSON": `{"a":"1"}`, "a number": "1", "a path": "../../etc/passwd", "SQL": "'OR1=1--", "the wildcard of Redis": "*",
		"zero bytes": strings.Repeat("%00", 20), "very long": strings.Repeat("A", 100_000), "only dots": "...",
	}
	for i := 0; i < len(b.token); i += 5 {
		flipped := []byte(b.token)
		flipped[i] ^= 1
		values["a bit flipped in "+string(flipped)] = string(flipped)
	}
	for name, value := range values {
		got := (&browser{s, value}).peek("/get=a/keys")
		if got.status != http.StatusOK || got.text != "" || got.cookie != nil {
			t.Errorf("%s: %d %q %v", name, got.status, got.text, got.cookie)
		}
	}
	b.says(t, "/get=a", "1")
}

// down compares a store that answers with one that does not.
func down(t *testing.T, up, down *site) {
	real := up.visitor()
	real.visit("/put=a=1")
	with, without := &browser{down, real.token}, down.visitor()
	for _, address := range []string{"/get=a", "/put=a=2", "/login", "/logout"} {
		if got := with.peek(address); got.status != http.StatusServiceUnavailable || got.cookie != nil {
			t.Errorf("%s with a cookie: %d %q %v", address, got.status, got.text, got.cookie)
		}
	}
	if got := without.peek("/put=a=1"); got.status != http.StatusServiceUnavailable || got.cookie != nil {
		t.Errorf("a new session: %d %v", got.status, got.cookie)
	}
	if got := without.peek("/get=a"); got.status != http.StatusOK {
		t.Errorf("a visitor without a cookie, whose session nobody has to ask for: %d", got.status)
	}
	if got := with.peek("/"); got.status != http.StatusOK || got.header.Get("Vary") != "" {
		t.Errorf("a page that does not ask: %d %v", got.status, got.header)
	}
}
