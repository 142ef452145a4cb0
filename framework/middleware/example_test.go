package middleware_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/gofw/gofw/framework/middleware"
	"github.com/gofw/gofw/framework/web"
)

func ExampleHosts() {
	hosts, err := middleware.Hosts{Allowed: []string{".example.com"}}.Middleware()
	if err != nil {
		panic(err)
	}
	page := hosts(func(c web.Context) error { return nil })
	for _, host := range []string{"www.example.com", "evil.example"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		fmt.Println(host, web.StatusOf(page(web.NewEcho().NewContext(r, httptest.NewRecorder()))))
	}
	// Output:
	// www.example.com 200
	// evil.example 400
}
