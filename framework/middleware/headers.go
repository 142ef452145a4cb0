package middleware

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gofw/gofw/framework/web"
)

// DefaultCSP lets a page load scripts, styles, fonts and images of its own site
// only, send forms only there, and be shown in no frame.
const DefaultCSP web.Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Headers sets the headers that make browsers careful. A handler that sets one
// itself wins, and one that deletes it too.
type Headers struct {
	CSP            web.Policy    // Content-Security-Policy; empty is DefaultCSP
	CSPReportOnly  web.Policy    // a policy that is reported about and not enforced; empty is none
	ReferrerPolicy string        // empty is "same-origin"
	FrameOptions   string        // X-Frame-Options; empty is "DENY"
	OpenerPolicy   string        // Cross-Origin-Opener-Policy; empty is "same-origin"
	HSTS           time.Duration // how long browsers insist on https, said over https alone; 0 says nothing
	HSTSSubdomains bool          // for all subdomains too; it needs HSTS
	HSTSPreload    bool          // browsers may ship with it; it needs HSTS of a year and subdomains
}

// Middleware is the function for Echo. A header that could not be sent as it is
// written is an error.
func (h Headers) Middleware() (web.MiddlewareFunc, error) {
	if err := errors.Join(h.CSP.Check(), h.CSPReportOnly.Check()); err != nil {
		return nil, fmt.Errorf("headers: Content-Security-Policy: %w", err)
	}
	fixed := []field{
		{"Content-Security-Policy", []string{string(cmp.Or(h.CSP, DefaultCSP))}},
		{"Referrer-Policy", []string{cmp.Or(h.ReferrerPolicy, "same-origin")}},
		{"X-Frame-Options", []string{cmp.Or(h.FrameOptions, "DENY")}},
		{"Cross-Origin-Opener-Policy", []string{cmp.Or(h.OpenerPolicy, "same-origin")}},
		{"X-Content-Type-Options", []string{"nosniff"}},
	}
	if h.CSPReportOnly != "" {
		fixed = append(fixed, field{"Content-Security-Policy-Report-Only", []string{string(h.CSPReportOnly)}})
	}
	for _, f := range fixed {
		if strings.ContainsFunc(f.values[0], func(r rune) bool { return r < ' ' || r > '~' }) {
			return nil, fmt.Errorf("headers: %s has a line break or a letter that headers cannot hold", f.name)
		}
	}
	if err := h.checkWords(); err != nil {
		return nil, err
	}
	hsts, err := h.hsts()
	if err != nil {
		return nil, err
	}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			header := c.Response().Header()
			for _, f := range fixed {
				header[f.name] = f.values
			}
			if hsts != nil && web.IsHTTPS(c) {
				header["Strict-Transport-Security"] = hsts
			}
			return next(c)
		}
	}, nil
}

// The words that browsers know; a policy of other words protects nobody.
var (
	referrerPolicies = []string{"no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"}
	frameOptions     = []string{"DENY", "SAMEORIGIN"}
	openerPolicies   = []string{"same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"}
)

// checkWords looks at the headers that have a closed vocabulary. A referrer
// policy may be several, of which browsers take the last that they know.
func (h Headers) checkWords() error {
	for _, v := range []struct {
		name, value string
		known       []string
	}{
		{"Referrer-Policy", h.ReferrerPolicy, referrerPolicies},
		{"X-Frame-Options", h.FrameOptions, frameOptions},
		{"Cross-Origin-Opener-Policy", h.OpenerPolicy, openerPolicies},
	} {
		for word := range strings.SplitSeq(v.value, ",") {
			if word = strings.TrimSpace(word); v.value != "" && !slices.Contains(v.known, word) {
				return fmt.Errorf("headers: %s cannot be %q: write one of %s", v.name, word, strings.Join(v.known, ", "))
			}
		}
	}
	return nil
}

// field is a header in the form that a header map holds; all responses share it.
type field struct {
	name   string
	values []string
}

const year = 365 * 24 * time.Hour

func (h Headers) hsts() ([]string, error) {
	switch {
	case h.HSTS < 0:
		return nil, errors.New("headers: HSTS is negative")
	case h.HSTS == 0 && (h.HSTSSubdomains || h.HSTSPreload):
		return nil, errors.New("headers: HSTSSubdomains and HSTSPreload say nothing without HSTS")
	case h.HSTSPreload && (h.HSTS < year || !h.HSTSSubdomains):
		return nil, errors.New("headers: HSTSPreload needs an HSTS of a year and HSTSSubdomains")
	case h.HSTS == 0:
		return nil, nil
	}
	v := fmt.Sprintf("max-age=%d", int64(h.HSTS/time.Second))
	if h.HSTSSubdomains {
		v += "; includeSubDomains"
	}
	if h.HSTSPreload {
		v += "; preload"
	}
	return []string{v}, nil
}

// CrossOrigin refuses requests that change something and come from a page of
// another site, by what browsers say about them (Sec-Fetch-Site and Origin). No
// token is needed in forms. Requests that no browser made pass.
type CrossOrigin struct {
	// Trusted are origins that may send requests all the same, such as
	// "https://accounts.example.com".
	Trusted []string
}

// Middleware is the function for Echo. An origin that cannot be read is an error.
func (o CrossOrigin) Middleware() (web.MiddlewareFunc, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range o.Trusted {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("cross-origin protection: %q is not an origin such as https://example.com: %w", origin, err)
		}
	}
	return func(next web.HandlerFunc) web.HandlerFunc {
		return func(c web.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return &web.Error{
					Status:  http.StatusForbidden,
					Message: "This form was sent from another site, so nothing was changed. Open the page here and try again.",
					Err:     err,
				}
			}
			return next(c)
		}
	}, nil
}
