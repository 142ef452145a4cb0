// Package gateway stands between the network and an application: it listens,
// limits what a client may do, and lets requests in flight end before it stops.
//
// The application is any http.Handler; it need not be gofw's:
//
//	err := gateway.Serve(ctx, gateway.Config{Address: "127.0.0.1:8000"}, handler)
package gateway
