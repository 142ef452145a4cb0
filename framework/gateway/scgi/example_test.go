package scgi_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/gofw/gofw/framework/gateway/responder"
	"github.com/gofw/gofw/framework/gateway/scgi"
)

// A site behind a server that speaks SCGI. It stops at a signal, once the
// requests in flight are answered.
func Example() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("unix", "run/site.sock")
	if err != nil {
		log.Fatal(err)
	}
	hello := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "Hello!") })
	if err := scgi.New(responder.Config{}, hello).Serve(ctx, l); err != nil {
		log.Fatal(err)
	}
}
