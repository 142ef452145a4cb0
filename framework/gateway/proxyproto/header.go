package proxyproto

import (
	"bytes"
	"errors"
	"net/netip"
)

// Header is what a PROXY header says.
type Header struct {
	Source      netip.AddrPort // the visitor; not valid if the header names none, or a unix socket
	Destination netip.AddrPort // where the visitor connected to
	Extra       []TLV          // of version 2
}

// TLV is one of the further facts that version 2 may have: section 2.2 of the
// specification lists the types, such as 1 (ALPN), 2 (the name that TLS asked
// for) and 5 (an identifier of the connection).
type TLV struct {
	Type  byte
	Value []byte
}

var (
	errIncomplete = errors.New("proxyproto: the header is not whole")
	errNone       = errors.New("proxyproto: the connection does not begin with a PROXY header: is the peer set up to send one?")
)

var (
	signature1 = []byte("PROXY ")
	signature2 = []byte("\r\n\r\n\x00\r\nQUIT\n")
)

// parse reads a header and gives its size. errIncomplete asks for more bytes.
func parse(b []byte) (Header, int, error) {
	switch {
	case bytes.HasPrefix(b, signature1):
		return parse1(b)
	case bytes.HasPrefix(b, signature2):
		return parse2(b)
	case bytes.HasPrefix(signature1, b), bytes.HasPrefix(signature2, b):
		return Header{}, 0, errIncomplete
	}
	return Header{}, 0, errNone
}
