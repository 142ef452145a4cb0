package middleware_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/middleware"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	www := middleware.Canonical{URL: "https://www.example.com:443/", Exempt: []string{"/health"}}
	for _, tc := range []struct {
		name, method, target string
		proto                string
		status               int
		location             string
	}{
		{"there already", "GET", "https://www.example.com/a", "", 200, ""},
		{"there already, in capitals, with the port", "GET", "https://WWW.example.com:443/a", "", 200, ""},
		{"from http", "GET", "http://www.example.com/a?b=c%20d", "", 301, "https://www.example.com/a?b=c%20d"},
		{"from another host", "GET", "https://example.com/a", "", 301, "https://www.example.com/a"},
		{"behind a proxy that has https", "GET", "http://www.example.com/a", "https", 200, ""},
		{"a form is sent again, not lost", "POST", "http://www.example.com/a", "", 308, "https://www.example.com/a"},
		{"what a load balancer asks", "GET", "http://10.0.0.7/health", "", 200, ""},
		{"a path that looks like a host stays a path", "GET", "http://www.example.com//evil.example", "", 301, "https://www.example.com//evil.example"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(tc.method, tc.target, nil)
			if tc.proto != "" {
				r.Header.Set("X-Forwarded-Proto", tc.proto)
				r.RemoteAddr = "127.0.0.1:1"
			}
			rec := serve(t, r, ok, must(t)(www.Middleware()))
			if rec.Code != tc.status || rec.Header().Get("Location") != tc.location {
				t.Errorf("%d to %q", rec.Code, rec.Header().Get("Location"))
			}
		})
	}
	if rec := serve(t, get("http://x/"), ok, must(t)(middleware.Canonical{}.Middleware())); rec.Code != 200 {
		t.Errorf("the zero value leads to %q", rec.Header().Get("Location"))
	}
	for _, bad := range []middleware.Canonical{{URL: "www.example.com"}, {URL: "ftp://x"}, {URL: "https://"}, {URL: "https://x", Exempt: []string{"health"}}} {
		if _, err := bad.Middleware(); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func TestHeadersThatProtectNobodyAreRefused(t *testing.T) {
	t.Parallel()
	for want, h := range map[string]middleware.Headers{
		"Referrer-Policy":            {ReferrerPolicy: "none"},
		"X-Frame-Options":            {FrameOptions: "ALLOW-FROM https://x.example"},
		"Cross-Origin-Opener-Policy": {OpenerPolicy: "same_origin"},
		"write 'self'":               {CSP: "script-src self"},
		"twice":                      {CSPReportOnly: "img-src a; img-src b"},
	} {
		if _, err := h.Middleware(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", h, err)
		}
	}
	use := must(t)(middleware.Headers{ReferrerPolicy: "no-referrer, strict-origin", CSPReportOnly: "script-src 'self'"}.Middleware())
	h := serve(t, get("/"), ok, use).Header()
	if h.Get("Referrer-Policy") != "no-referrer, strict-origin" || h.Get("Content-Security-Policy-Report-Only") != "script-src 'self'" {
		t.Errorf("header %v", h)
	}
}
