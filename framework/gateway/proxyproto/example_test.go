package proxyproto_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"

	"github.com/gofw/gofw/framework/gateway/proxyproto"
)

func Example() {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	l := &proxyproto.Listener{Listener: inner, Trusted: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	server := http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "Hello, ", r.RemoteAddr) })}
	go server.Serve(l)
	defer server.Close()

	balancer, err := net.Dial("tcp", inner.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	io.WriteString(balancer, "PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\nGET / HTTP/1.0\r\n\r\n")
	answer, _ := io.ReadAll(balancer)
	fmt.Println(string(answer[len(answer)-len("Hello, 192.0.2.1:4711"):]))
	// Output: Hello, 192.0.2.1:4711
}
