package urls

import (
	"fmt"
	"net/http"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/gofw/gofw/framework/web"
)

// View answers requests for what one route shows. The generic views of package
// views are Views, and so is any type of a site that has these methods.
type View interface {
	// Methods are the request methods that Serve answers; GET includes HEAD.
	Methods() []string
	// Serve answers one request.
	Serve(web.Context) error
}

// Checked is a View that can tell at start-up whether a route suits it. Check
// receives the names of the route's parameters.
type Checked interface {
	View
	Check(params []string) error
}

// Route sends the requests for a pattern to a handler. It is plain data; make
// one with [Show], [Get] and their like.
type Route struct {
	Pattern string   // "/blog/posts/:slug"
	Methods []string // GET includes HEAD
	Handler web.HandlerFunc
	View    View                 // what Show was given; nil for a handler
	Use     []web.MiddlewareFunc // around the handler, outermost first

	Converters []Converter // the types that the pattern may name beside the built-in ones

	Place string // where it was declared: "blog/urls.go:12"
}

// Routes are the routes of an app or a site.
type Routes []Route

// Item is what [Under] takes: a [Route] or [Routes].
type Item interface{ routes() []Route }

func (r Route) routes() []Route  { return []Route{r} }
func (r Routes) routes() []Route { return r }

// Under puts routes below a prefix such as "/blog". It can be nested; the prefix
// may hold parameters.
func Under(prefix string, items ...Item) Routes {
	var out Routes
	for _, item := range items {
		for _, r := range item.routes() {
			r.Pattern = prefix + r.Pattern
			out = append(out, r)
		}
	}
	return out
}

// With wraps every route in middleware, outside of the route's own.
func (r Routes) With(use ...web.MiddlewareFunc) Routes {
	out := slices.Clone(r)
	for i := range out {
		out[i].Use = slices.Concat(use, out[i].Use)
	}
	return out
}

// Show routes the methods of a view to it.
func Show(pattern string, v View, use ...web.MiddlewareFunc) Route {
	r := Route{Pattern: pattern, View: v, Use: use, Place: place()}
	if v != nil {
		r.Methods, r.Handler = v.Methods(), v.Serve
	}
	return r
}

// Get routes GET and HEAD to a handler.
func Get(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	return Route{Pattern: pattern, Methods: []string{http.MethodGet}, Handler: h, Use: use, Place: place()}
}

// Post routes POST to a handler.
func Post(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	return Route{Pattern: pattern, Methods: []string{http.MethodPost}, Handler: h, Use: use, Place: place()}
}

// Put routes PUT to a handler.
func Put(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	return Route{Pattern: pattern, Methods: []string{http.MethodPut}, Handler: h, Use: use, Place: place()}
}

// Patch routes PATCH to a handler.
func Patch(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	return Route{Pattern: pattern, Methods: []string{http.MethodPatch}, Handler: h, Use: use, Place: place()}
}

// Delete routes DELETE to a handler.
func Delete(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	return Route{Pattern: pattern, Methods: []string{http.MethodDelete}, Handler: h, Use: use, Place: place()}
}

// Any routes GET, POST, PUT, PATCH, DELETE and OPTIONS to a handler.
func Any(pattern string, h web.HandlerFunc, use ...web.MiddlewareFunc) Route {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	return Route{Pattern: pattern, Methods: methods, Handler: h, Use: use, Place: place()}
}

// Name says what the route leads to: the type of its view or the name of its
// handler.
func (r Route) Name() string {
	if r.View != nil {
		return fmt.Sprintf("%T", r.View)
	}
	if r.Handler == nil {
		return ""
	}
	return path.Base(runtime.FuncForPC(reflect.ValueOf(r.Handler).Pointer()).Name())
}

// place is the file and line of the caller's caller.
func place() string {
	_, file, line, ok := runtime.Caller(2)
	if !ok {
		return ""
	}
	dir, name := path.Split(file)
	return fmt.Sprintf("%s:%d", strings.TrimPrefix(path.Join(path.Base(dir), name), "/"), line)
}
