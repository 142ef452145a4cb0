package main

import (
	"net"
	"strings"
	"testing"
)

func TestDemoAddresses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	_, takenPort, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, asked, want string }{ // want: in the error; empty: none
		{"none", "", ""},
		{"a port that is taken", takenPort, "in use"},
		{"an address that is taken", taken.Addr().String(), "choose another"},
		{"no address", "nonsense", "choose another"},
		{"a port beyond all", "127.0.0.1:99999", "choose another"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, err := demoAddress(test.asked)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %s, %v", address, err)
			}
			if _, _, split := net.SplitHostPort(address); err == nil && split != nil {
				t.Errorf("%q is no address", address)
			}
		})
	}
}
