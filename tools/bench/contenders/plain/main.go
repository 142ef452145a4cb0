// Command plain is the list with gofw's models, views and pages, and without
// its middleware: what the other contenders do, and no more.
package main

import (
	"log"
	"net/http"

	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/orm/sqlite"
	"github.com/gofw/gofw/framework/web"
	"github.com/gofw/gofw/tools/bench/contenders/blog"
	"github.com/gofw/gofw/tools/bench/contenders/contender"
)

func main() {
	db, err := sqlite.Open(contender.Database(), sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	e := web.NewEcho()
	if err := blog.Routes.Mount(e); err != nil {
		log.Fatal(err)
	}
	contender.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.ServeHTTP(w, r.WithContext(orm.With(r.Context(), db)))
	}))
}
