package markdown_test

import (
	"fmt"

	"github.com/gofw/gofw/framework/filters/markdown"
)

// A template shows the body of a post: @body.HTML(post.Body).
func Example() {
	body := markdown.New(markdown.Options{Hosts: []string{"example.org"}})
	fmt.Println(body.HTML("Read *this* on [another site](https://example.com/).<script>alert(1)</script>"))
	// Output: <p>Read <em>this</em> on <a href="https://example.com/" rel="nofollow ugc noopener">another site</a>.</p>
}
