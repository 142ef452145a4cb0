package web_test

import (
	"fmt"

	"github.com/gofw/gofw/framework/web"
)

func ExampleSafeNext() {
	c, _ := request("GET", "https://example.com/login")
	fmt.Println(web.SafeNext(c, "/blog/?page=2", "/"))
	fmt.Println(web.SafeNext(c, "//evil.example", "/"))
	// Output:
	// /blog/?page=2
	// /
}

func ExampleError() {
	err := &web.Error{Status: 409, Message: "Someone else changed this meanwhile.", Err: fmt.Errorf("version 3, not 2")}
	fmt.Println(web.StatusOf(err), web.MessageOf(err))
	fmt.Println(err)
	// Output:
	// 409 Someone else changed this meanwhile.
	// 409 Someone else changed this meanwhile.: version 3, not 2
}
