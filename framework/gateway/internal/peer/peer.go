// Package peer decides whose word about a visitor's address is believed.
package peer

import (
	"net"
	"net/netip"
)

// Of is the address of a connection's other end on the network, whatever a
// wrapper such as that of the PROXY protocol says of the visitor's.
func Of(c net.Conn) net.Addr {
	for {
		wrapper, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return c.RemoteAddr()
		}
		c = wrapper.NetConn()
	}
}

// Trusted reports whether a connection's other end is in one of the networks;
// nil is this machine. Other than TCP, only unix sockets can be connected to,
// and whom their mode lets in is trusted.
func Trusted(networks []netip.Prefix, addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		_, unix := addr.(*net.UnixAddr)
		return unix
	}
	ip := tcp.AddrPort().Addr().Unmap().WithZone("")
	if networks == nil {
		return ip.IsLoopback()
	}
	for _, n := range networks {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}
