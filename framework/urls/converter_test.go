package urls_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var (
	even = urls.Converter{Name: "even", Accepts: func(s string) bool { return strings.HasSuffix(s, "0") || strings.HasSuffix(s, "2") }}
	loud = urls.Converter{Name: "loud", Accepts: func(s string) bool { return s == strings.ToUpper(s) }}
)

func TestTypesOfTheSite(t *testing.T) {
	t.Parallel()
	routes := urls.Under("/x", urls.Under("",
		urls.Get("/:n<even>", say("even")),
		urls.Get("/:n<loud>/", say("loud, with a slash")),
		urls.Get("/:n<loud>", say("loud")),
		urls.Get("/:n<slug>", say("slug")),
	).Using(even)).Using(loud)
	e := web.NewEcho()
	if err := routes.Mount(e); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"/x/10": "even", "/x/A": "loud", "/x/A/": "loud, with a slash", "/x/a": "slug", "/x/a%30": "even", "/x/%C3%84": "loud", "/x/%FF": "", "/x/a!": "", "/x/a/": "",
	} {
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, httptest.NewRequest("GET", address, nil))
		body, _, _ := strings.Cut(rec.Body.String(), "|")
		if want == "" && rec.Code == 200 || want != "" && !strings.HasPrefix(body, want) {
			t.Errorf("%s: %d %q, want %q", address, rec.Code, rec.Body, want)
		}
	}
}

func TestProblemsWithTypesOfTheSite(t *testing.T) {
	t.Parallel()
	other := urls.Converter{Name: "even", Accepts: func(string) bool { return true }}
	routes := urls.Routes{urls.Get("/a/:n<even>", say("x"))}.Using(even)
	routes = append(routes, urls.Routes{urls.Get("/a/:m<even>", say("x")), urls.Get("/b/:m<loud>", say("x"))}.Using(even)...)
	routes = append(routes, urls.Routes{urls.Get("/a/:m<even>", say("x"))}.Using(other)...)
	routes = append(routes, urls.Routes{urls.Get("/c", say("x"))}.Using(urls.Converter{Name: "int", Accepts: even.Accepts})...)
	routes = append(routes, urls.Routes{urls.Get("/d", say("x"))}.Using(urls.Converter{Name: "a b", Accepts: even.Accepts})...)
	routes = append(routes, urls.Routes{urls.Get("/e", say("x"))}.Using(urls.Converter{Name: "nil"})...)
	var got []string
	for _, p := range routes.Check() {
		got = append(got, p.Message)
	}
	want := []string{
		"GET /a/:m<even> is never reached: /a/:n<even> (urls/converter_test.go:", `the pattern "/b/:m<loud>" cannot be read`,
		`/c uses a converter called "int"`, `/d uses a converter with the name "a b"`, `/e uses the converter "nil"`,
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}
