package session_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/gofw/gofw/framework/session"
	"github.com/gofw/gofw/framework/web"
)

// A page that counts the visits of each visitor.
func Example() {
	store, err := session.NewCookieStore(session.Config{Secret: "the site's secret key"})
	if err != nil {
		panic(err)
	}
	sessions, err := session.Middleware(store, session.Options{})
	if err != nil {
		panic(err)
	}
	e := web.NewEcho()
	e.Use(sessions)
	e.GET("/", func(c web.Context) error {
		visits, _ := session.Get[int](c, "visits")
		session.Put(c, "visits", visits+1)
		return c.String(200, fmt.Sprint("visit ", visits+1))
	})

	first := httptest.NewRecorder()
	e.ServeHTTP(first, httptest.NewRequest("GET", "/", nil))
	again := httptest.NewRequest("GET", "/", nil)
	again.AddCookie(first.Result().Cookies()[0])
	second := httptest.NewRecorder()
	e.ServeHTTP(second, again)
	fmt.Println(first.Body, "-", second.Body)
	// Output: visit 1 - visit 2
}
