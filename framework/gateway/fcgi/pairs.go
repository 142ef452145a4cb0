package fcgi

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/gofw/gofw/framework/gateway/environ"
)

var errTruncated = errors.New("fcgi: a name or value is longer than its stream")

// splitPairs reads name-value pairs (section 3.4).
func splitPairs(s string) (environ.Vars, error) {
	vars := make(environ.Vars, 0, 32)
	for s != "" {
		name, rest, ok := cutLength(s)
		if !ok {
			return nil, errTruncated
		}
		value, rest, ok := cutLength(rest)
		if !ok || uint64(name)+uint64(value) > uint64(len(rest)) {
			return nil, errTruncated
		}
		vars = append(vars, environ.Var{Name: rest[:name], Value: rest[name : name+value]})
		if len(vars) > environ.MostVars {
			return nil, fmt.Errorf("fcgi: there are more than %d variables", environ.MostVars)
		}
		s = rest[name+value:]
	}
	return vars, nil
}

// cutLength takes a length of one byte, or of four with the highest bit set, off s.
func cutLength(s string) (n uint32, rest string, ok bool) {
	switch {
	case s == "":
		return 0, "", false
	case s[0] < 0x80:
		return uint32(s[0]), s[1:], true
	case len(s) < 4:
		return 0, "", false
	}
	n = uint32(s[0]&0x7f)<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
	return n, s[4:], true
}

func appendPair(b []byte, name, value string) []byte {
	for _, n := range []int{len(name), len(value)} {
		if n < 0x80 {
			b = append(b, byte(n))
			continue
		}
		b = binary.BigEndian.AppendUint32(b, uint32(n)|1<<31)
	}
	return append(append(b, name...), value...)
}
