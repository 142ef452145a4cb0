package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/gofw/gofw/framework/web"
)

type order string

func queried(query string) web.Context {
	c, _ := request("GET", "/?"+query)
	return c
}

func check[T any](t *testing.T, name string, query string, want T, problem string) {
	t.Helper()
	got, err := web.Query[T](queried(query), "v")
	switch {
	case problem == "" && err != nil:
		t.Errorf("%s: %v", name, err)
	case problem != "" && (web.StatusOf(err) != 400 || !strings.Contains(web.MessageOf(err), problem)):
		t.Errorf("%s: %v, %v", name, got, err)
	case !cmp.Equal(got, want):
		t.Errorf("%s: %v, want %v", name, got, want)
	}
}

func TestQueriesHaveTypes(t *testing.T) {
	t.Parallel()
	check(t, "a number", "v=7", 7, "")
	check(t, "a number that is missing", "", 0, "")
	check(t, "an empty number", "v=", 0, "")
	check(t, "a negative number", "v=-7", int64(-7), "")
	check(t, "no number", "v=seven", 0, `"v" is not valid: it must be a whole number`)
	check(t, "a number with a point", "v=7.5", 0, "whole number")
	check(t, "a number that is too large", "v=300", int8(0), "not so large")
	check(t, "one that overflows", "v=9223372036854775808", int64(0), "not so large")
	check(t, "a negative count", "v=-1", uint(0), "from 0 on")
	check(t, "a fraction", "v=7.5", 7.5, "")
	check(t, "not a number", "v=NaN", 0.0, "a number")
	check(t, "infinity", "v=Inf", 0.0, "a number")
	check(t, "true", "v=true", true, "")
	check(t, "a checkbox", "v=on", true, "")
	check(t, "a truth that is none", "v=perhaps", false, "true or false")
	check(t, "a text", "v=caf%C3%A9", "café", "")
	check(t, "a text that no database takes", "v=a%00b", "", "a text")
	check(t, "a text in Latin-1", "v=caf%E9", "", "a text")
	check(t, "a type of the site", "v=new", order("new"), "")
	check(t, "a time span", "v=90s", 90*time.Second, "")
	check(t, "a time span without a unit", "v=90", time.Duration(0), "90s")
	check(t, "a moment", "v=2026-03-01T12:00:00Z", time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), "")
	check(t, "a UUID", "v=6ba7b810-9dad-11d1-80b4-00c04fd430c8", uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "")
	check(t, "no UUID", "v=6ba7b810", uuid.UUID{}, "the form that this page expects")
	check(t, "several: the first counts", "v=1&v=2", 1, "")
	check(t, "an escape that is none is no value", "v=%zz", "", "")
	if n, err := web.QueryOr(queried("v="), "v", 1); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n, err := web.QueryOr(queried("v=x"), "v", 1); n != 1 || err == nil {
		t.Error(n, err)
	}
	if all, err := web.QueryAll[int](queried("v=3&v=1&w=5&v=2"), "v"); err != nil || !cmp.Equal(all, []int{3, 1, 2}) {
		t.Error(all, err)
	}
	if all, err := web.QueryAll[int](queried("v=3&v="), "v"); err == nil {
		t.Error(all, "an empty number among others")
	}
	if all, err := web.QueryAll[string](queried(""), "v"); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

func TestFormsHaveTypesAndLeaveTheAddressAlone(t *testing.T) {
	t.Parallel()
	post := func(kind, body string) web.Context {
		r := httptest.NewRequest("POST", "/?n=99&only=address", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		rec := httptest.NewRecorder()
		web.LimitBody(rec, r, 100)
		return web.NewEcho().NewContext(r, rec)
	}
	const form = "application/x-www-form-urlencoded"
	if n, err := web.Form[int](post(form, "n=7&n=8"), "n"); n != 7 || err != nil {
		t.Error(n, err)
	}
	if all, err := web.FormAll[int](post(form, "n=7&n=8"), "n"); !cmp.Equal(all, []int{7, 8}) || err != nil {
		t.Error(all, err)
	}
	if v, err := web.FormOr(post(form, "n=7"), "only", "none"); v != "none" || err != nil {
		t.Error(v, err)
	}
	if n, err := web.Form[int](post("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n7\r\n--b--\r\n"), "n"); n != 7 || err != nil {
		t.Error(n, err)
	}
	for name, tc := range map[string]struct {
		kind, body string
		status     int
	}{
		"not a number": {form, "n=x", 400}, "an escape that is none": {form, "n=%zz", 400},
		"parts that end nowhere": {"multipart/form-data; boundary=b", "--b\r\nContent-Disp", 400},
		"a body over the limit":  {form, "n=" + strings.Repeat("1", 200), 413},
	} {
		if _, err := web.Form[int](post(tc.kind, tc.body), "n"); web.StatusOf(err) != tc.status {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParamsHaveTypes(t *testing.T) {
	t.Parallel()
	at := func(raw string) web.Context {
		c, _ := request("GET", "/")
		c.SetParamNames("v")
		c.SetParamValues(raw)
		return c
	}
	if n, err := web.Param[int64](at("7"), "v"); n != 7 || err != nil {
		t.Error(n, err)
	}
	if s, err := web.Param[order](at("new"), "v"); s != "new" || err != nil {
		t.Error(s, err)
	}
	for _, raw := range []string{"", "007", "+7", "-0", "x", "7.0", "9223372036854775808"} {
		if n, err := web.Param[int64](at(raw), "v"); web.StatusOf(err) != 404 || n != 0 {
			t.Errorf("%q gives %d, %v", raw, n, err)
		}
	}
	if _, err := web.Param[uuid.UUID](at("x"), "v"); web.StatusOf(err) != 404 {
		t.Error(err)
	}
}

func FuzzQuery(f *testing.F) {
	for _, v := range []string{"v=1", "v=%", "v=%00", "v=1e9", "v=0x1", "v=;", "v=1;v=2", "v=\xff", "&&=&"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = query
		c := web.NewEcho().NewContext(r, httptest.NewRecorder())
		if v, err := web.Query[string](c, "v"); err == nil && (strings.ContainsRune(v, 0) || strings.ToValidUTF8(v, "") != v) {
			t.Fatalf("%q gives %q", query, v)
		}
		_, _ = web.Query[int](c, "v")
		_, _ = web.QueryAll[float64](c, "v")
		_, _ = web.Query[bool](c, "v")
		_, _ = web.Query[time.Duration](c, "v")
	})
}
