// Package inet has an address of the internet that can be kept in a database.
package inet

import (
	"database/sql/driver"
	"fmt"
	"net/netip"
	"strings"
)

// IP is an address of IPv4 or IPv6. The zero value is none, and is stored as NULL.
type IP struct{ netip.Addr }

// ParseIP reads an address: 192.0.2.1 or 2001:db8::1.
func ParseIP(text string) (IP, error) {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return IP{}, fmt.Errorf("inet: %q is no address such as 192.0.2.1 or 2001:db8::1", text)
	}
	return IP{addr}, nil
}

// IsZero reports whether there is no address.
func (ip IP) IsZero() bool { return !ip.IsValid() }

// String is the address; the zero value is the empty string.
func (ip IP) String() string {
	if ip.IsZero() {
		return ""
	}
	return ip.Addr.String()
}

// Value is the address for a database.
func (ip IP) Value() (driver.Value, error) {
	if ip.IsZero() {
		return nil, nil
	}
	return ip.Addr.String(), nil
}

// Scan reads the address from a database.
func (ip *IP) Scan(src any) error {
	var text string
	switch s := src.(type) {
	case nil:
		*ip = IP{}
		return nil
	case string:
		text = s
	case []byte:
		text = string(s)
	default:
		return fmt.Errorf("inet: cannot read %T as an address", src)
	}
	text, _, _ = strings.Cut(text, "/") // PostgreSQL tells the net too
	got, err := ParseIP(text)
	if err != nil {
		return err
	}
	*ip = got
	return nil
}

// GormDataType is the type of the column for GORM.
func (IP) GormDataType() string { return "inet" }
