package proxyproto

import (
	"bytes"
	"errors"
	"net/netip"
	"strconv"
	"strings"
)

// most1 is the length of the longest line of version 1 (section 2.1).
const most1 = 107

var errLine = errors.New("proxyproto: the PROXY line is malformed")

// parse1 reads "PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n". Whatever
// follows UNKNOWN is to be ignored.
func parse1(b []byte) (Header, int, error) {
	end := bytes.IndexByte(b[:min(len(b), most1)], '\n')
	switch {
	case end < 0 && len(b) >= most1:
		return Header{}, 0, errLine
	case end < 0:
		return Header{}, 0, errIncomplete
	case b[end-1] != '\r':
		return Header{}, 0, errLine
	}
	words := strings.Split(string(b[len(signature1):end-1]), " ")
	if words[0] == "UNKNOWN" {
		return Header{}, end + 1, nil
	}
	if len(words) != 5 || words[0] != "TCP4" && words[0] != "TCP6" {
		return Header{}, 0, errLine
	}
	source, ok1 := addrPort(words[1], words[3], words[0] == "TCP6")
	destination, ok2 := addrPort(words[2], words[4], words[0] == "TCP6")
	if !ok1 || !ok2 {
		return Header{}, 0, errLine
	}
	return Header{Source: source, Destination: destination}, end + 1, nil
}

func addrPort(address, port string, six bool) (netip.AddrPort, bool) {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is6() != six || ip.Zone() != "" {
		return netip.AddrPort{}, false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || len(port) > 1 && port[0] == '0' {
		return netip.AddrPort{}, false
	}
	return netip.AddrPortFrom(ip.Unmap(), uint16(n)), true
}
