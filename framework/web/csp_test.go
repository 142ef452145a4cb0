package web_test

import (
	"context"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/gofw/gofw/framework/web"
)

const strict web.Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"

func TestPoliciesAreDerived(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		got, want web.Policy
	}{
		{"a source more", strict.Add("img-src", "https://tiles.example"), "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https://tiles.example"},
		{"one that is there already", strict.Add("IMG-SRC", "data:"), "default-src 'none'; script-src 'self'; style-src 'self'; IMG-SRC 'self' data:"},
		{"a directive that default-src stood for", web.Policy("default-src 'self'").Add("img-src", "data:"), "default-src 'self'; img-src 'self' data:"},
		{"none beside a source is dropped", strict.Add("font-src", "https://fonts.example"), strict + "; font-src https://fonts.example"},
		{"a directive without fallback", strict.Add("form-action", "'self'"), strict + "; form-action 'self'"},
		{"other sources", strict.Set("script-src", "'none'"), "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:"},
		{"a directive less", strict.Without("style-src").Without("img-src"), "default-src 'none'; script-src 'self'"},
		{"to an empty policy", web.Policy("").Set("upgrade-insecure-requests"), "upgrade-insecure-requests"},
		{"odd spaces and semicolons", web.Policy(" ;; default-src  'self' ;").Add("img-src", "data:"), "default-src  'self'; img-src 'self' data:"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.got != tc.want {
				t.Errorf("got  %q\nwant %q", tc.got, tc.want)
			}
			if err := tc.got.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPoliciesThatBrowsersWouldMisread(t *testing.T) {
	t.Parallel()
	for p, want := range map[web.Policy]string{
		"script-src self":                      "write 'self'",
		"img-src data:; style-src none":        "write 'none'",
		"img-src a; img-src b":                 "twice",
		"img-src 'self',script-src 'self'":     "comma",
		"img-src 'self'\r\nSet-Cookie: a=b":    "line break",
		"https://cdn.example script-src":       "not a directive",
		"script-src 'self' https://é.example/": "cannot hold",
	} {
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", p, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a broken policy for a route is found by its visitors")
		}
	}()
	web.CSP("script-src self")
}

// nonced is a page with an inline script.
var nonced = templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
	_, err := io.WriteString(w, `<script nonce="`+web.Nonce(ctx)+`"></script><style nonce="`+web.Nonce(ctx)+`"></style>`)
	return err
})

var nonceIn = regexp.MustCompile(`nonce="([A-Za-z0-9+/=_-]*)"`)

// with answers a request whose answer has a policy already, as the middleware
// gives it.
func with(t *testing.T, policy string, h web.HandlerFunc) (*httptest.ResponseRecorder, []string) {
	t.Helper()
	c, rec := request("GET", "/")
	shared := []string{policy}
	c.Response().Header()["Content-Security-Policy"] = shared
	if err := h(c); err != nil {
		t.Fatal(err)
	}
	return rec, shared
}

func TestNonces(t *testing.T) {
	t.Parallel()
	page := func(c web.Context) error { return web.Page(c, nonced) }
	seen := map[string]bool{}
	for _, tc := range []struct {
		name, policy string
		handler      web.HandlerFunc
		want         string // with NONCE for the nonce
	}{
		{"scripts and styles", string(strict), page, "default-src 'none'; script-src 'self' 'nonce-NONCE'; style-src 'self' 'nonce-NONCE'; img-src 'self' data:"},
		{"what default-src stood for", "default-src 'self'", page, "default-src 'self'; script-src 'self' 'nonce-NONCE'; style-src 'self' 'nonce-NONCE'"},
		{"nothing allowed before", "default-src 'none'", page, "default-src 'none'; script-src 'nonce-NONCE'; style-src 'nonce-NONCE'"},
		{"nothing forbidden stays so", "img-src 'self'", page, "img-src 'self'"},
		{"inline allowed anyhow stays so", "script-src 'unsafe-inline'; style-src 'self' 'unsafe-inline'", page, "script-src 'unsafe-inline'; style-src 'self' 'unsafe-inline'"},
		{"a policy of the view, before", string(strict), web.CSP("script-src 'self'")(page), "script-src 'self' 'nonce-NONCE'"},
		{"a policy of the view, after", string(strict), func(c web.Context) error {
			web.NonceOf(c)
			if err := web.SetCSP(c, "script-src 'self'"); err != nil {
				return err
			}
			return web.Page(c, nonced)
		}, "script-src 'self' 'nonce-NONCE'"},
		{"a fragment", string(strict), func(c web.Context) error {
			c.Request().Header.Set("HX-Request", "true")
			return web.Fragment(c, inFragment("x", nonced), "x")
		}, "default-src 'none'; script-src 'self' 'nonce-NONCE'; style-src 'self' 'nonce-NONCE'; img-src 'self' data:"},
	} {
		rec, shared := with(t, tc.policy, tc.handler)
		nonces := nonceIn.FindAllStringSubmatch(rec.Body.String(), -1)
		if len(nonces) != 2 || nonces[0][1] != nonces[1][1] || len(nonces[0][1]) < 22 || seen[nonces[0][1]] {
			t.Fatalf("%s: nonces %q", tc.name, nonces)
		}
		nonce := nonces[0][1]
		seen[nonce] = true
		if got := rec.Header().Get("Content-Security-Policy"); got != strings.ReplaceAll(tc.want, "NONCE", nonce) {
			t.Errorf("%s: the policy is %q", tc.name, got)
		}
		if shared[0] != tc.policy {
			t.Errorf("%s: the policy of all other requests became %q", tc.name, shared[0])
		}
	}
}

func TestAPageWithoutANonceHasNoneInItsPolicy(t *testing.T) {
	t.Parallel()
	rec, _ := with(t, string(strict), func(c web.Context) error { return web.Page(c, text("hello", nil)) })
	if got := rec.Header().Get("Content-Security-Policy"); got != string(strict) {
		t.Errorf("the policy is %q", got)
	}
	if got := web.Nonce(context.Background()); got != "" {
		t.Errorf("outside of a page the nonce is %q", got)
	}
	c, _ := request("GET", "/")
	_ = web.Send(c, 200, "text/plain", nil)
	if got := web.NonceOf(c); got != "" {
		t.Errorf("after the header the nonce is %q", got)
	}
}

func TestAViewWithoutAPolicy(t *testing.T) {
	t.Parallel()
	rec, _ := with(t, string(strict), func(c web.Context) error {
		if err := web.SetCSP(c, ""); err != nil {
			return err
		}
		if err := web.SetCSP(c, "script-src self"); err == nil {
			t.Error("a broken policy is taken")
		}
		if err := web.SetCSPReportOnly(c, "script-src 'self'"); err != nil {
			return err
		}
		return web.Page(c, nonced)
	})
	if h := rec.Header(); len(h["Content-Security-Policy"]) > 0 || !strings.Contains(h.Get("Content-Security-Policy-Report-Only"), "'nonce-") {
		t.Errorf("header %v", rec.Header())
	}
}

func FuzzPolicy(f *testing.F) {
	f.Add(string(strict), "img-src", "data:")
	f.Add(";;", "script-src", "'none'")
	f.Fuzz(func(t *testing.T, p, directive, source string) {
		policy := web.Policy(p)
		if policy.Check() != nil || len(strings.Fields(directive)) != 1 || strings.TrimSpace(directive) != directive || len(strings.Fields(source)) != 1 || web.Policy(directive+" "+source).Check() != nil || strings.TrimSpace(source) != source || strings.Contains(source, ";") {
			return
		}
		added := policy.Add(directive, source)
		if sources, ok := added.Sources(directive); !ok || len(sources) == 0 {
			t.Fatalf("%q with %q %q is %q", p, directive, source, added)
		}
		if again := added.Add(directive, source); again != added {
			t.Fatalf("adding twice: %q, then %q", added, again)
		}
		if _, ok := added.Without(directive).Sources(directive); ok {
			t.Fatalf("%q without %q still has it", added, directive)
		}
	})
}
