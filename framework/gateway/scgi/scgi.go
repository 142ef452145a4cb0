package scgi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

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
		c.Respond(vars, "Status: ")
	}
}

type byteReader interface {
	io.Reader
	io.ByteReader
}

// read reads the variables of a request: a netstring of names and values, each
// with a NUL after it. The first is CONTENT_LENGTH, and one is SCGI with "1".
func read(r byteReader, most int) (environ.Vars, error) {
	size, err := readSize(r, most)
	if err != nil {
		return nil, err
	}
	b := make([]byte, size+1)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("scgi: reading the variables: %w", noEOF(err))
	}
	if b[size] != ',' {
		return nil, errors.New("scgi: the variables do not end with a comma")
	}
	return split(string(b[:size]))
}

// readSize reads decimal digits and a colon.
func readSize(r io.ByteReader, most int) (int, error) {
	var digits []byte
	for {
		c, err := r.ReadByte()
		switch {
		case err == io.EOF && len(digits) == 0:
			return 0, io.EOF
		case err != nil:
			return 0, fmt.Errorf("scgi: reading the size: %w", noEOF(err))
		case c == ':':
			n, err := strconv.Atoi(string(digits))
			if err != nil || digits[0] == '0' || n > most {
				return 0, fmt.Errorf("scgi: the variables are %q bytes, of %d at most", digits, most)
			}
			return n, nil
		case c < '0' || c > '9' || len(digits) == 9:
			return 0, errors.New("scgi: the size is no number: is this another protocol?")
		}
		digits = append(digits, c)
	}
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func split(s string) (environ.Vars, error) {
	if strings.Count(s, "\x00")%2 != 0 || !strings.HasSuffix(s, "\x00") {
		return nil, errors.New("scgi: a name has no value")
	}
	if strings.Count(s, "\x00") > 2*environ.MostVars {
		return nil, fmt.Errorf("scgi: there are more than %d variables", environ.MostVars)
	}
	vars := make(environ.Vars, 0, strings.Count(s, "\x00")/2)
	for s != "" {
		var v environ.Var
		v.Name, s, _ = strings.Cut(s, "\x00")
		v.Value, s, _ = strings.Cut(s, "\x00")
		vars = append(vars, v)
	}
	if vars[0].Name != "CONTENT_LENGTH" || vars[0].Value == "" {
		return nil, errors.New("scgi: CONTENT_LENGTH does not come first")
	}
	if vars.Get("SCGI") != "1" {
		return nil, errors.New(`scgi: SCGI is not "1"`)
	}
	return vars, nil
}
