// Package fcgi serves a site over FastCGI, in the role of a responder, to
// nginx's fastcgi_pass or Apache's mod_proxy_fcgi
// (https://fastcgi-archives.github.io/FastCGI_Specification.html):
//
//	l, err := net.Listen("unix", "run/site.sock")
//	…
//	err = fcgi.New(responder.Config{}, handler).Serve(ctx, l)
//
// A connection has one request at a time, as all servers in front do it, and a
// second one is refused with FCGI_CANT_MPX_CONN. Connections are kept if the
// server in front asks for that.
//
// net/http/fcgi is not used: there the panic of a handler ends the program, the
// context of a request does not end when the visitor leaves, an answer before
// the end of the body hangs, 1xx destroys the answer, and a request costs more.
package fcgi
