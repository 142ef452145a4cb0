package fcgi

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Types of records (section 8 of the specification).
const (
	beginRequest = iota + 1
	abortRequest
	endRequest
	params
	stdin
	stdout
	stderr
	data
	getValues
	getValuesResult
	unknownType
)

// Other numbers of the specification.
const (
	version   = 1
	responder = 1 // role
	keepConn  = 1 // flag

	requestComplete = 0 // protocol status
	cantMultiplex   = 1
	unknownRole     = 3

	headerSize = 8
	mostInOne  = 65528 // bytes of a record that is a multiple of eight
)

// record is what comes before a record's content.
type record struct {
	kind    uint8
	id      uint16
	length  int
	padding int
}

func readRecord(r io.Reader, b *[headerSize]byte) (record, error) {
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return record{}, err
	}
	if b[0] != version {
		return record{}, fmt.Errorf("fcgi: a record has version %d: is this another protocol?", b[0])
	}
	return record{
		kind: b[1], id: binary.BigEndian.Uint16(b[2:]),
		length: int(binary.BigEndian.Uint16(b[4:])), padding: int(b[6]),
	}, nil
}

// appendHeader appends the header of a record, whose padding makes it a
// multiple of eight bytes, and gives how much that is.
func appendHeader(b []byte, kind uint8, id uint16, length int) (with []byte, padding int) {
	padding = -length & 7
	return append(b, version, kind, byte(id>>8), byte(id), byte(length>>8), byte(length), byte(padding), 0), padding
}

// appendRecord appends a whole record.
func appendRecord(b []byte, kind uint8, id uint16, content ...[]byte) []byte {
	length := 0
	for _, c := range content {
		length += len(c)
	}
	b, padding := appendHeader(b, kind, id, length)
	for _, c := range content {
		b = append(b, c...)
	}
	return append(b, zeros[:padding]...)
}

var zeros [8]byte

// appendEnd appends FCGI_END_REQUEST.
func appendEnd(b []byte, id uint16, appStatus uint32, protocolStatus byte) []byte {
	var content [8]byte
	binary.BigEndian.PutUint32(content[:], appStatus)
	content[4] = protocolStatus
	return appendRecord(b, endRequest, id, content[:])
}
