package markup_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/internal/markup"
)

func TestElements(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, value, want string }{
		{"a text", "tea", "", "<a>tea</a>"},
		{"an attribute", "", "tea", `<a b="tea"/>`},
		{"both", "x", "y", `<a b="y">x</a>`},
		{"nothing", "", "", ""},
		{"markup", "<b>&</b>", `"<'`, `<a b="&#34;&lt;'">&lt;b&gt;&amp;&lt;/b&gt;</a>`},
		{"the end of a section", "]]>", "", "<a>]]&gt;</a>"},
		{"control characters", "a\x00\x0b\x1b\x1fb", "", "<a>ab</a>"},
		{"bytes that are no characters", "a\xff\xc3", "\xff", `<a b="">a</a>`},
		{"characters that are none", "a\ufffe\uffff\ufffdb", "", "<a>ab</a>"},
		{"what may stay", "\t\n\r\u202e\u200fא😀", "", "<a>\t\n&#13;\u202e\u200fא😀</a>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var w markup.Writer
			w.Element("a", tc.text, "b", tc.value, "c", "")
			if got := w.String(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a": true, "georss:point": true, "_a-b.c1": true,
		"": false, ":": false, "a:": false, ":a": false, "a:b:c": false, "1a": false, "-a": false, "a b": false, "a>": false, "é": false, "a/": false,
	} {
		if got := markup.Name(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func FuzzAnyTextIsWellFormed(f *testing.F) {
	f.Add("]]><!--", "\"'&\x00")
	f.Fuzz(func(t *testing.T, text, value string) {
		var w markup.Writer
		w.Open("root")
		w.Element("a", text, "b", value)
		w.Close("root")
		var got strings.Builder
		for d := xml.NewDecoder(&w); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q, %q: %v", text, value, err)
			}
			if data, ok := token.(xml.CharData); ok {
				got.Write(data)
			}
		}
		if want := markup.Clean(text); got.String() != want {
			t.Errorf("%q came back as %q", want, got.String())
		}
	})
}
