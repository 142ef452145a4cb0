package sitetest_test

import (
	"flag"
	"net/http"
	"strings"
	"testing"

	"github.com/gofw/gofw/framework/messages"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/web"
)

var shelf = site.App{Name: "shelf", Routes: urls.Routes{
	urls.Get("/shelf/", func(c web.Context) error {
		return c.HTML(http.StatusOK, "<h1>All\n <b>books</b></h1><!-- secret --><ul class=\"b a\" id=x><li>One<li>Two</ul>")
	}),
	urls.Get("/shelf.json", func(c web.Context) error { return web.JSON(c, map[string]any{"b": []int{1}, "a": 1.50}) }),
	urls.Get("/gone", func(c web.Context) error { return web.NotFound() }),
	urls.Get("/old", func(c web.Context) error {
		messages.Info(c, "It has moved.")
		return web.Redirect(c, "shelf/?x=1")
	}),
}}

// Each assertion is silent where it holds, and says what is wrong where not.
func TestAssertions(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, shelf)
	page, gone, old := c.Get("/shelf/"), c.Get("/gone"), c.Get("/old")
	for name, tc := range map[string]struct {
		check func(t testing.TB)
		says  string // empty: nothing
	}{
		"a status":                     {func(t testing.TB) { sitetest.Status(t, gone, 404) }, ""},
		"another status":               {func(t testing.TB) { sitetest.Status(t, gone, 200) }, "status 404 Not Found, want 200"},
		"a redirect":                   {func(t testing.TB) { sitetest.Redirects(t, old, "/shelf/?x=1") }, ""},
		"a redirect that was followed": {func(t testing.TB) { sitetest.Redirects(t, old.Follow(), "/shelf/?x=1") }, ""},
		"a redirect elsewhere":         {func(t testing.TB) { sitetest.Redirects(t, old, "/shelf/") }, "it leads to /shelf/?x=1, want /shelf/"},
		"no redirect":                  {func(t testing.TB) { sitetest.Redirects(t, page, "/shelf/") }, "it leads nowhere"},
		"a source":                     {func(t testing.TB) { sitetest.Contains(t, page, "<!-- secret", "<b>") }, ""},
		"no such source":               {func(t testing.TB) { sitetest.Contains(t, page, "<i>") }, `does not hold "<i>"`},
		"a source of no page":          {func(t testing.TB) { sitetest.NotContains(t, gone, "secret") }, "there is no page to look at: status 404"},
		"a source without":             {func(t testing.TB) { sitetest.NotContains(t, page, "<i>") }, ""},
		"a source with":                {func(t testing.TB) { sitetest.NotContains(t, page, "secret") }, `the source holds "secret"`},
		"a text":                       {func(t testing.TB) { sitetest.Shows(t, page, "All books", "One") }, ""},
		"a text that nobody sees":      {func(t testing.TB) { sitetest.Shows(t, page, "secret") }, `does not show "secret"`},
		"no text":                      {func(t testing.TB) { sitetest.NotShows(t, page, "secret") }, ""},
		"a text after all":             {func(t testing.TB) { sitetest.NotShows(t, page, "All books") }, `shows "All books"`},
		"a text of no page":            {func(t testing.TB) { sitetest.NotShows(t, old, "secret") }, "there is no page"},
		"the same HTML": {func(t testing.TB) {
			sitetest.HTMLEqual(t, "<p a=1 b='2' class='x  y'> Hi  you<br/></p>", "<p class='y x' b=2 a=1>\n\tHi you\n<br>\n</p><!-- x -->")
		}, ""},
		"another attribute":     {func(t testing.TB) { sitetest.HTMLEqual(t, "<p a=1>", "<p a=2>") }, "the HTML differs"},
		"another order":         {func(t testing.TB) { sitetest.HTMLEqual(t, "<i></i><b></b>", "<b></b><i></i>") }, "the HTML differs"},
		"blanks that count":     {func(t testing.TB) { sitetest.HTMLEqual(t, "<pre>a  b</pre>", "<pre>a b</pre>") }, "the HTML differs"},
		"a row without a table": {func(t testing.TB) { sitetest.HTMLEqual(t, "<td>1</td>", "<td>2</td>") }, "the HTML differs"},
		"a piece": {func(t testing.TB) {
			sitetest.HTMLContains(t, page, "<ul id='x' class='a b'><li>One</li><li>Two</li></ul>")
		}, ""},
		"no such piece":                  {func(t testing.TB) { sitetest.HTMLContains(t, page, "<li>Three</li>") }, "the page does not hold"},
		"a whole line, not a part of it": {func(t testing.TB) { sitetest.HTMLContains(t, page, "book") }, "the page does not hold"},
		"the same JSON":                  {func(t testing.TB) { sitetest.JSONEqual(t, c.Get("/shelf.json").Body, `{"a": 1.5, "b": [ 1 ]}`) }, ""},
		"other JSON":                     {func(t testing.TB) { sitetest.JSONEqual(t, `{"a":1}`, `{"a":2}`) }, "the JSON differs"},
		"a large number":                 {func(t testing.TB) { sitetest.JSONEqual(t, `9007199254740993`, `9007199254740992`) }, "the JSON differs"},
		"no JSON":                        {func(t testing.TB) { sitetest.JSONEqual(t, `{} {}`, `{}`) }, "there is more behind it"},
		"notices": {func(t testing.TB) {
			sitetest.Messages(t, c, messages.Message{Level: messages.LevelInfo, Text: "It has moved."})
		}, ""},
		"other notices": {func(t testing.TB) { sitetest.Messages(t, c) }, "other notices wait"},
	} {
		said := hear(t, tc.check)
		if tc.says == "" && said != "" || !strings.Contains(said, tc.says) {
			t.Errorf("%s: said is %q, want %q", name, said, tc.says)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var v struct {
		A float64
		B []int
	}
	if sitetest.New(t, shelf).Get("/shelf.json").JSON(&v); v.A != 1.5 || len(v.B) != 1 {
		t.Errorf("read is %+v", v)
	}
}

func TestGoldenPages(t *testing.T) {
	t.Parallel()
	page := sitetest.New(t, shelf).Get("/shelf/")
	sitetest.Golden(t, "shelf", page)
	sitetest.Golden(t, "shelf", page, "Three", "One")
	if flag.Lookup("update").Value.String() == "true" {
		return
	}
	if said := hear(t, func(t testing.TB) { sitetest.Golden(t, "shelf", page, "One", "Three") }); !strings.Contains(said, "go test -update") || !strings.Contains(said, "Three") {
		t.Errorf("said is %q", said)
	}
	if said := hear(t, func(t testing.TB) { sitetest.Golden(t, "none", page) }); !strings.Contains(said, "there is no testdata/none.html yet") {
		t.Errorf("said is %q", said)
	}
}

func TestACrawlFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	c := sitetest.New(t, echo(`<a href="/tell?a=1#x">A</a><a href="/broken">B</a><a href="https://elsewhere.example/">C</a><a href="mailto:a@b.example">D</a><a href="/away">E</a><a href="/from">F</a>`))
	var pages []string
	said := hear(t, func(t testing.TB) { pages = c.In(t).Crawl("/page", func(a string) bool { return a == "/from" }) })
	if strings.TrimSpace(said) != "/broken, from /page, has status 404" || strings.Join(pages, " ") != "/page /tell?a=1 /broken /away" {
		t.Errorf("said is %q, pages are %q", said, pages)
	}
}
