package uwsgi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofw/gofw/framework/gateway/environ"
)

func TestReading(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from string
		want       environ.Vars
		err        string // contains
	}{
		{"two variables", "\x00\x0c\x00\x00\x01\x00A\x02\x00bc\x01\x00D\x00\x00", environ.Vars{{Name: "A", Value: "bc"}, {Name: "D"}}, ""},
		{"none", "\x00\x00\x00\x00", environ.Vars{}, ""},
		{"a connection that is only tried", "", nil, "EOF"},
		{"half a header", "\x00\x00", nil, "unexpected EOF"},
		{"another modifier", "\x05\x00\x00\x00", nil, "modifier1 is 5"},
		{"another protocol", "GET / HTTP/1.1", nil, "another protocol"},
		{"too much", "\x00\xff\xff\x00", nil, "65535 bytes"},
		{"variables that are cut off", "\x00\x05\x00\x00\x01", nil, "unexpected EOF"},
		{"a name that is longer than the packet", "\x00\x03\x00\x00\x02\x00A", nil, "longer than its packet"},
		{"a value that is longer than the packet", "\x00\x06\x00\x00\x01\x00A\x02\x00b", nil, "longer than its packet"},
		{"a name without a value", "\x00\x03\x00\x00\x01\x00A", nil, "longer than its packet"},
		{"too many variables", "\x00\x40\x1f\x00" + strings.Repeat("\x00", 8000), nil, "more than 1000"},
	} {
		got, err := read(strings.NewReader(c.from), 60_000)
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v, want %q\n%s", c.name, err, c.err, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("\x00\x0c\x00\x00\x01\x00A\x02\x00bc\x01\x00D\x00\x00")
	f.Fuzz(func(t *testing.T, s string) {
		vars, err := read(strings.NewReader(s), 64<<10)
		size := 0
		for _, v := range vars {
			size += 4 + len(v.Name) + len(v.Value)
		}
		if err == nil && size != int(s[1])|int(s[2])<<8 {
			t.Errorf("a packet %q was read as %v", s, vars)
		}
	})
}
