package redisstore_test

import (
	"fmt"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/session/redisstore"
)

// A site says SessionStore: redisstore.Open in its settings. A program that
// composes its own handler does what the site does.
func Example() {
	store, err := redisstore.Open(session.Config{Redis: "redis://127.0.0.1:6379/0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := session.New(store, session.Options{Secure: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.CookieName())
	// Output: __Host-sessionid
}
