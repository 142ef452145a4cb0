package views_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/internal/declared"
	"github.com/gofw/gofw/framework/internal/keyed"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/urls"
	"github.com/gofw/gofw/framework/views"
	"github.com/gofw/gofw/framework/web"
)

// mount makes a site of routes that answers an error by its status alone.
func mount(t *testing.T, routes ...urls.Item) *web.Echo {
	t.Helper()
	e := web.NewEcho()
	e.HTTPErrorHandler = func(err error, c web.Context) {
		if web.StatusOf(err) >= 500 {
			t.Errorf("%s: %v", c.Request().URL, err)
		}
		_ = c.String(web.StatusOf(err), "")
	}
	if err := urls.Under("", routes...).Mount(e); err != nil {
		t.Fatal(err)
	}
	return e
}

// library writes posts on the days before and behind March 1st, 2026:
//
//	slug   author status    views featured published        tags
//	alpha  Ada    published 10    no       February 20, 2026 go
//	beta   Bob    published 20    yes      March 1, 2026     go web
//	gamma  Ada    draft     0     no       never
//	delta  Bob    published 5     no       March 1, 2025
func library(t *testing.T, ctx context.Context) {
	t.Helper()
	at := func(day string) *time.Time {
		v, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		v = v.Add(23*time.Hour + 30*time.Minute)
		return &v
	}
	for _, name := range []string{"Ada", "Bob"} {
		if err := Authors.Create(ctx, &Author{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := Tags.BulkCreate(ctx, []*Tag{{Name: "go"}, {Name: "web"}}); err != nil {
		t.Fatal(err)
	}
	for i, p := range []*Post{
		{Slug: "alpha", Title: "First of all", AuthorID: 1, Status: StatusPublished, Views: 10, PublishedAt: at("2026-02-20")},
		{Slug: "beta", Title: "100% second", AuthorID: 2, Status: StatusPublished, Views: 20, Featured: true, PublishedAt: at("2026-03-01")},
		{Slug: "gamma", Title: "Third", AuthorID: 1, Status: StatusDraft},
		{Slug: "delta", Title: "Fourth of all", AuthorID: 2, Status: StatusPublished, Views: 5, PublishedAt: at("2025-03-01")},
	} {
		if err := Posts.Create(ctx, p); err != nil {
			t.Fatal(err)
		}
		if tags := [][]int64{{1}, {1, 2}, nil, nil}[i]; len(tags) > 0 {
			if err := Posts.Tags.Set(ctx, p, tags...); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func slugs(posts []*Post) string {
	var out []string
	for _, p := range posts {
		out = append(out, p.Slug)
	}
	return strings.Join(out, " ")
}

func showPosts(l views.Listing[Post]) templ.Component { return write("%s", slugs(l.Items)) }

// chosen is a list in which readers choose by columns of every kind.
var chosen = views.List[Post]{
	Query:    Posts.OrderBy(Posts.ID.Asc()).SelectRelated(Posts.Author()).Prefetch(Posts.Tags),
	Filters:  orm.Columns(Posts.Status, Posts.Featured, Posts.Views, Posts.PublishedAt, Posts.Title, Posts.Author(), Posts.Tags, Posts.Author().Name),
	Search:   orm.Columns(Posts.Title, Posts.Author().Name),
	Orders:   orm.Columns(Posts.Title, Posts.PublishedAt, Posts.Author().Name),
	Template: showPosts,
}

func TestReadersChooseByDeclaredColumns(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		library(t, ctx)
		e := mount(t, urls.Show("/", chosen), urls.Show("/plain", views.List[Post]{Query: chosen.Query, Template: showPosts}))
		for query, want := range map[string]string{
			"":                                     "alpha beta gamma delta",
			"status=draft":                         "gamma",
			"status=published&featured=false":      "alpha delta",
			"featured=true":                        "beta",
			"views=20":                             "beta",
			"views_from=5&views_to=10":             "alpha delta",
			"views_to=0":                           "gamma",
			"published_at=none":                    "gamma",
			"published_at=2026-03-01":              "beta",
			"published_at_from=2026-02-20":         "alpha beta",
			"published_at_to=2026-02-20":           "alpha delta",
			"published_at=today":                   "",
			"title=all":                            "alpha delta",
			"title=ALL+of":                         "alpha delta",
			"title=%25":                            "beta",
			"title=_":                              "",
			"author=2":                             "beta delta",
			"tags=1":                               "alpha beta",
			"tags=1&author=1":                      "alpha",
			"name=bob":                             "beta delta",
			"q=ada+third":                          "gamma",
			"q=nobody":                             "",
			"order=title":                          "beta alpha delta gamma",
			"order=-title":                         "gamma delta alpha beta",
			"order=name":                           "alpha gamma beta delta",
			"order=-published_at&status=published": "beta alpha delta",
			"slug=alpha":                           "alpha beta gamma delta", // not declared
			"status=":                              "alpha beta gamma delta",
			"status=draft&status=published":        "gamma", // the first counts
		} {
			if rec := get(e, ctx, "/?"+query); rec.Code != 200 || rec.Body.String() != want {
				t.Errorf("?%s: %d %q, want %q", query, rec.Code, rec.Body, want)
			}
			if rec := get(e, ctx, "/plain?"+query); rec.Code != 200 || rec.Body.String() != "alpha beta gamma delta" {
				t.Errorf("a list without choices takes ?%s: %d %q", query, rec.Code, rec.Body)
			}
		}
	})
}

// nonsense is values that nobody should send.
var nonsense = []string{
	"x", "-", "0x10", "1e400", "NaN", "Inf", "-1", "9223372036854775808", "2147483648", "40000", "1e999999999", "%00", "a%00b", "%ff%fe", "'; DROP TABLE blog_post; --", "%25_%5C",
	"2026-13-01", "2026-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "none", "true", "today", "null", "[]", "{}", "../..", "%E2%80%AE", "-title", "--title", "password",
	strings.Repeat("a", 300), strings.Repeat("9", 5000), strings.Repeat("a+", 3000), strings.Repeat("%25", 60_000), strings.Repeat("%F0%9F%91%8D", 150),
}

func TestHostileQueriesNeverBreakAList(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		library(t, ctx)
		filters := orm.Columns(Samples.Tiny, Samples.Small, Samples.Middle, Samples.Large, Samples.Octet, Samples.Wide, Samples.Single, Samples.Double, Samples.Exact, Samples.Flag,
			Samples.Level, Samples.State, Samples.At, Samples.Day, Samples.Clock, Samples.Took, Samples.Code, Samples.Host, Samples.Name, Samples.MaybeExact, Samples.MaybeDay, Samples.MaybeCode, Samples.MaybeHost, Samples.MaybeState)
		samples := views.List[Sample]{Query: Samples.QuerySet, Filters: filters, Orders: filters, Search: orm.Columns(Samples.Name), Template: func(views.Listing[Sample]) templ.Component { return write("") }}
		e := mount(t, urls.Show("/posts", chosen), urls.Show("/samples", samples))
		for path, names := range map[string][]string{
			"/posts?": {"status", "featured", "author", "tags", "published_at", "order", "q", "page", "after", "before", "name", "title", "unknown"},
			"/samples?": {"tiny", "small", "middle", "large", "octet", "wide", "single", "double", "exact", "flag", "level", "state", "at", "day", "clock", "took", "code", "host",
				"maybe_exact", "maybe_day", "maybe_code", "maybe_host", "maybe_state"},
		} {
			for _, name := range names {
				for _, suffix := range []string{"", "_from", "_to"} {
					for _, value := range nonsense {
						value := strings.ReplaceAll(strings.ReplaceAll(value, " ", "+"), ";", "%3B")
						if rec := get(e, ctx, path+name+suffix+"="+value); rec.Code != 200 && rec.Code != 404 {
							t.Errorf("%s%s%s=%.60s: %d", path, name, suffix, value, rec.Code)
						}
					}
				}
			}
		}
		for _, query := range []string{"&&&", "=", "%", "%zz=1", "order=title;DROP", "page=1&page=x", strings.Repeat("author=1&", 2000), "after=a&before=b"} {
			if rec := get(e, ctx, "/posts?"+query); rec.Code != 200 && rec.Code != 404 {
				t.Errorf("?%.60s: %d", query, rec.Code)
			}
		}
		if n, err := Posts.Count(ctx); n != 4 || err != nil {
			t.Errorf("%d posts are left, %v", n, err)
		}
	})
}

func TestCursorsThatNoPageGave(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		columns := orm.Columns(Samples.Tiny, Samples.Middle, Samples.Large, Samples.Single, Samples.Double, Samples.Exact, Samples.Flag, Samples.At, Samples.Day, Samples.Clock, Samples.Took, Samples.Code, Samples.Host, Samples.Name, Samples.MaybeExact, Samples.MaybeAt)
		list := views.List[Sample]{Query: Samples.QuerySet, Orders: columns, Template: func(views.Listing[Sample]) templ.Component { return write("") }}
		e := mount(t, urls.Show("/", list))
		for _, name := range []string{"tiny", "middle", "large", "single", "double", "exact", "flag", "at", "day", "clock", "took", "code", "host", "name", "maybe_exact", "maybe_at"} {
			for _, value := range append([]string{"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "1e-999999999", "99999999999999999999", "0.1", "127.0.0.1"}, nonsense...) {
				if decoded, err := url.QueryUnescape(value); err == nil {
					value = decoded
				}
				for _, direction := range []string{">", "<", "="} {
					place, _ := json.Marshal([]any{direction, value, "1"})
					if rec := get(e, ctx, "/?order="+name+"&after="+base64.RawURLEncoding.EncodeToString(place)); rec.Code != 200 && rec.Code != 404 {
						t.Errorf("a cursor by %s at %.40q: %d", name, value, rec.Code)
					}
				}
			}
		}
	})
}

// walk follows a list from its first page to the last and back.
func walk(t *testing.T, e *web.Echo, ctx context.Context, start string) (forth, back []string) {
	t.Helper()
	at := start
	for range 20 {
		rec := get(e, ctx, at)
		items, ways, _ := strings.Cut(rec.Body.String(), "|")
		previous, next, _ := strings.Cut(ways, "|")
		forth = append(forth, items)
		if next == "" {
			for previous != "" && len(back) < 20 {
				rec := get(e, ctx, "/"+previous)
				items, ways, _ := strings.Cut(rec.Body.String(), "|")
				previous, _, _ = strings.Cut(ways, "|")
				back = append([]string{items}, back...)
			}
			return forth, append(back, items)
		}
		at = "/" + next
	}
	t.Fatal("the list does not end")
	return nil, nil
}

func TestPagesAreWalkedForthAndBack(t *testing.T) {
	t.Parallel()
	Each(t, func(t *testing.T, ctx context.Context) {
		library(t, ctx)
		list := chosen
		list.PageSize = 2
		list.Template = func(l views.Listing[Post]) templ.Component {
			return write("%s|%s|%s", slugs(l.Items), l.Previous, l.Next)
		}
		numbered := list
		numbered.Numbered = true
		for start, want := range map[string][]string{
			"/":                      {"alpha beta", "gamma delta"},
			"/?order=title":          {"beta alpha", "delta gamma"},
			"/?order=-published_at":  {"beta alpha", "delta gamma"},
			"/?order=published_at":   {"gamma delta", "alpha beta"},
			"/?order=name":           {"alpha gamma", "beta delta"}, // of another table: numbered
			"/?author=2&order=title": {"beta delta"},
			"/?views_from=5":         {"alpha beta", "delta"},
		} {
			for _, l := range []views.List[Post]{list, numbered} {
				forth, back := walk(t, mount(t, urls.Show("/", l)), ctx, start)
				if diff := cmp.Diff(want, forth) + cmp.Diff(want, back); diff != "" {
					t.Errorf("%s, numbered %v:\n%s", start, l.Numbered, diff)
				}
			}
		}
	})
}

func TestMenusAndOrdersAreDataForTheTemplate(t *testing.T) {
	t.Parallel()
	ctx := Open(t, ":memory:")
	library(t, ctx)
	var seen views.Listing[Post]
	list := views.List[Post]{
		Query: Posts.OrderBy(Posts.ID.Asc()), Filters: orm.Columns(Posts.Status, Posts.Author(), Posts.Views, Posts.Title, Posts.Featured), Orders: orm.Columns(Posts.Title, Posts.Views),
		Search: orm.Columns(Posts.Title), PageSize: 1,
		Template: func(l views.Listing[Post]) templ.Component { seen = l; return write("") },
	}
	if rec := get(mount(t, urls.Show("/", list)), ctx, "/?author=2&views_to=9&order=-title&q=all&utm=x"); rec.Code != 200 {
		t.Fatal(rec.Code)
	}
	want := []views.Menu{
		{Label: "Status", Name: "status", Options: []views.Option{
			{Label: "Draft", Value: "draft", URL: "?author=2&order=-title&q=all&status=draft&utm=x&views_to=9"},
			{Label: "Published", Value: "published", URL: "?author=2&order=-title&q=all&status=published&utm=x&views_to=9"},
		}},
		{Label: "Author", Name: "author", Value: "2", Chosen: "Bob", Clear: "?order=-title&q=all&utm=x&views_to=9", Options: []views.Option{
			{Label: "Ada", Value: "1", URL: "?author=1&order=-title&q=all&utm=x&views_to=9"},
			{Label: "Bob", Value: "2", URL: "?author=2&order=-title&q=all&utm=x&views_to=9", Chosen: true},
		}},
		{Label: "Views", Name: "views", Clear: "?author=2&order=-title&q=all&utm=x", FromName: "views_from", ToName: "views_to", To: "9"},
		{Label: "Title", Name: "title"},
		{Label: "Featured", Name: "featured", Options: []views.Option{
			{Label: "Yes", Value: "true", URL: "?author=2&featured=true&order=-title&q=all&utm=x&views_to=9"},
			{Label: "No", Value: "false", URL: "?author=2&featured=false&order=-title&q=all&utm=x&views_to=9"},
		}},
	}
	if diff := cmp.Diff(want, seen.Menus); diff != "" {
		t.Errorf("menus (-want +got):\n%s", diff)
	}
	orders := []views.Ordering{
		{Label: "Title", URL: "?author=2&order=title&q=all&utm=x&views_to=9", Sorted: "descending"},
		{Label: "Views", URL: "?author=2&order=views&q=all&utm=x&views_to=9"},
	}
	if diff := cmp.Diff(orders, seen.Orders); diff != "" {
		t.Errorf("orders (-want +got):\n%s", diff)
	}
	if seen.Clear != "?order=-title&utm=x" || seen.Search != "all" || slugs(seen.Items) != "delta" {
		t.Errorf("clear %q, search %q, items %q", seen.Clear, seen.Search, slugs(seen.Items))
	}
}

func TestKeysOfEveryKindFilterAndPage(t *testing.T) {
	t.Parallel()
	declared.Each(t, []*orm.Table{keyed.Countries.Def.Table, keyed.Cities.Def.Table, keyed.Lines.Def.Table, keyed.Remarks.Def.Table}, func(t *testing.T, ctx context.Context) {
		for _, c := range []*keyed.Country{{Code: "at", Name: "Austria"}, {Code: "be", Name: "Belgium"}} {
			if err := keyed.Countries.Create(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		var ids []string
		for _, name := range []string{"Wien", "Graz", "Linz"} {
			city := &keyed.City{ID: orm.NewUUID(), Name: name, CountryCode: "at"}
			if err := keyed.Cities.Create(ctx, city); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, city.ID.String())
		}
		show := func(l views.Listing[keyed.City]) templ.Component {
			names := []string{}
			for _, c := range l.Items {
				names = append(names, c.Name)
			}
			return write("%s|%s|%s", strings.Join(names, " "), l.Previous, l.Next)
		}
		e := mount(t,
			urls.Show("/", views.List[keyed.City]{Query: keyed.Cities.QuerySet, PageSize: 2, Filters: orm.Columns(keyed.Cities.Country(), keyed.Cities.Twin(), keyed.Cities.ID), Template: show}),
			urls.Show("/city/:id<uuid>", views.Detail[keyed.City]{Query: keyed.Cities.QuerySet, Template: func(c *keyed.City) templ.Component { return write("%s", c.Name) }}),
			urls.Show("/country/:id", views.Detail[keyed.Country]{Query: keyed.Countries.QuerySet, Template: func(c *keyed.Country) templ.Component { return write("%s", c.Name) }}),
		)
		forth, back := walk(t, e, ctx, "/?country=at")
		if diff := cmp.Diff([]string{"Graz Linz", "Wien"}, forth) + cmp.Diff(forth, back); diff != "" {
			t.Error(diff)
		}
		for target, want := range map[string]string{
			"/city/" + ids[0]: "Wien", "/country/be": "Belgium", "/country/BE": "", "/?country=be": "||", "/?country=xyz": "||", "/?id=" + ids[1]: "Graz||", "/?id=x": "", "/?twin=none&id=" + ids[1]: "Graz||",
			"/city/0190163d-8694-739b-aea5-966c26f8ad91": "",
		} {
			if rec := get(e, ctx, target); rec.Body.String() != want {
				t.Errorf("%s: %d %q, want %q", target, rec.Code, rec.Body, want)
			}
		}
	})
}

func TestNumbersOfPagesLeaveOutWhatIsFar(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		page, pages int
		want        []int
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 3, 0, 9}},
		{4, 9, []int{1, 2, 3, 4, 5, 6, 0, 9}},
		{5, 9, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{6, 12, []int{1, 0, 4, 5, 6, 7, 8, 0, 12}},
		{400, 400, []int{1, 0, 398, 399, 400}},
	} {
		if diff := cmp.Diff(tc.want, (views.Paging{Page: tc.page, Pages: tc.pages}).Numbers()); diff != "" {
			t.Errorf("page %d of %d (-want +got):\n%s", tc.page, tc.pages, diff)
		}
	}
}
