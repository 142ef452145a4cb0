// Package scgi serves a site over SCGI, to nginx's scgi_pass or Apache's
// mod_proxy_scgi (https://python.ca/scgi/protocol.txt):
//
//	l, err := net.Listen("unix", "run/site.sock")
//	…
//	err = scgi.New(responder.Config{}, handler).Serve(ctx, l)
//
// Each connection is one request. HTTP/1.1 over a unix socket, kept alive,
// costs less; SCGI is for set-ups that have it.
package scgi
