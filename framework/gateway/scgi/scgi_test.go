package scgi

import (
	"bufio"
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
		{"the example of the specification", "70:CONTENT_LENGTH\x0027\x00SCGI\x001\x00REQUEST_METHOD\x00POST\x00REQUEST_URI\x00/deepthought\x00,What",
			environ.Vars{{Name: "CONTENT_LENGTH", Value: "27"}, {Name: "SCGI", Value: "1"}, {Name: "REQUEST_METHOD", Value: "POST"}, {Name: "REQUEST_URI", Value: "/deepthought"}}, ""},
		{"a connection that is only tried", "", nil, "EOF"},
		{"no colon", "70", nil, "unexpected EOF"},
		{"a size that begins with a zero", "070:", nil, "070"},
		{"no size", ":", nil, "\"\" bytes"},
		{"a size that is too large", "65537:", nil, "65537"},
		{"a size that overflows", "9999999999:", nil, "no number"},
		{"another protocol", "GET / HTTP/1.1", nil, "another protocol"},
		{"variables that are cut off", "24:CONTENT", nil, "unexpected EOF"},
		{"no comma", "24:CONTENT_LENGTH\x000\x00SCGI\x001\x00;", nil, "comma"},
		{"a name without a value", "22:CONTENT_LENGTH\x000\x00SCGI\x00,", nil, "no value"},
		{"another variable first", "24:SCGI\x001\x00CONTENT_LENGTH\x000\x00,", nil, "first"},
		{"another version", "24:CONTENT_LENGTH\x000\x00SCGI\x002\x00,", nil, "SCGI is not"},
		{"too many variables", "60000:" + strings.Repeat("\x00", 60000) + ",", nil, "more than 1000"},
	} {
		got, err := read(bufio.NewReader(strings.NewReader(c.from)), 64<<10)
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v, want %q\n%s", c.name, err, c.err, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("24:CONTENT_LENGTH\x000\x00SCGI\x001\x00,")
	f.Fuzz(func(t *testing.T, s string) {
		vars, err := read(bufio.NewReader(strings.NewReader(s)), 64<<10)
		if err == nil && (vars[0].Name != "CONTENT_LENGTH" || len(vars) > environ.MostVars) {
			t.Errorf("read %v", vars)
		}
	})
}
