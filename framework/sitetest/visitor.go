package sitetest

import (
	"net/http"
	"net/http/httptest"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/web"
)

// Password is that of every user whom User makes.
const Password = "harbour-lamp-73"

// User makes a user with this name and [Password], changed by the functions
// before it is stored.
func (c *Client) User(name string, change ...func(*auth.User)) *auth.User {
	c.t.Helper()
	u, err := auth.CreateUser(c.ctx, name, name+"@example.com", Password)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, f := range change {
		f(u)
	}
	if err := auth.Users.Save(c.ctx, u); err != nil {
		c.t.Fatal(err)
	}
	return u
}

// Login signs a user in, whatever the password, without the login page. A test of
// that page fills it in.
func (c *Client) Login(u *auth.User) {
	c.t.Helper()
	c.act(func(c web.Context) error { return auth.Login(c, u) })
}

// Logout signs the user out.
func (c *Client) Logout() {
	c.t.Helper()
	c.act(func(c web.Context) error { auth.Logout(c); return nil })
}

// Messages are the notices that wait for this visitor. They stay.
func (c *Client) Messages() (waiting []messages.Message) {
	c.t.Helper()
	c.act(func(c web.Context) error { waiting = messages.Waiting(c); return nil })
	return waiting
}

// Session runs fn in a request of this visitor, to look into the session or to
// put something there.
func (c *Client) Session(fn func(c web.Context)) {
	c.t.Helper()
	c.act(func(c web.Context) error { fn(c); return nil })
}

// act does something in a request of this visitor.
func (c *Client) act(view web.HandlerFunc) {
	c.t.Helper()
	var failed error
	h := c.Site.Around(func(c web.Context) error {
		if failed = view(c); failed != nil {
			return failed
		}
		return c.NoContent(http.StatusNoContent)
	})
	got := c.send(h, httptest.NewRequestWithContext(c.ctx, http.MethodGet, c.origin.String()+"/", nil))
	if failed != nil || got.Status != http.StatusNoContent {
		c.t.Fatalf("acting for a visitor: %v: %s", failed, got)
	}
}

// View answers a request by one view, inside the site's middleware but without
// its routes.
func (c *Client) View(view web.HandlerFunc, r *http.Request) *Response {
	return c.send(c.Site.Around(view), r)
}
