// Command byhand is the list written by hand and with care: Echo, database/sql
// and templ, with prepared statements, a bounded pool of readers, only the
// columns that are shown, a LIMIT that is not bound (SQLite would prepare the
// statement anew each time), and a whole answer with its length.
package main

import (
	"log"
	"net/http"
	"runtime"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/gofw/gofw/tools/bench/contenders/contender"
)

func main() {
	posts, err := openStore(contender.Database(), max(4, runtime.NumCPU()))
	if err != nil {
		log.Fatal(err)
	}
	e := echo.New()
	e.GET("/posts", func(c echo.Context) error {
		number, err := strconv.Atoi(c.QueryParam("page"))
		if err != nil || number < 1 {
			number = 1
		}
		rows, count, err := posts.list(c.Request().Context(), number)
		if err != nil {
			return err
		}
		return render(c, listPage(rows, number, count))
	})
	contender.Serve(e)
}

func render(c echo.Context, t templ.Component) error {
	b := templ.GetBuffer()
	defer templ.ReleaseBuffer(b)
	if err := t.Render(c.Request().Context(), b); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Length", strconv.Itoa(b.Len()))
	return c.HTMLBlob(http.StatusOK, b.Bytes())
}
