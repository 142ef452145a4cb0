// Package proxyproto gives connections the addresses of the visitors, where a
// load balancer such as HAProxy stands in between and says them in a PROXY
// header, version 1 or 2
// (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt):
//
//	l, err := net.Listen("tcp", ":8000")
//	…
//	err = server.Serve(&proxyproto.Listener{Listener: l, Trusted: balancers})
//
// It is one or the other: every connection must begin with a header, and only
// trusted peers may connect. A listener that took connections with and without
// would let visitors choose their address.
package proxyproto
