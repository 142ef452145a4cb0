package web

import (
	"fmt"
	"net/http"

	"github.com/a-h/templ"
)

// Fragment answers with a page, or, where htmx asks for a part to put into the
// page that is there, with its templ fragments of these IDs alone:
//
//	@templ.Fragment("rows") { … }
//
//	return web.Fragment(c, PostList(posts), "rows")
//
// Both come from the same template. The answer says that it depends on what
// asked. An ID that the page does not have is an error. A page that htmx wants
// whole (a boosted link, its history) is whole.
func Fragment(c Context, page templ.Component, ids ...any) error {
	Vary(c, "HX-Request")
	if !WantsFragment(c) {
		return Page(c, page)
	}
	b := getBuffer()
	defer putBuffer(b)
	if err := templ.RenderFragments(render(c), b, page, ids...); err != nil {
		return fmt.Errorf("rendering a part of the page: %w", err)
	}
	if b.Len() == 0 {
		return fmt.Errorf("rendering a part of the page: it has none of the fragments %v, or they are empty: write @templ.Fragment(%q) { … }", ids, fmt.Sprint(ids...))
	}
	return Send(c, http.StatusOK, htmlType, b.Bytes())
}

// WantsFragment reports whether htmx asks for a part of a page. Whoever answers
// differently by it has to say so: Vary(c, "HX-Request").
func WantsFragment(c Context) bool {
	h := c.Request().Header
	return h.Get("HX-Request") == "true" &&
		h.Get("HX-Boosted") != "true" &&
		h.Get("HX-History-Restore-Request") != "true" &&
		h.Get("HX-Request-Type") != "full" // htmx 4
}
