package static_test

import (
	"fmt"
	"net/http/httptest"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
)

func Example() {
	files, err := static.Handler(fstest.MapFS{"site.css": {Data: []byte("body {}")}}, "/static/")
	if err != nil {
		panic(err)
	}
	for _, path := range []string{"/static/site.css", "/static/", "/static/../main.go"} {
		rec := httptest.NewRecorder()
		files.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		fmt.Println(rec.Code, rec.Header().Get("Content-Type"))
	}
	// Output:
	// 200 text/css; charset=utf-8
	// 404 text/plain; charset=utf-8
	// 404 text/plain; charset=utf-8
}
