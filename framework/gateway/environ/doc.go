// Package environ is the view that CGI-style servers have of a request: named
// variables such as REQUEST_METHOD, PATH_INFO and HTTP_ACCEPT, as RFC 3875 and
// PEP 3333 (WSGI) define them.
//
// It goes both ways. A server that has variables drives a site:
//
//	r, err := environ.Vars{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/"}}.Request()
//
// And a request, or a whole handler, is seen as variables:
//
//	vars := environ.Of(r, "/shop")          // SCRIPT_NAME is /shop
//	http.Handle("/old/", environ.Handler(app, "/old")) // app has the shape of WSGI
//	app := environ.Application(handler)     // and a handler has it too
//
// The variables are trusted: whoever sets them decides the visitor's address
// and whether the request came over TLS. They must come from a server in
// front, never from a visitor.
package environ
