package inet

import (
	"encoding/json"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"192.0.2.1", "2001:db8::1", "::"} {
		ip, err := ParseIP(text)
		if err != nil || ip.String() != text {
			t.Errorf("%s is %s (%v)", text, ip, err)
		}
		var back IP
		if err := back.Scan([]byte(text + "/24")); err != nil || back != ip {
			t.Errorf("from a database: %v (%v)", back, err)
		}
		encoded, err := json.Marshal(ip)
		if err != nil || string(encoded) != `"`+text+`"` || json.Unmarshal(encoded, &back) != nil || back != ip {
			t.Errorf("through JSON: %s %v (%v)", encoded, back, err)
		}
	}
	var none IP
	if v, err := none.Value(); v != nil || err != nil || none.String() != "" || none.Scan(nil) != nil {
		t.Errorf("no address is stored as %v", v)
	}
	for _, wrong := range []string{"", "192.0.2", "192.0.2.256", "example.org"} {
		if _, err := ParseIP(wrong); err == nil || none.Scan(wrong) == nil {
			t.Errorf("%q passed for an address", wrong)
		}
	}
	if none.Scan(7) == nil {
		t.Error("a number passed for an address")
	}
}
