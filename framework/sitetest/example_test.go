package sitetest_test

import (
	"testing"

	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
)

// A reader writes a comment, as a person does it.
func Example() {
	var app site.App // of the site: blog.App

	_ = func(t *testing.T) {
		t.Parallel()
		c := sitetest.New(t, app)
		c.Login(c.User("ada"))
		page := c.Visit("/blog/posts/hello")
		page.Fill("Your comment", "Well said.")
		page = page.Press("Send")
		sitetest.Redirects(t, page, "/blog/posts/hello")
		sitetest.Shows(t, page, "Thank you for your comment.", "Well said.")
		page.MaxQueries(t, 4)
	}
}
