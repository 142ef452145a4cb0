package auth_test

import (
	"fmt"

	"github.com/gofw/gofw/framework/auth"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

// Handlers ask who it is; guards stand at the routes.
func Example() {
	dashboard := func(c web.Context) error {
		user, err := auth.UserOf(c)
		if err != nil {
			return err
		}
		return c.String(200, "Hello, "+user.FullName())
	}
	reports := func(c web.Context) error { return c.String(200, "…") }

	routes := append(auth.Routes(auth.Pages{Prefix: "/accounts", Home: "/dashboard"}),
		urls.Get("/dashboard", dashboard, auth.Required),
		urls.Get("/reports", reports, auth.RequirePermission("shop.view_report")),
	)
	for _, r := range routes {
		fmt.Println(r.Methods[0], r.Pattern)
	}
	// Output:
	// GET /accounts/login
	// POST /accounts/login
	// POST /accounts/logout
	// GET /accounts/password
	// POST /accounts/password
	// GET /accounts/password/done
	// GET /dashboard
	// GET /reports
}

func ExampleCheckPassword() {
	fmt.Println(auth.CheckPassword("iloveyou", nil))
	fmt.Println(auth.CheckPassword("four maroon kettles", nil))
	// Output:
	// The password is one of the most common ones.
	// <nil>
}
