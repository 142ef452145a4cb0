package peer

import (
	"net"
	"net/netip"
	"testing"
)

func TestTrusted(t *testing.T) {
	t.Parallel()
	tcp := func(s string) net.Addr { return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(s)) }
	ten := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fe80::/10")}
	for _, c := range []struct {
		name     string
		networks []netip.Prefix
		addr     net.Addr
		want     bool
	}{
		{"this machine, by default", nil, tcp("127.0.0.2:1"), true},
		{"over IPv6", nil, tcp("[::1]:1"), true},
		{"written as IPv6", nil, tcp("[::ffff:127.0.0.1]:1"), true},
		{"another machine", nil, tcp("10.0.0.1:1"), false},
		{"nobody", []netip.Prefix{}, tcp("127.0.0.1:1"), false},
		{"a network", ten, tcp("10.9.9.9:1"), true},
		{"written as IPv6, too", ten, tcp("[::ffff:10.9.9.9]:1"), true},
		{"with a zone", ten, tcp("[fe80::1%eth0]:1"), true},
		{"this machine, where it is not named", ten, tcp("127.0.0.1:1"), false},
		{"a unix socket", ten, &net.UnixAddr{Name: "@", Net: "unix"}, true},
		{"anything else", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}, false},
	} {
		if got := Trusted(c.networks, c.addr); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
