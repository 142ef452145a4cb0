package responder_test

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/gateway/environ"
	"github.com/gofw/gofw/framework/gateway/responder"
)

// Not parallel, since it measures the memory of the process.
func TestAConnectionTakesLessThanAMegabyte(t *testing.T) {
	const connections, most = 40, 1 << 20
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			a := newApp()
			address := site(t, "unix", p.server, a, responder.Config{})
			many := vars("POST", "/wait", length(1<<20))
			for i := range 950 {
				many = append(many, environ.Var{Name: fmt.Sprintf("HTTP_X_%d", i), Value: strings.Repeat("x", 48)})
			}
			request := p.write(many, strings.Repeat("x", 100<<10))
			before := memory()
			for range connections {
				conn, err := net.Dial("unix", address)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				go io.WriteString(conn, request)
				<-a.entered
			}
			got := (memory() - before) / connections
			t.Logf("%d KiB a connection", got>>10)
			if got > most {
				t.Errorf("a connection takes %d bytes, of %d at most", got, most)
			}
			a.end()
		})
	}
}

func memory() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}
