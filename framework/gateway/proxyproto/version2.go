package proxyproto

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"net/netip"
)

const (
	fixed2 = 16      // bytes before the addresses
	most2  = 8 << 10 // bytes after them; the largest that servers send is a certificate's subject

	crcType = 3
)

var (
	errTLV = errors.New("proxyproto: a TLV is longer than the header")
	errCRC = errors.New("proxyproto: the checksum of the header is wrong")
)

// parse2 reads the binary header (section 2.2).
func parse2(b []byte) (h Header, size int, err error) {
	if len(b) < fixed2 {
		return h, 0, errIncomplete
	}
	command, family := b[12], b[13]
	length := int(binary.BigEndian.Uint16(b[14:]))
	switch {
	case command != 0x20 && command != 0x21:
		return h, 0, fmt.Errorf("proxyproto: version and command are %#x", command)
	case length > most2:
		return h, 0, fmt.Errorf("proxyproto: the header has %d bytes, of %d at most", length, most2)
	case len(b) < fixed2+length:
		return h, 0, errIncomplete
	}
	size = fixed2 + length
	whole, content := b[:size], b[fixed2:size]
	if command == 0x20 { // LOCAL: the balancer itself; the rest is to be ignored
		return h, size, nil
	}
	ip, addresses := 0, 0
	switch family >> 4 {
	case 0: // unknown: to be ignored
		return h, size, nil
	case 1:
		ip, addresses = 4, 2*4+2*2
	case 2:
		ip, addresses = 16, 2*16+2*2
	case 3:
		addresses = 2 * 108 // paths of unix sockets
	default:
		return h, 0, fmt.Errorf("proxyproto: the address family is %#x", family)
	}
	if len(content) < addresses {
		return h, 0, errors.New("proxyproto: the header is too short for its addresses")
	}
	if ip > 0 {
		h.Source = netip.AddrPortFrom(address(content[:ip]), binary.BigEndian.Uint16(content[2*ip:]))
		h.Destination = netip.AddrPortFrom(address(content[ip:2*ip]), binary.BigEndian.Uint16(content[2*ip+2:]))
	}
	if h.Extra, err = extra(whole, content[addresses:]); err != nil {
		return Header{}, 0, err
	}
	return h, size, nil
}

func address(b []byte) netip.Addr {
	ip, _ := netip.AddrFromSlice(b)
	return ip.Unmap()
}

// extra reads the TLVs, and checks the checksum of the whole header if one of
// them is that.
func extra(whole, b []byte) (all []TLV, err error) {
	for len(b) > 0 {
		if len(b) < 3 || len(b)-3 < int(binary.BigEndian.Uint16(b[1:])) {
			return nil, errTLV
		}
		n := int(binary.BigEndian.Uint16(b[1:]))
		t := TLV{Type: b[0], Value: append([]byte(nil), b[3:3+n]...)}
		if t.Type == crcType && !sumIsRight(whole, len(whole)-len(b)+3, t.Value) {
			return nil, errCRC
		}
		all = append(all, t)
		b = b[3+n:]
	}
	return all, nil
}

// sumIsRight checks CRC32c, which counts its own place as zeros.
func sumIsRight(whole []byte, at int, sum []byte) bool {
	if len(sum) != 4 {
		return false
	}
	table := crc32.MakeTable(crc32.Castagnoli)
	crc := crc32.Update(0, table, whole[:at])
	crc = crc32.Update(crc, table, make([]byte, 4))
	crc = crc32.Update(crc, table, whole[at+4:])
	return crc == binary.BigEndian.Uint32(sum)
}
