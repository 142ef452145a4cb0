// Package uwsgi serves a site over the uwsgi protocol, to nginx's uwsgi_pass or
// Apache's mod_proxy_uwsgi
// (https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html):
//
//	l, err := net.Listen("unix", "run/site.sock")
//	…
//	err = uwsgi.New(responder.Config{}, handler).Serve(ctx, l)
//
// Each connection is one request, whose variables take 64 KiB at most: the
// protocol has 16 bits for it.
package uwsgi
