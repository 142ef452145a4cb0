package array

import (
	"reflect"
	"strings"
	"testing"
)

func TestArraysAreReadAsDatabasesWriteThem(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want Array[string]
		err  string
	}{
		"nothing":                         {text: "{}", want: Array[string]{}},
		"nothing in JSON":                 {text: "[]", want: Array[string]{}},
		"null in JSON":                    {text: "null", want: nil},
		"words":                           {text: "{a,b}", want: Array[string]{"a", "b"}},
		"words in JSON":                   {text: `["a","b"]`, want: Array[string]{"a", "b"}},
		"quotes, commas and braces":       {text: `{"a \"b\"","c,d","{e}","f\\g",""}`, want: Array[string]{`a "b"`, "c,d", "{e}", `f\g`, ""}},
		"the word null":                   {text: `{"NULL"}`, want: Array[string]{"NULL"}},
		"NULL":                            {text: `{a,NULL}`, err: "has a NULL"},
		"an array of arrays":              {text: `{{a},{b}}`, err: "no array of one dimension"},
		"an array from another number":    {text: `[0:1]={a,b}`, err: "reading"},
		"a brace that is not closed":      {text: `{a`, err: "no array of one dimension"},
		"a quote that is not closed":      {text: `{"a`, err: "no array of one dimension"},
		"a quote that is not closed, too": {text: `{"a}`, err: "no array of one dimension"},
		"an escape at the end":            {text: `{"a\}`, err: "no array of one dimension"},
		"a comma at the end":              {text: `{a,}`, err: "no array of one dimension"},
		"a comma too many":                {text: `{a,,b}`, err: "no array of one dimension"},
		"words without a comma":           {text: `{"a""b"}`, err: "no array of one dimension"},
		"no list":                         {text: `{}{}`, err: "no array of one dimension"},
		"an object":                       {text: `"a"`, err: "reading"},
		"other elements":                  {text: `[1]`, err: "reading"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, src := range []any{tc.text, []byte(tc.text)} {
				got := Array[string]{"before"}
				err := got.Scan(src)
				if tc.err != "" {
					if err == nil || !strings.Contains(err.Error(), tc.err) {
						t.Errorf("%v, want an error with %q", err, tc.err)
					}
					continue
				}
				if err != nil || !reflect.DeepEqual(got, tc.want) {
					t.Errorf("%#v (%v), want %#v", got, err, tc.want)
				}
			}
		})
	}
}

func TestElementsKeepTheirRange(t *testing.T) {
	if err := new(Array[int8]).Scan("{128}"); err == nil {
		t.Error("128 fits into eight bits")
	}
	if err := new(Array[uint16]).Scan("{-1}"); err == nil {
		t.Error("-1 has no sign")
	}
	if err := new(Array[float64]).Scan("{x}"); err == nil {
		t.Error("x is a number")
	}
	var flags Array[bool]
	if err := flags.Scan("{t,f}"); err != nil || !flags[0] || flags[1] {
		t.Error(flags, err)
	}
	if err := flags.Scan(7); err == nil {
		t.Error("7 is an array")
	}
	if err := flags.Scan(nil); err != nil || flags != nil {
		t.Error(flags, err)
	}
}

// What is written comes back, whatever is in it.
func FuzzArray(f *testing.F) {
	f.Add("a", `"`, `\`)
	f.Add("NULL", "{}", ",")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		want := Array[string]{a, b, c}
		var got Array[string]
		if err := got.Scan(Literal(want)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q (%v), want %q", got, err, want)
		}
		_ = got.Scan(a) // whatever it is, it must not panic
	})
}
