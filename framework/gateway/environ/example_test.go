package environ_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"

	"github.com/gofw/gofw/framework/gateway/environ"
)

func Example() {
	hello := func(_ context.Context, e *environ.Environ, start environ.Start) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			if err := start("200 OK", http.Header{"Content-Type": {"text/plain"}}, nil); err != nil {
				yield(nil, err)
				return
			}
			yield([]byte("Hello from "+e.Vars.Get("PATH_INFO")), nil)
		}
	}
	rec := httptest.NewRecorder()
	environ.Handler(hello, "/old").ServeHTTP(rec, httptest.NewRequest("GET", "/old/page", nil))
	fmt.Println(rec.Body)
	// Output: Hello from /page
}

func ExampleVars_Request() {
	r, err := environ.Vars{
		{Name: "REQUEST_METHOD", Value: "GET"},
		{Name: "REQUEST_URI", Value: "/posts?page=2"},
		{Name: "HTTP_HOST", Value: "example.com"},
		{Name: "REMOTE_ADDR", Value: "192.0.2.1"},
	}.Request()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.Host, r.URL, r.RemoteAddr)
	// Output: GET example.com /posts?page=2 192.0.2.1:0
}
