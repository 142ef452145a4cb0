package urls_test

import (
	"fmt"

	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

func archive(c web.Context) error {
	year, err := web.Int64Param(c, "year")
	if err != nil {
		return err
	}
	return c.String(200, fmt.Sprint(year))
}

func Example() {
	routes := urls.Under("/blog",
		urls.Get("/archive/:year<int>", archive),
		urls.Post("/archive", archive),
	)
	for _, r := range routes {
		fmt.Println(r.Methods[0], r.Pattern, r.Name())
	}
	// Output:
	// GET /blog/archive/:year<int> urls_test.archive
	// POST /blog/archive urls_test.archive
}

func ExamplePath() {
	fmt.Println(urls.Path("/blog/posts/:slug", "tea & milk"))
	fmt.Println(urls.Path("/blog/archive/:year<int>", urls.Int(2026)))
	// Output:
	// /blog/posts/tea%20&%20milk
	// /blog/archive/2026
}
