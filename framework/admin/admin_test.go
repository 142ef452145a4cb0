package admin_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofw/gofw/framework/admin"
	"github.com/gofw/gofw/framework/auth"
	. "github.com/gofw/gofw/framework/internal/blog"
	"github.com/gofw/gofw/framework/orm"
	"github.com/gofw/gofw/framework/site"
	"github.com/gofw/gofw/framework/sitetest"
)

var postAdmin = admin.Model[Post]{
	List:     orm.Columns(Posts.Title, Posts.Author(), Posts.Status, Posts.PublishedAt, Posts.Featured, Posts.Tags),
	Computed: []admin.Computed[Post]{{Label: "Loud", Value: func(p *Post) string { return strings.ToUpper(p.Title) }}},
	Filters:  orm.Columns(Posts.Status, Posts.Author(), Posts.Tags, Posts.PublishedAt, Posts.Featured),
	Search:   orm.Columns(Posts.Title, Posts.Body),
	Actions: []admin.Action[Post]{{Label: "Feature", Run: func(ctx context.Context, rows *orm.QuerySet[*Post]) (int64, error) {
		return rows.Update(ctx, Posts.Featured.Set(true))
	}}},
	PageSize: 3,
}

// start is a site with authors, tags and seven posts, and a superuser signed in.
func start(t *testing.T) *sitetest.Client {
	t.Helper()
	tables := []*orm.Table{Authors.Def.Table, Tags.Def.Table, Posts.Def.Table, Comments.Def.Table}
	c := sitetest.New(t, site.App{
		Name: "blog", Models: tables,
		Admin:      []admin.AnyModel{postAdmin, admin.Model[Author]{}, admin.Model[Tag]{}, admin.Model[Comment]{}},
		Migrations: sitetest.Migrations(t, "blog", tables...),
	})
	ctx := c.Context()
	ada, bob := &Author{Name: "Ada"}, &Author{Name: "Bob <b>"}
	ok(t, Authors.BulkCreate(ctx, []*Author{ada, bob}))
	ok(t, Tags.BulkCreate(ctx, []*Tag{{Name: "go"}, {Name: "sql"}}))
	for i := range 7 {
		at := time.Date(2026, 1, i+1, 12, 0, 0, 0, time.UTC)
		p := &Post{Title: fmt.Sprintf("Post %d", i+1), Slug: fmt.Sprintf("post-%d", i+1), Body: "text", AuthorID: ada.ID, Status: StatusPublished, PublishedAt: &at}
		if i >= 5 {
			p.AuthorID, p.Status, p.PublishedAt = bob.ID, StatusDraft, nil
		}
		ok(t, Posts.Create(ctx, p))
	}
	first, err := Posts.Get(ctx, 1)
	ok(t, err)
	ok(t, Posts.Tags.Set(ctx, first, 1))
	c.Login(c.User("root", func(u *auth.User) { u.Staff, u.Superuser = true, true }))
	return c
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rows lists which of the posts a list shows, in order.
func rows(body string) string {
	var out []string
	for _, part := range strings.Split(body, `name="ids" value="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		out = append(out, id)
	}
	return strings.Join(out, " ")
}

func TestLists(t *testing.T) {
	t.Parallel()
	c := start(t)
	cases := []struct{ name, query, want string }{
		{"the order is the model's", "", "5 4 3"},
		{"ascending by a column; NULL comes first", "?o=published_at", "6 7 1"},
		{"descending by another", "?o=-title", "7 6 5"},
		{"a column that cannot be sorted by is left aside", "?o=body", "5 4 3"},
		{"a choice filters", "?status=draft", "7 6"},
		{"a relation filters", "?author=2", "7 6"},
		{"a collection filters", "?tags=1", "1"},
		{"none filters NULL", "?published_at=none", "7 6"},
		{"a boolean filters", "?featured=true", ""},
		{"filters combine", "?status=draft&author=1", ""},
		{"a filter without sense is left aside", "?published_at=yesterdayish&author=x", "5 4 3"},
		{"search in any case", "?q=POST+4", "4"},
		{"search for what is not there", "?q=zzz", ""},
		{"a hostile search does no harm", "?q=%27%3B+DROP+TABLE+blog_post%3B--", ""},
		{"a cursor without sense is the first page", "?after=garbage", "5 4 3"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := c.Get("/admin/blog/post" + tc.query)
			if got.Status != http.StatusOK || rows(got.Body) != tc.want {
				t.Errorf("status %d, rows %q, want %q", got.Status, rows(got.Body), tc.want)
			}
		})
	}
	got := c.Get("/admin/blog/post?o=title")
	if !got.Shows("Ada", "Draft", "2026-01-01 12:00", "POST 1", ">go<") && !got.Shows("Ada", "go", "POST 1") {
		t.Errorf("cells are missing: %s", got)
	}
	if strings.Contains(c.Get("/admin/blog/post?author=2").Body, "Bob <b>") {
		t.Error("a label is not escaped")
	}
}

// link is the address of the link with this text; empty if there is none.
func link(body, text string) string {
	found := regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>` + text + `<`).FindStringSubmatch(body)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

func TestPagesGoForwardsAndBackInEveryOrder(t *testing.T) {
	t.Parallel()
	c := start(t)
	for query, want := range map[string][]string{
		"":                 {"5 4 3", "2 1 7", "6"},
		"?o=published_at":  {"6 7 1", "2 3 4", "5"},
		"?o=-published_at": {"5 4 3", "2 1 7", "6"},
		"?o=title":         {"1 2 3", "4 5 6", "7"},
		"?o=status":        {"6 7 1", "2 3 4", "5"},
		"?o=-featured":     {"7 6 5", "4 3 2", "1"},
	} {
		t.Run("order "+query, func(t *testing.T) {
			address := "/admin/blog/post" + query
			for i, page := range want {
				got := c.Get(address)
				if rows(got.Body) != page {
					t.Fatalf("page %d is %q, want %q", i+1, rows(got.Body), page)
				}
				if i < len(want)-1 {
					address = link(got.Body, "Next")
				} else {
					address = link(got.Body, "Previous")
				}
			}
			for i := len(want) - 2; i >= 0; i-- {
				got := c.Get(address)
				if rows(got.Body) != want[i] {
					t.Fatalf("going back, page %d is %q, want %q", i+1, rows(got.Body), want[i])
				}
				address = link(got.Body, "Previous")
			}
			if address != "" {
				t.Errorf("before the first page there is %q", address)
			}
		})
	}
}

func TestRowsAreAddedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	c := start(t)
	form := url.Values{"title": {"Fresh & new"}, "body": {"words"}, "status": {"draft"}, "views": {"1"}, "author": {"2"}, "tags": {"1", "2"}}
	got := c.Post("/admin/blog/post/add", form)
	if got.Status != http.StatusSeeOther || got.Location() != "/admin/blog/post" {
		t.Fatal(got)
	}
	if page := c.Get(got.Location()); !page.Shows("The post “Fresh &amp; new” was added.") {
		t.Error("no notice")
	}
	p, err := Posts.SelectRelated(Posts.Author()).Prefetch(Posts.Tags).Get(c.Context(), 8)
	ok(t, err)
	if p.Slug != "fresh-new" || p.Author.Name != "Bob <b>" || len(p.Tags) != 2 {
		t.Errorf("stored %+v", p)
	}
	form.Set("title", "Changed")
	form.Del("tags")
	form.Set("slug", p.Slug)
	form.Set("_continue", "1")
	if got = c.Post("/admin/blog/post/8", form); got.Location() != "/admin/blog/post/8" {
		t.Fatal(got)
	}
	p, err = Posts.Prefetch(Posts.Tags).Get(c.Context(), 8)
	ok(t, err)
	if p.Title != "Changed" || len(p.Tags) != 0 {
		t.Errorf("stored %+v", p)
	}
	if page := c.Get("/admin/blog/post/8/delete"); page.Status != 200 || !page.Shows("Changed") {
		t.Error(page)
	}
	if got = c.Post("/admin/blog/post/8/delete", nil); got.Status != http.StatusSeeOther {
		t.Fatal(got)
	}
	if got = c.Get("/admin/blog/post/8"); got.Status != http.StatusNotFound {
		t.Errorf("the deleted post answers %d", got.Status)
	}
}

func TestWhatCannotBeSavedIsShownAgain(t *testing.T) {
	t.Parallel()
	c := start(t)
	got := c.Post("/admin/blog/post/1", url.Values{"title": {""}, "slug": {"post-2"}, "body": {"typed words"}, "views": {"x"}, "status": {"gone"}, "author": {"1"}})
	if got.Status != http.StatusUnprocessableEntity {
		t.Fatal(got)
	}
	if !got.Shows("This field is required.", "Enter a whole number.", "Choose one of the values offered.", "typed words", "Post 1") {
		t.Error(got)
	}
	p, err := Posts.Get(c.Context(), 1)
	ok(t, err)
	if p.Title != "Post 1" || p.Body != "text" {
		t.Errorf("something was stored: %+v", p)
	}
}

func TestActionsAndBulkDeletes(t *testing.T) {
	t.Parallel()
	c := start(t)
	if got := c.Post("/admin/blog/post/bulk", url.Values{"action": {"0"}, "ids": {"1", "2", "99"}}); got.Status != http.StatusSeeOther {
		t.Fatal(got)
	}
	if page := c.Get("/admin/blog/post"); !page.Shows("Feature: 2 posts changed.") {
		t.Error("no notice of the action")
	}
	ask := c.Post("/admin/blog/post/bulk", url.Values{"action": {"delete"}, "ids": {"1", "2"}})
	if ask.Status != http.StatusOK || !ask.Shows("2 posts") {
		t.Fatal(ask)
	}
	if n, _ := Posts.Count(c.Context()); n != 7 {
		t.Errorf("%d posts are left before the confirmation", n)
	}
	c.Post("/admin/blog/post/bulk", url.Values{"action": {"delete"}, "ids": {"1", "2"}, "confirmed": {"1"}})
	if n, _ := Posts.Count(c.Context()); n != 5 {
		t.Errorf("%d posts are left", n)
	}
	for name, form := range map[string]url.Values{
		"an action that is not there": {"action": {"7"}, "ids": {"3"}},
		"a key that is none":          {"action": {"0"}, "ids": {"3 OR 1=1"}},
	} {
		if got := c.Post("/admin/blog/post/bulk", form); got.Status != http.StatusBadRequest {
			t.Errorf("%s: %d", name, got.Status)
		}
	}
	if got := c.Post("/admin/blog/post/bulk", url.Values{"action": {"0"}}); got.Status != http.StatusSeeOther {
		t.Errorf("nothing chosen: %d", got.Status)
	}
}

func TestADeleteSaysWhatGoesWithIt(t *testing.T) {
	t.Parallel()
	c := start(t)
	ok(t, Comments.Create(c.Context(), &Comment{PostID: 1, Body: "x"}))
	if got := c.Get("/admin/blog/author/1/delete"); !got.Shows("5", "posts", "will be deleted too") {
		t.Error(got)
	}
	if got := c.Get("/admin/blog/post/1/delete"); !got.Shows("1", "comment") {
		t.Error(got)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	c := start(t)
	cases := []struct {
		name   string
		change func(*auth.User)
		want   map[string]int // address: status; "POST " before it sends a form
	}{
		{"no staff may not enter", func(u *auth.User) {}, map[string]int{"/admin/": 403, "/admin/blog/post": 403}},
		{"staff without rights see nothing", func(u *auth.User) { u.Staff = true }, map[string]int{"/admin/": 200, "/admin/blog/post": 403, "/admin/blog/post/1": 403, "/admin/blog/post/add": 403, "/admin/auth/user": 403}},
		{"view shows, and no more", func(u *auth.User) { u.Staff, u.Permissions = true, []string{"blog.view_post"} }, map[string]int{
			"/admin/blog/post": 200, "/admin/blog/post/1": 200, "POST /admin/blog/post/1": 403, "/admin/blog/post/add": 403, "/admin/blog/post/1/delete": 403, "POST /admin/blog/post/1/delete": 403, "POST /admin/blog/post/bulk?": 403, "/admin/blog/tag": 403, "/admin/blog/post/options?input=author": 403}},
		{"change does not delete", func(u *auth.User) { u.Staff, u.Permissions = true, []string{"blog.change_post"} }, map[string]int{
			"/admin/blog/post": 200, "POST /admin/blog/post/1": 422, "/admin/blog/post/1/delete": 403, "/admin/blog/post/options?input=author": 200}},
		{"who may change users may not take over a superuser", func(u *auth.User) { u.Staff, u.Permissions = true, []string{"auth.change_user"} }, map[string]int{
			"/admin/auth/user/1/password": 403, "POST /admin/auth/user/1/password": 403}},
	}
	for i, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c.Post("/admin/logout", nil)
			c.Login(c.User(fmt.Sprintf("user%d", i), tc.change))
			for address, want := range tc.want {
				got := &sitetest.Response{}
				if to, post := strings.CutPrefix(address, "POST "); post {
					got = c.Post(to, url.Values{"action": {"delete"}, "ids": {"1"}, "confirmed": {"1"}})
				} else {
					got = c.Get(address)
				}
				if got.Status != want {
					t.Errorf("%s answers %d, want %d", address, got.Status, want)
				}
			}
		})
	}
	if n, _ := Posts.Count(c.Context()); n != 7 {
		t.Errorf("%d posts are left", n)
	}
}

func TestWhoMayChangeUsersCannotRaiseThemselves(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.Post("/admin/logout", nil)
	me := c.User("clerk", func(u *auth.User) {
		u.Staff, u.Permissions = true, []string{"auth.change_user", "auth.add_user", "auth.delete_user", "auth.change_group"}
	})
	ok(t, auth.Groups.Create(c.Context(), &auth.Group{Name: "editors", Permissions: []string{"blog.view_post"}}))
	c.Login(me)
	form := url.Values{"username": {"clerk"}, "active": {"true"}, "staff": {"true"}, "superuser": {"true"}, "permissions": {"blog.delete_post"}, "groups": {"1"}}
	if got := c.Post(fmt.Sprintf("/admin/auth/user/%d", me.ID), form); got.Status != http.StatusSeeOther {
		t.Fatal(got)
	}
	u, err := auth.Users.Prefetch(auth.Users.Groups).Get(c.Context(), me.ID)
	ok(t, err)
	if u.Superuser || len(u.Permissions) != 4 || len(u.Groups) != 0 {
		t.Errorf("the clerk has become %+v", u)
	}
	c.Post("/admin/auth/group/1", url.Values{"name": {"editors"}, "permissions": {"auth.delete_group"}})
	if g, err := auth.Groups.Get(c.Context(), 1); err != nil || len(g.Permissions) != 1 || g.Permissions[0] != "blog.view_post" {
		t.Errorf("the group has become %+v, %v", g, err)
	}
	for name, got := range map[string]*sitetest.Response{
		"changing a superuser":         c.Post("/admin/auth/user/1", form),
		"deleting a superuser":         c.Post("/admin/auth/user/1/delete", nil),
		"deleting superusers together": c.Post("/admin/auth/user/bulk", url.Values{"action": {"delete"}, "ids": {"1"}, "confirmed": {"1"}}),
	} {
		if got.Status != http.StatusForbidden {
			t.Errorf("%s answers %d", name, got.Status)
		}
	}
	form.Set("username", "new one!")
	if got := c.Post("/admin/auth/user/add", form); got.Status != http.StatusUnprocessableEntity || !got.Shows("only letters") {
		t.Errorf("a bad name: %s", got)
	}
	form.Set("username", "fresh")
	if got := c.Post("/admin/auth/user/add", form); got.Status != http.StatusSeeOther {
		t.Fatal(got)
	}
	fresh, err := auth.ByUsername(c.Context(), "fresh")
	ok(t, err)
	if fresh.Superuser || len(fresh.Permissions) != 0 {
		t.Errorf("the new user is %+v", fresh)
	}
}

func TestVisitorsAreAskedToLogIn(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.Post("/admin/logout", nil)
	for _, address := range []string{"/admin/", "/admin/blog/post", "/admin/blog/post/1", "/admin/auth/user/1/password", "/admin/nothing"} {
		got := c.Get(address)
		if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location(), "/admin/login?next="+url.QueryEscape(address)) {
			t.Errorf("%s answers %d and leads to %q", address, got.Status, got.Location())
		}
	}
}

func TestPasswordsAreNeverShownAndAreSetApart(t *testing.T) {
	t.Parallel()
	c := start(t)
	got := c.Get("/admin/auth/user/1")
	if got.Status != 200 || got.Shows("argon2") || got.Shows(`name="password"`) {
		t.Error("the form of a user shows the password")
	}
	if got := c.Post("/admin/auth/user/1", url.Values{"username": {"root"}, "password": {"x"}, "active": {"true"}, "staff": {"true"}, "superuser": {"true"}}); got.Status != http.StatusSeeOther {
		t.Fatal(got)
	}
	u, err := auth.Users.Get(c.Context(), 1)
	ok(t, err)
	if u.Password == "x" {
		t.Error("the password was set through the form")
	}
	for name, form := range map[string]url.Values{
		"they differ": {"password": {"gull-and-anchor-5"}, "again": {"other"}},
		"too weak":    {"password": {"12345678"}, "again": {"12345678"}},
	} {
		if got := c.Post("/admin/auth/user/1/password", form); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got.Status)
		}
	}
	if got := c.Post("/admin/auth/user/1/password", url.Values{"password": {"gull-and-anchor-5"}, "again": {"gull-and-anchor-5"}}); got.Status != http.StatusSeeOther {
		t.Error(got)
	}
	if got := c.Get("/admin/"); got.Status != http.StatusOK {
		t.Errorf("who sets the own password is logged out: %d", got.Status)
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, address := range []string{"/admin/nothing", "/admin/blog/post/999", "/admin/blog/post/abc", "/admin/blog/post/9999999999999999999999", "/admin/blog/post/-1", "/admin/blog/nothing", "/admin/blog/post/options?input=title"} {
		if got := c.Get(address); got.Status != http.StatusNotFound {
			t.Errorf("%s answers %d", address, got.Status)
		}
	}
}

func TestProblemsOfDeclarationsAreFoundAtStart(t *testing.T) {
	t.Parallel()
	registry, wrong := orm.NewRegistry(Authors.Def.Table, Tags.Def.Table, Posts.Def.Table, Comments.Def.Table)
	if wrong != nil {
		t.Fatal(wrong)
	}
	_, problems := admin.New(admin.Config{Registry: registry, Models: []admin.AnyModel{
		admin.Model[Post]{Search: orm.Columns(Posts.Views), Fields: orm.Columns(Posts.Title, Posts.Comments)},
		admin.Model[auth.User]{}, admin.Model[Tag]{}, admin.Model[Tag]{},
	}})
	want := []string{
		"blog.Post searches Views, which is not a text",
		"the form of blog.Post edits Comments, which belongs to another table",
		"auth.User has an admin but is not a model of the site",
		"blog.Tag is declared twice",
	}
	if len(problems) != len(want) {
		t.Fatal(problems)
	}
	for i, w := range want {
		if !strings.Contains(problems[i].Error(), w) {
			t.Errorf("problem %d is %q, want %q", i, problems[i], w)
		}
	}
}
