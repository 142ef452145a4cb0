package uwsgi

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gofw/gofw/framework/gateway/environ"
	"github.com/gofw/gofw/framework/gateway/responder"
)

// New is a server that answers with h.
func New(c responder.Config, h http.Handler) *responder.Server {
	return responder.New(c, serve, h)
}

func serve(c *responder.Conn) {
	vars, err := read(c.In, c.Config.MaxVars)
	switch {
	case err == io.EOF: // a look whether somebody listens
	case err != nil:
		c.Config.ErrorLog.Printf("closed the connection of %s: %v", c.RemoteAddr(), err)
	default:
		c.Respond(vars, "HTTP/1.1 ")
	}
}

// read reads the variables of a request: a packet of modifier1 (0, which
// stands for a request), a size, and modifier2, which says nothing to us.
func read(r io.Reader, most int) (environ.Vars, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	if head[0] != 0 {
		return nil, fmt.Errorf("uwsgi: modifier1 is %d, and only requests (0) are served: is this another protocol?", head[0])
	}
	size := int(binary.LittleEndian.Uint16(head[1:]))
	if size > most {
		return nil, fmt.Errorf("uwsgi: the variables are %d bytes, of %d at most", size, most)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("uwsgi: reading the variables: %w", err)
	}
	return split(string(b))
}

var errTruncated = errors.New("uwsgi: a variable is longer than its packet")

func split(s string) (environ.Vars, error) {
	vars := make(environ.Vars, 0, 32)
	for s != "" {
		var v environ.Var
		var ok bool
		if v.Name, s, ok = cut(s); !ok {
			return nil, errTruncated
		}
		if v.Value, s, ok = cut(s); !ok {
			return nil, errTruncated
		}
		if vars = append(vars, v); len(vars) > environ.MostVars {
			return nil, fmt.Errorf("uwsgi: there are more than %d variables", environ.MostVars)
		}
	}
	return vars, nil
}

// cut takes a string with a 16-bit length before it off s.
func cut(s string) (first, rest string, ok bool) {
	if len(s) < 2 {
		return "", "", false
	}
	n := int(s[0]) | int(s[1])<<8
	if len(s) < 2+n {
		return "", "", false
	}
	return s[2 : 2+n], s[2+n:], true
}
