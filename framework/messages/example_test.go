package messages_test

import (
	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/web"
)

// A view says what it did and redirects; the next page shows it.
func Example() {
	publish := func(c web.Context) error {
		messages.Success(c, "The post was published.")
		return web.Redirect(c, "/blog/")
	}
	_ = publish
}
