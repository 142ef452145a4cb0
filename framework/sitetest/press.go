package sitetest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Press presses the button with this text and returns the page that is shown
// then, behind all redirects. What a browser would not send fails the test: a
// disabled button, a required field that is empty, a number that is none.
func (r *Response) Press(text string) *Response {
	t := r.client.t
	t.Helper()
	var all []named
	for n := range elements(r.root()) {
		if button(n) && shown(n) {
			all = append(all, named{n, r.buttonText(n)})
		}
	}
	n, err := pick("button", text, all)
	if err != nil {
		t.Fatalf("%v: %s", err, r)
	}
	next, err := r.press(n)
	if err != nil {
		t.Fatalf("pressing %q: %v: %s", text, err, r)
	}
	return next
}

func (r *Response) buttonText(n *html.Node) string {
	if ids := attr(n, "aria-labelledby"); ids != "" {
		return r.textOf(ids)
	}
	for _, name := range []string{"aria-label", "value", "alt"} {
		if text := attr(n, name); text != "" && (name == "aria-label" || is(n, "input")) {
			return text
		}
	}
	if is(n, "input") {
		return "Submit"
	}
	return visibleText(n, nil)
}

func (r *Response) press(n *html.Node) (*Response, error) {
	r.client.t.Helper()
	form := r.formOf(n)
	kind := strings.ToLower(attr(n, "type"))
	switch {
	case disabled(n):
		return nil, errors.New("the button is disabled")
	case kind == "button", kind == "reset":
		return nil, errors.New("the button sends nothing; what a script does with it is not known here")
	case form == nil:
		return nil, errors.New("the button belongs to no form")
	}
	if err := r.objection(form, n); err != nil {
		return nil, err
	}
	return r.submit(form, n)
}

// either is what the button says, or else the form.
func either(form, pressed *html.Node, name string) string {
	if v, ok := attribute(pressed, "form"+name); ok {
		return v
	}
	return attr(form, name)
}

func (r *Response) submit(form, pressed *html.Node) (*Response, error) {
	r.client.t.Helper()
	to, err := r.leads(either(form, pressed, "action"))
	if err != nil {
		return nil, err
	}
	all := r.entries(form, pressed)
	var req *http.Request
	switch method := strings.ToLower(either(form, pressed, "method")); {
	case method == "dialog":
		return nil, errors.New("the form closes a dialog and sends nothing")
	case method != "post":
		to.RawQuery = encode(all)
		req = r.client.request(http.MethodGet, to.RequestURI(), nil)
	case strings.EqualFold(either(form, pressed, "enctype"), "multipart/form-data"):
		return r.client.multipart(to.RequestURI(), all, "Referer", r.at.String(), "Origin", r.client.origin.String()).followed(), nil
	default:
		req = r.client.request(http.MethodPost, to.RequestURI(), []byte(encode(all)), "Content-Type", "application/x-www-form-urlencoded", "Origin", r.client.origin.String())
	}
	req.Header.Set("Referer", r.at.String())
	return r.client.Do(req).followed(), nil
}

// leads is an address on a page, which must be one of the site.
func (r *Response) leads(address string) (*url.URL, error) {
	to, err := r.at.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, fmt.Errorf("it leads to no address: %w", err)
	}
	if to.Scheme != r.at.Scheme || to.Host != r.at.Host {
		return nil, fmt.Errorf("it leads away from the site, to %s", to)
	}
	return to, nil
}

// Click follows the link with this text to the page that is shown then.
func (r *Response) Click(text string) *Response {
	t := r.client.t
	t.Helper()
	var all []named
	seen := map[string]bool{}
	for n := range elements(r.root(), "a", "area") {
		same := attr(n, "href") + " " + r.linkText(n) // a menu may stand twice on a page
		if has(n, "href") && shown(n) && !seen[same] {
			seen[same] = true
			all = append(all, named{n, r.linkText(n)})
		}
	}
	n, err := pick("link", text, all)
	if err != nil {
		t.Fatalf("%v: %s", err, r)
	}
	to, err := r.leads(attr(n, "href"))
	if err != nil {
		t.Fatalf("clicking %q: %v", text, err)
	}
	return r.client.Get(to.RequestURI(), "Referer", r.at.String()).followed()
}

func (r *Response) linkText(n *html.Node) string {
	if text := attr(n, "aria-label"); text != "" {
		return text
	}
	if text := visibleText(n, nil); text != "" {
		return text
	}
	for img := range elements(n, "img") {
		return attr(img, "alt")
	}
	return attr(n, "alt")
}
