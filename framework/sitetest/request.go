package sitetest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/gofw/gofw/framework/orm"
)

// request is a request to an address of the site, as its own pages make it.
func (c *Client) request(method, address string, body []byte, header ...string) *http.Request {
	r := httptest.NewRequestWithContext(c.ctx, method, c.origin.String()+address, bytes.NewReader(body))
	if len(body) == 0 {
		r.Body = http.NoBody
	}
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// Get asks for a page. It does not follow a redirect: see [Client.Visit]. Pairs of
// names and values are sent as header.
func (c *Client) Get(address string, header ...string) *Response {
	return c.Do(c.request(http.MethodGet, address, nil, header...))
}

// Head asks for the header of a page.
func (c *Client) Head(address string, header ...string) *Response {
	return c.Do(c.request(http.MethodHead, address, nil, header...))
}

// Delete asks to delete what is at an address.
func (c *Client) Delete(address string, header ...string) *Response {
	return c.Do(c.request(http.MethodDelete, address, nil, header...))
}

// Visit asks for a page and follows redirects to the one that is shown.
func (c *Client) Visit(address string) *Response {
	c.t.Helper()
	return c.Get(address).followed()
}

// Post sends a form from a page of the site, whatever the page allows. It does not
// follow a redirect. A test of the page fills its form in: see [Response.Fill].
func (c *Client) Post(address string, form url.Values) *Response {
	return c.Do(c.request(http.MethodPost, address, []byte(form.Encode()), "Content-Type", "application/x-www-form-urlencoded"))
}

// SendJSON sends a value as JSON, as a program does.
func (c *Client) SendJSON(method, address string, v any, header ...string) *Response {
	c.t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		c.t.Fatal(err)
	}
	header = append([]string{"Content-Type", "application/json", "Accept", "application/json"}, header...)
	return c.Do(c.request(method, address, body, header...))
}

// Do sends any request, with the cookies that the client keeps.
func (c *Client) Do(r *http.Request) *Response { return c.send(c.Site.Handler(), r) }

func (c *Client) send(h http.Handler, r *http.Request) *Response {
	at := &url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	if r.TLS != nil {
		at.Scheme = "https"
	}
	for _, cookie := range c.jar.Cookies(at) {
		r.AddCookie(cookie)
	}
	ctx, ledger := orm.Watch(r.Context())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r.WithContext(ctx))
	res := rec.Result()
	c.jar.SetCookies(at, res.Cookies())
	return &Response{
		Status: res.StatusCode, Header: res.Header, Body: rec.Body.String(), Ledger: ledger,
		client: c, at: at, method: r.Method, referrer: r.Referer(),
	}
}

// Cookie is a cookie that the client keeps for the front page, nil if there is
// none.
func (c *Client) Cookie(name string) *http.Cookie {
	for _, cookie := range c.jar.Cookies(c.origin.JoinPath("/")) {
		if strings.EqualFold(cookie.Name, name) {
			return cookie
		}
	}
	return nil
}
