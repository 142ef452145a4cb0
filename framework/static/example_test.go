package static_test

import (
	"fmt"
	"net/http/httptest"
	"testing/fstest"

	"github.com/gofw/gofw/framework/static"
	"github.com/gofw/gofw/framework/static/collect"
)

func Example() {
	sources := []static.Source{{Name: "the site", FS: fstest.MapFS{
		"css/site.css": {Data: []byte("body { background: url(../img/sea.png) }")},
		"img/sea.png":  {Data: []byte("a picture")},
	}}}
	plan, err := collect.Read(sources, collect.Options{Prefix: "/static/"})
	if err != nil {
		panic(err)
	}
	fsys, err := plan.FS()
	if err != nil {
		panic(err)
	}
	files, err := static.Collected(fsys, "/static/")
	if err != nil {
		panic(err)
	}
	address, err := files.URL("css/site.css")
	if err != nil {
		panic(err)
	}
	fmt.Println(address)
	rec := httptest.NewRecorder()
	files.ServeHTTP(rec, httptest.NewRequest("GET", address, nil))
	fmt.Println(rec.Header().Get("Cache-Control"))
	fmt.Println(rec.Body)
	_, err = files.URL("css/sight.css")
	fmt.Println(err)
	// Output:
	// /static/css/site.5e56098d2a54.css
	// public, max-age=31536000, immutable
	// body { background: url(../img/sea.92b2fa580289.png) }
	// static: there is no file "css/sight.css"; did you mean "css/site.css"?
}
