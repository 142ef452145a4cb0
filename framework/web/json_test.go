package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/web"
)

func TestReadJSON(t *testing.T) {
	t.Parallel()
	type note struct {
		Text  string
		Count int
		Inner struct{ N int }
	}
	for _, tc := range []struct {
		name       string
		reader     web.JSONBody
		kind, body string
		status     int
		says       string
	}{
		{"a value", web.JSONBody{}, "application/json", `{"Text": "hello", "Count": 7}`, 200, ""},
		{"with a character set", web.JSONBody{}, "application/json; charset=utf-8", ` {"Text": "hello"} ` + "\n", 200, ""},
		{"of a type made of JSON", web.JSONBody{}, "application/ld+json", `{"Text": "hello"}`, 200, ""},
		{"another type", web.JSONBody{}, "text/plain", `{"Text": "hello"}`, 415, "Content-Type"},
		{"a form of another site can send this type", web.JSONBody{}, "text/plain; application/json", `{}`, 415, ""},
		{"no type", web.JSONBody{}, "", `{}`, 415, ""},
		{"nothing", web.JSONBody{}, "application/json", "", 400, "empty"},
		{"half of it", web.JSONBody{}, "application/json", `{"Text": "hel`, 400, "too early"},
		{"broken", web.JSONBody{}, "application/json", `{"Text": hello}`, 400, "byte 10"},
		{"two values", web.JSONBody{}, "application/json", `{} {}`, 400, "more than one"},
		{"something behind it", web.JSONBody{}, "application/json", `{}]`, 400, "more than one"},
		{"a member that is not known", web.JSONBody{}, "application/json", `{"Txet": "hello"}`, 400, `"Txet"`},
		{"which may be skipped", web.JSONBody{AllowUnknown: true}, "application/json", `{"Text": "hello", "Txet": 1}`, 200, ""},
		{"a member of another type", web.JSONBody{}, "application/json", `{"Count": "seven"}`, 400, `string at "Count"`},
		{"deep inside", web.JSONBody{}, "application/json", `{"Inner": {"N": 1.5}}`, 400, `"Inner.N"`},
		{"too long", web.JSONBody{Limit: 20}, "application/json", `{"Text": "` + strings.Repeat("x", 50) + `"}`, 413, ""},
		{"too long behind the value", web.JSONBody{Limit: 20}, "application/json", `{}` + strings.Repeat(" ", 50), 413, ""},
		{"too deep", web.JSONBody{AllowUnknown: true}, "application/json", `{"X":` + strings.Repeat("[", 20000), 400, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "/", strings.NewReader(tc.body))
			r.Header.Set("Content-Type", tc.kind)
			c := web.NewEcho().NewContext(r, httptest.NewRecorder())
			var n note
			err := tc.reader.Read(c, &n)
			if web.StatusOf(err) != tc.status || tc.says != "" && !strings.Contains(web.MessageOf(err), tc.says) {
				t.Errorf("%v", err)
			}
			if tc.status == 200 && n.Text != "hello" {
				t.Errorf("%+v", n)
			}
		})
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	if err := web.ReadJSON(web.NewEcho().NewContext(r, httptest.NewRecorder()), note{}); web.StatusOf(err) != 500 {
		t.Errorf("a value that is no pointer is a mistake of ours: %v", err)
	}
}
